"""What a person may type next about a reply that waits. What would record a possible forgery never stands first."""

import re
from collections.abc import Sequence

from mail.desk.asked_contact import Question
from mail.desk.held_reading import HeldReading
from mail.read_answer.model import AskedItem, Understanding
from mail.rules.model import Kind, Standing
from state.post.held import Suggestion
from state.tables import ReplyRow

ONLY_IF = "chỉ khi cơ quan đã xác nhận"
"""What stands beside a command that would record the words of somebody who is not believed."""
_NOT_BELIEVED = frozenset({Standing.FOREIGN, Standing.UNVERIFIED, Standing.FAILED})
_FORGED = "Thư có dấu hiệu giả mạo: không ghi nhận khi chưa hỏi lại cơ quan qua kênh khác."
_STRANGE = "Chưa chắc thư là của cơ quan: chỉ ghi nhận khi đầu mối đã xác nhận, hoặc đã hỏi lại qua kênh khác."
_REPORT = "Thư báo không gửi được, ai cũng viết được: kiểm tra lại địa chỉ của đầu mối; không có báo cáo để ghi."
_STATUS = ("…", "…%")


def caution(row: ReplyRow, question: Question | None) -> str:
    """Why a reply must not be recorded just so; "" when the agency itself wrote or has confirmed it."""
    if not row.waiting or (question is not None and question.confirmed_at is not None):
        return ""
    if row.kind == Kind.SPOOF or row.trust == Standing.FAILED:
        return _FORGED
    if row.kind == Kind.BOUNCE:
        return _REPORT
    return _STRANGE if row.trust in _NOT_BELIEVED else ""


def commands_for(
    row: ReplyRow, reading: HeldReading | None, lacks: Sequence[str], ideas: Sequence[Suggestion], *, doubtful: bool
) -> list[str]:
    """The likeliest first; where ``doubtful`` says that somebody else may have written, putting it aside first."""
    base = "dondoc inbox"
    aside = f"{base} reject {row.id} --reason '…'"
    if row.agency_id is None:
        found = [f"{base} assign {row.id} {one_thing(one)}" for one in ideas] or [f"{base} assign {row.id} MÃ"]
    else:
        found = [" ".join([f"{base} accept {row.id}", *_sets(reading, lacks)])]
    return [aside, *found] if doubtful else [*found, aside]


def one_thing(idea: Suggestion) -> str:
    """The only thing that an agency owes, or the agency."""
    return idea.codes[0] if len(idea.codes) == 1 else idea.agency


def _sets(reading: HeldReading | None, lacks: Sequence[str]) -> list[str]:
    """The values to type: of each code that lacks one or whose reading is in doubt; a bare accept would drop them."""
    asked = reading.target.letter.asked if reading and reading.target else ()
    understood = reading.understanding if reading else None
    found = [
        f"--set '{item.code}={'; '.join(values)}'" for item in asked if (values := _values(item, understood, lacks))
    ]
    if lacks and not found:
        return [f"--set '{asked[0].code if asked else 'MÃ'}={'; '.join(_STATUS)}'"]
    return found


def _values(item: AskedItem, understood: Understanding | None, lacks: Sequence[str]) -> list[str]:
    def about(sentences: Sequence[str]) -> list[str]:
        return [one for one in sentences if one.partition(":")[0] == item.code]

    lacking, doubts = about(lacks), about(understood.doubts) if understood else []
    said = next((one for one in understood.reported if one.code == item.code), None) if understood else None
    named = [figure.code for figure in item.figures if any(_names(one, figure.code) for one in (*lacking, *doubts))]
    others = [one for one in doubts if not any(_names(one, figure.code) for figure in item.figures)]
    # A status that is missing though nothing is lacking belongs to a request for more time.
    open_status = bool(lacking) or (bool(others) and said is not None and said.status is not None)
    return [*(_STATUS if open_status else ()), *(f"{code}=…" for code in named)]


def _names(sentence: str, figure: str) -> bool:
    return re.search(rf"\b{re.escape(figure)}\b", sentence) is not None
