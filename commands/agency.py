"""The commands of ``dondoc agency``: looking at the register, writing it to a file and reading it back."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from commands.common import ACTOR, By, as_json, house, moment, table

if TYPE_CHECKING:
    from state.register.registry import Import

agency_app = App(name="agency", help="Danh bạ cơ quan: xem, xuất, nhập, sắp xếp lại tổ chức.")
Province = Annotated[str, Parameter(help="tỉnh có danh bạ; không cần nêu khi chỉ có một")]
_COLUMNS = {"code": "Mã", "name": "Tên cơ quan", "kind": "Loại", "when": "Thời gian", "contacts": "Đầu mối"}


@agency_app.command(name="list")
def agency_list(
    *,
    province: Province = "",
    on: datetime | None = None,
    all: Annotated[bool, Parameter(negative=())] = False,
    json: bool = False,
) -> None:
    """Liệt kê các cơ quan có trong một ngày.

    Parameters
    ----------
    on
        ngày cần xem (mặc định: hôm nay)
    all
        kể cả cơ quan đã kết thúc hoặc chưa thành lập
    json
        in dạng JSON
    """
    from agencies.model import KIND_LABELS
    from state.register.agency_card import interval

    now = moment(on)
    with house().database.unit() as store:
        directory = store.registry.directory(province, now)
    rows: list[dict[str, object]] = [
        {
            "code": one.code,
            "name": one.name,
            "kind": KIND_LABELS[one.kind] + ("" if one.in_chain else " (đề nghị)"),
            "parent": one.parent,
            "in_chain": one.in_chain,
            "valid_from": one.valid_from,
            "valid_to": one.valid_to,
            "when": interval(one.valid_from, one.valid_to),
            "contacts": len(directory.contacts_of(one.code, now.date())),
        }
        for one in (directory.agencies if all else directory.on(now.date()))
    ]
    table(rows, _COLUMNS, json=json)


@agency_app.command(name="show")
def agency_show(code: str, *, province: Province = "", on: datetime | None = None, json: bool = False) -> None:
    """Một cơ quan: các giai đoạn, kế thừa, đầu mối và tình trạng thư, yêu cầu đang mở, nhật ký.

    Parameters
    ----------
    code
        mã cơ quan, ví dụ LC.STC
    on
        ngày cần xem (mặc định: hôm nay)
    json
        in dạng JSON
    """
    from dataclasses import asdict

    from state.register.agency_card import card, lines

    now = moment(on)
    with house().database.unit() as store:
        found = province or store.registry.province_of(code.upper())
        directory = store.registry.directory(found, now)
        shown = card(store, directory, code.upper(), now.date())
    print(as_json(asdict(shown)) if json else "\n".join(lines(shown, directory)))


@agency_app.command(name="export")
def agency_export(file: Path, *, province: Province = "", on: datetime | None = None) -> None:
    """Ghi danh bạ ra tệp .xlsx để sửa rồi nhập lại, hoặc hai tệp .csv (cơ quan và đầu mối).

    Parameters
    ----------
    file
        tệp .xlsx hoặc .csv sẽ được ghi; đầu mối của tệp A.csv ở A-dau-moi.csv
    on
        cơ quan đã kết thúc trước ngày này có chữ xám (mặc định: hôm nay)
    """
    from flows import registry

    for written in registry.export(house(), file, province, moment(on)):
        print(f"Đã ghi {written}.")


@agency_app.command(name="import")
def agency_import(
    file: Path,
    *,
    province: Province = "",
    apply: Annotated[bool, Parameter(negative=())] = False,
    by: By = ACTOR,
    skip_bad_rows: Annotated[bool, Parameter(negative=())] = False,
    on: datetime | None = None,
    json: bool = False,
) -> None:
    """Nhập danh bạ đã sửa: xem trước phần thêm, sửa, kết thúc và từng ô sai; chỉ ghi khi có --apply.

    Parameters
    ----------
    file
        tệp .xlsx hoặc .csv, như agency export ghi ra
    apply
        ghi vào danh bạ; không có tùy chọn này thì chỉ xem trước
    skip_bad_rows
        bỏ qua các dòng sai; không có tùy chọn này thì một dòng sai là không ghi gì
    on
        thời điểm nhập (mặc định: bây giờ)
    json
        in dạng JSON
    """
    from agencies.exchange.errors import RegistryErrors
    from flows import registry
    from state.register.registry import RegistryFile

    given = RegistryFile(file.read_bytes(), file.name, skip_bad_rows)
    wanted = registry.Wanted(given, province, by, moment(on))
    done = (registry.apply if apply else registry.preview)(house(), wanted)
    print(as_json(_data(done, applied=apply)) if json else "\n".join(_told(done, skipped=skip_bad_rows)))
    if done.changes.problems and not (apply or json or skip_bad_rows):
        raise RegistryErrors(file.name, done.changes.problems)
    if not json:
        print(f"{by} đã ghi vào danh bạ." if apply else "Chưa ghi gì. Ghi vào danh bạ: thêm --apply --by 'Họ tên'.")


def _told(done: "Import", *, skipped: bool) -> list[str]:
    lines = [done.summary]
    lines += [f"  {one.place}: {one.sentence}" for one in done.changes.differences]
    if skipped:
        lines += [f"Bỏ qua {problem}" for problem in done.changes.problems]
    lines += [f"Lưu ý: {note}" for note in done.notes]
    return lines


def _data(done: "Import", *, applied: bool) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "province": done.province,
        "applied": applied,
        "summary": done.summary,
        "unchanged": done.changes.unchanged,
        "differences": [asdict(one) for one in done.changes.differences],
        "problems": [asdict(one) for one in done.changes.problems],
        "notes": done.notes,
    }
