"""What the text leaves open and a person must decide. One small function per kind; each question is asked once."""

import re
from collections.abc import Iterator

from plans.model import Question
from plans.questions import slips
from plans.questions.crosscheck import crosscheck
from plans.questions.duties import duty_doubts
from plans.questions.targets import target_doubts
from plans.questions.words import Reading, place, places, question
from plans.structure.labels import Label, Level, ordinal
from plans.structure.outline import Node, walk

__all__ = ["Reading", "ask", "place"]


def ask(reading: Reading) -> tuple[Question, ...]:
    """All open questions, document first, in reading order within a kind, none twice."""
    found: dict[tuple[str, str, str], Question] = {}
    for kind in KINDS:
        for asked in kind(reading):
            found.setdefault((asked.path, asked.kind, asked.message), asked)
    return tuple(found.values())


def _document(r: Reading) -> Iterator[Question]:
    d = r.plan.document
    if d.number is None:
        yield question("document", "number_blank", "Văn bản chưa ghi số. Số của kế hoạch là bao nhiêu?")
    if d.date is None:
        known = "/".join(f"{part:02d}" for part in (d.day, d.month, d.year) if part)
        if d.day and d.month and d.year:
            yield question(
                "document", "date_invalid", f"Ngày ban hành “{known}” không có trong lịch. Ngày đúng là ngày nào?"
            )
        else:
            about = f" (mới biết {known})" if known else ""
            yield question(
                "document", "day_blank", f"Văn bản để trống ngày ban hành{about}. Kế hoạch được ký ngày nào?"
            )
    if d.issuer is None:
        yield question(
            "document", "issuer_missing", "Không tìm thấy tên cơ quan ban hành. Cơ quan nào ban hành kế hoạch này?"
        )
    elif d.issuer_from == "signature":
        yield question(
            "document",
            "issuer_derived",
            f"Văn bản thiếu phần tên cơ quan ban hành; suy ra “{d.issuer}” từ địa danh và chữ ký. Có đúng không?",
        )
    if not d.title:
        yield question("document", "title_missing", "Không tìm thấy tên kế hoạch (trích yếu). Kế hoạch này tên là gì?")
    if d.period.start is None and d.period.end is None:
        yield question(
            "document", "period_missing", "Tên kế hoạch không nêu giai đoạn. Kế hoạch thực hiện từ năm nào đến năm nào?"
        )


def _ending(r: Reading) -> Iterator[Question]:
    signer = r.plan.signer
    if signer is None or signer.name is None:
        yield question("signer", "signer_missing", "Không đọc được họ tên người ký. Ai đã ký kế hoạch này?")
    elif variants := slips.likely_surnames(signer.name):
        yield question(
            "signer",
            "probable_typo",
            f"Họ tên người ký “{signer.name}” có thể sai dấu khi quét (họ {' hay '.join(variants)}?). Tên đúng là gì?",
        )
    if not r.plan.recipients:
        yield question("recipients", "recipients_missing", "Không tìm thấy mục “Nơi nhận”. Kế hoạch gửi những nơi nào?")


def _suppliers(r: Reading) -> Iterator[Question]:
    items = r.plan.responsibilities
    supplies = re.compile(r"(?:số liệu|thống kê|chỉ tiêu)\b", re.IGNORECASE)
    if any(t.value is not None for t in r.plan.targets) and not any(supplies.search(item.text) for item in items):
        yield question(
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
        yield question(
            child.path,
            "skipped_label",
            f"Thứ tự đánh số của {where} nhảy cóc, {after} “{mark}”. Văn bản có thiếu mục nào không?",
        )
    else:
        yield question(
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
    texts = [(path, text, text.lower()) for path, text in _texts(r)]
    whole = "\n".join(small for _, _, small in texts)
    for slip in slips.SLIPS:
        if not slip.possible(whole):
            continue
        found = [(path, written) for path, text, small in texts for written in slip.found(text, small)]
        if found:
            where = ", ".join(dict.fromkeys(place(path) for path, _ in found))
            yield question(
                found[0][0],
                "probable_typo",
                f"“{found[0][1]}” (tại {where}) có thể là lỗi gõ hoặc lỗi quét của “{slip.meant}”. Có đúng không?",
            )


def _quotes(r: Reading) -> Iterator[Question]:
    odd = [path for path, text in _texts(r) if text.count("“") != text.count("”") or text.count('"') % 2]
    if odd:
        yield question(
            odd[0],
            "unbalanced_quote",
            f"Dấu ngoặc kép tại {places(odd)} không thành cặp. Văn bản có thiếu hoặc thừa chữ không?",
        )


KINDS = (
    _document,
    target_doubts,
    duty_doubts,
    crosscheck,
    _numbering,
    _suppliers,
    _ending,
    _spelling,
    _quotes,
)
