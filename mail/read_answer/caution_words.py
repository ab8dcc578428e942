"""Words that make a read value suspect, for :mod:`mail.read_answer.caution`: written with marks, read with or without.

Each is looked for in the sentence, in the clause in front, or behind the value; which one is said beside it.
"""

import re

from mail.read_answer.lexicon import words

CLAUSE_EDGE = words(r"[,;:()–]|\s-\s|\b(?:nhưng|song|tuy nhiên|tuy|nên)\b|\bcòn(?! (?:chưa|đang|sẽ|phải))\b")
SENTENCE_EDGE = re.compile(r"\n|[;!?]+|\.(?=\s|$)")
LABEL = re.compile(
    r"^[\W\d]{0,12}(?:trang thai|ty le hoan thanh|ti le hoan thanh|ty le|ti le|ket qua(?: thuc hien)?)"
    r"\s*\**\s*(?:\([^()\n]{0,160}\))?\s*\**\s*[:=]\s*"
)
_THINGS = r"(?:nhiệm vụ|nội dung|mục|chỉ tiêu|việc|công việc|phần việc|phần|ý)"

# In the sentence.
EXCEPT = words(
    r"(?<!khấu )(?<!giảm )(?<!phòng )(?<!bài )\b(?:ngoại )?trừ\b(?! sâu| bệnh| diệt)|\bkhông (?:bao gồm|gồm|tính|kể)\b"
    r"|\bchưa (?:tính|kể|bao gồm)\b|\b(?:khác|trái) với\b|\bngoài\b(?! ra\b| công lập| trời| nước| địa bàn| tỉnh)"
)
BEFORE_NOW = words(
    r"\b(?:năm|kỳ|kì|quý|tháng|lần|tuần|đợt|hôm|báo cáo|thư) (?:trước|ngoái|kia|rồi)\b|\bcùng kỳ\b|\bnăm cũ\b|\bsố cũ\b"
)
COMPARED = words(r"\b(?:so|bằng|hơn|tăng|giảm)\b(?: với| \w+){0,4} $")
SPAN_OF_YEARS = words(r"\b(?:từ|năm học|khóa|khoá|giai đoạn)(?: đầu| cuối| tháng \d+)? $")
YEAR = re.compile(r"\b(?:nam|ca nam|n\.|thang \d{1,2}|quy [ivx\d]{1,3})\s*[/ ]\s*(20\d\d)\b(?!\s*[-–]\s*20\d\d)")
DATED = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(20\d\d))?(?![\d/])")
QUARTER = re.compile(r"\bquy (iv|iii|ii|i|[1-4])(?:\s*(?:/|nam|-)\s*(20\d\d))?\b")
MONTH = re.compile(r"\bthang (\d{1,2})(?:\s*(?:/|nam|-)\s*(20\d\d))?\b")
DOCUMENT = re.compile(
    r"(?:\bso [^\s,;.]*\d|\b(?:quyet dinh|nghi quyet|cong van|van ban|to trinh|thong bao|bien ban|nghi dinh|thong tu"
    r"|huong dan|chi thi|luat|qd|nq|kh|bao cao|giay moi)\b|\d/[a-z])[^.;]{0,60}$"
)
HEARSAY = words(r"\b(?:theo (?:như )?(?:báo cáo|thông tin|phản ánh|lời|tin) (?:của|từ)|nghe nói|nghe báo)\b")
WITHDRAWN = words(
    r"\brút lại\b|\bxin rút\b|\bthu hồi (?:lại |nội dung |cái |email |mail )*(?:thư|báo cáo|văn bản|email|mail)\b"
    r"|\b(?:không|chưa) (?:đúng|chính xác)\b(?! (?:hạn|thời hạn|tiến độ|quy định|kế hoạch))"
    r"|\b(?:báo cáo|báo|ghi|gửi|trả lời|điền) nhầm\b|\bnhầm lẫn\b|\bđề nghị (?:kiểm tra|xem|xem xét) lại\b|\bhủy báo cáo\b"
)
PART_OF_DUTIES = re.compile(r"(\d+)\s*/\s*(\d+) (?:nhiem vu|noi dung|muc|viec|cong viec|chi tieu)\b")

# In front, within the clause.
DENIED = words(r"\b(?:không|chưa|chẳng|chả|đâu|khó|kg|ko|hông)\b(?! (?:những|chỉ)\b)")
UNREAL = words(
    r"\b(?:lẽ ra|đáng lẽ|đáng ra|tưởng|coi là|coi như|xem như|phấn đấu|cam kết|dự kiến|dự định|hứa|mong|hy vọng|quyết tâm"
    r"|cố gắng|giả sử|nếu|sẽ|sắp|cần phải|có thể|hình như|chắc|có lẽ|nghe|báo là|yêu cầu|đề nghị|ước|xin)\b"
    r"|\b(?:mục tiêu|chỉ tiêu|kế hoạch|yêu cầu|dự kiến)[^,.;:]{0,30}:|\b(?:mục tiêu|chỉ tiêu)(?: \w+){0,3} là\b"
    r"|\bkhông phải\b"
)
OTHERS = words(
    r"\b(?:nhà thầu|chủ đầu tư|đơn vị thi công|bên thi công|ban quản lý|một số|một vài|vài|mấy|nhiều|đa số|hầu hết"
    r"|phần lớn|phần nào|gần như)\b"
    r"|(?<!các )(?<!cả )(?<!bộ )(?<!\d )\b(?:trường|thôn|bản|ấp|buôn|tổ dân phố|khu phố|khối|điểm trường|phòng|chi bộ) "
    r"(?!(?:đã|đang|chưa|tôi|em|mình|ban\b|vẫn|cũng|hiện)\b)\w+"
)
RATIO = re.compile(
    r"(?<![\w/.,])(\d+)\s*(?:/|tren)\s*(\d+)(?![/\d])\s*(?!%)(?:thon|ban|ap|buon|to|xa|phuong|truong|lop|don vi|khu|diem|ho|nhom)\b"
)
PLACE = re.compile(
    r"\b(?:[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu)((?: [A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ][^\W\d]*){1,4})|\bXÃ((?: [A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ]+){1,4})"
)

# Behind "hoàn thành", within the sentence.
PART_BEHIND = words(
    r"^[\s\d%,()–-]*(?:tốt |xuất sắc |xong |được )*(?:công tác chuẩn bị|khâu|bước|giai đoạn (?:\d|i|đầu|một|hai)"
    r"|(?:một |các |\d+ )?phần|hạng mục|(?:nội dung|mục|ý|chỉ tiêu|việc) (?:số |thứ )?(?:\d+|[a-z]|nhất|hai)\b(?!\s*/)"
    r"|đợt|việc chuẩn bị|việc giao|việc phân công|chuẩn bị)\b"
)
FORESEEN = words(r"^[^.;]{0,60}\b(?:dự kiến|theo kế hoạch là|nếu)\b")
AHEAD = words(r"^\s*(?:\w+ ){0,3}(?:trước|sớm hơn|đúng)\b[^.;,]{0,20}\bhạn\b|^[^.;,]{0,20}\btrước\b")

# Anywhere in what was said of a duty that is reported as done.
REMAINDER = words(
    r"\b(?:còn|riêng|chỉ còn|vẫn)\b[^.;!?\n]{0,80}\b(?:chưa|đang|sẽ|dang dở|dở dang|tồn đọng)\b"
    r"|\bcòn (?:lại )?\d+ (?:thôn|bản|trường|lớp|điểm|hộ|xã|mục|nội dung|việc|tổ|khu|phòng)\b"
    r"|\bchưa (?:xong|hoàn thành|hoàn tất|đạt|thực hiện|triển khai|làm|họp|ký|ban hành|nghiệm thu|bàn giao|bố trí|có kết quả)\b"
    r"|\b(?:dang dở|dở dang|làm dở|một phần)\b|\bmới (?:họp|làm|được|xong|đạt|thực hiện|triển khai)\b"
    rf"|\b(?:{_THINGS}|trường|thôn|bản|xã|điểm trường|hạng mục|tổ|khu|phòng|lớp) (?:\w+ ){{1,5}}"
    r"(?:vẫn |còn |hiện )?đang (?:thi công|làm|thực hiện|triển khai|xây|tiến hành)\b"
    r"|\b(?:làm|hoàn thành|thực hiện) xong đâu\b"
)
NOTHING_NEW = words(r"^ (?:thêm |các |những )*(?:số liệu|vấn đề|khó khăn|mới|tình huống)\b")

# Beside a figure: in front, between its code and the number; and on the rest of its line.
WANTED = words(
    r"\b(?:nhu cầu|cần|đề nghị|đề xuất|xin|kế hoạch|chỉ tiêu|mục tiêu|dự toán|dự kiến|ước|phấn đấu|sẽ|chưa|không có"
    r"|theo qđ|theo quyết định|quyết định|nghị quyết|công văn|qđ|số \d+\s*/|cả giai đoạn)\b"
)
NOT_YET_KNOWN = words(r"\bchưa (?:có|thống kê|tổng hợp|bố trí|cập nhật|rà soát)\b|\bdự kiến\b|\bước tính\b|\btạm tính\b|\bsố cũ\b")
OTHER_MONEY = re.compile(r"^\s*[(\[]?\s*(?:x\s*)?(?:1\.?000\b|nghin|ngan|ngin|ty|ti|trieu|tram|dong|vnd|usd|eur|do la)\b[^()\n]{0,20}")
MONEY_IN_FRONT = re.compile(r"\b(nghin|ngan|ty|ti|trieu|tram trieu)? ?(?:dong|vnd)\b")
NUMBER_PAIR = re.compile(r"(?<![\w/.,])(\d[\d.]*)\s*/\s*(\d[\d.]*)(?![/\d])")
FIGURE_CODE = re.compile(r"\bct\s?\d{1,3}\b")
NOTE = re.compile(r"ghi chu ct ?\d+:[^\n]*")

# What stands in the line of the status in our form, as one of its four options.
OPTION = re.compile(
    r"(?:da hoan thanh|hoan thanh|xong|da xong|da thuc hien xong|hoan thanh xong|dang thuc hien|dang trien khai|dang lam"
    r"|chua thuc hien|chua trien khai|khong phat sinh|ko phat sinh|khong co phat sinh|dang tien hanh|da hoan tat|hoan tat)"
    r"(?:[\s,;:(–-]*(?:dat|duoc|moi|khoang)?\s*\d{1,3}(?:[.,]\d+)?\s*%\)?)?(?:\s*(?:roi|a|nhe|nhiem vu|duoc giao))*[\s.!;,]*"
)
