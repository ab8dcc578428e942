"""What must hold before a reorganisation may touch a directory; the directory that comes out checks the rest."""

from collections import Counter

from agencies import names
from agencies.changes import Reorganisation
from agencies.checks import check_no_cycle
from agencies.directory import Directory
from agencies.errors import (
    AlreadyApplied,
    AlreadyEnded,
    ChangedTwice,
    CodeTaken,
    EmptyInterval,
    NothingToDo,
    OtherProvince,
    ParentCycle,
    ParentNotValid,
    RenamedToExisting,
    UnknownAgency,
)
from agencies.model import Change


def check_before(directory: Directory, change: Reorganisation) -> None:
    """Raises a DirectoryError when ``change`` cannot be applied to ``directory``."""
    check_scope(directory, change)
    if is_applied(directory, change):
        raise AlreadyApplied(change.title, change.on)
    _check_codes(directory, change)
    _check_once(change)
    _check_changed(directory, change)
    _check_renames(change)
    check_no_cycle(change.links)


def check_scope(directory: Directory, change: Reorganisation) -> None:
    """Raises OtherProvince or NothingToDo."""
    if names.key(directory.province) != names.key(change.province):
        raise OtherProvince(change.province, directory.province)
    if not (change.added or change.links or change.moves or change.ended):
        raise NothingToDo(change.title)


def check_after(directory: Directory, change: Reorganisation) -> None:
    """Raises ParentNotValid or ParentCycle when the bodies of the day do not hang together.

    What hung in the air before and is not touched by the change may stay so.
    """
    above = {one.code: one.parent for one in directory.on(change.on)}
    touched = {*(one.code for one in change.added), *(one.agency for one in change.moves)}
    for code, parent in above.items():
        if parent and parent not in above and (code in touched or parent in change.ended):
            raise ParentNotValid(code, parent, change.on)
    for code in touched:
        path = [code]
        while parent := above.get(path[-1], ""):
            if parent in path:
                raise ParentCycle((*path[path.index(parent) :], parent))
            path.append(parent)


def is_applied(directory: Directory, change: Reorganisation) -> bool:
    """True when every link, end, move and new body of ``change`` stands in the directory with its day."""
    links = {(one.predecessor, one.successor, one.on) for one in directory.successions}
    begun = {(one.code, one.parent, one.in_chain) for one in directory.agencies if one.valid_from == change.on}
    closed = {one.code for one in directory.agencies if one.valid_to == change.on}
    new = {code for code, _, _ in begun}
    return (
        all((one.predecessor, one.successor, one.on) in links for one in change.links)
        and all((one.agency, one.parent, one.in_chain) in begun for one in change.moves)
        and all(code in closed for code in change.ended)
        and all(one.code in new for one in change.added)
    )


def _check_codes(directory: Directory, change: Reorganisation) -> None:
    """Every code that the change names is known, and every new one is new."""
    known = {one.code for one in directory.agencies}
    new: set[str] = set()
    for body in change.added:
        if body.code in known or body.code in new:
            raise CodeTaken(body.code)
        new.add(body.code)
    for link in change.links:
        used = f"kế thừa {link.predecessor} → {link.successor}"
        if link.predecessor not in known:
            raise UnknownAgency(link.predecessor, used)
        if link.successor not in known | new:
            raise UnknownAgency(link.successor, used)
        if link.predecessor not in change.ended:
            raise UnknownAgency(link.predecessor, "chưa có trong các cơ quan kết thúc của phương án")
    for code in change.ended:
        if code not in known:
            raise UnknownAgency(code, "cơ quan kết thúc")
    for move in change.moves:
        if move.agency not in known:
            raise UnknownAgency(move.agency, f"chuyển về {move.parent}")
        if move.parent and move.parent not in known | new:
            raise UnknownAgency(move.parent, f"cơ quan cấp trên mới của {move.agency}")


def _check_once(change: Reorganisation) -> None:
    """No body is changed in two ways: only a split has several links, and each leads to another heir."""
    ways = Counter({link.predecessor: 1 for link in change.links if link.change is Change.SPLIT})
    ways.update(link.predecessor for link in change.links if link.change is not Change.SPLIT)
    ways.update(one.agency for one in change.dissolved)
    ways.update(code for code in set(change.ended) if code not in ways)
    ways.update(move.agency for move in change.moves)
    pairs = Counter((link.predecessor, link.successor) for link in change.links)
    doubled = [code for code, count in ways.items() if count > 1]
    doubled += [predecessor for (predecessor, _), count in pairs.items() if count > 1]
    if doubled:
        raise ChangedTwice(doubled[0])


def _check_changed(directory: Directory, change: Reorganisation) -> None:
    """A body that ends or moves has begun before the day and has no other end; a move changes something."""
    for code in (*change.ended, *(move.agency for move in change.moves)):
        record = directory.get(code, change.on)
        if record.valid_to is not None:
            raise AlreadyEnded(code, record.valid_to)
        if record.valid_from and record.valid_from >= change.on:
            raise EmptyInterval(code)
    for move in change.moves:
        record = directory.get(move.agency, change.on)
        if (record.parent, record.in_chain) == (move.parent, move.in_chain):
            raise NothingToDo(change.title, move.agency)


def _check_renames(change: Reorganisation) -> None:
    """A rename leads to a new body that takes over from nobody else."""
    received = Counter(link.successor for link in change.links)
    new = {one.code for one in change.added}
    for link in change.links:
        if link.change is Change.RENAME and (link.successor not in new or received[link.successor] > 1):
            raise RenamedToExisting(link.predecessor, link.successor)
