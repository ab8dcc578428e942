"""A plan to a file and an empty form: nothing is overwritten, and no half file is left."""

from pathlib import Path

from flows.runtime import Runtime
from plans.exchange.excel import empty_form, excel_of_plan
from plans.exchange.json_form import plan_to_json
from plans.model import Plan
from state.errors import FileExists, UnknownFileKind


def export_plan(house: Runtime, code: str, file: Path) -> str:
    """Write the newest reading of a plan, as corrected, in the form that the name of the file asks for.

    :raises UnknownFileKind: neither .xlsx nor .json
    :raises FileExists: the file is there already
    """
    suffix = file.suffix.lower()
    if suffix not in {".xlsx", ".json"}:
        raise UnknownFileKind(file.name)
    with house.database.unit() as store:
        plan = store.plans.get(code)
        version = store.plans.version(plan)
        assert version is not None, "every plan has a version"
        reading, number = Plan.model_validate(version.reading), version.number
    write_new(file, excel_of_plan(reading) if suffix == ".xlsx" else plan_to_json(reading))
    return f"Đã ghi kế hoạch {plan.code} (lần {number}) vào {file}."


def write_form(file: Path) -> str:
    """Write the empty form.

    :raises UnknownFileKind: the name does not end in .xlsx
    :raises FileExists: the file is there already
    """
    if file.suffix.lower() != ".xlsx":
        raise UnknownFileKind(file.name)
    write_new(file, empty_form())
    return f"Đã ghi mẫu trống vào {file}. Điền xong: dondoc plan import {file}"


def write_new(file: Path, content: bytes) -> None:
    """Write a file that must not be there yet.

    :raises FileExists: it is
    """
    try:
        with file.open("xb") as opened:
            opened.write(content)
    except FileExistsError:
        raise FileExists(file.name) from None
