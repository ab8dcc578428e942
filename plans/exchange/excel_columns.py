"""The columns of the form: what each shows of an item, and what a cell of it gives back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar, get_args

from plans.deadlines.read import read_deadlines
from plans.exchange.excel_cells import (
    CellError,
    Value,
    as_date,
    as_line,
    as_lines,
    as_number,
    as_optional,
    as_year,
    as_yes,
    chooser,
    fold,
    joined,
)
from plans.exchange.excel_grid import Cell
from plans.meaning.names import read_names, starts_name
from plans.meaning.roles import PARTNER_RULES
from plans.model import Deadline, LegalBasis, OwnerRole, Partner, Responsibility, Target, Task
from plans.structure.labels import split_label

T = TypeVar("T")
Values = dict[str, object]
YES = "có"
COMPARATORS = {"≥ (ít nhất)": ">=", "≤ (không quá)": "<=", "= (bằng)": "="}
ROLES: tuple[OwnerRole, ...] = get_args(OwnerRole)
_PARTNER_ROLES = {fold(role): role for role in ("phối hợp", *(rule.role for rule in PARTNER_RULES))}
# Words of a deadline cell that were not understood; the builder of the row makes a question of them.
UNREAD = "unread_deadlines"


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column. `read` gives the model fields that a cell sets and raises CellError; `width` is in characters.

    `choices` fill the drop-down list. A `needed` column must be in the sheet, though single cells may be blank.
    """

    title: str
    width: float
    show: Callable[[T], Value]
    read: Callable[[Cell], Values]
    needed: bool = False
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    hint: str = ""


def one(field: str, read: Callable[[Cell], object]) -> Callable[[Cell], Values]:
    """A reader whose value is one field of the model."""
    return lambda cell: {field: read(cell)}


def show_yes(value: bool) -> Value:
    """A mark in a yes column; blank is no."""
    return YES if value else None


def show_partner(partner: Partner) -> str:
    """A partner with its role in brackets, unless it simply coordinates."""
    return partner.name if partner.role == "phối hợp" else f"{partner.name} ({partner.role})"


def read_partners(cell: Cell) -> tuple[Partner, ...]:
    """Names, each with a role in brackets or without."""
    return tuple(partner for text in as_lines(cell) for partner in _partners(text))


def _partners(text: str) -> Iterator[Partner]:
    name, bracket, role = text.rpartition("(")
    known = _PARTNER_ROLES.get(fold(role)) if bracket and text.endswith(")") else None
    named = name if known and name.strip() else text
    return (Partner(name=body, role=known or "phối hợp") for body in _bodies(named))


def read_bodies(cell: Cell) -> tuple[str, ...]:
    """Names of bodies: one per line, or as people list them ("- Sở Y tế", "Sở Y tế và Sở Nội vụ")."""
    return tuple(body for text in as_lines(cell) for body in _bodies(text))


def _bodies(text: str) -> tuple[str, ...]:
    """The bodies listed in one line; a line with anything but names in it stays as it is."""
    label, rest = split_label(text)
    text = (rest if label is not None and starts_name(rest) else text).strip()
    pieces = [piece.strip() for piece in text.split("/")]
    listed = ", ".join(pieces) if all(map(starts_name, pieces)) else text
    names, end = read_names(listed)
    return names if len(names) > 1 and not listed[end:].strip(" .,") else (text,)


def read_roles(cell: Cell) -> tuple[OwnerRole, ...]:
    """One role or several, in the order written, each once. Raises CellError for an unknown one."""
    known = {fold(role): role for role in ROLES}
    found: dict[OwnerRole, None] = {}
    for part in (piece for text in as_lines(cell) for piece in text.split(",")):
        role = known.get(fold(part))
        if role is None:
            listed = ", ".join(f"“{word}”" for word in ROLES)
            raise CellError(f"vai trò “{part.strip()}” không có trong danh sách; hãy chọn trong: {listed}")
        found[role] = None
    return tuple(found)


def read_due(cell: Cell) -> Values:
    """Deadlines as people write them, one per line; lines that give no day are kept aside for a question."""
    found: list[Deadline] = []
    unread: list[str] = []
    for text in as_lines(cell):
        rules = read_deadlines(text, cell=True)
        found.extend(rules)
        # "15/12" lacks its year, and no calendar has "31/02/2026".
        if not rules or any(rule.kind in ("by", "within") and (rule.end or rule.every) is None for rule in rules):
            unread.append(text)
    return {"deadlines": tuple(found), UNREAD: tuple(unread)}


RESPONSIBILITY: tuple[Column[Responsibility], ...] = (
    Column("Mã mục", 10, lambda r: r.path, one("path", as_line), aliases=("Mã", "Số mục")),
    Column(
        "Cơ quan thực hiện",
        22,
        lambda r: joined(r.owners),
        one("owners", read_bodies),
        needed=True,
        aliases=("Cơ quan", "Đơn vị thực hiện", "Cơ quan chủ trì", "Đơn vị chủ trì"),
        hint="Mỗi cơ quan một dòng (Alt+Enter) hoặc cách nhau bằng dấu chấm phẩy.",
    ),
    Column(
        "Vai trò",
        12,
        lambda r: joined(r.owner_role),
        one("owner_role", read_roles),
        choices=ROLES,
        hint="Để trống thì chương trình đọc vai trò từ nội dung.",
    ),
    Column(
        "Nội dung", 52, lambda r: r.text, one("text", as_line), needed=True, aliases=("Nhiệm vụ", "Nội dung nhiệm vụ")
    ),
    Column(
        "Cơ quan phối hợp",
        24,
        lambda r: joined(map(show_partner, r.partners)),
        one("partners", read_partners),
        aliases=("Đơn vị phối hợp",),
        hint="Mỗi cơ quan một dòng. Vai trò khác “phối hợp” ghi trong ngoặc, ví dụ: UBND các xã (được hướng dẫn).",
    ),
    Column(
        "Báo cáo cho", 15, lambda r: joined(r.reports_to), one("reports_to", as_lines), aliases=("Nơi nhận báo cáo",)
    ),
    Column("Tham mưu cho", 15, lambda r: joined(r.advises), one("advises", as_lines)),
    Column(
        "Hạn",
        17,
        lambda r: joined(deadline.text for deadline in r.deadlines),
        read_due,
        aliases=("Thời hạn", "Hạn hoàn thành", "Tiến độ"),
        hint="Ghi như trong văn bản: “trước ngày 15/12 hằng năm”, “quý IV/2025”, “thường xuyên”. Mỗi hạn một dòng.",
    ),
    Column("Định kỳ", 11, lambda r: joined(r.recurrence), one("recurrence", as_lines)),
    Column("Sản phẩm", 16, lambda r: r.product, one("product", as_optional), aliases=("Kết quả", "Sản phẩm đầu ra")),
    Column(
        "Đề nghị?",
        9,
        lambda r: show_yes(r.requested),
        one("requested", as_yes),
        choices=(YES,),
        hint="Ghi “có” khi văn bản đề nghị (không giao) cơ quan này.",
    ),
)

TARGET: tuple[Column[Target], ...] = (
    Column("Mã mục", 10, lambda t: t.path, one("path", as_line), aliases=("Mã", "Số mục")),
    Column("Nhóm", 20, lambda t: t.group, one("group", as_optional), aliases=("Nhóm chỉ tiêu",)),
    Column("Chỉ tiêu", 50, lambda t: t.text, one("text", as_line), needed=True, aliases=("Tên chỉ tiêu", "Nội dung")),
    Column(
        "So sánh",
        13,
        lambda t: next((word for word, sign in COMPARATORS.items() if sign == t.comparator), None),
        one(
            "comparator",
            chooser(
                {
                    **COMPARATORS,
                    "≥": ">=",
                    ">=": ">=",
                    "≤": "<=",
                    "<=": "<=",
                    "=": "=",
                    "ít nhất": ">=",
                    "tối thiểu": ">=",
                    "không quá": "<=",
                    "tối đa": "<=",
                    "bằng": "=",
                    "đạt": "=",
                }
            ),
        ),
        choices=tuple(COMPARATORS),
    ),
    Column("Giá trị", 10, lambda t: t.value, one("value", as_number), aliases=("Mức", "Mục tiêu")),
    Column(
        "Đến mức", 10, lambda t: t.high, one("high", as_number), hint="Chỉ ghi khi chỉ tiêu là một khoảng: 80 đến 85."
    ),
    Column("Đơn vị", 10, lambda t: t.unit, one("unit", as_optional), aliases=("Đơn vị tính",)),
    Column("Năm", 8, lambda t: None if t.year is None else float(t.year), one("year", as_year), aliases=("Năm đạt",)),
    Column("Định kỳ", 11, lambda t: t.recurrence, one("recurrence", as_optional)),
    Column(
        "Mức tăng, giảm?",
        10,
        lambda t: show_yes(t.relative),
        one("relative", as_yes),
        choices=(YES,),
        hint="Ghi “có” khi giá trị là mức tăng hoặc giảm chứ không phải mức đạt được.",
    ),
    Column("So với", 14, lambda t: t.base, one("base", as_optional), aliases=("Số gốc",)),
    Column("Đối tượng đo", 17, lambda t: t.measure, one("measure", as_optional)),
    Column("Phạm vi", 15, lambda t: t.scope, one("scope", as_optional)),
    Column("Nơi áp dụng", 15, lambda t: joined(t.places), one("places", as_lines)),
    Column("Là phần của", 17, lambda t: t.part_of, one("part_of", as_optional)),
)

TASK: tuple[Column[Task], ...] = (
    Column("Mã mục", 10, lambda t: t.path, one("path", as_line), aliases=("Mã", "Số mục")),
    Column("Nhóm nhiệm vụ", 30, lambda t: t.heading, one("heading", as_line), aliases=("Đề mục",)),
    Column("Nhóm nhỏ", 26, lambda t: t.subheading, one("subheading", as_optional), aliases=("Tiểu mục",)),
    Column("Nội dung", 80, lambda t: t.text, one("text", as_line), needed=True, aliases=("Nhiệm vụ", "Giải pháp")),
    Column("Định kỳ", 11, lambda t: joined(t.recurrence), one("recurrence", as_lines)),
)

BASIS: tuple[Column[LegalBasis], ...] = (
    Column(
        "Căn cứ",
        80,
        lambda b: b.text,
        one("text", as_line),
        needed=True,
        hint="Ghi cả câu như trong văn bản; các cột bên phải để trống thì chương trình đọc từ câu này.",
    ),
    Column("Loại văn bản", 16, lambda b: b.type, one("type", as_optional)),
    Column("Số, ký hiệu", 18, lambda b: b.number, one("number", as_optional)),
    Column("Ngày", 13, lambda b: None if b.date is None else f"{b.date:%d/%m/%Y}", one("date", as_date)),
    Column("Cơ quan ban hành", 28, lambda b: b.issuer, one("issuer", as_optional)),
)
