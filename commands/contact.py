"""The commands of ``dondoc contact``."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from commands.common import ACTOR, Because, By, Positive, house, moment, table

if TYPE_CHECKING:
    from state.ladder.ruling import Ruling

contact_app = App(name="contact", help="Đầu mối của các cơ quan: xem, thay, đề xuất đang chờ.")

Agency = Annotated[str, Parameter(help="mã cơ quan, ví dụ LC.STC")]
Role = Literal["focal", "deputy", "head", "office"]
CONTACT_COLUMNS = {
    "agency": "Mã",
    "name": "Cơ quan",
    "email": "Địa chỉ",
    "contact": "Họ tên",
    "role": "Vai trò",
    "state": "Nhận thư",
    "used": "Thời gian dùng",
}
PROPOSAL_COLUMNS = {"id": "Số", "agency": "Cơ quan", "state": "Trạng thái", "sentence": "Nội dung"}


@contact_app.command(name="list")
def contact_list(
    *,
    agency: Agency = "",
    bounced: Annotated[bool, Parameter(help="chỉ các địa chỉ bị trả lại thư", negative=())] = False,
    json: bool = False,
) -> None:
    """Liệt kê đầu mối của một cơ quan hoặc của tất cả."""
    from state.register.contact_listing import contact_line

    with house().database.unit() as store:
        rows = [contact_line(row, body) for row, body in store.contacts.listed(agency, bounced=bounced)]
    table(rows, CONTACT_COLUMNS, json=json)


@contact_app.command(name="proposals")
def contact_proposals(
    *,
    everything: Annotated[bool, Parameter(name="--all", help="cả các đề xuất đã quyết định", negative=())] = False,
    json: bool = False,
) -> None:
    """Những đề xuất về đầu mối đang chờ quyết định."""
    from state.register.contact_listing import proposal_line

    with house().database.unit() as store:
        rows = [proposal_line(row) for row in store.contacts.proposals(everything=everything)]
    table(rows, PROPOSAL_COLUMNS, json=json)


@contact_app.command(name="accept")
def contact_accept(
    number: Positive,
    *,
    email: Annotated[str, Parameter(help="địa chỉ mới, khi đề xuất chưa nêu hoặc cần sửa")] = "",
    reason: Because = "",
    by: By = ACTOR,
    on: datetime | None = None,
) -> None:
    """Chấp nhận một đề xuất: đầu mối được thay, các yêu cầu đang chờ được gửi đến địa chỉ mới."""
    ruling = _ruling(by, reason, on)
    home = house()
    _not_ours(email, home.office.own_addresses)
    with home.database.unit() as store:
        told = store.contacts.accept(number, ruling, email)
        store.commit()
    print(told)


@contact_app.command(name="reject")
def contact_reject(number: Positive, *, reason: Because, by: By = ACTOR, on: datetime | None = None) -> None:
    """Không chấp nhận một đề xuất, nêu lý do; danh bạ giữ nguyên."""
    with house().database.unit() as store:
        told = store.contacts.reject(number, _ruling(by, reason, on))
        store.commit()
    print(told)


@contact_app.command(name="set")
def contact_set(
    agency: Agency,
    email: str,
    *,
    role: Role = "focal",
    name: Annotated[str, Parameter(help="họ tên")] = "",
    since: Annotated[datetime | None, Parameter(name="--from", help="ngày bắt đầu dùng (mặc định: hôm nay)")] = None,
    replaces: Annotated[str, Parameter(help="địa chỉ cũ được thay")] = "",
    reason: Because = "",
    by: By = ACTOR,
    on: datetime | None = None,
) -> None:
    """Thêm, sửa hoặc thay một đầu mối; các yêu cầu đang chờ được gửi đến địa chỉ này."""
    from state.register.contacts import NewContact

    home = house()
    _not_ours(email, home.office.own_addresses)
    new = NewContact(agency, email, role, name, since.date() if since else None, replaces)
    with home.database.unit() as store:
        told = store.contacts.change(new, _ruling(by, reason, on))
        store.commit()
    print(told)


@contact_app.command(name="end")
def contact_end(
    email: str,
    *,
    day: Annotated[datetime | None, Parameter(name="--on", help="ngày đầu tiên không dùng nữa")] = None,
    agency: Agency = "",
    reason: Because = "",
    by: By = ACTOR,
) -> None:
    """Ngừng dùng một địa chỉ từ một ngày (mặc định: hôm nay)."""
    ruling = _ruling(by, reason, None)
    with house().database.unit() as store:
        told = store.contacts.end(email, day.date() if day else ruling.today, ruling, agency)
        store.commit()
    print(told)


def _ruling(by: str, reason: str, on: datetime | None) -> "Ruling":
    from state.ladder.ruling import Ruling

    return Ruling(by, moment(on), reason)


def _not_ours(email: str, own: tuple[str, ...]) -> None:
    """A letter to ourselves would come back as a reply."""
    from mail.token import split_tag
    from state.register.contact_errors import BadContactAddress

    if "@" in email and split_tag(email.strip().lower())[0] in own:
        raise BadContactAddress(email, "đây là địa chỉ của chính hệ thống")
