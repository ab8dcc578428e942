"""Counts in a sentence that are aims: a number and what it counts, whether a table knows the thing or not."""

import re
from itertools import takewhile

NUMBER = r"\d{1,3}(?:\.\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
# Words that set an aim: a count is one only right after them or at the head of its part of the sentence.
AIM_WORDS = (
    "ít nhất|tối thiểu|không dưới|không ít hơn|trên|hơn|khoảng|tối đa|không quá|không vượt quá|dưới|thêm|mới|đạt|có",
    "thành lập|tổ chức|xây dựng|mở|cho|được|tuyển dụng|bổ sung|sử dụng|phục vụ|tại|đào tạo|bồi dưỡng|tập huấn|cấp",
    "hỗ trợ|trang bị|sửa chữa|nâng cấp|đầu tư|hình thành|thí điểm|phát triển|duy trì|công nhận|huy động|thu hút",
    "hoàn thành|từ|là|còn|giảm|tăng|mỗi|trồng|số hóa|biên soạn|ban hành|phấn đấu|gồm|với|trao|tặng|kết nạp(?: mới)?",
    "đưa|đón|xóa|xoá|tạo|kết nối|giới thiệu|lắp đặt|cải tạo|tiếp nhận|thu gom|khám|tư vấn|vượt|quá",
)
# Things one counts, longer names first.
UNITS = (
    "điểm phần trăm|điểm tập kết|lượt (?:lao động|khách(?: du lịch)?|du khách|hội viên)|bãi rác tạm|bãi rác",
    "tuyến (?:đường|phố|kênh|xe buýt|du lịch)|cây xanh|căn hộ|lớp tập huấn|lớp học|chi bộ|chi hội|cụm công nghiệp",
    "mô hình|phòng học bộ môn|phòng học|phòng chức năng|phòng|điểm trường",
    "trường cao đẳng|trường đại học|trường mầm non|trường tiểu học|trường học|trường|lớp xóa mù chữ|lớp|nhóm trẻ|nhóm",
    "giáo viên|cán bộ quản lý|cán bộ|công trình vệ sinh|công trình|thư viện|cơ sở giáo dục|cơ sở",
    "xã, phường, thị trấn|xã, thị trấn|xã, phường|xã|phường|huyện|tỉnh|học sinh|học viên|sinh viên|trẻ em|trẻ",
    "đơn vị|hội nghị|hội thảo|chuyên đề|chuyên mục|đợt|cuộc|bộ|tài liệu|cuốn sách|cuốn|người lao động|người dân|người",
    "căn|nhà công vụ|lượt bạn đọc|lượt người|lượt|buổi|bài viết|tin, bài|dự án|đề tài|sản phẩm|hợp tác xã",
    "doanh nghiệp|hộ gia đình|hộ|thôn, bản|thôn|bản|câu lạc bộ|sân chơi|máy tính|thiết bị|km|ha|m2|m²|m3|m³",
    "bác sĩ|giường bệnh|lao động|việc làm|đoàn viên|đảng viên|hội viên|ý tưởng|sáng kiến|tuyến|điểm|vụ|nhà|tấn|kg|lít",
    "chuyến|trạm|cầu|bến|hồ sơ|khách|cây|ngày hội",
    "phiên giao dịch(?: việc làm)?|phiên",
)
_PER = r"(?:\s?/\s?(?:[\d.]{1,9} )?[a-zà-ỹđ]+(?: (?:bệnh|dân|gái|nữ))?)?"
SCALES = {"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9}
_RANGE = rf"(?<![\d.,/])(?:(?P<low>{NUMBER})\s*(?:[-–]|đến)\s*)?(?P<value>{NUMBER})(?:/\d+)?"
_SCALE = r"(?:(?P<scale>nghìn|ngàn|triệu)\s+)?"
COUNT = re.compile(
    rf"(?:(?<!\w)(?:{'|'.join(AIM_WORDS)})(?: là| thêm| được| đủ| ít nhất| trên| từ)*\s+|[≥≤<>]=?\s*"
    rf"|^\s*|(?<=[,;:] )|(?<=và ))"
    rf"{_RANGE}\s+{_SCALE}(?P<unit>(?:{'|'.join(UNITS)}){_PER})(?!\w)",
    re.IGNORECASE,
)
_COUNT_STARTS = (
    *(word.partition("(")[0] for words in AIM_WORDS for word in words.split("|")),
    *"≥≤<>0123456789",
)
# A span of time is an aim only where it is to become shorter.
TIME = re.compile(
    rf"(?<!\w)(?:thời gian|rút ngắn|thời hạn|chờ)(?!\w)[^;%\d]{{0,80}}?(?:còn|xuống|giảm|quá|dưới|tối đa|[≤<])"
    rf"(?: (?:còn|dưới|không quá|tối đa|khoảng|xuống|ít nhất))*\s*{_RANGE}\s+(?P<scale>(?!))?"
    rf"(?P<unit>(?:phút|giờ|ngày làm việc|ngày|giây){_PER})(?!\w)",
    re.IGNORECASE,
)
PER_MILLE = re.compile(rf"{_RANGE}\s*(?P<scale>(?!))?(?P<unit>‰)")
LIFE = re.compile(
    rf"(?:tuổi thọ|số năm sống khỏe)[^;%\d]{{0,60}}?{_RANGE}\s+(?P<scale>(?!))?(?P<unit>tuổi|năm)(?!\w)", re.IGNORECASE
)
# What is said of a number that is no count: days, ages, money, clauses of laws, parts of speech.
_NO_THING = (
    "năm|tháng|ngày|giờ|phút|giây|tuổi|quý|tuần|thế|đồng|tỷ|tỉ|triệu|nghìn|ngàn|phần|lần|đến|và|của|trở"
    "|điều|khoản|mục|điểm"
    "|thành|giai|được|đạt|có|trên|dưới|tại|cho|theo|ở|trong|với|là|về|từ|để|do|so|cấp|mức|bậc|loại|hạng|vào"
    "|hoặc|tiếp|bước"
    "|đối|sao|dân|buổi|nội|nhiệm|chỉ|mục|mặt|mặc|trọng|hoàn|thực|phải|sẽ|đã|không|chưa|phụ|chương|trụ|nhóm"
)
_NO_SECOND = (
    "được|đạt|có|trở|và|trên|dưới|tại|cho|theo|của|ở|trong|với|là|tham|hoàn|thực|đảm|bảo|mỗi|về|từ|đến|để"
    "|đi|do|so|tập|vào"
    "|đầu|cuối|mới|đang|sẽ|phải|hoặc|trừ|tăng|giảm|vượt|bị|ra|lên|xuống|hằng|hàng|còn|không|như|khi|nhằm|sử"
    "|phục|tiếp|áp|ứng"
)
# Anything else one can count, after words that can only set an aim.
_SURE_AIM = (
    "ít nhất|tối thiểu|không dưới|không ít hơn|tối đa|không quá|không vượt quá|thành lập|xây dựng|trao|tặng|kết nạp"
    "|bố trí|trồng|xuất bản|phát hành|lắp đặt|cải tạo|xóa|xoá|chấm dứt|di dời|mở|tổ chức|đưa|tạo|giải quyết|số hóa"
    "|cấp|hoàn thành|phấn đấu|duy trì"
    "|sửa chữa|nâng cấp|đầu tư|thí điểm|hình thành|công nhận|đào tạo|bồi dưỡng|tập huấn|biên soạn|ban hành|giới thiệu"
    "|thu gom|thu hút|hỗ trợ|trang bị|phát triển|đón|bổ sung|tuyển dụng|khoảng|đạt|có|thêm|giảm|tăng|hơn|trên|dưới|còn"
)
OPEN_COUNT = re.compile(
    rf"(?:(?<!\w)(?:{_SURE_AIM})(?!\w)(?! (?:tuyên truyền|thực hiện|kế hoạch|chương trình|nghị quyết|quyết định|đề án))"
    rf"[^,.;:%\d()“”]{{0,40}}?\s|[≥≤<>]=?\s*|^\s*){_RANGE}\s+{_SCALE}"
    rf"(?P<unit>(?-i:(?!(?:{_NO_THING})(?!\w))[a-zà-ỹđ]+(?: (?!(?:{_NO_SECOND})(?!\w))[a-zà-ỹđ]+){{0,6}}){_PER})(?!\w)",
    re.IGNORECASE,
)
_OPEN_STARTS = (*_SURE_AIM.split("|"), *"≥≤<>")
# The forms of counts in the order in which they are read, with the words they begin with.
COUNT_FORMS = (
    (PER_MILLE, tuple("0123456789")),
    (COUNT, _COUNT_STARTS),
    (TIME, ("thời gian", "rút ngắn", "thời hạn", "chờ")),
    (LIFE, ("tuổi thọ", "số năm sống")),
    (OPEN_COUNT, _OPEN_STARTS),
)
# Words that count things one by one: the first of them is a unit of its own.
_CLASSIFIERS = frozenset(
    (
        "phiên con cây khu vùng điểm chiếc bộ cái tấm thẻ camera lượt suất ngôi quyển đầu tủ trạm tuyến"
        " đoàn tổ đội gói "
        "bức cụm xe tàu chốt hố bể cặp lô cột máy bồn giếng mỏ hang đập hồ kênh cống lò"
    ).split()
)
_LONGEST_UNIT = 4


def open_unit(words: str) -> str:
    """The unit in the words after a number: all of a short noun phrase, the head of a long one."""
    parts = list(takewhile(str.islower, words.split())) or words.split()
    words = " ".join(parts)
    if "/" in words or len(parts) <= _LONGEST_UNIT:
        return words
    return parts[0] if parts[0] in _CLASSIFIERS else " ".join(parts[:2])
