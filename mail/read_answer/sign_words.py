"""The words in which offices say how far work is, as patterns for :mod:`mail.read_answer.signs`."""

import re

from mail.numbers import NUMBER
from mail.read_answer.lexicon import spoken, words

SENTENCE = re.compile(r"[^\n.;!?]*(?:\.(?!\s|$)[^\n.;!?]*)*[.;!?\n]?")
QUESTION = words(
    r"\b(?:thế nào|ra sao|làm sao|đúng không|phải không|được không|có phải|hay chưa|hay không|bao giờ|khi nào"
    r"|cho hỏi|xin hỏi|em hỏi|tôi hỏi|không biết|chưa nhỉ|chưa vậy|nhỉ|hả)\b"
    r"|\bxong chưa\b|\bhoàn thành chưa\s*(?:ạ\b)?[.!]?\s*$"
)
FINISHED = spoken(r"\bhoàn thành\b|\bxong\b")
HEADMASTER = frozenset({"ht", "hth"})
CLAUSE_EDGE = words(r"[,:()]|\b(?:nhưng|song|tuy nhiên|còn|và)\b")
PROGRESS = spoken(
    r"\bđang (?:được |tiếp tục |tích cực |khẩn trương |phối hợp |trong quá trình |trong giai đoạn |trong thời gian )*"
    r"(?:thực hiện|triển khai|tiến hành|xây dựng|hoàn thiện"
    r"|tổ chức|rà soát|lấy ý kiến|tham mưu|trình|soạn thảo|dự thảo|tổng hợp|chuẩn bị|xử lý|lập|thi công|làm|chờ)\b"
    r"|\btiếp tục (?:thực hiện|triển khai)\b"
)
# "đang tổng hợp số liệu" is said of the work and of the report about it alike.
WEAK = words(r"\b(?:chờ|tổng hợp|chuẩn bị|rà soát|hoàn thiện|làm|xử lý|lập|soạn thảo|dự thảo)$|^(?:hoàn thành|xong)$")
OF_REPORT = words(r"^[^.,;:\n]{0,40}\b(?:số liệu|báo cáo|hồ sơ|thông tin|biểu mẫu)\b")
NOT_STARTED = spoken(
    r"\bchưa (?:được )?(?:thực hiện|triển khai|bắt đầu|tiến hành|làm)\b(?! (?:xong|hết|đầy đủ|đồng bộ|triệt để|tốt))"
)
NOTHING = spoken(
    r"\b(?:không|chưa) (?:có )?(?:gì |nội dung |nhiệm vụ |trường hợp |việc )?(?:nào |gì )?phát sinh\b"
    r"(?! (?:thêm |các |những |về )?(?:khó khăn|vướng mắc|kinh phí|chi phí|kiến nghị|đề xuất|tồn tại|vấn đề"
    r"|trường hợp))(?! thêm\s*(?:$|[.,;]))"
    r"|\bkhông có (?:nội dung|nhiệm vụ)(?: nào| gì)?(?: để| cần)?(?: báo cáo| thực hiện)?"
    r"\s*(?:$|[.,;!)]|ạ\b|trong kỳ|trong tháng|trong quý|trong năm)"
)
NEUTRAL = words(
    r"\b(?:phải|cần|để|nếu|khi|đề nghị|yêu cầu|đôn đốc|hướng dẫn|chỉ đạo|hạn|thời gian|tiến độ|tỷ lệ|tỉ lệ|mức độ|nhằm"
    r"|cho đến|kế hoạch)$"
)
CONDITION = words(
    r"\b(?:chưa hề|chưa từng|không phải|chẳng phải)\b"
    r"|\b(?:nếu|khi|giả sử|trường hợp|liệu|hỏi|đề nghị|yêu cầu|đôn đốc|chờ|đợi)\b"
)
PLANNED = words(r"\b(?:sẽ|dự kiến|phấn đấu|cam kết|cố gắng|sắp|quyết tâm|dự định|chuẩn bị|hứa)$")
DENIED = spoken(r"\b(?:chưa|không|chẳng)$")
DENIED_AFTER = spoken(r"^\s*(?:thì |là |được |vẫn |còn )?(?:chưa|không được|không kịp|không nổi|không\s*(?:$|[.,;!]))")
ROUGHLY = words(r"\b(?:cơ bản|gần|gần như|phần lớn|một phần|bước đầu|hầu hết|tương đối)$")
SAID = words(r"\b(?:đã|đều)$")
# Who or what may stand alone in front of "hoàn thành" when nothing else decides.
SPEAKER = words(
    r"^(?:[\d.)]*|xã|phường|ubnd|ubnd xã|ubnd phường|ok|dạ|vâng|rồi|em|anh|chị|tôi|mình|bên em|đơn vị|cơ quan|trường|sở"
    r"|thực hiện|làm|triển khai|tổ chức|cơ quan đã|chúng tôi)$"
)
SUBJECT = words(r"(?:nhiệm vụ|nội dung|này|kết quả|mục)$")
ROUGH_AFTER = words(
    r"^\s*(?:được )?(?:cơ bản|một phần|phần|bước|khâu|đợt|sơ bộ|hầu hết|đa số|dự thảo|giai đoạn|vài|mấy|nửa"
    r"|(?:khoảng |hơn |gần |quá |phân )?(?:1|một|phân) nửa)\b"
)
RATIO_BEFORE = re.compile(rf"(?<![\w/.,])({NUMBER})\s*(?:/|trên)\s*({NUMBER})(?![/\d])\s*[^\W\d]")
PART_BEFORE = words(
    r"^(?:phần|ý|bước|giai đoạn|đợt|hạng mục|khâu|một số|một vài|nhiều|đa số|hầu hết|phần lớn|thôn|bản)\b"
    r"|^\d+ (?:thôn|bản|trường|lớp|phòng|hộ|điểm|xã|khu|tổ)\b|\b(?:cơ bản|phần lớn|hầu hết)(?: \w+)? đã$"
)
WHEN_AFTER = words(r"^\s*(?:trước|vào|trong|ngày|cuối|đầu|giữa|năm|quý|tháng) ")
OWN_REPORT = words(
    r"^\s*(?:việc |công tác |xong )?(?:báo cáo|hồ sơ báo cáo|biểu mẫu|biểu|phiếu|tổng hợp|số liệu|văn bản trả lời)\b"
)
WHOLE_AFTER = words(
    r"^\s*(?:$|[.,;:!)\n(–-]|100|nhiệm vụ|toàn bộ|tất cả|toàn diện|xong|đúng|đầy đủ|theo|các nhiệm vụ|ngày|trước|vào"
    r"|trong|từ|và|rồi|hết|r\b|vượt|tốt|đạt|ạ\b|a\b|nội dung|chỉ tiêu|mục tiêu|kế hoạch|nv\b|việc này|năm"
    r"|các nội dung|các chỉ tiêu)"
)
# Far words decide nothing, and a mail of one endless sentence must not take minutes.
NEAR = 160
_ROUGH_WORDS = r"khoảng|trên|hơn|gần|ước|tầm|xấp xỉ|~|>|<|dưới"
_FILLER = (
    rf"(?P<filler>(?:[\s,:(|–-]|được|đc|dc|đạt|là|{_ROUGH_WORDS}|mới|nhiệm vụ|kế hoạch|khối lượng|công việc|với|tỷ lệ"
    r"|tỉ lệ|tiến độ)*)"
)
PERCENT_AFTER = words(rf"^{_FILLER}({NUMBER})\s*(?:%|phần trăm)(?P<rest>[^.;\n]{{0,40}})")
NUMBER_AFTER = words(rf"^{_FILLER}({NUMBER})\s*(?:$|[.,;:)\n]|rồi\b|ạ\b|r\b)")
RATIO_AFTER = words(rf"^{_FILLER}({NUMBER})\s*(?:/|trên tổng số|trên)\s*({NUMBER})(?!\s*/)\s*([^\W\d]*)")
PERCENT_NAMED = spoken(
    r"\b(?:tiến độ|(?:tỷ|tỉ) lệ hoàn thành|mức độ hoàn thành|khối lượng(?: công việc)?|mới (?:làm )?(?:đạt|được|xong)"
    r"|(?:thực hiện|làm) được|(?:đến nay|hiện nay|hiện|nay) (?:đã |mới )?đạt|(?:thực hiện|triển khai) (?=\d))"
    rf"(?P<filler>(?:[\s:,(|–-]|thực hiện|hoàn thành|đạt|được|là|{_ROUGH_WORDS}|hiện nay|đến nay|rồi)*)"
    rf"({NUMBER})\s*(?:%|phần trăm)(?P<rest>[^.;\n]{{0,40}})"
)
# A percentage of something else than the work.
OF_OTHERS = words(
    r"^\s*(?:của |trong )?(?:tổng )?(?:số|trẻ|học sinh|hộ|kinh phí|vốn|dự toán|giải ngân|diện tích|trường|phòng|lớp"
    r"|thôn|bản|người|giáo viên|cán bộ|dân số|tiêu chí|hồ sơ|xã|phường|so với (?:cùng kỳ|năm|kỳ|tháng|quý|đầu))\b"
)
ROUGH_NUMBER = words(rf"(?:{_ROUGH_WORDS})[\s(]*$")
_COURTESY = r"(?:kế hoạch|khối lượng|công việc|nhiệm vụ|tiến độ|chỉ tiêu|đề ra|được giao|năm|rồi|r|ạ|a|nhé|nha|thôi)"
PERCENT_ALONE = spoken(
    r"^[\s:\-–(\[\]*]*(?:(?:mới|chỉ|đã|hiện nay|hiện tại|hiện|đang|đến nay|xã|phường|em|đạt|được|làm|thực hiện|là|nay)"
    r"\s+)*"
    rf"({NUMBER})\s*%\s*(?:{_COURTESY}\s*)*[).;,!]*\s*$"
)
SHARE = re.compile(rf"(?<![\w/.,])({NUMBER})\s*(?:%|phần trăm|phan tram)")
# A share that compares or is wanted says nothing of the work.
OF_GROWTH = words(r"\b(?:tăng|giảm|bằng|so với|gấp)\b[^,;]{0,25}$")
OF_TARGET = words(r"\b(?:phấn đấu|dự kiến|sẽ|kế hoạch|chỉ tiêu|mục tiêu|giao|cam kết|yêu cầu)\b[^,;]{0,40}$")
YEAR = re.compile(r"20\d\d")
