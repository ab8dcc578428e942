"""``dondoc agency reorganise``: a reorganisation over open assignments, seen first and applied by a person."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from commands.agency import agency_app
from commands.common import ACTOR, By, as_json, assignments, house, moment, pairs

if TYPE_CHECKING:
    from state.succession.reorganising_preview import PassingLine, ReorganisationPreview

__all__ = ["agency_app"]

Handed = Annotated[
    list[str] | None,
    Parameter(
        help="'MÃ_YÊU_CẦU=Tên cơ quan' (hoặc theo mục: V.3.1=…, theo cơ quan kết thúc: LC.SLDTBXH=…); nhiều cơ quan "
        "cách nhau dấu chấm phẩy: mỗi cơ quan một yêu cầu riêng",
        negative=(),
    ),
]
Dropped = Annotated[
    list[str] | None,
    Parameter(help="'MÃ_YÊU_CẦU=lý do' (hoặc theo mục, theo cơ quan): không yêu cầu báo cáo nữa", negative=()),
]


@agency_app.command(name="reorganise")
def agency_reorganise(
    file: str,
    *,
    apply: Annotated[bool, Parameter(negative=())] = False,
    preview: Annotated[bool, Parameter(negative=())] = False,
    by: By = ACTOR,
    assign: Handed = None,
    waive: Dropped = None,
    on: datetime | None = None,
    json: bool = False,
) -> None:
    """Sắp xếp lại tổ chức: xem trước yêu cầu đang mở sẽ chuyển về đâu; chỉ thực hiện khi có --apply.

    Parameters
    ----------
    file
        tệp .toml của phương án, hoặc tên phương án đi kèm (lai-chau-2025-03-01)
    apply
        thực hiện; không có tùy chọn này thì chỉ xem trước
    preview
        chỉ xem trước (mặc định)
    on
        thời điểm thực hiện (mặc định: bây giờ)
    json
        in dạng JSON
    """
    from flows import reorganise
    from state.errors import BadDecision
    from state.succession.handover import Choices

    if apply and preview:
        raise BadDecision("--preview --apply", "chỉ chọn một trong hai.")
    dropped = pairs(waive, "MÃ_YÊU_CẦU=lý do")
    for key, reason in dropped.items():
        if not reason:
            raise BadDecision(f"{key}=", "cần ghi lý do: 'MÃ_YÊU_CẦU=lý do'.")
    wanted = reorganise.Wanted(file, by, moment(on), Choices(assignments(assign), dropped))
    shown = (reorganise.apply if apply else reorganise.preview)(house(), wanted)
    if json:
        print(_json(shown))
        return
    print("\n".join(_told(shown)))
    if apply:
        print(f"{by} đã áp dụng.")
    elif shown.undecided:
        print(f"Chưa áp dụng được: còn {len(shown.undecided)} yêu cầu cần người quyết định (--assign, --waive).")
    else:
        print("Chưa thay đổi gì. Thực hiện: thêm --apply --by 'Họ tên'.")


def _told(shown: "ReorganisationPreview") -> list[str]:
    """The preview as lines: bodies first, then every open assignment under the body that ends."""
    lines = [shown.summary]
    if shown.known:
        lines.append("Danh bạ đã có phương án này; chỉ còn yêu cầu báo cáo phải chuyển.")
    for title, listed in (
        ("Kết thúc", shown.ended),
        ("Thành lập", shown.added),
        ("Chuyển cấp trên", shown.moved),
        ("Đổi cách đôn đốc", shown.relations),
        ("Cơ quan nhận việc chưa có địa chỉ thư", shown.silent),
    ):
        if listed:
            lines += [f"{title}:", *(f"  {one}" for one in listed)]
    bodies: dict[str, list[PassingLine]] = {}
    for line in shown.lines:
        bodies.setdefault(line.from_name, []).append(line)
    for name, mine in bodies.items():
        lines += [f"{name}:", *(f"  {_line(line)}" for line in mine)]
    if shown.kept:
        lines.append(f"Giữ nguyên: {shown.kept} yêu cầu đã có báo cáo vẫn là của cơ quan đã báo cáo.")
    if shown.letters:
        lines.append(f"Rút lại: {shown.letters} thư đang chờ gửi cho cơ quan kết thúc.")
    return lines


def _line(line: "PassingLine") -> str:
    from state.succession.handover import Fate

    where = f"{line.code} (mục {line.path}, {line.cycle.lower()})"
    note = f" – {line.note}" if line.note else ""
    if line.what is Fate.UNDECIDED:
        return f"! {where}: {line.what}{note}"
    to = f": {'; '.join(line.to)}" if line.to and line.what in {Fate.MOVED, Fate.DIVIDED, Fate.COVERED} else ""
    return f"{where}: {line.what}{to}{note}"


def _json(shown: "ReorganisationPreview") -> str:
    from dataclasses import asdict

    return as_json(asdict(shown) | {"summary": shown.summary})
