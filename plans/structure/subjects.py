"""Bodies that are the subject of a sentence, and texts that give several bodies their duties one after the other.

"Sở Y tế cấp thẻ ...; Sở Nội vụ chủ trì ..." are two duties; "phối hợp với Sở Y tế; Sở Nội vụ tổ chức ..." and "chỉ đạo
Sở Y tế khám bệnh; Sở Nội vụ rà soát ..." are one each.
"""

import re
from dataclasses import dataclass, replace

from plans.meaning.names import name_end, read_names
from plans.structure.headings import ORDER, REQUEST
from plans.structure.labels import CAPITAL

# Verbs that a duty begins with. A list, not a guess: what stands behind a name may as well belong to the name.
_VERBS = (
    "chủ trì|phối hợp|tham mưu|tổ chức|rà soát|xây dựng|triển khai|thực hiện|chỉ đạo|chỉ huy|điều hành|hướng dẫn"
    "|kiểm tra|giám sát|thanh tra|bố trí|theo dõi|đôn đốc|tổng hợp|báo cáo|cập nhật|công bố|công khai|cung cấp|ban hành"
    "|tuyên truyền|vận động|huy động|lập|cấp phát|chuẩn bị|bảo đảm|đảm bảo|tăng cường|đẩy mạnh|quản lý|thẩm định"
    "|thẩm tra|trình|đề xuất|phân bổ|phân công|hỗ trợ|tiếp nhận|xử lý|giải quyết|khắc phục|kiểm soát|duy trì|mở"
    "|đào tạo|tập huấn|bồi dưỡng|phát động|khảo sát|thống kê|đánh giá|sơ kết|tổng kết|nghiên cứu|biên soạn|in ấn"
    "|lắp đặt|đầu tư|sửa chữa|nâng cấp|lồng ghép|phê duyệt|chịu trách nhiệm|có trách nhiệm|phát hành|đăng tải|phát sóng"
    "|đưa tin|gửi|hoàn thành|hoàn thiện|trực|nhân rộng|điều tra|tư vấn|khám|tiêm|vận hành|đề nghị|căn cứ|tham gia"
    "|cân đối|cử|chi trả|thu gom|vận chuyển|phân loại|chấp hành|tuần tra|tặng|trao|giới thiệu|di dời|ứng trực|kiểm kê"
    "|kiểm định|điều phối|kết nối|quảng bá|ưu tiên|thông báo|phổ biến|quán triệt|phát lệnh|kêu gọi|sơ tán|cảnh báo"
    "|tiến hành|thành lập|kiện toàn|củng cố|lựa chọn|thu thập|trang bị|mua sắm|khen thưởng|tập trung|đưa|ký"
    "|cấp(?! (?:tỉnh|huyện|xã|phường|trên|dưới|ủy|uỷ|học|bộ|cơ sở|trung ương|phòng|sở|thành phố|cao|mình|có|thôn)"
    r"(?!\w))"
    "|(?:là|làm) (?:cơ quan |đơn vị |bộ phận )?(?:chủ trì|đầu mối|thường trực)"
)
_ADVERBS = r"(?:(?:sẽ|phải|cần|tiếp tục|chủ động|thường xuyên|kịp thời|khẩn trương|trực tiếp|định kỳ|h[ằà]ng \w+)\s+)*"
_ACTS = re.compile(rf"\s*,?\s+{_ADVERBS}(?:{_VERBS})(?!\w)")
# Behind the name of a body in an enumeration of duties nearly every small word is a verb; these are none.
_NO_VERB = re.compile(
    r"\s+(?:của|và|thuộc|tại|trong|ở|trên|để|theo|về|với|cùng|cho|đến|từ|là|gồm|như|hoặc|hay|được|bị|đã|đang|này|đó"
    r"|nêu|có(?! trách nhiệm)|không|khác|liên quan|khi|nếu|do|bằng|sau|trước|qua|xem xét|giúp)(?!\w)"
)
_SMALL = re.compile(r"\s+[^\W\d_A-ZĐÂÁÔỨỦƯƠĂÊ]")
_NEXT = re.compile(r"(?P<stop>[.;])\s+")
# "Khi có bão, áp thấp nhiệt đới, Ban Chỉ huy ...": the subject stands behind a comma.
_ADVERBIAL = re.compile(
    r"(?:Khi|Nếu|Trong|Trước|Sau|Ngay sau|Từ|Đến|Vào|H[ằà]ng|Định kỳ|Căn cứ|Theo|Trên cơ sở|Tùy|Chậm nhất|Đồng thời"
    r"|Ngoài ra|Để|Nhằm|Tại|Đối với|Riêng|Trường hợp)(?!\w)",
    re.IGNORECASE,
)
# "Về y tế: Sở Y tế tổ chức ...": the words before the colon only name the field.
_TOPIC = re.compile(
    r"(?:Về|Công tác|Lĩnh vực|Nội dung|Nhiệm vụ|Giai đoạn|Bước|Đợt|Đối với|Trong|Hoạt động)(?!\w)"
    r"(?:(?!phối hợp|gồm|chỉ đạo|giao|yêu cầu|đề nghị)[^:.;]){0,80}:\s+",
    re.IGNORECASE,
)
_MOST_COMMAS = 6
_ADVERBIAL_REACH = 240
# The part before ends in bodies that go on behind the semicolon: "phối hợp với Sở A; Sở B ...".
_LISTS = re.compile(r"(?:(?:phối hợp|cùng)(?: với| cùng)?|gồm(?: có)?|của|giữa|:)\s+$", re.IGNORECASE)
_COMMANDS = re.compile(
    r"(?<!\w)(?:chỉ đạo|lãnh đạo|yêu cầu|đề nghị|đôn đốc|hướng dẫn|phân công|giao|chỉ huy|điều động)\s+(?:cho\s+)?"
    rf"(?={CAPITAL}|các )",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"(?:Nhà nước|Chính phủ|Quốc hội|Nhân dân|Trung ương)$")
_OFFICE = re.compile(r"(?:Hiệu trưởng|Giám đốc|Chủ tịch|Thủ trưởng|Trưởng|Bí thư|Chánh|Người đứng đầu|Đồng chí)(?!\w)")
_NAME_REACH = 200


@dataclass(frozen=True)
class Subject:
    """The bodies that act, where their names start and where what they do begins."""

    owners: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Admit:
    """What may be a subject besides bodies with a name before a known verb.

    `groups`: "các đơn vị"; `offices`: who heads a body ("Hiệu trưởng"), which under the heading of that body is the
    same; `any_verb`: every small word that is no particle.
    """

    groups: bool = False
    offices: bool = False
    any_verb: bool = False


BODIES = Admit()


@dataclass(frozen=True)
class Part:
    """A piece of a text with the subject it begins with; it stands at `start`, and the names end at `end` in `text`."""

    text: str
    owners: tuple[str, ...]
    start: int
    end: int


def subject_at(text: str, position: int = 0, admit: Admit = BODIES) -> Subject | None:
    """The named bodies that a sentence begins with, when a verb of duty follows."""
    direct = _acting(text, position, admit)
    if direct is not None or not _ADVERBIAL.match(text, position):
        return direct
    at = position
    for _ in range(_MOST_COMMAS):
        at = text.find(", ", at, position + _ADVERBIAL_REACH)
        if at < 0 or _NEXT.search(text, position, at):
            return None
        at += 2
        found = _acting(text, at, replace(admit, any_verb=False))
        if found is not None and not _enumerates(text, position, at - 2):
            return found
    return None


def _acting(text: str, position: int, admit: Admit) -> Subject | None:
    if not (text[position : position + 1].isupper() or admit.groups):
        return None
    generic = name_end(text, position)[1]
    if generic and not admit.groups:
        return None
    owners, end = read_names(text, position)
    if not owners or " " not in owners[0] or _NOBODY.match(owners[0]):
        return None
    if not admit.offices and _OFFICE.match(owners[0]):
        return None
    if not (
        _ACTS.match(text, end)
        or (admit.any_verb and not generic and _SMALL.match(text, end) and not _NO_VERB.match(text, end))
    ):
        return None
    return Subject(owners, position, end)


def parts(text: str, admit: Admit = BODIES) -> list[Part]:
    """The text in pieces, each but the first beginning with its own subject. The first may have none."""
    first = first_subject(text, admit)
    starts = [(0, first)]
    # Where the text names who acts, "; các trường phối hợp" says who acts next.
    later = replace(admit, groups=True) if first else admit
    for gap in _NEXT.finditer(text):
        found = subject_at(text, gap.end(), later)
        if found is None:
            continue
        begin, subject = starts[-1]
        if gap["stop"] == ";" and (
            _enumerates(text, begin, gap.start())
            or ((subject is None or text[gap.end()].islower()) and _commands(text, begin, gap.start()))
        ):
            continue
        starts.append((gap.end(), found))
    stops = [*(start for start, _ in starts[1:]), len(text)]
    return [
        Part(text[start:stop].rstrip(), subject.owners if subject else (), start, subject.end - start if subject else 0)
        for (start, subject), stop in zip(starts, stops, strict=True)
    ]


def first_subject(text: str, admit: Admit = BODIES) -> Subject | None:
    """The subject of a text; "Giao Sở Y tế ...", "Đề nghị Sở Y tế ..." and "Về y tế: Sở Y tế ..." have one too."""
    before = REQUEST.match(text) or ORDER.match(text)
    found = subject_at(text, before.end() if before else 0, admit)
    if found is None and (topic := _TOPIC.match(text)):
        return subject_at(text, topic.end(), admit)
    return found


def _enumerates(text: str, begin: int, stop: int) -> bool:
    """Whether the bodies right before `stop` are a list that goes on behind it."""
    low = max(begin, stop - _NAME_REACH)
    for found in re.finditer(r"(?<!\w)(?=[A-ZĐỦUc])", text[low:stop]):
        at = low + found.start()
        before = text[max(begin, at - 30) : at]
        if (at == begin or _LISTS.search(before)) and read_names(text, at)[1] >= stop:
            return True
    return False


def _commands(text: str, begin: int, stop: int) -> bool:
    """Whether the part before tells bodies what to do: those behind the semicolon are told as well."""
    return any(read_names(text, match.end())[0] for match in _COMMANDS.finditer(text, begin, stop))
