"""One agency as people ask for it: who it is, who stands for it, who reads its mail, what it still owes."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from agencies.directory import Directory
from agencies.model import CHANGE_LABELS, KIND_LABELS, ROLE_LABELS, Agency, Contact, Succession
from state.store import Store
from state.tables import AgencyRow, AssignmentRow


@dataclass(frozen=True)
class Card:
    """The records of a body, its links, its contacts with what is known of their delivery, and its history.

    ``waiting`` counts the reports it still owes, ``history`` are the sentences of the log, oldest first.
    """

    records: tuple[Agency, ...]
    before: tuple[Succession, ...]
    after: tuple[Succession, ...]
    answering: tuple[Agency, ...]
    contacts: tuple[tuple[Contact, str], ...]
    waiting: int
    history: tuple[str, ...]


def card(store: Store, directory: Directory, code: str, day: date) -> Card:
    """Everything about one body on a day.

    :raises UnknownAgency: no such code
    """
    latest = directory.get(code)
    states = store.registry.delivery(directory.province)
    key = store.session.scalar(select(AgencyRow.id).where(AgencyRow.code == code))
    waiting = select(func.count()).where(AssignmentRow.agency_id == key, AssignmentRow.state.in_(("open", "held")))
    return Card(
        records=tuple(one for one in directory.agencies if one.code == latest.code),
        before=tuple(one for one in directory.successions if one.successor == code),
        after=tuple(one for one in directory.successions if one.predecessor == code),
        answering=directory.answering(code, day),
        contacts=tuple((one, states.get((code, one.email), "")) for one in directory.contacts if one.agency == code),
        waiting=store.session.scalar(waiting) or 0,
        history=tuple(f"{event.at:%d/%m/%Y %H:%M} {event.sentence}" for event in store.events.of(f"agency:{key}")),
    )


def lines(shown: Card, directory: Directory) -> list[str]:
    """The card as lines for a terminal."""
    latest = shown.records[-1]
    told = [f"{latest.code}  {latest.name} ({latest.short_name}), {KIND_LABELS[latest.kind]}"]
    if latest.identifier:
        told.append(f"Mã định danh: {latest.identifier}")
    if latest.aliases:
        told.append(f"Tên gọi khác: {'; '.join(latest.aliases)}")
    told += [_placed(one, directory) for one in shown.records]
    if latest.note:
        told.append(f"{'Cần xác nhận' if latest.to_confirm else 'Ghi chú'}: {latest.note}")
    told += [f"Kế thừa {_name(directory, one.predecessor)} {_link(one)}" for one in shown.before]
    told += [f"Chuyển cho {_name(directory, one.successor)} {_link(one)}" for one in shown.after]
    if [one.code for one in shown.answering] != [latest.code]:
        now = "; ".join(one.name for one in shown.answering) or "chưa có, cần người quyết định"
        told.append(f"Nay trả lời thay: {now}")
    told.append(f"Yêu cầu báo cáo đang mở: {shown.waiting}")
    told += ["Đầu mối:" if shown.contacts else "Đầu mối: chưa có"]
    told += [f"  {_contact(one, state)}" for one, state in shown.contacts]
    if shown.history:
        told += ["Nhật ký:", *(f"  {sentence}" for sentence in shown.history)]
    return told


def interval(start: date | None, stop: date | None) -> str:
    """An interval in words; nothing when it has neither beginning nor end."""
    begun = f"từ {start:%d/%m/%Y}" if start else ""
    ended = f"không còn từ {stop:%d/%m/%Y}" if stop else ""
    return ", ".join(part for part in (begun, ended) if part)


def _placed(one: Agency, directory: Directory) -> str:
    when = interval(one.valid_from, one.valid_to)
    above = f"trực thuộc {_name(directory, one.parent)}" if one.parent else "không có cấp trên trong danh bạ"
    how = "" if one.in_chain else ", chỉ được đề nghị"
    by = f" ({one.closed_by})" if one.closed_by else ""
    return f"{when + ': ' if when else ''}{above}{how}{by}"


def _link(one: Succession) -> str:
    share = f", phần việc: {one.share}" if one.share else ""
    confirm = ", cần xác nhận" if one.to_confirm else ""
    return f"từ {one.on:%d/%m/%Y} ({CHANGE_LABELS[one.change]}, {one.decision}{share}{confirm})"


def _contact(one: Contact, state: str) -> str:
    parts = (ROLE_LABELS[one.role], one.name, interval(one.valid_from, one.valid_to), state)
    return f"{one.email} ({', '.join(part for part in parts if part)})"


def _name(directory: Directory, code: str) -> str:
    return f"{directory.get(code).name} [{code}]"
