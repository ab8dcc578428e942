"""The table sheets of the form in their order, and what the first sheet tells a coordinator."""

from plans.exchange.excel_columns import BASIS, RESPONSIBILITY, TARGET, TASK
from plans.exchange.excel_hand import complete_basis, complete_responsibility, complete_target, complete_task
from plans.exchange.excel_rows import SAMPLE_MARK, Need, Table
from plans.model import LegalBasis, Responsibility, Target, Task

GUIDE_SHEET = "Hướng dẫn"

TARGETS = Table(
    sheet="Chỉ tiêu",
    code="CT",
    model=Target,
    columns=TARGET,
    complete=complete_target,
    needs=(Need("text", "Chỉ tiêu", "còn trống, hãy ghi nội dung chỉ tiêu"),),
    identity=("Mã mục", "Chỉ tiêu"),
    sample=(
        SAMPLE_MARK,
        "Đối với trẻ em",
        "Ít nhất 95% trẻ mẫu giáo ra lớp",
        "≥ (ít nhất)",
        95.0,
        None,
        "%",
        2030.0,
        *[None] * 7,
    ),
)
TASKS = Table(
    sheet="Nhiệm vụ",
    code="NV",
    model=Task,
    columns=TASK,
    complete=complete_task,
    needs=(Need("text", "Nội dung", "còn trống, hãy ghi nội dung nhiệm vụ"),),
    identity=("Mã mục", "Nội dung"),
    sample=(SAMPLE_MARK, "Đội ngũ", None, "Hằng năm, mở lớp bồi dưỡng cho giáo viên các trường.", "Hằng năm"),
)
RESPONSIBILITIES = Table(
    sheet="Trách nhiệm",
    code="TN",
    model=Responsibility,
    columns=RESPONSIBILITY,
    complete=complete_responsibility,
    needs=(
        Need("owners", "Cơ quan thực hiện", "còn trống, hãy ghi cơ quan thực hiện"),
        Need("text", "Nội dung", "còn trống, hãy ghi nội dung công việc"),
    ),
    identity=("Mã mục", "Nội dung"),
    sample=(
        SAMPLE_MARK,
        "Sở Giáo dục và Đào tạo",
        "chủ trì",
        "Chủ trì, phối hợp với Sở Tài chính lập dự toán kinh phí; báo cáo UBND tỉnh trước ngày 15/12 hằng năm.",
        "Sở Tài chính\nUBND các xã (được hướng dẫn)",
        "UBND tỉnh",
        None,
        "trước ngày 15/12 hằng năm",
        "hằng năm",
        "Báo cáo, dự toán",
        None,
    ),
)
BASES = Table(
    sheet="Căn cứ",
    code="CC",
    model=LegalBasis,
    columns=BASIS,
    complete=complete_basis,
    needs=(Need("text", "Căn cứ", "còn trống, hãy ghi cả câu căn cứ"),),
    identity=("Căn cứ",),
    sample=(),
)

GUIDE = (
    "Biểu này dùng để lập hoặc sửa một kế hoạch mà không cần tệp văn bản. Điền xong, lưu dạng .xlsx rồi nạp lại.",
    "Trang “Kế hoạch”: ghi số, ký hiệu, ngày, cơ quan ban hành, tên kế hoạch. Chỉ tên kế hoạch là bắt buộc.",
    "Trang “Trách nhiệm”: mỗi dòng là một việc của một cơ quan hoặc nhóm cơ quan. Bắt buộc có cơ quan và nội dung.",
    "Trang “Chỉ tiêu”, “Nhiệm vụ”, “Căn cứ”, “Khác”: ghi khi kế hoạch có. Không có thì để trống.",
    "Nhiều cơ quan trong một ô: mỗi cơ quan một dòng (Alt+Enter) hoặc cách nhau bằng dấu chấm phẩy.",
    "Hạn ghi như trong văn bản: “trước ngày 15/12 hằng năm”, “quý IV/2025”, “thường xuyên”. Không có hạn thì để trống.",
    "Ô để trống (vai trò, cơ quan phối hợp, nơi nhận báo cáo, hạn …) sẽ được đọc từ nội dung của dòng đó.",
    "Mã mục ghi theo văn bản (V.10.b là điểm b, số 10, mục V); để trống thì chương trình tự đánh số.",
    "Dòng có chữ “MẪU” ở cột đầu chỉ để xem cách ghi, không được nạp. Được đổi thứ tự cột và thêm cột riêng.",
    "Không đổi tên trang và tên cột. Trang ẩn “Dữ liệu máy” giữ những gì đã đọc từ văn bản; xóa đi cũng được.",
)
