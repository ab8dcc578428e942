"""The table of the forms of deadlines in sentences. The first line that matches wins.

`plans.deadlines.read` says how to add a line. A few pieces come back in many lines: `LEADS` are the words that bound a
period (before, until, in, from), `YEARLY` is
"hằng năm" in its spellings, `_OF_YEAR` the year after a month or quarter.
"""

from plans.deadlines import readers as read
from plans.deadlines.dates import (
    BEFORE,
    BEFORE_STARTS,
    DAY,
    FROM,
    FROM_STARTS,
    LEADS,
    LEADS_STARTS,
    QUARTER,
    UNTIL,
    UNTIL_STARTS,
    YEAR,
    YEARLY,
    form,
)

_DAYS = rf"{DAY}(?:\s*(?:,|;|và)\s*(?:và\s+)?(?:trước\s+)?{DAY}){{0,4}}"
_CLOCK = r"(?P<clock>\d{1,2}\s?(?:giờ|h)\s?(?:\d{1,2}\s?(?:phút)?)?\s*,?\s*)?"
_TERM = r"thời hạn(?: hoàn thành| báo cáo| gửi| nộp| thực hiện)?\s*(?:là|:)?"
_DAY_RANGE = rf"{FROM}\s+(?P<first>{DAY})\s*(?:-|–|đến)\s*(?:hết\s+)?(?P<last>{DAY})"
_UNTIL_DAY = rf"(?:{UNTIL}|{_TERM})\s+{_DAYS}(?P<yearly>{YEARLY})?"
_BOUND = rf"(?:(?P<before>{BEFORE})|{UNTIL}|vào)?(?:\s*ngày)?\s+(?P<day>\d{{1,2}})\s+(?:của\s+)?"
_SOME_MONTH = r"(?:h[ằà]ng tháng|mỗi tháng|các tháng|tháng (?:sau|tiếp theo|kế tiếp|liền kề|báo cáo))"
_END_MONTH = (
    r"tháng (?P<place>cuối|đầu)(?: cùng| tiên)?(?: của)?(?: mỗi| h[ằà]ng| các)?"
    r" (?P<period>quý|kỳ|năm|(?:6|06|sáu) tháng)(?: báo cáo)?(?P<next> (?:sau|tiếp theo|kế tiếp|liền kề))?"
)
_WEEKDAY = r"(?:thứ\s+(?P<weekday>hai|ba|tư|năm|sáu|bảy)|chủ nhật)\s+(?:h[ằà]ng|mỗi) tuần"
_TERM_START = (
    r"(?:(?:chậm nhất|muộn nhất)(?: là)?(?: sau| trong(?: vòng)?)?|trong vòng|trong thời (?:hạn|gian)|trong|sau)"
)
_TERM_DAYS = (
    r"(?: không quá)?\s+(?P<n>\d{1,3})(?:\s*\([^()]{2,20}\))?\s+(?P<unit>ngày|tuần)(?P<working> làm việc)?(?!\s\d)"
)
_TERM_HOURS = r"(?: không quá)?\s+(?P<n>\d{1,3})(?:\s*\([^()]{2,20}\))?\s+(?P<unit>giờ)(?! \d| ngày)"
_TERM_MONTHS = (
    r"(?:trong vòng|trong thời hạn|(?:chậm nhất|muộn nhất)(?: là)? (?:sau|trong(?: vòng)?)|sau)(?: không quá)?"
    r"\s+(?P<n>\d{1,2})(?:\s*\([^()]{2,20}\))?\s+(?P<unit>tháng)(?! đầu| cuối| \d)"
)
_RHYTHM_DAY = (
    rf"(?:định kỳ\s+)?(?:h[ằà]ng|mỗi)\s+(?P<unit>tháng|quý|năm)\s*[,(:]?\s*(?:(?P<before>{BEFORE})|{UNTIL}|vào)?"
    r"(?:\s*ngày)?\s+(?P<day>\d{1,2})(?!\s*(?:[/.\-–%]\s*\d|%|tháng|của|ngày|giờ|lần|\d|[a-zà-ỹđ]+/))"
    r"(?<=ngày \d\d|.ngày \d)"
)
_SOME_YEARS = (
    r"(?:(?P<n>hai|ba|bốn|năm|[2-9]|0[2-9]) (?P<unit>năm)|(?:hai|bốn|2|02|4|04) (?P<months>tháng|quý|tuần))"
    r"(?:\s*/\s*(?:1 )?lần|\s+(?:một|1|01) lần)"
)
_EACH = (
    r"mỗi (?:tuần|tháng|quý|năm)(?=,? (?:có |tổ chức |thực hiện |đăng |mở )?(?:ít nhất|tối thiểu|một"
    r"|0?\d{1,2} [a-zà-ỹđ]))"
)
_END_OF_YEAR = (
    r"(?:(?:^|(?<=[;.:,] )|(?<=và ))(?:vào )?cuối (?:mỗi )?năm,?"
    r"(?= (?:báo cáo|tổng kết|sơ kết|đánh giá|họp|tổ chức|tổng hợp|gửi|bình xét)))"
)
_EVENT = r"(?:\s*,?\s*(?:kể )?từ (?:ngày|khi|thời điểm)\s+(?P<event>[^,.;()]{2,80}))?"
_REVIEW = (
    r"(?P<what>sơ kết|tổng kết)(?:\s+(?:vào\s+)?(?P<y2>20\d\d)(?!\d|\s*[-–/]\s*\d)"
    # The quarter or month of a year says more than the year.
    rf"|(?:(?!quý|tháng)[^.;,]){{0,60}}?\s\(?(?:vào\s+|trong\s+)?(?:(?:cuối|đầu|giữa|hết)\s+)?năm\s+(?P<y>{YEAR}))"
)
_REVIEW_AFTER = r"năm\s+(?P<y>20\d\d)\s*[,:]?\s+(?:(?:tổ chức|tiến hành|thực hiện)\s+)?(?P<what>sơ kết|tổng kết)"
_OF_YEAR = rf"(?:\s*(?:/|-|,?\s*năm\s|\s)\s*(?P<y>20\d\d)|(?P<yearly>{YEARLY}))?"
_IN_YEAR = r"\s*(?:/|-|,?\s*năm\s)\s*"
_QUARTERS = rf"quý\s+(?P<q>{QUARTER})(?:\s*(?:-|–|,|và|đến|\+)\s*(?:quý\s+)?(?P<q2>{QUARTER}))?"
_QUARTER_RANGE = (
    rf"(?:từ\s+)?quý\s+(?P<q>{QUARTER}){_IN_YEAR}(?P<y>20\d\d)\s*(?:-|–|đến)\s*(?:hết\s+)?"
    rf"quý\s+(?P<q2>{QUARTER}){_IN_YEAR}(?P<y2>20\d\d)"
)
_MONTHS = r"tháng\s+(?P<m>\d{1,2})(?:\s*(?:-|–|,|và)\s*(?:tháng\s+)?(?P<m2>\d{1,2}))?(?![\d%])"
_MONTH_RANGE = (
    rf"(?:{FROM}\s+)?tháng\s+(?P<m>\d{{1,2}})(?:{_IN_YEAR}(?P<y>20\d\d))?\s*(?:-|–|đến)\s*"
    rf"(?:hết\s+)?(?:tháng\s+)?(?P<m2>\d{{1,2}}){_IN_YEAR}(?P<y2>20\d\d)"
)
_YEAR_LEADS = (
    rf"(?:(?P<before>{BEFORE})"
    r"|(?P<until>(?:chậm nhất|muộn nhất|đến hết|đến cuối|hết|cuối)(?:\s+(?:là|vào|trong|cuối|hết))*)"
    r"|(?P<rough>(?:vào |trong )?(?:đầu|giữa))|(?P<inside>trong|(?:hoàn thành|xong) (?:trong|vào)))"
)
_STAGE = (
    r"(?:(?:^|(?<=[.;:] )|(?P<lead>trong (?:cả )?|(?:hoàn thành|thời gian thực hiện:?) (?:trong )?))"
    r"giai đoạn\s+(?P<y>20\d\d)\s*(?:-|–|đến)\s*(?P<y2>20\d\d)"
    r"|giai đoạn\s+(?P<y3>20\d\d)\s*(?:-|–|đến)\s*(?P<y4>20\d\d)(?=\s*(?:[.;]|$)))"
)
_SCHOOL_YEAR = (
    r"(?:trước(?: khi| ngày| thềm)?(?: bước vào)? (?:khai giảng(?: h[ằà]ng năm| năm học)?|năm học)"
    r"|(?:kết thúc|đầu|cuối|h[ằà]ng|mỗi|trong|sau)(?: mỗi| các)? năm học)(?: mới)?"
    r"(?:\s+(?P<y>20\d\d)\s*[-–]\s*20\d\d)?(?!\w)"
)
_AND_RHYTHM = rf"(?:\s*,\s*(?:và\s+)?|\s+và\s+|\s+hoặc\s+)(?:báo cáo )?(?:định kỳ\s+)?(?:h[ằà]ng\s+)?{read.RHYTHM}"
_RHYTHMS = rf"(?:(?:định kỳ\s+(?:h[ằà]ng\s+)?|h[ằà]ng\s+){read.RHYTHM}(?:{_AND_RHYTHM}){{0,4}})"
_ONCE_IN = r"(?:mỗi |một |01 )?(?:(?:3|03|ba|6|06|sáu|9|09) tháng|năm|quý|tháng|tuần)(?:\s*/\s*lần|\s+(?:một|1|01) lần)"
# "Chi thường xuyên" is a kind of spending, "giáo dục thường xuyên" a kind of school.
_STANDING = (
    r"(?<!chi )(?<!kinh phí )(?<!vốn )(?<!nguồn )(?<!sách )(?<!giáo dục )(?<!bồi dưỡng )(?<!nhiệm vụ )(?<!không )"
    r"thường xuyên(?:,? liên tục)?(?!\w)"
)

_ON_DAY = rf"(?:vào\s+)?(?=ngày\s|(?<![\d/.-])\d{{1,2}}(?:/| tháng )\d){_DAYS}(?P<yearly>{YEARLY})"
_WEEKDAY_OF_RHYTHM = (
    rf"(?:h[ằà]ng|mỗi) tuần\s*,?\s*(?:(?:{BEFORE}|{UNTIL}|vào)\s+)?{_CLOCK}(?:ngày\s+)?"
    r"(?:thứ\s+(?P<weekday>hai|ba|tư|năm|sáu|bảy)|chủ nhật)(?!\w)"
)
_BEFORE_EVENT = (
    r"(?:(?:chậm nhất|muộn nhất|ít nhất|tối thiểu)(?: là)?\s+)?\d{1,3} ngày(?: làm việc)? trước (?:khi|thời điểm|ngày)"
    r"(?!\s+\d)\s+(?P<event>[^,.;()]{2,80})"
)
_SEASON = (
    r"trước(?: khi)?(?: bước vào)? (?P<event>mùa (?:mưa,? bão|mưa,? lũ|bão,? lũ|mưa|bão|lũ|khô"
    r"|hè)(?: (?:h[ằà]ng năm|năm 20\d\d))?)"
    r"(?!\w)"
)
_TIMES_PER = r"(?:0?\d|một|hai) lần\s*/\s*(?:1 |01 )?(?:(?:6|06|3|03) tháng|tuần|tháng|quý|năm)(?!\w)"
_SINCE_YEAR = r"(?:kể từ|bắt đầu từ|từ)\s+(?:tháng\s+(?P<m>\d{1,2})(?:/|\s+năm\s+)|năm\s+)(?P<y>20\d\d) trở đi"
_HEADING_MONTH = rf"(?:^|(?<=[;.:] ))(?:trong\s+)?{_MONTHS}(?:\s*(?:/|-|,?\s*năm\s)\s*(?P<y>20\d\d))(?=\s*[:,])"

_A_YEAR = "hằng năm|hàng năm|mỗi năm|các năm|từng năm|năm báo|năm kế|năm sau|năm tiếp|năm liền"
_A_MONTH = "hằng tháng|hàng tháng|mỗi tháng|các tháng|tháng sau|tháng tiếp|tháng kế|tháng liền|tháng báo"
_DAY_STARTS = "vào|ngày|0|1|2|3|4|5|6|7|8|9"
_YEAR_STARTS = f"{BEFORE_STARTS}|đến|hết|cuối|vào|trong|đầu|giữa|hoàn thành|xong"
_TERM_STARTS = "chậm nhất|muộn nhất|trong|sau"
_SCHOOL_STARTS = "trước|kết thúc|đầu|cuối|hằng|hàng|mỗi|trong|sau"
_PERIOD_STARTS = "6|06|sáu|9|09|chín|3|03|ba|nửa|năm|cả|01|1|một|quý|tháng|tuần"
_REPORTS_NEED = "báo cáo & " + "|".join(f"báo cáo {word}" for word in _PERIOD_STARTS.split("|"))
_A_DAY = rf"{BEFORE}\s+{_CLOCK}{_DAYS}(?P<yearly>{YEARLY})?"
_A_NAMED_DAY = rf"trước\s+ngày\s+(?-i:(?!và |đến |tháng )[a-zà-ỹđ]+\s+){{1,5}}\(?{DAY}\)?"
_ALONE_YEARS = r"(?:các|những) năm (?:tiếp theo|kế tiếp)"
_REPORT_PERIODS = rf"(?<=báo cáo ){read.RHYTHM}(?:{_AND_RHYTHM}){{1,4}}"
_HALF_YEAR = rf"(?:{LEADS}\s+)?{read.HALF}\s+(?P<y>{YEAR})"

FORMS = (
    form("before-day", "trước", _A_DAY, read.before_days, BEFORE_STARTS),
    form("before-named-day", "trước ngày", _A_NAMED_DAY, read.before_days, "trước"),
    form("day-range", "từ", _DAY_RANGE, read.day_range, FROM_STARTS),
    form(
        "until-day",
        "hạn|nhất|không|trước hoặc|trước và|hết|đến|cuối",
        _UNTIL_DAY,
        read.until_days,
        f"{UNTIL_STARTS}|thời hạn",
    ),
    form("on-day", _A_YEAR, _ON_DAY, read.until_days, _DAY_STARTS),
    form("day-of-period", "tháng cuối|tháng đầu", _BOUND + _END_MONTH, read.day_of_period),
    form("day-of-month", _A_MONTH, _BOUND + _SOME_MONTH, read.day_of_month),
    form("weekday-of-rhythm", "tuần", _WEEKDAY_OF_RHYTHM, read.weekday, "hằng|hàng|mỗi"),
    form("weekday", "tuần", _WEEKDAY, read.weekday, "thứ|chủ nhật"),
    form("day-of-rhythm", "ngày & hằng|hàng|mỗi", _RHYTHM_DAY, read.day_of_rhythm, "định kỳ|hằng|hàng|mỗi"),
    form("before-event", "ngày trước|việc trước", _BEFORE_EVENT, read.before_event),
    form("before-season", "mùa", _SEASON, read.before_event, "trước"),
    form("since-year", "trở đi", _SINCE_YEAR, read.since_year, FROM_STARTS),
    form("hours-after", "giờ", _TERM_START + _TERM_HOURS + _EVENT, read.after_event, _TERM_STARTS),
    form("months-after", "tháng", _TERM_MONTHS + _EVENT, read.after_event, _TERM_STARTS),
    form(
        "after-event", "trong|sau|nhất & ngày|tuần", _TERM_START + _TERM_DAYS + _EVENT, read.after_event, _TERM_STARTS
    ),
    form("review-year", "sơ kết|tổng kết", _REVIEW, read.review, "sơ kết|tổng kết"),
    form("year-of-review", "sơ kết|tổng kết", _REVIEW_AFTER, read.review, "năm"),
    form("quarter-range", "quý", _QUARTER_RANGE, read.quarter_range, "từ|quý"),
    form("quarter", "quý", rf"(?:{LEADS}\s+)?{_QUARTERS}{_OF_YEAR}", read.quarters, f"{LEADS_STARTS}|quý"),
    form("month-range", "tháng", _MONTH_RANGE, read.month_range, f"{FROM_STARTS}|tháng"),
    form("month", "tháng", rf"{LEADS}\s+{_MONTHS}{_OF_YEAR}", read.months, LEADS_STARTS),
    form("month-at-head", "tháng", _HEADING_MONTH, read.months, "trong|tháng"),
    form("month-of-every-year", "tháng", rf"{_MONTHS}(?P<yearly>{YEARLY})", read.months, "tháng"),
    form("half-of-year", "tháng đầu năm|tháng cuối năm", _HALF_YEAR, read.half_of_year),
    form("year", "20 & năm", rf"{_YEAR_LEADS}\s+năm\s+(?P<y>{YEAR})", read.year, _YEAR_STARTS),
    form("stage", "giai đoạn", _STAGE, read.stage, "trong|hoàn thành|thời gian|giai đoạn"),
    form("school-year", "khai giảng|năm học", _SCHOOL_YEAR, read.school_year, _SCHOOL_STARTS),
    form("every-some-years", "lần", _SOME_YEARS, read.open_rhythm),
    form("rhythm", "định kỳ|hằng|hàng", _RHYTHMS, read.rhythm_of_work, "định kỳ|hằng|hàng"),
    form("each", "mỗi", _EACH, read.rhythms, "mỗi"),
    form("end-of-every-year", "cuối", _END_OF_YEAR, read.end_of_year, "vào|cuối"),
    form("times-per-period", "lần", _TIMES_PER, read.rhythms),
    form("following-years", "năm tiếp theo|năm kế tiếp", _ALONE_YEARS, read.following_years),
    form("once-in", "lần", _ONCE_IN, read.rhythms),
    form("reports-of-periods", _REPORTS_NEED, _REPORT_PERIODS, read.rhythms, _PERIOD_STARTS),
    form("first-half", "tháng đầu", r"(?:6|06|sáu) tháng đầu năm", read.first_half),
    form("standing", "thường xuyên", _STANDING, read.standing, "thường xuyên"),
)
