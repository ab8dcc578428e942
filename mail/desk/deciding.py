"""What a person decides about a reply that waits: record it, tie it to what it answers, or put it aside.

Each decision is one unit of work of the caller, who commits; it checks everything before it changes anything. A second
decision about the same reply is refused.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from cycles.calendar import WorkCalendar
from mail.desk.closing import Settled, tell_agency
from mail.desk.given import laid_over, read_given
from mail.desk.held_reading import HeldReader, HeldReading, Target
from mail.desk.inbox_errors import BadValues, NoLetter, NothingToRecord
from mail.desk.recorded_words import in_full
from mail.incoming.follow_up import propose_contact
from mail.office import Office
from mail.read_answer.filled import Filled
from mail.read_answer.model import Sort, Understanding
from mail.read_reply import Reading
from mail.recording import Origin, record_understood
from mail.rules.model import Kind, Outcome, Verdict
from state.events import Event
from state.ladder.ruling import Ruling
from state.post.held import (
    asked_more_time,
    newer_answers,
    pass_on,
    proposed_contact,
    recorded_from,
    stopped_by,
)
from state.post.inbox_errors import AlreadyDecided
from state.store import Store
from state.tables import ReplyRow

_DECIDE_WISH = "dondoc assignment extend hoặc refuse"
_WISHES = frozenset({Sort.ANSWER, Sort.EXTENSION})
_CUT = "thư quá lớn, chỉ lưu phần đầu nên không đọc được nội dung"
_UNREAD = "hệ thống gặp lỗi khi đọc thư"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person changes of what was read: values typed by code, and codes that are left out."""

    given: tuple[Filled, ...] = ()
    skipped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, in one sentence, and the ids of the answers that were recorded.

    ``waiting``: the reply still waits for a person, because something is missing.
    """

    sentence: str
    answers: tuple[int, ...] = ()
    waiting: bool = False


_AS_READ = Choice()


def accept(store: Store, reply_id: int, ruling: Ruling, office: Office, choice: Choice = _AS_READ) -> Decided:
    """Record what a reply says, whoever sent it, with the changes that a person chose.

    It counts from the day on which it came in. A request for more time in it is kept for a decision of its own; the
    ladders that it stopped and that it does not answer go on.

    :raises NotFound: no such reply
    :raises AlreadyDecided: it does not wait
    :raises NoLetter: nobody knows what it answers
    :raises NothingToRecord: nothing was read, or a status is missing, or a newer answer is there
    :raises BadValues: the typed values cannot be recorded
    :raises BadRuling: nobody decides
    """
    ruling.check()
    reading = HeldReader(store, office, ruling.now).read(_waiting(store, reply_id))
    if reading.target is None:
        raise NoLetter(reply_id)
    understood = _chosen(reading.target, reading.understanding, choice)
    problems = missing(store, reading, understood, {one.code for one in choice.given})
    if understood is None or problems:
        raise NothingToRecord(reply_id, problems)
    done = f"{ruling.by} chấp nhận thư đến số {reply_id} của {reading.target.agency.name}: ghi nhận"
    return _record(store, replace(reading, understanding=understood), ruling, done, office)


def assign(store: Store, reply_id: int, to: str, ruling: Ruling, office: Office) -> Decided:
    """Tie a reply to the agency (code), assignment (code) or letter (number) that it answers, and read it again.

    What can be read surely is recorded; else the reply goes on waiting, and the sentence says what is missing.

    :raises NotFound: no such reply, or nothing of that name
    :raises NothingAsked: the agency was asked nothing
    :raises AlreadyDecided: it does not wait
    :raises BadRuling: nobody decides
    """
    ruling.check()
    reader = HeldReader(store, office, ruling.now)
    reading = reader.read(_waiting(store, reply_id), reader.named(to))
    understood, target = reading.understanding, reading.target
    assert target is not None
    done = f"{ruling.by} gắn thư đến số {reply_id} với {target.agency.name}"
    problems = [*(understood.doubts if understood else ()), *missing(store, reading, understood)]
    if understood is not None and not problems:
        return _record(store, reading, ruling, f"{done} và ghi nhận", office)
    return _keep_waiting(store, reading, ruling, f"{done}; chờ người xem: {_listed(problems)}.")


def reject(store: Store, reply_id: int, ruling: Ruling) -> Decided:
    """Put a reply aside, with the reason; what it had stopped goes on.

    A request for more time and a new contact that it named are decided by themselves. Answers that were recorded from
    it before stay.

    :raises NotFound: no such reply
    :raises AlreadyDecided: it does not wait
    :raises BadRuling: nobody decides, or no reason
    """
    ruling.check(reason=True)
    reply = store.inbox.take(reply_id, ruling.by, ruling.now)
    resumed = release_stopped(store, reply, ruling)
    sentence = f"{ruling.by} không ghi nhận thư đến số {reply.id}.{ruling.because}{_going_on(resumed)}"
    if recorded_from(store.session, reply.id):
        sentence += " Báo cáo đã ghi từ thư này trước đó vẫn giữ."
    else:
        reply.outcome = str(Outcome.IGNORE)
    _log(store, reply, ruling, "reply-rejected", sentence)
    return Decided(sentence)


def missing(
    store: Store, reading: HeldReading, understood: Understanding | None, typed: Collection[str] = ()
) -> list[str]:
    """Why what was read cannot be recorded as it is; empty when it can. ``typed``: codes whose values a person gave."""
    if understood is None:
        return (
            [_CUT] if reading.message.truncated else [_UNREAD if reading.target else "chưa rõ thư trả lời yêu cầu nào"]
        )
    wished = _wished(understood)
    found = []
    for item in understood.reported:
        if item.status is None and item.code not in wished:
            told = [one for one in understood.doubts if one.partition(":")[0] == item.code]
            found += told or [f"{item.code}: không nêu rõ trạng thái thực hiện"]
    codes = {item.code for item in understood.reported if item.status is not None}
    newer = newer_answers(store.session, codes - set(typed), reading.reply)
    found += [f"{code}: đã có báo cáo mới hơn, nhận ngày {at:%d/%m/%Y}" for code, at in sorted(newer.items())]
    if not codes and not wished and not found:
        found = list(understood.doubts) or ["không nhận ra nội dung trả lời"]
    return found


def release_stopped(store: Store, reply: ReplyRow, ruling: Ruling) -> list[str]:
    """The ladders that a reply had stopped go on, except those for which another reply waits; returns their codes."""
    rows = stopped_by(store.session, reply)
    passed = pass_on(store.session, store.events, reply, rows, ruling.now)
    codes = [
        row.code
        for row in rows
        if row.id not in passed and (row.agency.valid_to is None or row.agency.valid_to > ruling.today)
    ]
    if codes:
        calendar = WorkCalendar().with_days(store.calendar.days())
        store.pauses.reopen(codes, replace(ruling, reason=f"đã quyết định về thư đến số {reply.id}"), calendar)
    return codes


def _waiting(store: Store, reply_id: int) -> ReplyRow:
    reply = store.inbox.get(reply_id)
    if not reply.waiting:
        raise AlreadyDecided(reply_id, reply.decided_by)
    return reply


def _chosen(target: Target, read: Understanding | None, choice: Choice) -> Understanding | None:
    """What was read, with the values that a person typed and without the codes that a person left out."""
    if choice.given:
        read = laid_over(read, read_given(choice.given, target.letter.asked, read))
    if read is None or not choice.skipped:
        return read
    if unknown := choice.skipped - {item.code for item in read.reported}:
        raise BadValues(", ".join(sorted(unknown)), "thư không nói đến mã này nên không có gì để bỏ qua")
    return replace(read, reported=tuple(item for item in read.reported if item.code not in choice.skipped))


def _wished(understood: Understanding) -> frozenset[str]:
    """The codes for which more time is asked, and which are not answered; a wish without codes is for all: {""}."""
    wish = understood.extension
    if wish is None or understood.sort not in _WISHES:
        return frozenset()
    answered = {item.code for item in understood.reported if item.status is not None}
    return frozenset(code for code in wish.codes if code not in answered) or (
        frozenset() if answered else frozenset({""})
    )


def _record(store: Store, reading: HeldReading, ruling: Ruling, done: str, office: Office) -> Decided:
    """Write what was read, and tell the agency; everything was checked before."""
    target, understood = reading.target, reading.understanding
    assert target is not None and understood is not None
    reply = store.inbox.take(reading.reply.id, ruling.by, ruling.now)
    if reply.agency_id != target.agency.id:
        # What it had stopped as a reply of somebody else goes on.
        release_stopped(store, reply, ruling)
    reply.agency_id, reply.letter_id = target.agency.id, target.letter_id or reply.letter_id
    origin = Origin(reply.id, target.agency.id, target.agency.name, reply.channel, ruling.by)
    answers = record_understood(store, understood, origin, reply.received_at)
    recorded = [item for item in understood.reported if item.status is not None]
    wishes = _ask_more_time(store, reading, ruling)
    told = [*map(in_full, recorded), *(f"{one} (quyết định bằng {_DECIDE_WISH})" for one in wishes)]
    _propose(store, reading, ruling)
    resumed = release_stopped(store, reply, ruling)
    sentence = f"{done} {'; '.join(told)}.{ruling.because}"
    if understood.doubts:
        sentence += f" Điểm chưa rõ trong thư: {_listed(understood.doubts)}."
    sentence += _going_on(resumed)
    reply.kind = str(Kind.ANSWER if answers else Kind.NOTE)
    reply.outcome = str(Outcome.RECORD)
    _log(store, reply, ruling, "reply-accepted", sentence, answers)
    settled = Settled(reply.id, target.agency, reply.letter_id, recorded, target.letter.asked, tuple(wishes))
    return Decided(sentence + tell_agency(store, settled, ruling, office), answers)


def _keep_waiting(store: Store, reading: HeldReading, ruling: Ruling, reason: str) -> Decided:
    """Tie a reply to an agency; until a person has read it, this agency is not reminded."""
    target, understood = reading.target, reading.understanding
    assert target is not None
    reply = store.inbox.take(reading.reply.id, ruling.by, ruling.now)
    release_stopped(store, reply, ruling)
    reply.agency_id, reply.letter_id = target.agency.id, target.letter_id
    reply.waiting, reply.decided_at, reply.decided_by = True, None, ""
    reply.outcome, reply.reason = str(Outcome.HOLD), reason[:1].upper() + reason[1:]
    codes = [item.code for item in understood.reported] if understood else []
    held = store.assignments.ids_by_code(codes or [item.code for item in target.letter.asked])
    store.assignments.hold(list(held.values()), ruling.now, reply.reason, ruling.by)
    store.session.flush()
    store.events.add(Event(ruling.now, "reply-assigned", f"reply:{reply.id}", reply.reason, ruling.by))
    return Decided(reply.reason, waiting=True)


def _ask_more_time(store: Store, reading: HeldReading, ruling: Ruling) -> list[str]:
    """Keep the request for more time of a reply, unless the inbox has kept it already."""
    target, understood = reading.target, reading.understanding
    assert target is not None and understood is not None
    wish, wished = understood.extension, _wished(understood)
    if wish is None or not wished:
        return []
    codes = [item.code for item in target.letter.asked] if "" in wished else sorted(wished)
    if not asked_more_time(store.session, reading.reply.id):
        ids = store.assignments.ids_by_code(codes)
        store.pauses.ask(list(ids.values()), wish.until, wish.text, ruling.now, reading.reply.id)
    return [f"đề nghị lùi hạn {', '.join(codes)}"]


def _propose(store: Store, reading: HeldReading, ruling: Ruling) -> None:
    """Keep the new contact that a reply names, unless the inbox has kept it already."""
    target, reply = reading.target, reading.reply
    if target is None or proposed_contact(store.session, reply.id):
        return
    verdict = Verdict(Kind.ANSWER, Outcome.RECORD, reply.rule, reply.reason, letter=target.letter, trusted=True)
    read = Reading(reading.message, verdict, reading.parts, reading.understanding)
    propose_contact(store, read, (reply.id, target.agency.id), ruling.now)


def _going_on(codes: Sequence[str]) -> str:
    return f" Tiếp tục đôn đốc {', '.join(codes)}." if codes else ""


def _listed(texts: Sequence[str], shown: int = 4) -> str:
    unique = list(dict.fromkeys(texts))
    more = f"; và {len(unique) - shown} điểm khác" if len(unique) > shown else ""
    return "; ".join(unique[:shown]) + more


def _log(
    store: Store, reply: ReplyRow, ruling: Ruling, kind: str, sentence: str, answers: tuple[int, ...] = ()
) -> None:
    reply.reason = f"{reply.reason} {sentence}"
    store.session.flush()
    store.events.add(Event(ruling.now, kind, f"reply:{reply.id}", sentence, ruling.by, data={"answers": list(answers)}))
