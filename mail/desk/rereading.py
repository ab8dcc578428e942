"""Stored mails read again by the rules of today: what would change is shown first, and applied only where it is safe.

What a person decided, and what another answer has overtaken, is never touched. Where the rules of today doubt what was
recorded, nothing is taken back: the mail waits for a person.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mail.desk.deciding import release_stopped
from mail.desk.explaining import Explained, Surroundings, reading_of
from mail.desk.past import PastKnown, Values, differing, overtaken
from mail.incoming.inbox import Units
from mail.incoming.order import in_order
from mail.incoming.sources import message_in
from mail.read_reply import Reading
from mail.recording import Origin, record_understood
from mail.rules.model import Kind, Outcome
from state.events import Event
from state.ladder.ruling import Ruling
from state.store import Store
from state.tables import ReplyRow

_BATCH = 100
_WAITS = "thư đang chờ người xem"


class Effect(StrEnum):
    """What applying a change would do."""

    RECORD = "record"
    ASK = "ask"
    NOTHING = "nothing"


EFFECTS: Mapping[Effect, str] = {
    Effect.RECORD: "ghi thành lần mới",
    Effect.ASK: "chuyển cho người xem",
    Effect.NOTHING: "không thay đổi gì",
}


@dataclass(frozen=True, slots=True)
class Change:
    """How one mail would be read today. ``before`` and ``after`` are values by code; only codes that differ.

    ``why``: why nothing is recorded, where ``effect`` is not RECORD.
    """

    reply_id: int
    received_at: datetime
    sender: str
    subject: str
    old: tuple[str, str, str]
    new: tuple[str, str, str]
    before: Mapping[str, Values]
    after: Mapping[str, Values]
    effect: Effect
    why: str = ""

    def told(self) -> Explained:
        """Plain data for JSON."""
        names = ("kind", "outcome", "reason")
        return {
            "id": self.reply_id,
            "received_at": self.received_at.isoformat(timespec="seconds"),
            "sender": self.sender,
            "subject": self.subject,
            "old": dict(zip(names, self.old, strict=True)) | {"assignments": dict(self.before)},
            "new": dict(zip(names, self.new, strict=True)) | {"assignments": dict(self.after)},
            "effect": str(self.effect),
            "why": self.why,
        }


def reread(units: Units, since: datetime, around: Surroundings, ruling: Ruling | None = None) -> Iterator[Change]:
    """Read every stored mail since a moment again, oldest first, one at a time; yields those that would change.

    :param ruling: apply each change as it is yielded, in a unit of work of its own; None: nothing is written
    :raises BadRuling: nobody decides
    """
    if ruling is not None:
        ruling.check()
    last = 0
    while True:
        with units() as store:
            keys = store.inbox.mails_since(since, last, _BATCH)
        for key in keys:
            with units() as store:
                change = _reread_one(store, key, around, ruling)
                if ruling is not None:
                    store.commit()
            if change is not None:
                yield change
        if len(keys) < _BATCH:
            return
        last = keys[-1]


def _reread_one(store: Store, reply_id: int, around: Surroundings, ruling: Ruling | None) -> Change | None:
    reply = store.inbox.get(reply_id) if ruling is None else store.inbox.locked(reply_id)
    content = store.inbox.content(reply)
    if content is None:
        return None
    raw, size = content
    known = PastKnown(store, reply, around, raw if size <= len(raw) else b"")
    reading = reading_of(message_in(reply.raw.box if reply.raw else "", raw, size), known)
    if reply.outcome != Outcome.RECORD:
        # What was not recorded would now come after the answers that count; those of recorded mails guard themselves.
        reading = in_order(store, reading)
    change = _compare(store, reply, reading)
    if change is not None and ruling is not None:
        _apply(store, reply, reading, change, ruling)
    return change


def _compare(store: Store, reply: ReplyRow, reading: Reading) -> Change | None:
    verdict = reading.verdict
    before, after = differing(store, reply, reading)
    old, new = (reply.kind, reply.outcome), (str(verdict.kind), str(verdict.outcome))
    if not before and not after and (old == new or reply.decided_by):
        return None
    effect, why = _effect(store, reply, reading, (before, after))
    if effect is Effect.ASK and reply.waiting:
        effect, why = Effect.NOTHING, f"{_WAITS}: {why}"
    return Change(
        reply.id,
        reply.received_at,
        reply.sender,
        reply.subject,
        (*old, reply.reason),
        (*new, verdict.reason),
        before,
        after,
        effect,
        why,
    )


def _effect(
    store: Store, reply: ReplyRow, reading: Reading, values: tuple[Mapping[str, Values], Mapping[str, Values]]
) -> tuple[Effect, str]:
    """What may be done about a difference, and why not more."""
    before, after = values
    outcome = reading.verdict.outcome
    if reply.decided_by:
        return Effect.NOTHING, f"{reply.decided_by} đã quyết định về thư này"
    if reply.waiting and outcome is not Outcome.RECORD:
        return Effect.NOTHING, _WAITS
    if newer := overtaken(store, reply, {*before, *after}):
        return Effect.NOTHING, f"đã có báo cáo khác được tính cho {', '.join(newer)}"
    if outcome is Outcome.RECORD and after:
        if lost := [code for code, told in before.items() if _loses(told, after.get(code))]:
            return Effect.ASK, f"giá trị đã ghi nay không đọc được nữa ở {', '.join(lost)}"
        return Effect.RECORD, ""
    if outcome is Outcome.HOLD:
        return Effect.ASK, "quy tắc hiện nay cần người xem"
    if before:
        return Effect.ASK, "nay không coi là báo cáo"
    return Effect.NOTHING, "không có báo cáo nào để ghi"


def _loses(before: Values, after: Values | None) -> bool:
    """Whether a figure, or the whole answer, would be gone; a later version would only carry the figure over."""
    return after is None or not _codes(before) <= _codes(after)


def _codes(values: Values) -> set[str]:
    figures = values["values"]
    return set(figures) if isinstance(figures, dict) else set()


def _apply(store: Store, reply: ReplyRow, reading: Reading, change: Change, ruling: Ruling) -> None:
    verdict, understood = reading.verdict, reading.understanding
    if change.effect is Effect.NOTHING:
        return
    sentence = f"{ruling.by} cho đọc lại thư đến số {reply.id} theo quy tắc hiện nay: {verdict.reason}{ruling.because}"
    data: dict[str, object] = {"effect": str(change.effect)}
    if change.effect is Effect.ASK:
        reply.waiting, reply.reason = True, f"{reply.reason} Đọc lại: {change.why}. {verdict.reason}"
    elif understood is not None and verdict.letter is not None:
        letter = store.outbox.get(verdict.letter.id)
        if letter.agency_id is None:
            return
        name = verdict.letter.agency_name
        origin = Origin(
            reply.id, letter.agency_id, name, "mail", ruling.by, taken=lambda item: item.code in change.after
        )
        data["answers"] = list(record_understood(store, understood, origin, reply.received_at))
        reply.agency_id, reply.letter_id = letter.agency_id, letter.id
        release_stopped(store, reply, ruling)
        reply.kind, reply.outcome, reply.waiting = str(Kind.ANSWER), str(Outcome.RECORD), False
        reply.reason = verdict.reason
    store.session.flush()
    store.events.add(Event(ruling.now, "mail-reread", f"reply:{reply.id}", sentence, ruling.by, data=data))
