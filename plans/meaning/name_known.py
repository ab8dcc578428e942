"""Names of departments and units that hold small words or words which are verbs elsewhere, of all periods.

The longest of them that stands in a text wins before the grammar of `plans.meaning.names` is asked. The first word is
plain, the rest is a piece of a regular expression.
"""

import re

# A unit is named after what it gathers; before these words the last one is a verb: "Phòng Kế hoạch tổng hợp số liệu".
_NO_OBJECT = (
    r"(?! (?:kết quả|số liệu|tình hình|báo cáo|các|những|ý kiến|danh sách|nhu cầu|và báo cáo|dự toán|thông tin|trình))"
)
_CHILD = "(?:trẻ em|bà mẹ|sức khỏe|sức khoẻ)"

KNOWN_NAMES = (
    (
        "Quản lý (?:các )?dự án(?: đầu tư)?(?: xây dựng)?(?: công trình)?(?:(?:,| và)? (?:giao thông|thủy lợi|đô thị"
        "|nông nghiệp(?: và phát triển nông thôn)?|dân dụng(?: và công nghiệp)?|hạ tầng(?: kỹ thuật)?))*"
    ),
    "Quản lý đầu tư(?: và [Xx]ây dựng)?",
    "Giao thông(?: -)? (?:[Vv]ận tải|[Cc]ông chính)",
    "Kế hoạch và Đầu tư",
    "Kinh tế(?:,| và| -) (?:[Hh]ạ tầng)(?:(?: và|,) [Đđ]ô thị)?",
    f"Kế hoạch(?: -| và)? [Tt]ổng hợp{_NO_OBJECT}",
    "Kế hoạch(?: -| và|,) (?:[Tt]ài chính|[Nn]ghiệp vụ|[Tt]hống kê|[Tt]ài vụ|Đầu tư)",
    "Kế hoạch nghiệp vụ",
    "Tài chính(?: -|,)? (?:[Kk]ế toán|Kế hoạch)",
    "Tài nguyên(?: và|,) [Mm]ôi trường",
    "Lao động(?: -|,) (?:[Tt]hương binh|TB)(?:(?: và|,|&|-) (?:[Xx]ã hội|XH))?",
    "Thông tin(?: và|,) [Tt]ruyền thông",
    "Nông nghiệp(?: và|,) [Pp]hát triển nông thôn",
    "Văn hóa(?: -| và|,) (?:[Tt]hông tin|[Xx]ã hội)",
    (
        "Quản lý (?:đô thị|chất lượng(?:, [A-ZĐ]\\w+(?: \\w+)?)?(?: nông lâm sản và thủy sản| giáo dục"
        "| bệnh viện)?|thị trường"
        "|nhà nước|bảo trì đường bộ|xây dựng|khoa học|đào tạo|đất đai|giao thông|hành chính|các khu công nghiệp"
        "|khu kinh tế|rừng phòng hộ|rừng đặc dụng|công nghệ|ngân sách|di tích|trật tự (?:đô thị|xây dựng))"
    ),
    f"Tổ chức(?:(?: -|,| và)? (?:[Cc]án bộ|[Hh]ành chính|[Nn]hân sự|Kiểm tra|Xây dựng Đảng))?{_NO_OBJECT}",
    f"Hành chính(?: -|,)? (?:[Tt]ổng hợp|[Qq]uản trị|[Tt]ổ chức){_NO_OBJECT}",
    "Tổng hợp(?: -)? (?:dữ liệu|[Nn]ội vụ|[Hh]ành chính|[Đđ]ối ngoại)",
    f"Bảo vệ(?: -|,| và)? [Cc]hăm sóc {_CHILD}(?:,? (?:bà mẹ|trẻ em))*",
    f"Chăm sóc(?:, (?:bảo vệ|giáo dục|nuôi dưỡng))* {_CHILD}",
    f"Bảo trợ (?:xã hội tổng hợp{_NO_OBJECT}|xã hội|trẻ em)",
    "Bảo vệ (?:thực vật|môi trường|rừng|chính trị nội bộ|pháp luật)",
    "Bình đẳng giới",
    "Công tác (?:xã hội|học sinh(?:,? sinh viên)?|thanh niên|Đảng|chính trị)",
    "Công nghệ (?:thông tin|số)",
    "Tuyên giáo(?: và| -) Dân vận",
    "Đào tạo(?: và|,| -) (?:[Cc]hỉ đạo tuyến|[Nn]ghiên cứu khoa học|[Bb]ồi dưỡng)",
    "Huấn luyện(?: và|,) [Tt]hi đấu (?:thể dục(?:,)? )?thể thao",
    "Thi đua(?: -|,| và) [Kk]hen thưởng",
    "Tiêu chuẩn(?: -|,)? [Đđ]o lường(?: -|,| và)? [Cc]hất lượng",
    "Kiểm soát (?:bệnh tật|thủ tục hành chính|nội bộ|nhiễm khuẩn)",
    "Kiểm tra(?:, giám sát| Đảng)?(?= (?:[TĐHC][a-zà-ỹỉả]* (?:ủy|uỷ)|Trung ương))",
    "Khí tượng [Tt]h[ủu][yỷ] văn",
    "Trồng trọt(?: và|,) [Bb]ảo vệ thực vật",
    "Chăn nuôi(?: và|,) [Tt]hú y",
    (
        "Phòng,? chống (?:thiên tai(?:(?:,| và) [Tt]ìm kiếm cứu nạn)?|tham nhũng(?:, lãng phí)?(?:(?:,| và) tiêu cực)?"
        "|tội phạm|ma t[uú]ý|tệ nạn xã hội|AIDS|HIV/AIDS|dịch(?: bệnh)?|cháy,? chữa cháy|mua bán người"
        "|đuối nước|bạo lực gia đình)"
        "(?: và (?:cứu nạn, cứu hộ|[Tt]ìm kiếm cứu nạn))?"
    ),
    "Phòng thủ dân sự",
    (
        "Cảnh sát (?:giao thông|hình sự|kinh tế|môi trường|cơ động|biển|điều tra"
        "|quản lý hành chính(?: về trật tự xã hội)?|phòng cháy,? chữa cháy)"
    ),
    "Phục vụ hành chính công",
    "Xúc tiến (?:đầu tư|thương mại|du lịch)(?:(?:,| và|, và) (?:thương mại|đầu tư|du lịch|[Hh]ỗ trợ doanh nghiệp))*",
    "Dịch vụ (?:việc làm|công ích|nông nghiệp|đô thị)",
    "Hỗ trợ (?:doanh nghiệp(?: nhỏ và vừa)?|nông dân|phát triển hợp tác xã|phụ nữ|ngư dân|khởi nghiệp)",
    "Phát triển (?:quỹ đất|nông thôn|du lịch|khoa học và công nghệ|đô thị|doanh nghiệp)",
    "Đầu tư phát triển",
    (
        "Giáo dục (?:mầm non|tiểu học|trung học|phổ thông|thường xuyên|nghề nghiệp|chính trị)(?:(?: và|,| -) "
        "(?:[Gg]iáo dục )?(?:mầm non|tiểu học|trung học|phổ thông|thường xuyên|[Tt]hường xuyên|nghề nghiệp))*"
    ),
    "Khảo thí(?: và|,) (?:[Qq]uản lý|[Kk]iểm định) chất lượng(?: giáo dục)?",
    "Văn hóa nghệ thuật",
    "Hoạt động thanh(?:, |,? )thiếu (?:nhi|niên)",
    "An toàn (?:giao thông|thực phẩm|vệ sinh thực phẩm|lao động|thông tin)",
    "Vệ sinh an toàn thực phẩm",
    "Dân số(?: -| và|,) (?:[Kk]ế hoạch hóa gia đình|[Tt]rẻ em)",
    "Kế hoạch hóa gia đình",
    "Mặt trận Tổ quốc(?: Việt Nam)?",
    "Thể dục(?:,)? [Tt]hể thao",
    "Phong trào thi đua",
)
_PATTERN = re.compile(rf"(?:{'|'.join(sorted(KNOWN_NAMES, key=len, reverse=True))})(?!\w)")
_FIRST_WORDS = frozenset(name.split()[0].split("(")[0].split(",")[0] for name in KNOWN_NAMES)
# Bodies whose own name holds a comma or the word "các".
ONE_BODY = re.compile(
    r"Đảng (?:ủy|uỷ) (?:các cơ quan (?:[Đđ]ảng|Trung ương)|(?:Ủy ban )?(?:Mặt trận Tổ quốc(?: Việt Nam)?"
    r"|MTTQ(?: Việt Nam)?)"
    r"(?:,| và) các (?:đoàn thể|tổ chức chính trị - xã hội)(?: chính trị - xã hội)?"
    r"|Khối (?:các )?(?:cơ quan|doanh nghiệp)"
    r"(?: và (?:cơ quan|doanh nghiệp))?)(?: (?:[Tt]ỉnh|[Tt]hành phố|Trung ương))?(?!\w)"
)


def known_name(text: str, start: int, stop: int) -> int | None:
    """Where a known name that begins with the word from `start` to `stop` ends; None when there is none."""
    if text[start:stop] not in _FIRST_WORDS:
        return None
    known = _PATTERN.match(text, start)
    return known.end() if known else None


def without_known(name: str) -> str:
    """A name with a line in the place of its known part: what is left shows whether it swallowed a verb."""
    return _PATTERN.sub("_", name)
