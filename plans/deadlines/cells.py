"""Forms that only a table cell uses, where the heading of the column says that they are deadlines."""

from plans.deadlines import readers as read
from plans.deadlines.dates import DAY, YEAR, form

_ALONE = r"(?<![\d/.-])"
_SPAN = r"(?P<y>20\d\d)\s*(?:[-–]|đến)\s*(?:hết\s+)?(?:năm\s+)?(?P<y2>20\d\d)"
_SINCE = r"(?:(?P<since>kể từ|từ)\s+)?"
_OF = r"\s*(?:/|-|,?\s*năm\s)\s*"

_MONTH = (
    rf"{_SINCE}tháng\s+(?P<m>\d{{1,2}})(?:\s*(?:[-–]|đến)\s*(?:tháng\s+)?(?P<m2>\d{{1,2}})(?!\s*[/\d]\s*\d))?"
    rf"(?:{_OF}(?P<y>20\d\d))?(?!\d)"
)

CELL_FORMS = (
    form("cell-school-year", "năm học", r"năm học\s+(?P<y>20\d\d)\s*[-–]\s*20\d\d", read.school_year),
    form("cell-years", "20", rf"{_ALONE}(?:(?:giai đoạn|từ|các)\s+)?(?:năm\s+)?{_SPAN}", read.years),
    form("cell-day", "/|-|.|tháng", _ALONE + DAY, read.until_days),
    form("cell-month", "tháng", _MONTH, read.cell_month),
    form("cell-month-and-year", "20", rf"{_ALONE}(?P<m>\d{{1,2}})\s*[/-]\s*(?P<y>20\d\d)", read.cell_month),
    form("cell-year", "20", rf"{_ALONE}{_SINCE}(?:(?P<until>đến|tới)\s+)?(?:năm\s+)?(?P<y>{YEAR})", read.cell_year),
    form("cell-following-years", "năm", r"(?:các|những) năm (?:tiếp theo|sau|kế tiếp)", read.following_years),
    form("cell-rhythm", "năm|quý|tháng|tuần", rf"^(?:{read.RHYTHM})$", read.rhythms),
    form("cell-standing", "liên tục|ngày", r"liên tục|h[ằà]ng ngày", read.standing),
)
