"""A plan as readable plain text for a terminal, at most 100 columns wide."""

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby

from plans.deadlines.words import said
from plans.model import Document, Plan, Responsibility, Target
from plans.questions.ask import place

WIDTH = 100
LABEL_WIDTH = 16
PATH_WIDTH = 13
_SIGN = {">=": "≥", "<=": "≤", "=": "="}


def render(plan: Plan) -> str:
    """The whole reading in Vietnamese, questions last."""
    parts = (
        _document(plan),
        _section(f"CĂN CỨ ({len(plan.legal_bases)})", (_item("", basis.text) for basis in plan.legal_bases)),
        _section("MỤC TIÊU CHUNG", [_item("", plan.general_objective)] if plan.general_objective else []),
        _section(f"CHỈ TIÊU ({len(plan.targets)})", map(_target, plan.targets)),
        _section(f"NHIỆM VỤ, GIẢI PHÁP ({len(plan.tasks)})", _tasks(plan)),
        _section(f"KINH PHÍ ({len(plan.funding)})", (_item(item.path, item.text) for item in plan.funding)),
        _section(f"TRÁCH NHIỆM ({len(plan.responsibilities)})", _responsibilities(plan)),
        _closing(plan),
        _section(f"CHÚ THÍCH ({len(plan.footnotes)})", (_item(note.mark, note.text) for note in plan.footnotes)),
        _ending(plan),
        _section(
            f"CẦN NGƯỜI QUYẾT ĐỊNH ({len(plan.questions)})", (_item(_place(q.path), q.message) for q in plan.questions)
        ),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _document(plan: Plan) -> str:
    d = plan.document
    lines = [
        _fact("Loại văn bản", d.doc_type),
        _fact("Số, ký hiệu", f"{d.number or '(để trống)'}/{d.symbol or '(không có ký hiệu)'}"),
        _fact("Cơ quan", (d.issuer or "(không rõ)") + (" (suy từ chữ ký)" if d.issuer_from == "signature" else "")),
        _fact("Ngày ban hành", ", ".join(filter(None, (d.place, _day(d))))),
        _fact("Tên", d.title or "(không có)"),
        _fact("Chương trình", d.programme_name or d.programme or "(không nêu)"),
        _fact("Giai đoạn", _period(d)),
    ]
    return "\n".join(lines)


def _day(d: Document) -> str:
    if d.date:
        return f"{d.date:%d/%m/%Y}"
    known = "/".join(f"{part:02d}" for part in (d.month, d.year) if part)
    return f"(để trống ngày){f' {known}' if known else ''}"


def _period(d: Document) -> str:
    if d.period.start is None:
        return "(không nêu)"
    span = f"{d.period.start}–{d.period.end}" if d.period.start != d.period.end else f"năm {d.period.start}"
    return span + (f", định hướng đến {d.period.vision}" if d.period.vision else "")


def _target(target: Target) -> str:
    value = "định tính"
    if target.value is not None:
        figure = _figure(target.value) + (f" – {_figure(target.high)}" if target.high is not None else "")
        space = "" if target.unit == "%" else " "
        value = f"{_SIGN.get(target.comparator or '', '')} {figure}{space}{target.unit or ''}".strip()
        value = f"tăng, giảm {value}" if target.relative else value
    when = str(target.year) if target.year else (target.recurrence or "không nêu năm").lower()
    group = " – ".join(filter(None, (target.group, target.scope)))
    lines = [_item(target.path, f"[{value}; {when}] {target.text}" + (f" ({group})" if group else ""))]
    # A level that the text already says is not repeated below it.
    base = target.base if target.base and target.base not in target.text else None
    lines += _notes((("gốc so sánh", base or ""), ("nơi thực hiện", ", ".join(target.places)), _look(target.doubts)))
    return "\n".join(lines)


def _figure(value: float) -> str:
    whole, _, part = f"{value:,.10g}".replace(",", " ").partition(".")
    whole = whole.replace(" ", ".")
    return f"{whole},{part}" if part else whole


def _look(doubts: tuple[str, ...]) -> tuple[str, str]:
    """A person must look: the questions themselves stand at the end of the reading."""
    return ("cần xem lại", f"{len(doubts)} điểm, nêu ở phần cuối" if doubts else "")


def _tasks(plan: Plan) -> Iterator[str]:
    for heading, tasks in groupby(plan.tasks, key=lambda task: task.heading):
        yield _wrap(heading, "  ", "  ")
        for task in tasks:
            yield _item(task.path, task.text)


def _responsibilities(plan: Plan) -> Iterator[str]:
    for heading, items in groupby(plan.responsibilities, key=lambda item: (item.path.rsplit(".", 1)[0], item.heading)):
        yield _wrap(heading[1], "  ", "  ")
        for item in items:
            yield _item(item.path, item.text)
            yield from _details(item)


_ORIGINS = {"task": "nhiệm vụ nêu cơ quan chủ trì", "annex": "bảng, phụ lục", "article": "điều khoản"}


def _details(item: Responsibility) -> Iterator[str]:
    """The roles below a clause, only those it has."""
    explicit = "; ".join(said(rule) for rule in item.deadlines if rule.origin == "explicit")
    derived = "; ".join(said(rule) for rule in item.deadlines if rule.origin == "derived")
    yield from _notes(
        (
            ("vai trò", ", ".join(item.owner_role)),
            ("cơ quan khác", "; ".join(f"{partner.name} ({partner.role})" for partner in item.partners)),
            ("tham mưu cho", "; ".join(item.advises)),
            ("báo cáo cho", "; ".join(item.reports_to)),
            ("định kỳ", ", ".join(item.recurrence)),
            ("hạn", explicit),
            ("kỳ hạn", f"{derived} (văn bản không nêu ngày; lấy theo kỳ báo cáo)" if derived else ""),
            ("sản phẩm", item.product or ""),
            ("giao tại", _ORIGINS.get(item.origin, "")),
            _look(item.doubts),
        )
    )


def _notes(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    indent = " " * (PATH_WIDTH + 4)
    for label, value in facts:
        if value:
            yield _wrap(f"· {label + ':':<15}{value}", indent, indent + " " * 17)


def _closing(plan: Plan) -> str:
    if plan.closing is None:
        return ""
    return _section("ĐOẠN KẾT", [_item("", plan.closing.text)])


def _ending(plan: Plan) -> str:
    signer = plan.signer
    lines = []
    if plan.recipients:
        lines.append(_fact("Nơi nhận", " ".join(plan.recipients)))
    if signer:
        lines.append(_fact("Người ký", f"{signer.name or '(không rõ)'} – {', '.join(signer.authority)}"))
    return "\n".join(lines)


def _place(path: str) -> str:
    return place(path).removeprefix("mục ")


def _section(title: str, items: Iterable[str]) -> str:
    lines = list(items)
    return "\n".join([title, *lines]) if lines else ""


def _fact(label: str, value: str) -> str:
    return _wrap(f"{label + ':':<{LABEL_WIDTH}}{value}", "", " " * LABEL_WIDTH)


def _item(path: str, text: str) -> str:
    return _wrap(f"{path:<{PATH_WIDTH}}{text}", "  ", " " * (PATH_WIDTH + 2))


def _wrap(text: str, first: str, rest: str) -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, replace_whitespace=False
    )
