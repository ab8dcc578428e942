"""A file beside the register: what it adds, changes and closes, with every contradiction at its row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from agencies.directory import Directory
from agencies.errors import (
    AmbiguousName,
    DirectoryError,
    EmptyInterval,
    OverlappingIntervals,
    PredecessorStillValid,
    SuccessorNotValid,
)
from agencies.exchange.cells import show
from agencies.exchange.changes import Difference, FieldChange, How, RegistryChanges
from agencies.exchange.columns import AGENCY_COLUMNS, AGENCY_SHEET, CODE, CONTACT_COLUMNS, CONTACT_SHEET, TITLES, Column
from agencies.exchange.drafting import Defaults, Draft, Wrong, draft, same_cell
from agencies.exchange.errors import Place, Problem, RegistryErrors
from agencies.exchange.reading import Line, RegistryTable
from agencies.model import Agency, Contact, Kind

# Errors that only show in the whole come one at a time; a file with more of them is sent back with these first.
MOST_ROUNDS = 40
_BLAMED: dict[type[DirectoryError], str] = {
    AmbiguousName: "name",
    EmptyInterval: "valid_to",
    OverlappingIntervals: "valid_from",
    SuccessorNotValid: "valid_from",
    PredecessorStillValid: "valid_to",
}


@dataclass
class _Attempt:
    """The register with the rows of one attempt, and what was found wrong on the way."""

    drafts: dict[str, tuple[Draft, ...]] = field(default_factory=dict)
    contacts: list[tuple[Line, Contact, Contact | None]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def compare_registry(directory: Directory, table: RegistryTable) -> RegistryChanges:
    """What the good rows of a file would change; the others are in ``problems``. All rows of one code count, or none.

    :raises RegistryErrors: the rows contradict each other in so many ways that the rest cannot be judged
    """
    comparison = _Comparison(directory, table)
    problems = list(table.problems)
    bad: dict[str, Place] = dict(table.spoilt)
    bad_contacts: set[Place] = set()
    for _ in range(MOST_ROUNDS):
        attempt = comparison.attempt(bad, bad_contacts)
        if not attempt.problems:
            try:
                return _changes(attempt, comparison.built(attempt), problems)
            except DirectoryError as error:
                attempt.problems.append(_blame(error, attempt, table.name))
        problems += attempt.problems
        bad_contacts |= {one.place for one in attempt.problems if one.place.sheet == CONTACT_SHEET}
        wrong = {one.place for one in attempt.problems}
        bad |= {line.text(CODE): line.place for line in table.agencies if line.place in wrong}
    raise RegistryErrors(table.name, _sorted(problems))


class _Comparison:
    """The register and the file, grouped once for all attempts."""

    def __init__(self, directory: Directory, table: RegistryTable) -> None:
        self._directory, self._table = directory, table
        self._records: defaultdict[str, list[Agency]] = defaultdict(list)
        for record in directory.agencies:
            self._records[record.code].append(record)
        self._lines: defaultdict[str, list[Line]] = defaultdict(list)
        for line in table.agencies:
            self._lines[line.text(CODE)].append(line)
        self._contacts = {(one.agency, one.email.lower()): one for one in directory.contacts}
        committees = (one.code for one in directory.agencies if one.kind is Kind.PEOPLE_COMMITTEE)
        self._defaults = Defaults(directory.province, next(committees, ""))

    def attempt(self, bad: Mapping[str, Place], bad_contacts: set[Place]) -> _Attempt:
        """Every row that is not known to be wrong, over the register; a later check only when the earlier ones hold."""
        made = _Attempt()
        for code, lines in self._lines.items():
            if code not in bad:
                try:
                    made.drafts[code] = draft(lines, self._records.get(code, ()), self._defaults)
                except Wrong as wrong:
                    made.problems.append(wrong.problem)
        known = self._records.keys() | made.drafts.keys()
        if not made.problems:
            made.problems += _wrong_parents(made.drafts, self._parents(made), known, bad)
        if not made.problems:
            lines = [line for line in self._table.contacts if line.place not in bad_contacts]
            self._add_contacts(made, lines, known, bad)
        return made

    def _parents(self, made: _Attempt) -> dict[str, set[str]]:
        above = {code: {one.parent for one in records} for code, records in self._records.items()}
        return above | {code: {one.record.parent for one in drafts} for code, drafts in made.drafts.items()}

    def _add_contacts(self, made: _Attempt, lines: list[Line], known: set[str], bad: Mapping[str, Place]) -> None:
        seen: dict[tuple[str, str], Line] = {}
        for line in lines:
            key = line.text("agency"), line.text("email")
            first = seen.setdefault(key, line)
            if first is not line:
                made.problems.append(_at(line, "email", f"địa chỉ này của {key[0]} đã có ở dòng {first.place.row}."))
            elif key[0] not in known:
                made.problems.append(_at(line, "agency", _missing(key[0], bad)))
            else:
                self._add_contact(made, line, self._contacts.get(key))

    @staticmethod
    def _add_contact(made: _Attempt, line: Line, base: Contact | None) -> None:
        fields = dict(line.fields)
        if base is None and "role" not in fields:
            made.problems.append(Problem(line.place, "", "đầu mối mới cần có cột “Vai trò”."))
            return
        for column in CONTACT_COLUMNS if base else ():
            if column.field in fields and same_cell(column, getattr(base, column.field), fields[column.field]):
                del fields[column.field]
        contact = replace(base, **fields) if base else Contact(**fields)  # type: ignore[arg-type]
        if contact.valid_from and contact.valid_to and contact.valid_to <= contact.valid_from:
            sentence = f"không sau ngày bắt đầu {contact.valid_from:%d/%m/%Y}."
            made.problems.append(_at(line, "valid_to", sentence))
        made.contacts.append((line, contact, base))

    def built(self, made: _Attempt) -> Directory:
        """The whole register after the file. Raises DirectoryError for what only shows in the whole."""
        old = self._directory
        after: dict[str, tuple[Agency, ...]] = {code: tuple(records) for code, records in self._records.items()}
        after |= {code: tuple(one.record for one in drafts) for code, drafts in made.drafts.items()}
        contacts = self._contacts | {(one.agency, one.email.lower()): one for _, one, _ in made.contacts}
        agencies = tuple(record for records in after.values() for record in records)
        return Directory(old.province, agencies, old.successions, tuple(contacts.values()))


def _at(line: Line, field_name: str, sentence: str) -> Problem:
    return Problem(line.place, TITLES[line.place.sheet][field_name], sentence)


def _missing(code: str, bad: Mapping[str, Place]) -> str:
    if code in bad:
        return f"cơ quan {code} ở dòng {bad[code].row} của trang {bad[code].sheet} phải sửa trước."
    return f"không có cơ quan mang mã {code} trong danh bạ và trong tệp."


def _wrong_parents(
    drafts: Mapping[str, tuple[Draft, ...]],
    above: Mapping[str, set[str]],
    known: Iterable[str],
    bad: Mapping[str, Place],
) -> Iterator[Problem]:
    """A body above that nobody knows, or that stands below the body itself."""
    codes = set(known)
    for code, records in drafts.items():
        for one in records:
            parent = one.record.parent
            if one.line is None or not parent or (one.base and one.base.parent == parent):
                continue
            if parent not in codes:
                yield _at(one.line, "parent", _missing(parent, bad))
            elif code in _all_above(parent, above):
                yield _at(one.line, "parent", f"{parent} là chính cơ quan này hoặc nằm dưới {code}.")


def _all_above(code: str, above: Mapping[str, set[str]]) -> set[str]:
    found, waiting = {code}, [code]
    while waiting:
        for parent in above.get(waiting.pop(), ()):
            if parent and parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found


def _blame(error: DirectoryError, made: _Attempt, name: str) -> Problem:
    """The row by which the whole does not hold together: the last one of the codes that the error names.

    :raises RegistryErrors: no row of the file is to blame
    """
    codes = (*getattr(error, "codes", ()), getattr(error, "code", ""))
    edited = (one for code in codes for one in made.drafts.get(code, ()) if one.record != one.base)
    lines = [one.line for one in edited if one.line is not None]
    column = _BLAMED.get(type(error), "")
    if not lines:
        raise RegistryErrors(name, (Problem(Place(AGENCY_SHEET, 0), "", str(error)),)) from error
    last = max(lines, key=lambda line: line.place)
    return Problem(last.place, TITLES[AGENCY_SHEET].get(column, ""), str(error))


def _changes(made: _Attempt, after: Directory, problems: Iterable[Problem]) -> RegistryChanges:
    differences = [*_agency_differences(made), *_contact_differences(made)]
    rows = sum(1 for drafts in made.drafts.values() for one in drafts if one.line) + len(made.contacts)
    return RegistryChanges(
        differences=tuple(differences),
        unchanged=rows - len(differences),
        problems=_sorted(problems),
        bodies=tuple(
            tuple(one.record for one in drafts)
            for drafts in made.drafts.values()
            if any(one.record != one.base for one in drafts)
        ),
        contacts=tuple(contact for _, contact, base in made.contacts if contact != base),
        after=after,
    )


def _agency_differences(made: _Attempt) -> Iterator[Difference]:
    for code, drafts in made.drafts.items():
        for one in drafts:
            if one.line is None or one.record == one.base:
                continue
            name = f"{code} {one.record.name}"
            if one.base is None:
                yield Difference("added", one.line.place, code, name, ())
                continue
            closed = one is drafts[-1] and one.base.valid_to is None and one.record.valid_to is not None
            fields = _fields(AGENCY_COLUMNS, one.base, one.record)
            yield Difference("closed" if closed else "changed", one.line.place, code, name, fields)


def _contact_differences(made: _Attempt) -> Iterator[Difference]:
    for line, contact, base in made.contacts:
        name = f"{contact.email} của {contact.agency}"
        if base is None:
            yield Difference("added", line.place, contact.agency, name, ())
        elif contact != base:
            how: How = "closed" if base.valid_to is None and contact.valid_to is not None else "changed"
            yield Difference(how, line.place, contact.agency, name, _fields(CONTACT_COLUMNS, base, contact))


def _fields(columns: Iterable[Column], old: Agency | Contact, new: Agency | Contact) -> tuple[FieldChange, ...]:
    pairs = ((one, getattr(old, one.field), getattr(new, one.field)) for one in columns if one.field)
    return tuple(
        FieldChange(column.title, show(column.present(before)), show(column.present(after)))
        for column, before, after in pairs
        if before != after
    )


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    order = {AGENCY_SHEET: 0, CONTACT_SHEET: 1}
    return tuple(sorted(problems, key=lambda one: (order.get(one.place.sheet, 2), one.place.row)))
