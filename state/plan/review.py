"""The review of a reading: every item in doubt beside its source, and the decisions of a person, each kept at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.directory import Directory
from plans.review.answering import is_about
from plans.review.corrections import Applied, Change, Correction, Entry, free_path, path_of, text_of
from plans.review.fields import parse_changes
from state.errors import BadDecision, NothingToReview, NothingToUndo, UnknownAgencyName
from state.events import Event, EventStore
from state.plan.decisions import answer, codes_of, decided, meant, question_of
from state.plan.plans import PlanStore, fingerprint
from state.plan.questions import OWNER, read_on
from state.plan.readings import ReadingDesk, as_read
from state.tables import QuestionRow, TargetRow, VersionRow


@dataclass(frozen=True)
class Who:
    """Who decides, when, and why."""

    by: str
    now: datetime
    reason: str = ""


@dataclass(frozen=True)
class Addition:
    """A duty that the reading misses: ``under`` which path it belongs, on which ``lines`` of the document it stands."""

    owners: str
    text: str
    under: str = ""
    fields: Mapping[str, str] | None = None
    lines: tuple[int, int] | None = None


@dataclass(frozen=True)
class Outcome:
    """What a decision did: a sentence, the version that has it, and what is still open about the same item."""

    sentence: str
    version: VersionRow
    left: tuple[QuestionRow, ...] = ()


class ReviewStore:
    """Decisions about a reading. A confirmed version is never changed: a decision about it begins the next one."""

    def __init__(self, session: Session, events: EventStore, plans: PlanStore) -> None:
        self._session = session
        self._events = events
        self._plans = plans
        self._desk = ReadingDesk(session)

    def accept(self, code: str, marks: Sequence[str], who: Who, directory: Directory) -> Outcome:
        """The reading is right as it stands: questions by their codes, or all doubts about the item with a path.

        :raises BadDecision: no such question or item, or it asks for a body
        """
        version = self._waiting(code)
        for mark in marks:
            question = _by_code(version, mark)
            if question is None:
                entry = self._entry(version, mark)
                self._keep(version, self._about(entry, "accept", who), f"chấp nhận cách hiểu mục {entry.path}")
            elif question.kind == OWNER:
                raise BadDecision(mark, "câu hỏi này cần chọn cơ quan: dùng plan confirm --assign hoặc plan correct.")
            else:
                self._answer(version, answer("accept", question, who.by, who.now, who.reason), question)
        self._desk.lay_out(version, directory, who.now.date())
        return Outcome(f"{who.by} chấp nhận cách hiểu: {', '.join(marks)}.", version, _open(version))

    def settle(self, code: str, mark: str, who: Who, directory: Directory, agencies: Sequence[str] = ()) -> Outcome:
        """Answer one question with bodies (``agencies``: names), or waive it with a reason.

        :raises BadDecision: no such question; a question that is not about a body cannot be answered with one
        """
        version = self._waiting(code)
        codes = tuple(key for name in agencies for key in codes_of(directory, name, who.now.date()))
        for question in meant(version, mark):
            if codes and question.kind != OWNER:
                raise BadDecision(mark, "câu hỏi này không hỏi về cơ quan; dùng plan correct hoặc plan accept.")
            made = answer("assign" if codes else "waive", question, who.by, who.now, who.reason, codes)
            self._answer(version, made, question)
        self._desk.lay_out(version, directory, who.now.date())
        done = f"chọn {', '.join(agencies)} cho" if codes else "bỏ qua"
        return Outcome(f"{who.by} {done} {mark}.", version, _open(version))

    def correct(self, code: str, mark: str, written: Mapping[str, str], who: Who, directory: Directory) -> Outcome:
        """Change fields of an item, found by path, code of a target, "document", "signer", or code of a question.

        :raises BadDecision: no such item
        :raises BadField: a field or value that the item does not take
        :raises UnknownAgencyName: an owner that the directory does not know
        """
        version = self._draft(code, who, directory)
        entry, question = self._meant(version, mark)
        assert entry.now is not None
        changes = parse_changes(entry.what, written)
        _known_owners(changes, directory, version, who)
        held = entry.now.model_dump(mode="json")
        made = self._about(entry, "correct", who).model_copy(
            update={
                "changes": {name: Change(before=held.get(name), after=after) for name, after in changes.items()},
                "kind": question.kind if question else "",
            }
        )
        told = "; ".join(f"{name} = {value or '(trống)'}" for name, value in written.items())
        self._keep(version, made, f"sửa {entry.path}: {told}")
        applied = self._desk.lay_out(version, directory, who.now.date())
        if made not in applied.matched:
            reasons = [one.reason for one in applied.lost if one.correction == made]
            raise BadDecision(mark, reasons[0] if reasons else "không sửa được.")
        return Outcome(f"{who.by} đã sửa {entry.path}: {told}.", version, _about_item(version, applied, entry))

    def reject(self, code: str, mark: str, who: Who, directory: Directory) -> Outcome:
        """Take an item out of the reading: it is no duty, or no aim.

        :raises BadDecision: no such item, or the heading or signature
        """
        version = self._draft(code, who, directory)
        entry, _ = self._meant(version, mark)
        if entry.what not in {"responsibility", "target", "task"}:
            raise BadDecision(mark, "chỉ bỏ được một nhiệm vụ hoặc chỉ tiêu.")
        self._keep(version, self._about(entry, "reject", who), f"bỏ {entry.path}")
        self._desk.lay_out(version, directory, who.now.date())
        return Outcome(f"{who.by} đã bỏ {entry.path}: {_short(text_of(entry.read))}", version, _open(version))

    def add(self, code: str, item: Addition, who: Who, directory: Directory) -> Outcome:
        """Add a duty that the reading misses.

        :raises BadField: a value that a duty does not take
        :raises UnknownAgencyName: an owner that the directory does not know
        :raises BadDecision: lines that the document does not have
        """
        version = self._draft(code, who, directory)
        fields = parse_changes("responsibility", {"owners": item.owners, "text": item.text, **(item.fields or {})})
        _known_owners(fields, directory, version, who)
        fields.setdefault("heading", item.owners)
        if item.lines:
            first, last = item.lines
            if not 1 <= first <= last or (version.lines and last > version.lines[-1][0]):
                raise BadDecision(f"{first}-{last}", "văn bản không có những dòng này.")
            fields["source"] = {"start_line": first, "end_line": last, "lines": [[first, last]]}
        path = free_path(self._desk.applied(version).entries, item.under)
        made = Correction(
            action="add",
            what="responsibility",
            path=path,
            text=f"{item.owners}: {item.text}",
            changes={name: Change(before=None, after=value) for name, value in fields.items()},
            reason=who.reason,
            by=who.by,
            at=who.now,
        )
        self._keep(version, made, f"thêm {path}: {_short(item.text)}")
        applied = self._desk.lay_out(version, directory, who.now.date())
        if lost := [one.reason for one in applied.lost if one.correction == made]:
            raise BadDecision(path, lost[0])
        return Outcome(f"{who.by} đã thêm {path}: {_short(item.text)}", version, _open(version))

    def undo(self, code: str, who: Who, directory: Directory) -> Outcome:
        """Take back the newest decision about the reading that waits; the record of both stays.

        :raises NothingToUndo: there is none
        """
        version = self._waiting(code)
        undone = self._desk.undo(version, who.by, who.now)
        if undone is None:
            raise NothingToUndo(code)
        told = f"rút lại quyết định về {undone.path} của {undone.by}"
        event = Event(who.now, "reading-undo", f"plan:{version.plan_id}", f"{who.by} {told}.", who.by)
        self._events.add(event)
        self._desk.lay_out(version, directory, who.now.date())
        return Outcome(f"{who.by} đã {told}: {_short(undone.text)}", version, _open(version))

    def _waiting(self, code: str) -> VersionRow:
        version = self._plans.version(self._plans.get(code))
        if version is None or version.confirmed_at is not None:
            raise NothingToReview(code)
        return version

    def _draft(self, code: str, who: Who, directory: Directory) -> VersionRow:
        """The version that waits; when the newest is confirmed, a next one that reads the same document."""
        version = self._plans.version(self._plans.get(code))
        assert version is not None, "every plan has a version"
        if version.confirmed_at is None:
            return version
        read = as_read(version).model_dump(mode="json")
        number = version.number + 1
        again = VersionRow(
            plan=version.plan,
            number=number,
            file_name=version.file_name,
            sha256=fingerprint(version.source, number),
            source=version.source,
            format=version.format,
            lines=version.lines,
            pages=version.pages,
            as_read=read,
            reading=read,
            amended_by=version.amended_by,
            imported_at=who.now,
        )
        return self._plans.begin(again, directory, who.now)

    def _meant(self, version: VersionRow, mark: str) -> tuple[Entry, QuestionRow | None]:
        question = _by_code(version, mark)
        if question is None:
            return self._entry(version, mark), None
        entries = self._desk.applied(version).entries
        found = [one for one in entries if one.now is not None and is_about(question_of(question), one)]
        if len(found) != 1:
            raise BadDecision(mark, "câu hỏi này không về đúng một điểm; nêu đường dẫn, hoặc dùng plan accept.")
        return found[0], question

    def _entry(self, version: VersionRow, mark: str) -> Entry:
        """The item with a path or the code of a target."""
        wanted = mark.strip().casefold()
        row = self._session.scalar(
            select(TargetRow).where(TargetRow.version_id == version.id, TargetRow.code == mark.strip().upper())
        )
        entries = [entry for entry in self._desk.applied(version).entries if entry.now is not None]
        if row is not None:
            return next(entry for entry in entries if entry.what == "target" and entry.number == row.position)
        found = [entry for entry in entries if entry.path.casefold() == wanted]
        if not found:
            raise BadDecision(mark, "kế hoạch không có điểm này; xem các điểm bằng dondoc plan review.")
        if len(found) > 1 and all(entry.what == "target" for entry in found):
            raise BadDecision(mark, f"mục này có {len(found)} chỉ tiêu; nêu mã chỉ tiêu (CT…) thay cho đường dẫn.")
        return next((entry for entry in found if entry.what == "responsibility"), found[0])

    def _about(self, entry: Entry, action: str, who: Who) -> Correction:
        return Correction.model_validate(
            {
                "action": action,
                "what": entry.what,
                "path": path_of(entry.read),
                "text": text_of(entry.read),
                "reason": who.reason,
                "by": who.by,
                "at": who.now,
            }
        )

    def _answer(self, version: VersionRow, made: Correction, question: QuestionRow) -> None:
        self._desk.record(version, made)
        self._events.add(decided(version.plan, made, question))

    def _keep(self, version: VersionRow, made: Correction, told: str) -> None:
        self._desk.record(version, made)
        reason = f" Lý do: {made.reason}" if made.reason else ""
        sentence = f"{made.by} {told} (lần {version.number}).{reason}"
        data = {"path": made.path, "version": version.number}
        self._events.add(Event(made.at, f"reading-{made.action}", f"plan:{version.plan_id}", sentence, made.by, data))


def _by_code(version: VersionRow, mark: str) -> QuestionRow | None:
    return next((one for one in version.questions if one.code.casefold() == mark.strip().casefold()), None)


def _open(version: VersionRow) -> tuple[QuestionRow, ...]:
    return tuple(one for one in version.questions if one.decision is None)


def _about_item(version: VersionRow, applied: Applied, entry: Entry) -> tuple[QuestionRow, ...]:
    """What is still open about one item after a change."""
    now = next((one for one in applied.entries if (one.what, one.number) == (entry.what, entry.number)), entry)
    return tuple(one for one in _open(version) if is_about(question_of(one), now))


def _known_owners(changes: Mapping[str, object], directory: Directory, version: VersionRow, who: Who) -> None:
    """A person names bodies of the directory; a slip of the pen must not become a new question."""
    day = read_on(as_read(version), who.now.date())
    named = changes.get("owners")
    for name in named if isinstance(named, list) else ():
        found = directory.resolve(name, day)
        if found.kind in {"open_group", "unknown"}:
            raise UnknownAgencyName(name, found.message)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"
