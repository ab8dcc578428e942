"""What the text leaves open and a person must decide. One small function per kind; each question is asked once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from plans import slips
from plans.labels import Label, Level, ordinal
from plans.model import Plan, Question, Responsibility, Task
from plans.outline import Node, walk


@dataclass(frozen=True)
class Reading:
    """What the questions are asked about."""

    plan: Plan
    root: Node
    organisation: Node
    goals: tuple[Node, ...]
    annex: int | None


def ask(reading: Reading) -> tuple[Question, ...]:
    """All open questions, document first, in reading order within a kind, none twice."""
    found: dict[tuple[str, str, str], Question] = {}
    for kind in KINDS:
        for question in kind(reading):
            found.setdefault((question.path, question.kind, question.message), question)
    return tuple(found.values())


_PLACES = {"document": "phần đầu", "signer": "người ký", "recipients": "nơi nhận", "annex": "phụ lục"}


def place(path: str) -> str:
    """A path in words people read: "mục V.10.b", "chú thích 1"."""
    if path.startswith("footnote."):
        return f"chú thích {path.partition('.')[2]}"
    if path.endswith(".closing"):
        return "đoạn kết"
    return _PLACES.get(path, f"mục {path}")


def _q(path: str, kind: str, message: str) -> Question:
    return Question(path=path, kind=kind, message=message)


def _document(r: Reading) -> Iterator[Question]:
    d = r.plan.document
    if d.number is None:
        yield _q("document", "number_blank", "Văn bản chưa ghi số. Số của kế hoạch là bao nhiêu?")
    if d.date is None:
        known = "/".join(f"{part:02d}" for part in (d.day, d.month, d.year) if part)
        if d.day and d.month and d.year:
            yield _q("document", "date_invalid", f"Ngày ban hành “{known}” không có trong lịch. Ngày đúng là ngày nào?")
        else:
            about = f" (mới biết {known})" if known else ""
            yield _q("document", "day_blank", f"Văn bản để trống ngày ban hành{about}. Kế hoạch được ký ngày nào?")
    if d.issuer is None:
        yield _q(
            "document", "issuer_missing", "Không tìm thấy tên cơ quan ban hành. Cơ quan nào ban hành kế hoạch này?"
        )
    elif d.issuer_from == "signature":
        yield _q(
            "document",
            "issuer_derived",
            f"Văn bản thiếu phần tên cơ quan ban hành; suy ra “{d.issuer}” từ địa danh và chữ ký. Có đúng không?",
        )
    if not d.title:
        yield _q("document", "title_missing", "Không tìm thấy tên kế hoạch (trích yếu). Kế hoạch này tên là gì?")
    if d.period.start is None:
        yield _q(
            "document", "period_missing", "Tên kế hoạch không nêu giai đoạn. Kế hoạch thực hiện từ năm nào đến năm nào?"
        )


def _ending(r: Reading) -> Iterator[Question]:
    signer = r.plan.signer
    if signer is None or signer.name is None:
        yield _q("signer", "signer_missing", "Không đọc được họ tên người ký. Ai đã ký kế hoạch này?")
    elif variants := slips.likely_surnames(signer.name):
        yield _q(
            "signer",
            "probable_typo",
            f"Họ tên người ký “{signer.name}” có thể sai dấu khi quét (họ {' hay '.join(variants)}?). Tên đúng là gì?",
        )
    if not r.plan.recipients:
        yield _q("recipients", "recipients_missing", "Không tìm thấy mục “Nơi nhận”. Kế hoạch gửi những nơi nào?")
    if r.annex is not None:
        yield _q(
            "annex", "annex_unread", f"Có phụ lục từ dòng {r.annex} chưa được đọc. Phụ lục có giao thêm việc không?"
        )


def _owners(r: Reading) -> Iterator[Question]:
    for item in r.plan.responsibilities:
        if not item.owners:
            yield _q(
                item.path, "owner_missing", f"Mục {item.path} không nêu rõ cơ quan thực hiện. Giao cho cơ quan nào?"
            )
        for owner in item.owners:
            if slips.is_open_group(owner):
                group = item.path.rsplit(".", 1)[0]
                yield _q(group, "open_group", f"“{owner}” là nhóm mở, không nêu tên. Nhóm này gồm những cơ quan nào?")


def _addressees(r: Reading) -> Iterator[Question]:
    for item in r.plan.responsibilities:
        if not item.reports_to and re.search(r"báo cáo (?:kết quả )?(?:theo|định kỳ|hằng|hàng)\b", item.text):
            yield _q(
                item.path,
                "report_addressee_missing",
                f"Mục {item.path} yêu cầu báo cáo nhưng không nêu nơi nhận báo cáo. Báo cáo gửi cho cơ quan nào?",
            )


def _unfinished(r: Reading) -> Iterator[Question]:
    items: tuple[Task | Responsibility, ...] = (*r.plan.tasks, *r.plan.responsibilities)
    for item in items:
        if not re.search(r"[.;:!?…/)”\"¹²³⁴⁵⁶⁷⁸⁹⁰]$", item.text):
            yield _q(
                item.path,
                "unfinished_sentence",
                f"Mục {item.path} kết thúc bằng “…{item.text[-30:]}” không có dấu câu. Văn bản có bị thiếu đoạn không?",
            )


def _targets(r: Reading) -> Iterator[Question]:
    for target in r.plan.targets:
        if target.relative and "so với" not in target.text:
            yield _q(
                target.path,
                "target_without_base",
                f"Chỉ tiêu “{target.text}” tính theo mức tăng, giảm nhưng không nêu số gốc. "
                "So với số liệu của năm nào?",
            )
        if re.search(r"\d\s*%?\s*[-–]\s*\d+(?:[.,]\d+)?\s*%", target.text):
            yield _q(
                target.path,
                "range_value",
                f"Chỉ tiêu “{target.text}” cho một khoảng giá trị; đang lấy mức thấp làm mức tối thiểu. Lấy mức nào?",
            )
        if target.value is not None and target.year is None and target.recurrence is None:
            yield _q(
                target.path, "target_without_year", f"Chỉ tiêu “{target.text}” không nêu năm. Cần đạt vào năm nào?"
            )
    for one, two in pairwise(r.plan.targets):
        shared = one.path == two.path and one.comparator == ">=" and two.comparator == "=" and two.part_of is None
        if shared and re.search(rf"{re.escape(one.text)} và {re.escape(two.text)}", one.clause):
            yield _q(
                two.path,
                "comparator_scope",
                f"Chỉ tiêu “{two.text}” đứng sau một mức tối thiểu trong cùng câu. "
                "Đây cũng là mức tối thiểu hay là mức cần đạt?",
            )
    if r.goals and not r.plan.targets:
        yield _q(
            r.goals[0].path,
            "targets_missing",
            "Mục tiêu không có chỉ tiêu nào đọc được. Theo dõi kế hoạch bằng chỉ tiêu nào?",
        )


def _whole_plan(r: Reading) -> Iterator[Question]:
    items = r.plan.responsibilities
    if not any(deadline.origin == "explicit" for item in items for deadline in item.deadlines):
        yield _q(
            r.organisation.path,
            "no_deadline",
            "Kế hoạch không nêu ngày hạn nào cho các nhiệm vụ. Hạn báo cáo lấy theo kỳ báo cáo định kỳ có được không?",
        )
    supplies = re.compile(r"(?:số liệu|thống kê|chỉ tiêu)\b", re.IGNORECASE)
    if any(t.value is not None for t in r.plan.targets) and not any(supplies.search(item.text) for item in items):
        yield _q(
            r.goals[0].path,
            "targets_without_supplier",
            "Kế hoạch không giao cơ quan nào cung cấp số liệu của các chỉ tiêu. Cơ quan nào cung cấp số liệu?",
        )


def _numbering(r: Reading) -> Iterator[Question]:
    for parent in (r.root, *walk(r.root)):
        before: Label | None = None
        for child in parent.children:
            label = child.label
            if label is None or not label.key:
                continue
            yield from _gap(parent, before if before and before.level is label.level else None, child, label)
            before = label


def _gap(parent: Node, before: Label | None, child: Node, label: Label) -> Iterator[Question]:
    position = ordinal(label)
    previous = ordinal(before) if before else 0
    if position is None or previous is None or position == previous + 1:
        return
    where = f"mục {parent.path}" if parent.path else "văn bản"
    mark = f"{label.key})" if label.level is Level.LETTER else f"{label.key}."
    if position > previous + 1:
        after = f"từ “{before.key}” sang" if before else "bắt đầu từ"
        yield _q(
            child.path,
            "skipped_label",
            f"Thứ tự đánh số của {where} nhảy cóc, {after} “{mark}”. Văn bản có thiếu mục nào không?",
        )
    else:
        yield _q(
            child.path, "repeated_label", f"Thứ tự đánh số của {where} lặp lại hoặc lùi ở “{mark}”. Số đúng là gì?"
        )


def _texts(r: Reading) -> list[tuple[str, str]]:
    """Every text of the plan once, with its path."""
    nodes = [(node.path, node.text) for node in walk(r.root)]
    front = [("document", basis.text) for basis in r.plan.legal_bases]
    closing = [(r.plan.closing.path, r.plan.closing.text)] if r.plan.closing else []
    notes = [(f"footnote.{n}", note.text) for n, note in enumerate(r.plan.footnotes, start=1)]
    return [("document", r.plan.document.title), *front, *nodes, *closing, *notes]


def _spelling(r: Reading) -> Iterator[Question]:
    texts = _texts(r)
    for slip in slips.SLIPS:
        places = [(path, match.group()) for path, text in texts for match in slip.pattern.finditer(text)]
        if places:
            where = ", ".join(dict.fromkeys(place(path) for path, _ in places))
            yield _q(
                places[0][0],
                "probable_typo",
                f"“{places[0][1]}” (tại {where}) có thể là lỗi gõ hoặc lỗi quét của “{slip.meant}”. Có đúng không?",
            )


def _quotes(r: Reading) -> Iterator[Question]:
    for path, text in _texts(r):
        if text.count("“") != text.count("”") or text.count('"') % 2:
            yield _q(
                path,
                "unbalanced_quote",
                f"Dấu ngoặc kép tại {place(path)} không thành cặp. Văn bản có thiếu hoặc thừa chữ không?",
            )


KINDS = (
    _document,
    _targets,
    _owners,
    _addressees,
    _unfinished,
    _numbering,
    _whole_plan,
    _ending,
    _spelling,
    _quotes,
)
