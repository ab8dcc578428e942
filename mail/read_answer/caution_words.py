"""Words that make a read value suspect, for :mod:`mail.read_answer.caution`: written with marks, read with or without.

Each is looked for in the sentence, in the clause in front, or behind the value; which one is said beside it.
"""

import re

from mail.read_answer.lexicon import words

CLAUSE_EDGE = words(
    r"[,;()]|\b[a-zđ]{1,8}\d{0,4}[-_. ]?\d{1,6}\]?\s*[:–-]|\b(?:nhưng|song|tuy nhiên)\b"
    r"|(?<!\bkhông )\bcòn(?! (?:chưa|đang|sẽ|phải))\b"
)
SENTENCE_EDGE = re.compile(r"\n|[;!?]+|\.(?=\s|$)")
LABEL = re.compile(
    r"^[\W\d]{0,12}(?:trang thai|ty le hoan thanh|ti le hoan thanh|ty le|ti le|ket qua(?: thuc hien)?)"
    r"\s*\**\s*(?:\([^()\n]{0,160}\))?\s*\**\s*[:=]\s*"
)

# In the sentence.
EXCEPT = words(
    r"(?<!khấu )(?<!giảm )(?<!phòng )(?<!bài )\b(?:ngoại )?trừ\b(?! sâu| bệnh| diệt)|\bkhông (?:bao gồm|gồm|tính|kể)\b"
    r"|\bchưa (?:tính|kể|bao gồm)\b|\b(?:khác|trái) với\b|\bngoài\b(?! ra\b| công lập| trời| nước| địa bàn| tỉnh)"
)
BEFORE_NOW = words(
    r"\b(?:năm|kỳ|kì|quý|lần|đợt|hôm|báo cáo) (?:trước|ngoái|kia)\b|\b(?:năm|kỳ|quý) rồi\b|\bcùng kỳ\b|\bnăm cũ\b"
)
COMPARED = words(r"\b(?:so|bằng|hơn|tăng|giảm)\b(?: với| \w+){0,4} $")
SPAN_OF_YEARS = words(r"\b(?:từ|năm học|khóa|khoá|giai đoạn)(?: đầu| cuối| tháng \d+)? $")
YEAR = re.compile(r"\b(?:nam|ca nam|n\.|thang \d{1,2}|quy [ivx\d]{1,3})\s*[/ ]\s*(20\d\d)\b(?!\s*[-–]\s*20\d\d)")
DATED = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(20\d\d))?(?![\d/])")
QUARTER = re.compile(r"\bquy (iv|iii|ii|i|[1-4])(?:\s*(?:/|nam|-)\s*(20\d\d))?\b")
MONTH = re.compile(r"\bthang (\d{1,2})(?:\s*(?:/|nam|-)\s*(20\d\d))?\b")
DOCUMENT = re.compile(
    r"(?:\bso [^\s,;.]*\d|\b(?:quyet dinh|nghi quyet|cong van|to trinh|thong bao|bien ban|nghi dinh|thong tu"
    r"|chi thi|luat|qd|nq)\b|\d/[a-z])[^.;]{0,60}$"
)
HEARSAY = words(r"\b(?:theo (?:như )?(?:báo cáo|thông tin|phản ánh|lời|tin) (?:của|từ)|nghe nói|nghe báo)\b")
WITHDRAWN = words(
    r"\brút lại\b|\bxin rút\b|\bthu hồi (?:lại |nội dung |cái |email |mail )*(?:thư|báo cáo|văn bản|email|mail)\b"
    r"|\b(?:báo cáo|báo|ghi|gửi|trả lời|điền) nhầm\b|\bnhầm lẫn\b|\bđề nghị (?:kiểm tra|xem|xem xét) lại\b"
    r"|\bhủy báo cáo\b"
)
WRONG = words(r"\b(?:không|chưa) (?:đúng|chính xác)\b(?! (?:hạn|thời hạn|tiến độ|quy định|kế hoạch|đối tượng))")
PART_OF_DUTIES = re.compile(r"(\d+)\s*/\s*(\d+) (?:nhiem vu|noi dung|muc|viec|cong viec|chi tieu)\b")

# In front, within the clause.
DENIED = words(r"\b(?:không|chưa|chẳng|chả|đâu|kg|ko|hông)\b(?! (?:những|chỉ)\b)|\bkhó (?:nói|coi|mà)\b")
UNREAL = words(
    r"\b(?:lẽ ra|đáng lẽ|đáng ra|tưởng|coi là|coi như|xem như|phấn đấu|cam kết|dự kiến|dự định|hứa|mong"
    r"|hy vọng|quyết tâm"
    r"|cố gắng|giả sử|nếu|sẽ|sắp|cần phải|hình như|chắc|có lẽ|(?<!hương )ước)\b"
    r"|\b(?:mục tiêu|chỉ tiêu|yêu cầu|dự kiến)[^,.;:]{0,30}:|\b(?:mục tiêu|chỉ tiêu)(?: \w+){0,3} là\b"
    r"|\bkhông phải\b"
)
OTHERS = words(
    r"\b(?:nhà thầu|chủ đầu tư|đơn vị thi công|bên thi công|ban quản lý|một số|một vài|vài|mấy|nhiều|đa số|hầu hết"
    r"|phần lớn|phần nào|gần như)\b"
    r"|(?<!các )(?<!cả )(?<!bộ )(?<!\d )(?<!\bmôi )(?<!\bthị )(?<!\bhiện )(?<!\bcông )(?<!\btăng )(?<!\bchủ"
    r" )(?<!\bthủ )"
    r"(?<!\bvăn )(?<!\bđịa )(?<!\bủy )(?<!\bkịch )(?<!\bcơ )(?<!\bxã )(?<!\bphường )\b(?:trường|thôn|bản|ấp"
    r"|buôn|tổ dân phố|khu phố|điểm trường) "
    r"(?!(?:đã|đang|chưa|tôi|em|mình|vẫn|cũng|hiện|hợp|lớp|hành|đồ|kế hoạch|cam kết|đăng ký|báo cáo|dụng|bán"
    r"|quản)\b)\w+"
)
RATIO = re.compile(
    r"(?<![\w/.,])(\d+)\s*(?:/|tren)\s*(\d+)(?![/\d])\s*(?!%)(?:thon|ban|ap|buon|to|xa|phuong|truong|lop"
    r"|don vi|khu|diem|ho|nhom)\b"
)
PLACE = re.compile(
    r"\b(?:[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu)((?: [A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ][^\W\d]*){1,4})"
    r"|\bXÃ((?: [A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ]+){1,4})"
)

# Behind "hoàn thành", within the sentence.
PART_BEHIND = words(
    r"^[\s\d%,()–-]*(?:tốt |xuất sắc |xong |được )*(?:công tác chuẩn bị|khâu|bước|giai đoạn (?:\d|i|đầu|một|hai)"
    r"|(?:một |các |\d+ )?phần(?! trăm)|hạng mục|(?:nội dung|mục|ý|chỉ tiêu|việc) (?:số |thứ )?(?:\d+|[a-z]"
    r"|nhất|hai)\b(?!\s*/)"
    r"|đợt|việc chuẩn bị|việc giao|việc phân công|chuẩn bị)\b"
)
FORESEEN = words(r"^[^.;,]{0,40}\b(?:dự kiến|nếu)\b")
AHEAD = words(r"^\s*(?:\w+ ){0,3}(?:trước|sớm hơn|đúng)\b[^.;,]{0,20}\bhạn\b|^[^.;,]{0,20}\btrước\b")

# Anywhere in what was said of a duty that is reported as done.
REMAINDER = words(
    r"(?<!\bkhông )\b(?:còn|riêng|chỉ còn)\b[^.;!?\n]{0,80}\b(?:chưa|đang|sẽ|dang dở|dở dang|tồn đọng)\b"
    r"|\bvẫn (?:chưa|còn)\b"
    r"|\bcòn (?:lại )?\d+ (?:thôn|bản|trường|lớp|điểm|hộ|xã|mục|nội dung|việc|tổ|khu|phòng)\b"
    r"|\bchưa (?:xong|hoàn thành|hoàn tất|đạt|thực hiện|triển khai|làm|họp|ký|ban hành|nghiệm thu|bàn giao"
    r"|bố trí|có kết quả"
    r"|được (?:giao|bố trí|phê duyệt|cấp))\b|\b(?:dang dở|dở dang|làm dở)\b"
    r"|\bmới (?:(?:họp|làm|được|xong|đạt|thực hiện|triển khai|có|giải ngân) )+\d"
    r"|\bđang (?:\w+ )?(?:thi công|làm|thực hiện|triển khai|xây|tiến hành|xây dựng|hoàn thiện|trình|chờ)\b"
    r"(?! (?:các )?(?:bước|giai đoạn) tiếp| tiếp| duy trì| nhân rộng)|\b(?:làm|hoàn thành|thực hiện) xong đâu\b"
)
NOBODY = words(
    r"\b(?:không|chưa) (?:có |một )+(?:thôn|bản|xã|phường|trường|đơn vị|nội dung|nhiệm vụ|mục|tổ|khu|lớp|điểm) nào\b"
)
NONE_LEFT = words(r"\bkhông (?:còn|có|phải)\b[^,;.]{0,40}\b(?:nào|gì)\b|\bkhông còn\b")
# The report is under way, not the work.
OF_REPORT = words(
    r"\b(?:số liệu|báo cáo|văn bản trả lời|câu trả lời)\b|\b(?:gửi|báo|trả lời|phản hồi|phúc đáp) (?:sau|lại"
    r"|tiếp|bổ sung)\b"
    r"|\b(?:mai|chiều|tuần sau|hôm sau) (?:em |xã |sẽ )?gửi\b"
)
REPORTING = words(
    r"\b(?:tổng hợp|chờ|làm|trình|soạn thảo|dự thảo|rà soát|lập|xử lý|chuẩn bị|xây dựng"
    r"|hoàn thiện|thu thập)$"
)
NOTHING_NEW = words(r"^ (?:thêm |các |những )*(?:số liệu|vấn đề|khó khăn|mới|tình huống)\b")

# Beside a figure: in front, between its code and the number; and on the rest of its line.
WANTED = words(
    r"\b(?:nhu cầu|cần(?! bộ| cứ)|đề nghị|đề xuất|xin|kế hoạch|chỉ tiêu|mục tiêu|dự toán|dự kiến|ước|phấn đấu"
    r"|sẽ|chưa|không có"
    r"|theo qđ|theo quyết định|quyết định|nghị quyết|công văn|qđ|số \d+\s*/|cả giai đoạn)\b"
)
NOT_YET_KNOWN = words(
    r"\bchưa (?:có|thống kê|tổng hợp|bố trí|cập nhật|rà soát)\b|\bdự kiến\b|\bước tính\b|\btạm tính\b|\bsố cũ\b"
)
OTHER_MONEY = re.compile(
    r"^\s*[(\[]?\s*(?:x\s*)?(?:1\.?000\b|nghin|ngan|ngin|ty|ti|trieu|tram|dong|vnd|usd|eur|do la)\b[^()\n]{0,20}"
)
MONEY_IN_FRONT = re.compile(
    r"\b(?P<scale>nghin|ngan|ty|ti|tram trieu|trieu) ?(?:dong|vnd)\b|[(:]\s*(?:(?:dvt"
    r"|don vi(?: tinh)?)\s*:?\s*)?(?:dong|vnd)\b"
)
BARE_YEAR = re.compile(r"(?<![\d/.,-])(20[0-4]\d)(?![\d/.,%-])")
NUMBER_PAIR = re.compile(r"(?<![\w/.,])(\d[\d.]*)\s*/\s*(\d[\d.]*)(?![/\d])")
FIGURE_CODE = re.compile(r"\bct\s?\d{1,3}\b")
NOTE = re.compile(r"ghi chu ct ?\d+:[^\n]*")

STATUS_LABEL = re.compile(r"[\W\d]{0,12}trang thai\s*\**\s*(?:\([^()\n]{0,160}\))?\s*\**\s*[:=]\s*")
# What stands in the line of the status in our form, as one of its four options.
OPTION = re.compile(
    r"(?:da hoan thanh|hoan thanh|xong|da xong|da thuc hien xong|hoan thanh xong|dang thuc hien"
    r"|dang trien khai|dang lam"
    r"|chua thuc hien|chua trien khai|khong phat sinh|ko phat sinh|khong co phat sinh|dang tien hanh"
    r"|da hoan tat|hoan tat)"
    r"(?:[\s,;:(–-]*(?:dat|duoc|moi|khoang)?\s*\d{1,3}(?:[.,]\d+)?\s*%\)?)?(?:\s*(?:roi|a|nhe|nhiem vu"
    r"|duoc giao))*[\s.!;,]*"
)
