"""The columns of the register: which field of the model each one shows, and what a cell of it gives back."""

from collections.abc import Callable
from dataclasses import dataclass

from agencies.exchange import cells
from agencies.model import KIND_LABELS, ROLE_LABELS

AGENCY_SHEET, CONTACT_SHEET = "Cơ quan", "Đầu mối"
CHAIN_LABELS: dict[bool, str] = {True: "cấp dưới", False: "được đề nghị"}
CODE = "code"


def _kept(value: object) -> object:
    return value


@dataclass(frozen=True)
class Column:
    """One column. ``field`` is that of the model, "" for a column that is only shown; ``read`` raises CellError.

    ``present`` turns the field into what a cell shows: a text, a date or None. ``width`` is in characters.
    """

    title: str
    field: str
    width: float
    read: Callable[[object], object]
    present: Callable[[object], object] = _kept
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    hint: str = ""


def _label_of(labels: dict[bool, str]) -> Callable[[object], object]:
    return lambda value: labels[bool(value)]


def _lines(value: object) -> object:
    return "\n".join(value) if isinstance(value, tuple) else value


def _yes(value: object) -> object:
    return cells.YES if value else None


FROM = Column(
    "Từ ngày", "valid_from", 13, cells.as_day, aliases=("Ngày bắt đầu",), hint="Để trống: từ trước khi có danh bạ."
)
TO = Column(
    "Không còn từ ngày",
    "valid_to",
    13,
    cells.as_day,
    aliases=("Đến ngày", "Ngày kết thúc"),
    hint="Ngày đầu tiên không còn; để trống: đang hoạt động.",
)
AGENCY_COLUMNS: tuple[Column, ...] = (
    Column("Mã cơ quan", CODE, 19, cells.as_code, aliases=("Mã",), hint="Không đổi và không dùng lại, ví dụ LC.STC."),
    Column("Tên cơ quan", "name", 39, cells.as_needed, aliases=("Tên",)),
    Column("Tên ngắn", "short_name", 24, cells.as_line, aliases=("Tên viết tắt",)),
    Column(
        "Loại",
        "kind",
        20,
        cells.choice(KIND_LABELS),
        lambda value: KIND_LABELS[value],  # type: ignore[index]
        choices=tuple(KIND_LABELS.values()),
        aliases=("Loại cơ quan",),
    ),
    Column("Cấp trên", "parent", 13, cells.as_parent, aliases=("Cơ quan cấp trên",), hint="Mã của cơ quan cấp trên."),
    Column(
        "Quan hệ",
        "in_chain",
        15,
        cells.choice(CHAIN_LABELS),
        _label_of(CHAIN_LABELS),
        choices=tuple(CHAIN_LABELS.values()),
        aliases=("Quan hệ chỉ đạo",),
        hint="“được đề nghị”: không thuộc quyền chỉ đạo của UBND tỉnh.",
    ),
    Column("Tên gọi khác", "aliases", 27, cells.as_names, _lines, hint="Mỗi tên một dòng (Alt+Enter)."),
    Column("Mã định danh", "identifier", 14, cells.as_identifier, aliases=("Mã định danh điện tử",)),
    FROM,
    TO,
    Column("Văn bản kết thúc", "closed_by", 22, cells.as_line, hint="Văn bản giải thể hoặc chuyển cơ quan."),
    Column("Cần xác nhận", "to_confirm", 12, cells.as_yes, _yes, choices=(cells.YES,)),
    Column("Ghi chú", "note", 32, cells.as_line),
)
CONTACT_COLUMNS: tuple[Column, ...] = (
    Column("Mã cơ quan", "agency", 19, cells.as_code, aliases=("Mã",)),
    Column("Tên cơ quan", "", 39, cells.as_line, hint="Chỉ để xem."),
    Column("Địa chỉ thư điện tử", "email", 50, cells.as_email, aliases=("Email", "E-mail", "Thư điện tử")),
    Column("Họ tên", "name", 58, cells.as_line, aliases=("Họ và tên", "Người nhận")),
    Column(
        "Vai trò",
        "role",
        18,
        cells.choice(ROLE_LABELS),
        lambda value: ROLE_LABELS[value],  # type: ignore[index]
        choices=tuple(ROLE_LABELS.values()),
    ),
    FROM,
    TO,
    Column("Tình trạng thư", "", 24, cells.as_line, hint="Chỉ để xem."),
)
SHEETS: dict[str, tuple[Column, ...]] = {AGENCY_SHEET: AGENCY_COLUMNS, CONTACT_SHEET: CONTACT_COLUMNS}
NEEDED: dict[str, tuple[str, ...]] = {AGENCY_SHEET: (CODE,), CONTACT_SHEET: ("agency", "email")}
TITLES: dict[str, dict[str, str]] = {
    sheet: {column.field: column.title for column in columns if column.field} for sheet, columns in SHEETS.items()
}
