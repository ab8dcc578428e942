"""What an aim counts, what a growth is compared with, and the places that an aim lists by name."""

import re

from plans.meaning.figures import Figure

# The verb of achievement ends what is counted: "trẻ em mẫu giáo | được đến trường".
_ACHIEVED = re.compile(
    r"\s(?:được|đạt|tham gia|hoàn thành|tiếp cận|bảo đảm|đảm bảo|tổ chức|thực hiện|triển khai|áp dụng|ứng dụng"
    r"|có(?! nhu cầu| khả năng| hoàn cảnh| nguy cơ| điều kiện))(?!\w)|[;:]|,\s+(?:trong đó|đạt|được|có|từng bước)",
    re.IGNORECASE,
)
_UPWARDS = re.compile(r"^\s*(?:trở lên|trở xuống)\s*", re.IGNORECASE)
_NOT_A_THING = re.compile(r"\s*(?:,|;|vào|trong|so với|mỗi|/|hằng|hàng|năm|trở|đến|và|$)(?!\w)", re.IGNORECASE)
_AIM_START = re.compile(
    r"^(?:(?:ph[ấâ]n đ[ấầ]u|đến|vào|trong|hết|năm 20\d\d|20\d\d|hằng năm|hàng năm|nâng|giảm|tăng|duy trì|tỷ lệ|tỉ lệ"
    r"|số lượng|bảo đảm|đảm bảo|có|đạt)[\s,:]+)+",
    re.IGNORECASE,
)
_AIM_END = re.compile(
    r"(?:\s+|^)(?:đạt|là|chiếm|còn|xuống|lên|tăng|giảm|thêm|ít nhất|tối thiểu|tối đa|trên|dưới|khoảng|từ|bình quân"
    r"|không quá|hơn|thấp hơn|không|vượt|mức|được)$",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"so với (?:cùng kỳ |cuối |đầu |thời điểm |số liệu |kết quả )*"
    r"(?:năm (?:học )?(?:20\d\d(?:\s*[-–]\s*20\d\d)?|trước|liền kề)"
    r"|giai đoạn (?:20\d\d\s*[-–]\s*20\d\d|trước)|[^,.;()%\d]{2,40})",
    re.IGNORECASE,
)
_PLACES_LEAD = re.compile(
    r"\s*(?:(?:tại|ở|gồm|bao gồm|cụ thể|là)\s*:?\s*)?"
    r"(?:(?:các\s+)?(?:phường|xã|thị trấn|huyện|thành phố|tỉnh|thôn|bản|trường)\s*:?\s+)?"
)
_SEVERAL = re.compile(r"\s*[,;]\s*(?:và\s+)?|\s+và\s+")
_LONGEST_PLACE = 5


def measure(text: str, figure: Figure) -> str | None:
    """What is counted: the words after the figure up to the verb of achievement, or those before it."""
    after = text[figure.end :]
    upwards = _UPWARDS.match(after)
    after = after[upwards.end() :] if upwards else after
    if figure.unit not in ("%", "lần"):
        return _cut(f"{figure.unit}{after}") if figure.unit.find("đồng") < 0 else _before(text, figure)
    if after.strip(" .,") and not _NOT_A_THING.match(after):
        return _cut(after)
    return _before(text, figure)


def _cut(text: str) -> str | None:
    based = _BASE.search(text)
    text = text[: based.start()] if based else text
    verb = _ACHIEVED.search(text)
    return text[: verb.start() if verb else len(text)].strip(" ,.;") or None


def _before(text: str, figure: Figure) -> str | None:
    words = text[: figure.start].strip(" ,:")
    while end := _AIM_END.search(words):
        words = words[: end.start()].strip(" ,:")
    start = _AIM_START.match(f"{words} ")
    return words[start.end() if start else 0 :].strip(" ,:") or None


def base(text: str, figure: Figure) -> str | None:
    """What a growth is compared with, as written: "so với năm 2024", or the level it starts from."""
    if figure.start_level is not None:
        return figure.start_level
    found = _BASE.search(text)
    return found.group().strip() if found else None


def without_base(text: str) -> str:
    """The text without the words of comparison, whose year is not the year of the aim."""
    return _BASE.sub("", text)


def place_list(text: str) -> tuple[str, ...]:
    """Two or more places or bodies listed by name; () when the text is anything else."""
    lead = _PLACES_LEAD.match(text)
    names = tuple(part for part in _SEVERAL.split(text[lead.end() if lead else 0 :].strip(" .;")) if part)
    if len(names) < 2 or not all(len(name.split()) <= _LONGEST_PLACE and _is_name(name) for name in names):
        return ()
    return names


def _is_name(text: str) -> bool:
    """Every word begins with a capital, or is a figure after one, as in names of places."""
    return text[:1].isupper() and all(word[:1].isupper() or word.isdigit() for word in text.split())
