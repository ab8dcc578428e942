"""What a reply is, once everything in it is read: an answer, a request for more time, a note, nothing clear."""

from dataclasses import dataclass, replace

from mail.read_answer import delay, requests
from mail.read_answer.model import Extension, Reported, Sort, Understanding

NO_CODE = "thư không nêu mã nhiệm vụ"


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything that was read: ``full`` as an answer; ``prose`` the running text outside forms and greetings.

    ``wish`` is the request for more time, ``delayed`` are the codes it concerns; ``spoken`` the codes about which
    anything was said, in the order in which they were asked.
    """

    full: Understanding
    prose: str
    forwarded: bool
    wish: Extension | None = None
    delayed: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()


def sort_out(heard: Heard) -> Understanding:
    """The understanding of the whole reply."""
    full, prose = heard.full, heard.prose
    real = any(item.status is not None or item.percent is not None or item.figures for item in full.reported)
    if requests.says_not_ours(prose) and not real:
        return _not_ours(heard, "cơ quan cho biết không phải đầu mối của nội dung này")
    if heard.wish is not None:
        return _with_wish(heard, heard.wish, real)
    if real or any(item.difficulties or item.proposals for item in full.reported):
        return full
    if full.contact is not None:
        return _not_ours(heard, f"cơ quan báo đầu mối mới: {full.contact.shown}")
    if requests.only_confirms(prose) and not requests.points_elsewhere(prose):
        return replace(full, sort=Sort.NOTE, reported=(), doubts=())
    extra = []
    if requests.points_elsewhere(prose):
        extra.append("nội dung trả lời nằm trong tệp hoặc văn bản khác, cần người đọc")
    if heard.forwarded:
        extra.append("thư chuyển tiếp, cần xem nội dung được chuyển")
    doubts = tuple(dict.fromkeys((*full.doubts, *extra))) or ("không nhận ra nội dung trả lời",)
    return replace(full, sort=Sort.UNCLEAR, doubts=doubts)


def _not_ours(heard: Heard, doubt: str) -> Understanding:
    """Somebody else is to be asked; a request for more time beside it is kept."""
    doubts: tuple[str, ...] = (doubt,)
    wish = heard.wish
    if wish is not None:
        wish = replace(wish, codes=heard.delayed)
        doubts += (f"cơ quan xin lùi thời hạn{delay.until_in_words(wish)}",)
    return replace(heard.full, sort=Sort.NOT_OURS, reported=(), doubts=doubts, extension=wish)


def _with_wish(heard: Heard, wish: Extension, real: bool) -> Understanding:
    full = heard.full
    wish = replace(wish, codes=_wished_for(full.reported, heard.delayed))
    if real:
        return replace(full, extension=wish)
    asks = f"cơ quan xin lùi thời hạn{delay.until_in_words(wish)}"
    # What is doubtful about the status is said by the request; anything else stays worth looking at.
    other = [one for one in full.doubts if one != NO_CODE and one.partition(":")[0] not in heard.spoken]
    return replace(full, sort=Sort.EXTENSION, reported=(), extension=wish, doubts=(asks, *other))


def _wished_for(reported: tuple[Reported, ...], delayed: tuple[str, ...]) -> tuple[str, ...]:
    near = tuple(item.code for item in reported if item.code in delayed)
    return near or tuple(item.code for item in reported)
