"""The changes between two versions of a plan as readable plain text for a terminal."""

import textwrap
from collections.abc import Iterable, Iterator
from itertools import chain

from plans.amendments.changes import Change, Changes, ItemChange, UncertainPair, What
from plans.questions.ask import place

WIDTH = 100
_WHAT: dict[What, str] = {"responsibility": "Trách nhiệm", "target": "Chỉ tiêu", "task": "Nhiệm vụ, giải pháp"}
_COUNTED: dict[Change, str] = {
    "added": "thêm mới",
    "changed": "sửa đổi",
    "removed": "bãi bỏ",
    "renumbered": "đánh số lại",
    "same": "giữ nguyên",
}
FIELD_NAMES = {
    "text": "nội dung",
    "owners": "cơ quan thực hiện",
    "owner_role": "vai trò",
    "partners": "cơ quan phối hợp",
    "advises": "nơi được tham mưu",
    "reports_to": "nơi nhận báo cáo",
    "recurrence": "định kỳ",
    "deadlines": "thời hạn",
    "requested": "đề nghị",
    "origin": "nơi giao việc",
    "product": "sản phẩm",
    "group": "nhóm",
    "scope": "phạm vi",
    "comparator": "so sánh",
    "value": "giá trị",
    "high": "mức trên",
    "unit": "đơn vị",
    "year": "năm",
    "relative": "mức tăng, giảm",
    "part_of": "là phần của",
    "measure": "đối tượng đo",
    "base": "số gốc",
    "places": "nơi áp dụng",
    "doc_type": "loại văn bản",
    "number": "số",
    "symbol": "ký hiệu",
    "issuer": "cơ quan ban hành",
    "place": "nơi ban hành",
    "province": "tỉnh, thành phố",
    "date": "ngày ban hành",
    "day": "ngày",
    "month": "tháng",
    "title": "tên kế hoạch",
    "programme": "mã chương trình",
    "programme_decision": "quyết định phê duyệt chương trình",
    "programme_name": "tên chương trình",
    "programme_short_name": "tên gọi tắt của chương trình",
    "period": "giai đoạn",
    "enclosed_in": "ban hành kèm theo",
    "level": "cấp ban hành",
    "superior": "cơ quan cấp trên",
}


def render_changes(changes: Changes) -> str:
    """The changes for a terminal, at most 100 columns wide: counts, heading, then what was added, changed, removed."""
    if changes.empty:
        return "Hai phiên bản giống nhau, không có thay đổi nào.\n"
    parts = [_counts(changes)]
    if changes.document:
        parts.append(_wrap(f"Phần đầu văn bản khác ở: {_fields(changes.document)}.", "", "  "))
    for what, title in _WHAT.items():
        items = [item for item in changes.items if item.what == what]
        parts.extend(_section(f"{title.upper()} {_COUNTED[kind].upper()}", items, kind) for kind in _COUNTED)
    parts.append(_doubts(changes.uncertain))
    return "\n\n".join(part for part in parts if part) + "\n"


def _counts(changes: Changes) -> str:
    lines = []
    for what, title in _WHAT.items():
        kinds = [item.kind for item in changes.items if item.what == what]
        told = [f"{kinds.count(kind)} {word}" for kind, word in _COUNTED.items() if kind in kinds]
        lines.append(f"{title + ':':<22}{', '.join(told) or 'không có'}")
    if changes.uncertain:
        lines.append(f"{'Cần người quyết định:':<22}{len(changes.uncertain)} cặp")
    return "\n".join(lines)


def _section(title: str, items: Iterable[ItemChange], kind: Change) -> str:
    found = [item for item in items if item.kind == kind]
    if not found or kind == "same":
        return ""
    if kind == "renumbered":
        return "\n".join([f"{title} ({len(found)})", _wrap("; ".join(f"{i.old} → {i.new}" for i in found), "  ", "  ")])
    return "\n".join([f"{title} ({len(found)})", *chain.from_iterable(map(_lines, found))])


def _lines(item: ItemChange) -> Iterator[str]:
    moved = item.old and item.new and item.old != item.new
    yield _wrap(f"{item.old} → {item.new}" if moved else str(item.new or item.old), "  ", "  ")
    if item.note:
        yield _wrap(f"({item.note})", "    ", "    ")
    if item.kind != "changed":
        yield _wrap(str(item.new_text or item.old_text), "    ", "    ")
        return
    yield _wrap(f"Khác ở: {_fields(item.fields)}.", "    ", "    ")
    if "text" in item.fields:
        yield _wrap(f"Cũ:  {item.old_text}", "    ", "         ")
        yield _wrap(f"Mới: {item.new_text}", "    ", "         ")
    else:
        yield _wrap(str(item.new_text), "    ", "    ")
    for value in item.values:
        name = FIELD_NAMES.get(value.field, value.field).capitalize()
        yield _wrap(f"{name}: {value.old or '(không có)'} → {value.new or '(không có)'}", "    ", "         ")


def _doubts(pairs: tuple[UncertainPair, ...]) -> str:
    lines = [f"CẦN NGƯỜI QUYẾT ĐỊNH ({len(pairs)})"] if pairs else []
    for pair in pairs:
        lines.append(
            _wrap(f"{_WHAT[pair.what]}: {place(pair.old)} cũ có phải là {place(pair.new)} mới không?", "  ", "  ")
        )
        lines.append(_wrap(f"({pair.reason})", "    ", "    "))
        lines.append(_wrap(f"Cũ:  {pair.old_text}", "    ", "         "))
        lines.append(_wrap(f"Mới: {pair.new_text}", "    ", "         "))
    return "\n".join(lines)


def _fields(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(FIELD_NAMES.get(name, name) for name in names))


def _wrap(text: str, first: str, rest: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
