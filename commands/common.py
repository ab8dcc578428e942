"""What commands share: the house, the moment, who decides, decisions in the form PATH=names, tables."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter, validators

if TYPE_CHECKING:
    from flows.runtime import Runtime

ACTOR = "người phụ trách"
EARLIEST, LATEST = 2000, 2099
Positive = Annotated[int, Parameter(validator=validators.Number(gte=1, lte=2**31 - 1))]
By = Annotated[str, Parameter(help="tên người quyết định, ghi vào nhật ký")]
Because = Annotated[str, Parameter(help="lý do, ghi vào nhật ký")]
Assign = Annotated[
    list[str] | None,
    Parameter(
        help="'ĐƯỜNG_DẪN=Tên cơ quan; Tên cơ quan': cơ quan thực hiện một điểm (hoặc mã câu hỏi: Q3=…)", negative=()
    ),
]


def house() -> "Runtime":
    """The house of this process."""
    from flows.runtime import current

    return current()


def moment(value: datetime | None) -> datetime:
    """A moment in Việt Nam; now when none is given."""
    from state.clock import ZONE, now

    if value is None:
        return now()
    if not EARLIEST <= value.year <= LATEST:
        from state.errors import BadDecision

        raise BadDecision(f"{value:%d/%m}/{value.year}", f"năm phải từ {EARLIEST} đến {LATEST}.")
    return value.replace(tzinfo=ZONE) if value.tzinfo is None else value.astimezone(ZONE)


def pairs(given: Sequence[str] | None, form: str) -> dict[str, str]:
    """``KEY=value`` as a mapping.

    :raises BadDecision: a part without key, sign or value
    """
    found: dict[str, str] = {}
    for pair in given or []:
        key, sign, value = pair.partition("=")
        if not (key.strip() and sign):
            from state.errors import BadDecision

            raise BadDecision(pair, f"cần viết '{form}'.")
        found[key.strip()] = value.strip()
    return found


def assignments(given: Sequence[str] | None) -> dict[str, list[str]]:
    """``V.8.1=Sở A; Sở B`` as a mapping of a path to names."""
    form = "ĐƯỜNG_DẪN=Tên cơ quan; Tên cơ quan"
    found = {
        key: [name.strip() for name in value.split(";") if name.strip()] for key, value in pairs(given, form).items()
    }
    for path, names in found.items():
        if not names:
            from state.errors import BadDecision

            raise BadDecision(f"{path}=", f"cần viết '{form}'.")
    return found


def as_json(value: object) -> str:
    """Data for another program; days and moments as ISO text."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def table(rows: Sequence[dict[str, object]], columns: Mapping[str, str], *, json: bool) -> None:
    """Print rows as a table or as JSON."""
    if json:
        print(as_json(rows))
        return
    from rich.console import Console
    from rich.table import Table

    shown = Table(*columns.values())
    for row in rows:
        shown.add_row(*(str(row[key]) for key in columns))
    Console().print(shown)
