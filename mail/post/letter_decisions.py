"""What a person decides about a letter: whether one in doubt has left, and that one no longer counts."""

from datetime import datetime

from mail.errors import MailError
from mail.post.build import Purpose
from state.clock import local
from state.errors import NotFound
from state.events import Event
from state.ladder.ruling import Ruling, check_name
from state.store import Store
from state.tables import LetterRow


class RevokedBefore(MailError):
    """The reply address and the link of a letter end once."""

    def __init__(self, letter_id: int, at: datetime) -> None:
        self.letter_id = letter_id
        self.at = at
        super().__init__(
            f"Địa chỉ trả lời và đường dẫn của thư số {letter_id} đã được thu hồi từ {local(at):%H:%M ngày %d/%m/%Y}."
        )


class NothingToRevoke(MailError):
    """A note to the coordinator has neither a reply address of its own nor a link."""

    def __init__(self, letter_id: int) -> None:
        self.letter_id = letter_id
        super().__init__(
            f"Thư số {letter_id} gửi bộ phận điều phối, không có địa chỉ trả lời hay đường dẫn để thu hồi."
        )


def leftovers(store: Store) -> list[LetterRow]:
    """Letters of which nobody knows whether they left: a crash or a broken connection. For a person to settle."""
    return store.outbox.all(state="sending")


def settle(store: Store, letter_id: int, now: datetime, by: str, *, left: bool) -> str:
    """A person decides about a leftover: it left, or it goes back to the queue with the same Message-ID.

    When only some of the recipients were tried again, the word of the person is about those alone.

    :raises NotFound: there is no such letter in doubt
    :raises BadRuling: nobody decides
    """
    check_name(by)
    letter = store.outbox.get(letter_id)
    if letter.state != "sending":
        raise NotFound("thư đang chờ kiểm tra", letter_id)
    if left:
        store.outbox.refusals.arrived(letter_id)
        sentence = f"{by} xác nhận thư số {letter_id} đã gửi."
        columns: dict[str, object] = {"state": "sent", "sent_at": letter.sent_at or now}
    else:
        store.outbox.refusals.retry(letter_id, now)
        sentence = f"{by} xác nhận thư số {letter_id} chưa gửi, đưa lại vào hàng chờ."
        columns = {"state": "queued" if letter.sent_at is None else "sent", "not_before": now}
    store.outbox.finish([{"id": letter_id, "error": None, **columns}])
    store.outbox.log([Event(now, "letter-settled", f"letter:{letter_id}", sentence, actor=by)])
    return sentence


def revoke(store: Store, letter_id: int, ruling: Ruling) -> str:
    """The reply address and the link of a letter end; one that still waits in the queue does not leave.

    :raises NotFound: no such letter
    :raises RevokedBefore: somebody did so before
    :raises NothingToRevoke: nobody can answer this letter
    :raises BadRuling: nobody decides, or no reason
    """
    ruling.check(reason=True)
    letter = store.outbox.get(letter_id)
    if letter.kind == Purpose.NOTE:
        raise NothingToRevoke(letter_id)
    if letter.revoked_at is not None:
        raise RevokedBefore(letter_id, letter.revoked_at)
    store.outbox.revoke(letter, ruling.now)
    sentence = f"{ruling.by} thu hồi địa chỉ trả lời và đường dẫn của thư số {letter_id}.{ruling.because}"
    store.outbox.log([Event(ruling.now, "letter-revoked", f"letter:{letter_id}", sentence, actor=ruling.by)])
    return sentence
