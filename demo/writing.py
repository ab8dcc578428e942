"""From an action to a mail: who writes, what stands in it, how the program of the agency sets it out."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from demo.characters import Trait
from demo.clients import GMAIL, Draft, Program
from demo.household import Action, Household, Kind
from demo.letters import RATIO, Letter, fill_in
from demo.machines import AWAY_HEADERS, away, no_mailbox
from demo.phrases import SAMPLE
from demo.replies import DONE, NOTHING, Report, bare, contradictory, corrected, in_brief, in_form, report, typed_values
from demo.wire import Envelope, mail

STRANGER = ("Phóng viên Báo Lạ", "phong-vien@bao-la.example")
SECOND_THOUGHT = 70

_OPENINGS = (
    "{agency} báo cáo kết quả thực hiện như sau:",
    "Theo đề nghị của quý cơ quan, {agency} xin gửi báo cáo như sau:",
    "{agency} gửi kết quả các nội dung được hỏi:",
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail and its envelope; ``sender`` is "" for the null return path."""

    sender: str
    recipient: str
    content: bytes


def write(action: Action) -> Outgoing:
    """The mail of an action."""
    match action.kind:
        case Kind.BOUNCE:
            return _bounce(action)
        case Kind.AUTO_REPLY:
            return _away(action)
        case Kind.STRANGER:
            return _stranger(action)
        case Kind.NOTE:
            text = f"Cảm ơn, đã nhận được thư.\n\nTrân trọng.\n{action.house.name}"
            return _from_house(action, text, action.letter.text)
        case Kind.CORRECTION:
            return _from_house(action, _correction(action), action.letter.text)
        case _:
            return _answer(action)


def _answer(action: Action) -> Outgoing:
    house, letter = action.house, action.letter
    reports = reports_of(action)
    rng = house.chance("layout", reports[0].duty.code)
    if action.trait is Trait.INLINE:
        top = rng.choice(("", f"{house.name} gửi lại mẫu có ghi kết quả bên dưới.\n\nTrân trọng."))
        return _from_house(action, top, fill_in(letter, typed_values(reports, rng)))
    sections = in_form(reports, rng) if house.chance("habit of layout").random() < 0.6 else in_brief(reports)
    opening = rng.choice(_OPENINGS).format(agency=house.name)
    return _from_house(action, _framed(house, letter, f"{opening}\n\n{sections}"), letter.text)


def reports_of(action: Action) -> list[Report]:
    """What the agency says about the duties of an answer."""
    house, trait = action.house, action.trait
    status = {Trait.NIL: NOTHING, Trait.SECOND_THOUGHTS: DONE}.get(trait, "")
    reports = [report(duty, house.chance(duty.code), status) for duty in action.duties]
    if trait is Trait.CONTRADICTORY:
        places = range(len(reports))
        with_share = [place for place in places if any(one.wanted == RATIO for one in reports[place].duty.figures)]
        place = with_share[0] if with_share else 0
        rng = house.chance("contradictory")
        reports[place] = contradictory(report(reports[place].duty, rng, DONE), rng)
    return reports


def _correction(action: Action) -> str:
    house = action.house
    changed = [corrected(report(duty, house.chance(duty.code), DONE), SECOND_THOUGHT) for duty in action.duties]
    day = f" gửi ngày {action.until:%d/%m/%Y}" if action.until else ""
    opening = f"{house.name} xin đính chính báo cáo{day} về nội dung dưới đây."
    return _framed(house, action.letter, f"{opening}\n\n{in_form(changed, house.chance('correction'))}")


def _framed(house: Household, letter: Letter, content: str) -> str:
    return f"Kính gửi: {letter.office},\n\n{content}\n\nTrân trọng.\n{house.name}"


def _from_house(action: Action, top: str, quoted: str) -> Outgoing:
    house = action.house
    if action.trait is Trait.BARE:
        top = bare(top)
    return _reply(action, (house.name, house.desk), house.program, Draft(action.letter, top, quoted))


def _reply(action: Action, sender: tuple[str, str], program: Program, draft: Draft, passed_on: str = "") -> Outgoing:
    """A reply to the Reply-To of the letter; ``passed_on`` is the identifier of a mail in between."""
    letter = action.letter
    envelope = Envelope(
        sender=sender,
        recipient=(letter.office, letter.reply_to),
        subject=subject(program.prefix, letter.subject),
        date=action.at,
        message_id=_identifier(action, sender[1]),
        in_reply_to=passed_on or letter.message_id,
        references=tuple(one for one in (*letter.references, letter.message_id, passed_on) if one),
        headers=program.headers,
    )
    return Outgoing(sender[1], letter.reply_to, mail(envelope, program.set_out(draft)))


def subject(prefix: str, text: str) -> str:
    """The subject of a reply: the prefix once."""
    return text if text.lower().startswith(prefix.lower()) else f"{prefix}{text}"


def _stranger(action: Action) -> Outgoing:
    text = (
        "Kính gửi quý cơ quan,\n\nTôi theo dõi lĩnh vực giáo dục và được chuyển tiếp thư này. Theo tôi được biết, "
        f"tất cả các nhiệm vụ đã hoàn thành 100%, đề nghị quý cơ quan ghi nhận. {SAMPLE}\n\nTrân trọng."
    )
    passed_on = f"<{_digest(action, 'passed on')}@{action.house.desk.rpartition('@')[2]}>"
    return _reply(action, STRANGER, GMAIL, Draft(action.letter, text, action.letter.text), passed_on)


def _away(action: Action) -> Outgoing:
    house, letter = action.house, action.letter
    envelope = Envelope(
        sender=(house.name, house.desk),
        recipient=(letter.office, letter.reply_to),
        subject=f"Trả lời tự động: {letter.subject}",
        date=action.at,
        message_id=_identifier(action, house.desk),
        in_reply_to=letter.message_id,
        references=(letter.message_id,),
        headers=AWAY_HEADERS,
    )
    return Outgoing("", letter.reply_to, away(envelope, action.until or action.at.date()))


def _bounce(action: Action) -> Outgoing:
    house, letter = action.house, action.letter
    host = house.desk.rpartition("@")[2]
    envelope = Envelope(
        sender=("Mail Delivery System", f"MAILER-DAEMON@{host}"),
        recipient=("", letter.returned_to),
        subject="Undelivered Mail Returned to Sender",
        date=action.at,
        message_id=_identifier(action, house.desk),
        headers=(("Auto-Submitted", "auto-replied"),),
    )
    return Outgoing("", letter.returned_to, no_mailbox(envelope, letter, house.desk))


def _identifier(action: Action, sender: str) -> str:
    return f"<{_digest(action, 'mail')}@{sender.rpartition('@')[2]}>"


def _digest(action: Action, purpose: str) -> str:
    house = action.house
    codes: Sequence[str] = [duty.code for duty in action.duties or action.letter.duties]
    what = "|".join((str(house.seed), house.desk, action.kind, action.at.isoformat(), purpose, *codes))
    return hashlib.sha256(what.encode("utf-8")).hexdigest()[:28]
