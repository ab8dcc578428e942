"""The commands of ``dondoc outbox``."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter

from commands.common import ACTOR, Because, By, Positive, as_json, house, moment, table

if TYPE_CHECKING:
    from mail.office import Office

outbox_app = App(name="outbox", help="Thư đi: xem, xác nhận thư chưa rõ đã gửi, thu hồi.")

Number = Annotated[Positive, Parameter(help="số thư đi, in ở outbox list")]
On = Annotated[datetime | None, Parameter(help="thời điểm quyết định (mặc định: bây giờ)")]


@outbox_app.command(name="list")
def outbox_list(
    *,
    limit: Positive = 50,
    state: Literal["queued", "sending", "sent", "failed", "withdrawn"] | None = None,
    agency: str | None = None,
    json: bool = False,
) -> None:
    """Liệt kê thư đi, mới nhất trước.

    Parameters
    ----------
    limit
        nhiều nhất bao nhiêu thư
    state
        chỉ thư đang chờ gửi (queued), chưa rõ đã gửi hay chưa (sending), đã gửi (sent), không gửi được (failed), đã
        rút lại (withdrawn)
    agency
        chỉ thư gửi một cơ quan (mã)
    json
        in toàn bộ dưới dạng JSON, kèm lời thư, địa chỉ trả lời và đường dẫn
    """
    from state.listing import LETTER_COLUMNS, Wanted, letters

    home = house()
    with home.database.unit() as store:
        rows = letters(store, Wanted(limit, state, agency, texts=json))
    table([row | _addresses(home.office, row) for row in rows], LETTER_COLUMNS, json=json)


@outbox_app.command(name="show")
def outbox_show(letter: Number, *, html: bool = False, json: bool = False) -> None:
    """In một thư đi: người nhận, địa chỉ trả lời, trạng thái, lời thư.

    Parameters
    ----------
    html
        chỉ in bản HTML của thư
    json
        in toàn bộ dưới dạng JSON
    """
    from state.listing import letter as one_letter

    home = house()
    with home.database.unit() as store:
        row = one_letter(store, letter)
    row |= _addresses(home.office, row)
    if html:
        print(row["html"])
    elif json:
        print(as_json(row))
    else:
        print("\n".join([*_head(row), "", str(row["body"])]))


@outbox_app.command(name="settle")
def outbox_settle(
    letter: Number,
    *,
    sent: Annotated[bool, Parameter(name="--sent", negative="--not-sent", help="thư đã gửi, hoặc chưa gửi")],
    by: By = ACTOR,
    on: On = None,
) -> None:
    """Xác nhận một thư chưa rõ đã gửi hay chưa: đã gửi, hoặc chưa gửi và đưa lại vào hàng chờ (cùng mã thư)."""
    from mail.post.outbox import settle

    with house().database.unit() as store:
        print(settle(store, letter, moment(on), by, left=sent))
        store.commit()


@outbox_app.command(name="revoke")
def outbox_revoke(letter: Number, *, reason: Because, by: By = ACTOR, on: On = None) -> None:
    """Thu hồi địa chỉ trả lời và đường dẫn của một thư; thư còn chờ gửi thì không gửi nữa."""
    from mail.post.outbox import revoke
    from state.ladder.ruling import Ruling

    with house().database.unit() as store:
        print(revoke(store, letter, Ruling(by, moment(on), reason)))
        store.commit()


def _addresses(office: "Office", row: dict[str, object]) -> dict[str, object]:
    """Where an answer to a letter arrives: the addresses that carry its token, and the page."""
    from mail.token import bounce_address, token_in

    reply_to = str(row["reply_to"])
    answerable = row["kind"] in {"request", "decision", "confirm"} and not row["revoked"]
    token = token_in(reply_to)
    addresses = [reply_to, bounce_address(office.address, token)] if token and office.plus_addresses else []
    return {
        "token_addresses": addresses,
        "link": office.answer_link(str(row["message_id"])) if answerable else "",
    }


def _head(row: dict[str, Any]) -> list[str]:  # Any: a row of a listing mixes types
    """What stands above the words of a letter."""
    agency = f"{row['agency']} ({row['agency_code']})" if row["agency"] else ""
    lines = [
        ("Cơ quan", agency),
        ("Đến", ", ".join(row["contacts"])),
        ("Trả lời về", f"{row['reply_to'] or '–'}{' (đã thu hồi)' if row['revoked'] else ''}"),
        ("Đường dẫn", row["link"]),
        ("Mã thư", row["message_id"]),
        ("Mã yêu cầu", ", ".join(row["codes"])),
        ("Trạng thái", row["standing"]),
        ("Gửi lúc", row["sent_at"] or row["not_before"]),
        ("Máy chủ báo", row["error"]),
        *(("Bị từ chối", _refusal(one)) for one in row["refusals"]),
        ("Kèm theo", ", ".join(one["name"] for one in row["enclosures"])),
        ("Tiêu đề", row["subject"]),
    ]
    return [f"{name}: {value}" for name, value in lines if value]


def _refusal(one: dict[str, object]) -> str:
    again = f"thử lại lúc {one['retry_at']}" if one["retry_at"] else "không thử lại"
    return f"{one['address']}: {one['words']}, lần {one['tries']}, {again}"
