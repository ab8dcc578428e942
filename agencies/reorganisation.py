"""A reorganisation file (TOML) → a checked Reorganisation, and the directory that it leaves behind.

New bodies (``agencies``, ``places``) and addresses (``contact``) are written as in a directory file; what happens to
the old ones stands in ``merge``, ``split``, ``rename``, ``dissolve`` and ``move`` rows.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pydantic import Field

from agencies.change_checks import check_after, check_before, check_scope, is_applied
from agencies.changes import Dissolution, Move, Reorganisation
from agencies.directory import Directory
from agencies.errors import BadDirectoryFile
from agencies.model import Agency, Change, Contact, Succession
from agencies.rows import FileForm, Heir, Row, parse

__all__ = ["Dissolution", "Move", "Reorganisation", "read_reorganisation", "reorganised"]


class _Change(Row):
    """``decision`` is that of the file unless the row has its own; an empty one has to be confirmed."""

    decision: str | None = None
    confirm: bool = False


class _Merge(_Change):
    predecessors: tuple[str | Heir, ...] = Field(alias="from", min_length=1)
    to: str
    share: str = ""


class _Split(_Change):
    predecessor: str = Field(alias="from")
    to: tuple[str | Heir, ...] = Field(min_length=2)
    share: str = ""


class _Rename(_Change):
    predecessor: str = Field(alias="from")
    to: str


class _Dissolve(_Change):
    agency: str


class _Move(_Change):
    agency: str
    to: str
    in_chain: bool | None = None


class _File(FileForm):
    title: str = Field(min_length=2)
    on: date
    decision: str = Field(min_length=2)
    merge: tuple[_Merge, ...] = ()
    split: tuple[_Split, ...] = ()
    rename: tuple[_Rename, ...] = ()
    dissolve: tuple[_Dissolve, ...] = ()
    move: tuple[_Move, ...] = ()


def read_reorganisation(text: str, where: str, directory: Directory) -> Reorganisation:
    """Read a reorganisation and check it against the directory it changes; ``where`` names the file in messages.

    A body under one that ends goes to the only heir of that one, if the file does not say where it goes. A directory
    that already stands as the change leaves it is no error here: work may still have to be handed over. Raises
    DirectoryError.
    """
    file = parse(_File, text, where)
    _check_documents(file, where)
    listed = _listed(file, text, where, directory)
    check_scope(directory, listed)
    if is_applied(directory, listed):
        return listed
    _check_contacts(listed, directory, where)
    moves = (*listed.moves, *_following(directory, listed))
    change = replace(listed, moves=moves, contacts=(*listed.contacts, *_handed_over(directory, listed)))
    reorganised(directory, change)
    return change


def _listed(file: _File, text: str, where: str, directory: Directory) -> Reorganisation:
    """What the file says, nothing added."""
    added = tuple(_begun(body, file.on, where) for body in file.bodies())
    links = tuple(_links(file))
    return Reorganisation(
        province=file.province,
        title=file.title,
        on=file.on,
        decision=file.decision,
        added=added,
        links=links,
        moves=tuple(_moves(file, directory)),
        ended=tuple(dict.fromkeys((*(link.predecessor for link in links), *(row.agency for row in file.dissolve)))),
        contacts=file.contacts(added),
        content=text,
        dissolved=tuple(Dissolution(row.agency, row.decision) for row in file.dissolve),
    )


def reorganised(directory: Directory, change: Reorganisation) -> Directory:
    """The directory after ``change``, checked; raises DirectoryError and leaves ``directory`` as it is.

    A new body stands behind the last one of its kind, so that lists of departments and of communes stay together.
    """
    check_before(directory, change)
    moves = {move.agency: move for move in change.moves}
    ended = set(change.ended)
    agencies: list[Agency] = []
    for record in directory.agencies:
        move = moves.get(record.code)
        if record.valid_to is not None or (move is None and record.code not in ended):
            agencies.append(record)
            continue
        agencies.append(replace(record, valid_to=change.on, closed_by=change.closed_by(record.code)))
        if move is not None:
            agencies.append(replace(record, valid_from=change.on, parent=move.parent, in_chain=move.in_chain))
    for body in change.added:
        same = (place for place in range(len(agencies), 0, -1) if agencies[place - 1].kind is body.kind)
        agencies.insert(next(same, len(agencies)), body)
    contacts = dict.fromkeys((*directory.contacts, *change.contacts))
    after = Directory(directory.province, agencies, (*directory.successions, *change.links), contacts)
    check_after(after, change)
    return after


def _document(file: _File, row: _Change) -> str:
    return file.decision if row.decision is None else row.decision


def _check_documents(file: _File, where: str) -> None:
    for row in (*file.merge, *file.split, *file.rename, *file.dissolve, *file.move):
        if row.decision == "" and not row.confirm:
            raise BadDirectoryFile(where, "mục “decision”: chưa ghi văn bản thì phải có confirm = true")


def _begun(body: Agency, on: date, where: str) -> Agency:
    if body.valid_from not in (None, on):
        raise BadDirectoryFile(where, f"cơ quan mới {body.code} phải bắt đầu đúng ngày sắp xếp {on:%d/%m/%Y}")
    return replace(body, valid_from=on)


def _links(file: _File) -> Iterator[Succession]:
    for row in file.merge:
        for part in _parts(row.predecessors):
            share, confirm = part.share or row.share, part.confirm or row.confirm
            yield Succession(part.code, row.to, file.on, _document(file, row), share, confirm, Change.MERGE)
    for divided in file.split:
        for part in _parts(divided.to):
            share, confirm = part.share or divided.share, part.confirm or divided.confirm
            document = _document(file, divided)
            yield Succession(divided.predecessor, part.code, file.on, document, share, confirm, Change.SPLIT)
    for renamed in file.rename:
        document = _document(file, renamed)
        yield Succession(renamed.predecessor, renamed.to, file.on, document, "", renamed.confirm, Change.RENAME)


def _parts(listed: tuple[str | Heir, ...]) -> Iterator[Heir]:
    return (Heir(code=one) if isinstance(one, str) else one for one in listed)


def _moves(file: _File, directory: Directory) -> Iterator[Move]:
    """A body stays in the chain of command or outside it unless the row says otherwise."""
    in_chain = {one.code: one.in_chain for one in directory.agencies}
    for row in file.move:
        stays = in_chain.get(row.agency, True)
        yield Move(row.agency, row.to, stays if row.in_chain is None else row.in_chain, row.decision)


def _check_contacts(change: Reorganisation, directory: Directory, where: str) -> None:
    """An address that the directory has already would have two rows that disagree."""
    known = {(one.agency, one.email.lower()) for one in directory.contacts}
    for contact in change.contacts:
        if (contact.agency, contact.email.lower()) in known:
            raise BadDirectoryFile(where, f"địa chỉ {contact.email} của {contact.agency} đã có trong danh bạ")


def _following(directory: Directory, change: Reorganisation) -> Iterator[Move]:
    """Moves of the bodies that stand under one that ends with a single heir."""
    told = {move.agency for move in change.moves} | set(change.ended)
    heirs: dict[str, list[Succession]] = {}
    for link in change.links:
        heirs.setdefault(link.predecessor, []).append(link)
    for body in directory.on(change.on):
        links = heirs.get(body.parent, [])
        if len(links) == 1 and body.code not in told:
            yield Move(body.code, links[0].successor, body.in_chain, links[0].decision)


def _handed_over(directory: Directory, change: Reorganisation) -> Iterator[Contact]:
    """A body with a new name keeps its addresses."""
    listed = {(one.agency, one.email.lower()) for one in change.contacts}
    for link in change.links:
        if link.change is not Change.RENAME:
            continue
        for contact in directory.contacts_of(link.predecessor, change.on):
            if (link.successor, contact.email.lower()) not in listed:
                start = max(contact.valid_from or date.min, change.on)
                yield replace(contact, agency=link.successor, valid_from=start)
