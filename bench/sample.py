"""A province of sample data (dữ liệu mẫu) of any size, and a plan that gives every commune ten clauses."""

from collections.abc import Sequence

from agencies.directory import Directory
from agencies.model import Agency, Contact, Kind

PROVINCE = "Quảng Mẫu"
YEAR = 2026
CLAUSES = (
    "Ban hành kế hoạch của địa phương và phân công người theo dõi từng đầu việc trong quý I hằng năm.",
    "Bố trí quỹ đất xây dựng trường, lớp mầm non ở nơi đông dân và nơi có nhiều công nhân thuê trọ.",
    "Huy động đóng góp hợp pháp của doanh nghiệp để sửa chữa nhà vệ sinh, bếp ăn của các điểm trường lẻ.",
    "Tuyển dụng, hợp đồng đủ giáo viên mầm non theo số lớp; không để lớp nào thiếu cô giáo quá một tháng.",
    "Mua sắm đồ dùng, đồ chơi tối thiểu cho các lớp mẫu giáo năm tuổi trước ngày khai giảng.",
    "Tổ chức bữa ăn bán trú an toàn và theo dõi cân nặng, chiều cao của trẻ hai lần trong năm học.",
    "Rà soát trẻ chưa ra lớp theo từng thôn, bản và vận động gia đình đưa trẻ đến lớp.",
    "Bồi dưỡng tiếng dân tộc cho giáo viên dạy ở nơi có nhiều trẻ người dân tộc thiểu số.",
    "Công khai các khoản thu, chi của trường mầm non trên trang thông tin của địa phương.",
    "Kiểm tra, đánh giá kết quả trên địa bàn và báo cáo số liệu theo quy định.",
)
_HEAD = """VĂN BẢN MẪU – không phải văn bản thật, chỉ dùng để đo tốc độ

Số: 01/KH-UBND {province}, ngày 03 tháng 11 năm 2025

KẾ HOẠCH

Thực hiện Chương trình mẫu về giáo dục mầm non giai đoạn 2026 - 2030 tại tỉnh {province} (VĂN BẢN MẪU)

Căn cứ Quyết định số 01/QĐ-TTg ngày 02/01/2025 của Thủ tướng Chính phủ phê duyệt Chương trình mẫu;

UBND tỉnh đề ra các việc phải làm như dưới đây:

I. MỤC TIÊU

1. Mục tiêu cụ thể

- Hằng năm, ít nhất 30% trẻ tuổi nhà trẻ được đến lớp.

- Hằng năm, ít nhất 99% trẻ tuổi mẫu giáo được đến lớp.

- Hằng năm, có 60% phòng học được xây dựng kiên cố.

II. NHIỆM VỤ, GIẢI PHÁP

1. Lãnh đạo, chỉ đạo

- Đưa việc chăm lo trẻ mầm non vào chương trình công tác của cấp ủy, chính quyền.

III. TỔ CHỨC THỰC HIỆN

1. Ủy ban nhân dân các xã, phường

"""
_TAIL = """
Nơi nhận:

- Các sở, ban, ngành;
- UBND các xã, phường;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""


def plan_text(clauses: Sequence[str] = CLAUSES) -> str:
    """A plan with these clauses for every commune and three yearly targets."""
    return _HEAD.format(province=PROVINCE) + "\n\n".join(f"- {clause}" for clause in clauses) + "\n" + _TAIL


def directory(communes: int) -> Directory:
    """A province of so many communes with one focal officer and one head each, all in one domain."""
    bodies = [_commune(number) for number in range(1, communes + 1)]
    office = Agency("QM.SGDDT", "Sở Giáo dục và Đào tạo", "Sở GD&ĐT", Kind.DEPARTMENT, PROVINCE)
    contacts = [
        Contact(body.code, f"{role}.{body.code.lower().replace('.', '-')}@quang-mau.example", role, "Nguyễn Văn Mẫu")
        for body in bodies
        for role in ("focal", "head")
    ]
    return Directory(PROVINCE, [office, *bodies], (), contacts)


def _commune(number: int) -> Agency:
    return Agency(f"QM.X{number:05d}", f"UBND xã Mẫu {number}", f"xã Mẫu {number}", Kind.COMMUNE, PROVINCE)
