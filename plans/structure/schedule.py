"""A section of dated lines ("Tiến độ thực hiện"): "Trước ngày 05/4/2024: Các đơn vị báo cáo kết quả về ..."."""

import re
from dataclasses import dataclass

from plans.deadlines.read import read_deadlines
from plans.model import Deadline, Question, Responsibility
from plans.structure.assigned import take_assigned
from plans.structure.duties import Clause, Heading, responsibility
from plans.structure.headings import section_words
from plans.structure.outline import Leaf, Node, leaves
from plans.structure.subjects import Admit, parts

_SCHEDULE = re.compile(
    r"(?:kế hoạch |dự kiến )?(?:thời gian|thời hạn|tiến độ|lộ trình|lịch(?: trình)?)"
    r"(?:(?:,| và) (?:thời gian|thời hạn|tiến độ|lộ trình))*"
    r"(?: (?:tổ chức|thực hiện|triển khai|hoạt động|cụ thể))*(?!\w)"
)
_LONGEST_HEAD = 60
_SUBJECTS = Admit(groups=True, offices=True)


@dataclass(frozen=True)
class Schedule:
    """The duties of a section of dated lines, and the questions about lines that name nobody."""

    responsibilities: tuple[Responsibility, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class _Dated:
    """A line of the schedule: when, and what is to be done then."""

    leaf: Leaf
    when: tuple[Deadline, ...]
    text: str


def is_schedule(section: Node) -> bool:
    """Whether a section is headed as a schedule."""
    return _SCHEDULE.match(section_words(section.text)) is not None


def read_schedule(section: Node) -> Schedule:
    """Duties of the lines that name a body. A section without dated lines is read like a section of tasks."""
    dated = [line for leaf in leaves(section) if (line := _dated(leaf))]
    if not dated:
        return Schedule(take_assigned(section), ())
    duties: list[Responsibility] = []
    questions: list[Question] = []
    for line in dated:
        found = _duties(line, section)
        duties.extend(found)
        if not found:
            questions.append(_unowned(line))
    known = {line.leaf.node.spans for line in dated}
    duties.extend(item for item in take_assigned(section) if item.source.lines not in known)
    return Schedule(tuple(duties), tuple(questions))


def _dated(leaf: Leaf) -> _Dated | None:
    """The line with the day at its head ("Tháng 02/2024: ...") or in the heading above it."""
    head, colon, text = leaf.node.text.partition(":")
    if colon and text.strip() and (when := _when(head)):
        return _Dated(leaf, when, text.strip())
    above = next((when for node in reversed(leaf.headings) if (when := _when(node.heading))), None)
    return _Dated(leaf, above, leaf.node.text) if above else None


def _when(head: str) -> tuple[Deadline, ...]:
    """The deadlines of a head that says nothing but when."""
    if len(head) > _LONGEST_HEAD:
        return ()
    found = read_deadlines(head, cell=True)
    rest = head
    for deadline in found:
        rest = rest.replace(deadline.text, "")
    return found if len(rest.split()) <= 1 else ()


def _duties(line: _Dated, section: Node) -> list[Responsibility]:
    leaf = line.leaf
    items = []
    for part in parts(line.text, _SUBJECTS):
        if not part.owners:
            continue
        heading = Heading(part.text, part.owners, False, part.text[part.end :].strip(" ,:"), True)
        item = responsibility(Clause(leaf.path, part.text, leaf.node.spans, origin="task"), heading)
        own = {deadline.text.casefold() for deadline in item.deadlines}
        when = tuple(deadline for deadline in line.when if deadline.text.casefold() not in own)
        above = leaf.headings[-1].text if leaf.headings else section.heading
        items.append(item.model_copy(update={"heading": above, "deadlines": (*when, *item.deadlines)}))
    return items


def _unowned(line: _Dated) -> Question:
    path = line.leaf.path
    when = line.when[0].text
    return Question(
        path=path,
        kind="schedule_without_owner",
        message=f"Mốc “{when}” ở mục {path} không nêu cơ quan thực hiện. Cơ quan nào thực hiện?",
        item=line.leaf.node.text,
    )
