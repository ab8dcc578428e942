"""Questions about who does what by when. One small function per kind; doubts of one kind are put together."""

import re
from collections.abc import Iterable, Iterator

from plans.meaning.name_known import without_known
from plans.meaning.names import is_cut_short, read_names, starts_name
from plans.model import Deadline, Question, Responsibility, Task
from plans.questions import slips
from plans.questions.crosscheck import key
from plans.questions.words import Reading, listed, opening, place, places, question, shared
from plans.structure.outline import walk

# A name that ends in one of these, or holds one of the verbs, has been cut short or has swallowed a piece of the duty.
_ODD_END = re.compile(
    r"(?:\s(?:và|các|của|về|tại|trong|(?<!trực )thuộc|với|cho|theo|để|những|được|do|là)|[,;:(-])$"
    r"|^(?:Sở|Ban|Phòng|Hội|Cục|Vụ|Viện|Văn phòng|Trung tâm|Giám đốc|Chủ tịch|Thủ trưởng|Trưởng|Chánh|Ủy ban)$"
)
_VERB_INSIDE = re.compile(
    r"\s(?:chủ trì|phối hợp|tham mưu|báo cáo|triển khai|tổng hợp|rà soát|đôn đốc|hướng dẫn|căn cứ|ban hành|bố trí"
    r"|kiểm tra|đề xuất|tổ chức thực hiện)(?!\w)"
)
_LONGEST_NAME = 200
_NUMBERED_GROUP = re.compile(r"(?:hai|ba|0?[2-9]) (?:sở|bộ|ngành|cơ quan|đơn vị)", re.IGNORECASE)
_REPORTS_WITHOUT_PLACE = re.compile(r"báo cáo (?:kết quả )?(?:theo|định kỳ|hằng|hàng)\b", re.IGNORECASE)
_REPORTING = re.compile(r"(?<!tham mưu, )(?<!tham mưu )(?<!\w)báo cáo(?! viên)(?!\w)", re.IGNORECASE)
_NAMELY = re.compile(r"^(?:gồm|bao gồm|cụ thể|là)\s*:?\s+", re.IGNORECASE)
# Forms that may leave open which day, month or year they mean.
_OPEN_FORMS = ("day-of-rhythm", "every-some-years", "hours-after", "months-after")
_ENDED = re.compile(r"[.;:!?…/)”\"¹²³⁴⁵⁶⁷⁸⁹⁰]$")
_FOREIGN_LEAD = re.compile(
    r"(?:do|cơ quan|đơn vị|giao|công tác|sự|chỉ đạo|yêu cầu|quy chế)\s[^.;]{0,80}?chủ trì|chủ trì\s*\)", re.IGNORECASE
)


def duty_doubts(reading: Reading) -> Iterator[Question]:
    """All doubts about owners, roles, reports and deadlines."""
    for ask in (
        _owner_missing,
        _open_groups,
        _owner_doubtful,
        _agency_twice,
        _roles,
        _addressees,
        _unfinished,
        _deadlines_invalid,
        _deadlines_vague,
        _deadlines_yearless,
        _deadlines_past,
        _no_deadline,
        _report_days,
    ):
        yield from ask(reading)


def _owner_missing(r: Reading) -> Iterator[Question]:
    groups: dict[str, list[Responsibility]] = {}
    for item in r.plan.responsibilities:
        if not item.owners:
            groups.setdefault(item.path.rpartition(".")[0], []).append(item)
    for items in groups.values():
        where = places(item.path for item in items)
        yield shared(
            items,
            "owner_missing",
            f"{opening(where)} không nêu rõ cơ quan thực hiện. Giao cho cơ quan nào?",
        )


def _open_groups(r: Reading) -> Iterator[Question]:
    asked: set[str] = set()
    for item in r.plan.responsibilities:
        for owner in item.owners:
            open_ = slips.is_open_group(owner) or _NUMBERED_GROUP.fullmatch(owner)
            if open_ and key(owner) not in asked and not _named_in_brackets(owner, item):
                asked.add(key(owner))
                group = item.path.rsplit(".", 1)[0]
                yield question(
                    group, "open_group", f"“{owner}” là nhóm mở, không nêu tên. Nhóm này gồm những cơ quan nào?"
                )


def _named_in_brackets(owner: str, item: Responsibility) -> bool:
    """ "Các cơ quan liên quan (Sở Y tế, Sở Tài chính)" says who they are."""
    for text in (item.heading, item.text):
        after = text.partition(owner)[2].lstrip()
        inside = after[1:].partition(")")[0] if after.startswith("(") else ""
        inside = _NAMELY.sub("", inside)
        if starts_name(inside) and not slips.is_open_group(inside) and not inside[read_names(inside)[1] :].strip(" ."):
            return True
    return False


def _cut_short(owner: str, item: Responsibility) -> bool:
    """Whether the sentence goes on after the name with a word that is no verb we know."""
    for text in dict.fromkeys((item.heading, item.text)):
        at = text.find(owner)
        if at >= 0 and is_cut_short(text, at + len(owner)):
            return True
    return False


def _is_odd(owner: str) -> bool:
    """Whether a name ends, or holds a verb, as no whole name does."""
    if slips.is_open_group(owner):
        return False
    return _ODD_END.search(owner) is not None or _VERB_INSIDE.search(without_known(owner)) is not None


def _owner_doubtful(r: Reading) -> Iterator[Question]:
    asked: set[str] = set()
    for item in r.plan.responsibilities:
        for owner in item.owners:
            if owner in asked or not (_cut_short(owner, item) or _is_odd(owner)):
                continue
            asked.add(owner)
            yield question(
                item.path,
                "owner_doubtful",
                f"Tên cơ quan ở {place(item.path)} đọc được là “{owner}”, có thể bị thiếu hoặc thừa chữ. "
                "Tên đúng là gì?",
                item.text,
            )


def _agency_twice(r: Reading) -> Iterator[Question]:
    """A body with two sections: the second one may be meant for somebody else."""
    headings = {node.path: node.heading for node in walk(r.root)}
    sections: dict[str, dict[str, str]] = {}
    for item in r.plan.responsibilities:
        if item.origin == "organisation" and len(item.owners) == 1 and not slips.is_open_group(item.owners[0]):
            owner = key(item.owners[0])
            section = _headed_by(owner, item.path, headings)
            if section is not None:
                sections.setdefault(owner, {}).setdefault(section, item.owners[0])
    for found in sections.values():
        paths = list(found)
        if len(paths) > 1:
            yield question(
                paths[1],
                "agency_twice",
                f"{found[paths[0]]} được giao việc ở {len(paths)} nơi: {places(paths)}. "
                "Tất cả đều là của cơ quan này phải không?",
            )


def _headed_by(owner: str, path: str, headings: dict[str, str]) -> str | None:
    """The path of the innermost heading above (or at) a clause that begins with the name of its owner."""
    while path:
        if path in headings and key(headings[path][:_LONGEST_NAME]).startswith(owner):
            return path
        path = path.rpartition(".")[0]
    return None


def _roles(r: Reading) -> Iterator[Question]:
    unclear = [
        item
        for item in r.plan.responsibilities
        if item.origin == "organisation"
        and "chủ trì" not in item.owner_role
        and "chủ trì" in item.text.lower()
        and not _FOREIGN_LEAD.search(item.text)
    ]
    if unclear:
        yield shared(
            unclear,
            "role_unclear",
            f"Có chữ “chủ trì” ở {places(item.path for item in unclear)} nhưng không rõ cơ quan nào chủ trì. "
            "Cơ quan nào chủ trì việc này?",
        )


def _addressees(r: Reading) -> Iterator[Question]:
    silent = [i for i in r.plan.responsibilities if not i.reports_to and _REPORTS_WITHOUT_PLACE.search(i.text)]
    if silent:
        where = places(item.path for item in silent)
        yield shared(
            silent,
            "report_addressee_missing",
            f"{opening(where)} yêu cầu báo cáo nhưng không nêu nơi nhận báo cáo. Báo cáo gửi cho cơ quan nào?",
        )


def _unfinished(r: Reading) -> Iterator[Question]:
    # A task that names its lead is shown without those words, and cells of tables end as they like.
    duties = [item for item in r.plan.responsibilities if item.origin in ("organisation", "article")]
    given = {item.path for item in r.plan.responsibilities if item.origin == "task"}
    items: tuple[Task | Responsibility, ...] = (*(task for task in r.plan.tasks if task.path not in given), *duties)
    cut = [item for item in items if not _ENDED.search(item.text)]
    if not cut:
        return
    first = cut[0]
    if len(cut) == 1:
        message = (
            f"Mục {first.path} kết thúc bằng “…{first.text[-30:]}” không có dấu câu. Văn bản có bị thiếu đoạn không?"
        )
    else:
        where = places(item.path for item in cut)
        message = f"{opening(where)} kết thúc không có dấu câu. Văn bản có bị thiếu đoạn không?"
    yield shared(cut, "unfinished_sentence", message)


def _dated(r: Reading) -> Iterable[tuple[Responsibility, Deadline]]:
    return ((item, rule) for item in r.plan.responsibilities for rule in item.deadlines if rule.origin == "explicit")


def _deadlines_invalid(r: Reading) -> Iterator[Question]:
    for item, rule in _dated(r):
        days = (rule.start, rule.end, rule.month, rule.day, rule.event)
        if rule.form in _OPEN_FORMS:
            continue
        if rule.kind in ("by", "within", "every") and all(day is None for day in days):
            yield question(
                item.path,
                "deadline_invalid",
                f"Thời hạn “{rule.text}” ở {place(item.path)} không có trong lịch. Hạn đúng là ngày nào?",
                item.text,
            )


def _deadlines_vague(r: Reading) -> Iterator[Question]:
    vague = [(i, rule) for i, rule in _dated(r) if rule.kind == "within" and rule.end is None and rule.month is None]
    vague = [(item, rule) for item, rule in vague if rule.start is not None or rule.event is not None]
    vague += [(i, rule) for i, rule in _dated(r) if rule.form in _OPEN_FORMS and rule.day is None and rule.days is None]
    if vague:
        yield shared(
            [item for item, _ in vague],
            "deadline_vague",
            f"Thời hạn {listed(rule.text for _, rule in vague)} ({places(item.path for item, _ in vague)}) "
            "không nói rõ ngày cuối cùng. Hạn cuối là ngày nào?",
        )


def _deadlines_yearless(r: Reading) -> Iterator[Question]:
    """A day without a year is clear in a plan of one year; in a longer one it may come once or every year."""
    period = r.plan.document.period
    if period.start is not None and period.start == period.end:
        return
    open_ = [(i, rule) for i, rule in _dated(r) if rule.kind in ("by", "within") and rule.month and not rule.end]
    if open_:
        yield shared(
            [item for item, _ in open_],
            "deadline_year_missing",
            f"Thời hạn {listed(rule.text for _, rule in open_)} ({places(item.path for item, _ in open_)}) "
            "không ghi năm. Hạn này áp dụng cho năm nào, hay cho mọi năm?",
        )


def _deadlines_past(r: Reading) -> Iterator[Question]:
    issued = r.plan.document.date
    if issued is None:
        return
    past = [(item, rule) for item, rule in _dated(r) if rule.end is not None and rule.end < issued]
    if past:
        yield shared(
            [item for item, _ in past],
            "deadline_past",
            f"Thời hạn {listed(rule.text for _, rule in past)} ({places(item.path for item, _ in past)}) "
            f"đã qua khi kế hoạch được ký (ngày {issued:%d/%m/%Y}). Hạn đúng là ngày nào?",
        )


def _no_deadline(r: Reading) -> Iterator[Question]:
    if not any(True for _ in _dated(r)):
        yield question(
            r.organisation.path,
            "no_deadline",
            "Kế hoạch không nêu ngày hạn nào cho các nhiệm vụ. Hạn báo cáo lấy theo kỳ báo cáo định kỳ có được không?",
        )


def _report_days(r: Reading) -> Iterator[Question]:
    """Reports without a day in a plan that gives other days; a plan without any day is asked about as a whole."""
    if not any(True for _ in _dated(r)):
        return
    undated = [
        item
        for item in r.plan.responsibilities
        if item.reports_to and _REPORTING.search(item.text) and not any(d.origin == "explicit" for d in item.deadlines)
    ]
    if undated:
        yield shared(
            undated,
            "report_day_missing",
            f"Báo cáo nêu ở {places(item.path for item in undated)} không có ngày hạn. "
            "Lấy theo kỳ báo cáo định kỳ có được không?",
        )
