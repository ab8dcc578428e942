"""What stands in the report, in reading order, as plain strings: one content for Word and for typst."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """The upper part of page 1 and the mark in the head of every page. Number, day and signer stay blank."""

    superior: str
    author: str
    author_name: str
    number: str
    number_in_text: str
    place_and_date: str
    mark: str
    subject: str
    addressees: tuple[str, ...]
    opening: str


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A row of the table of targets."""

    no: str
    text: str
    aim: str
    result: str
    parts: str
    verdict: str
    completeness: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of one or more agencies; ``first`` follows the name, ``more`` are further paragraphs."""

    who: str
    first: str
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One duty: its clause, the counts, the extract, and what is left to the Excel annex."""

    clause: str
    counts: str
    quotes: tuple[Quote, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """The duties under one heading of the plan (usually one owner)."""

    title: str
    clauses: tuple[ClauseText, ...]


@dataclass(frozen=True, slots=True)
class PunctualLine:
    """A row of the timeliness table and of the annex; numbers already written for people."""

    no: str
    label: str
    agencies: str
    asked: str
    received: str
    in_time: str
    late: str
    held: str
    missing: str
    share: str


@dataclass(frozen=True, slots=True)
class SilentLine:
    """A row of section V."""

    no: str
    name: str
    missing: str
    due: str
    rung: str
    note: str


@dataclass(frozen=True, slots=True)
class Items:
    """A titled list; ``rest`` says how many more there are and where, "" when all are shown."""

    title: str
    items: tuple[str, ...]
    rest: str = ""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A row of the annex of files; ``check`` is the beginning of the sha256."""

    no: str
    agency: str
    name: str
    size: str
    day: str
    check: str


@dataclass(frozen=True, slots=True)
class Content:
    """The whole report."""

    head: Head
    guidance: tuple[str, ...]
    targets_lead: str
    targets: tuple[TargetLine, ...]
    target_notes: tuple[str, ...]
    duties_lead: str
    duties: tuple[DutyGroup, ...]
    timeliness_lead: str
    timeliness: tuple[PunctualLine, ...]
    timeliness_note: str
    concerns: tuple[Items, ...]
    concerns_hint: str
    silent_lead: str
    silent: tuple[SilentLine, ...]
    silent_rest: str
    next_title: str
    next_lead: str
    next_year: tuple[Items, ...]
    signer: str
    annex_title: str
    annex: tuple[PunctualLine, ...]
    annex_rest: str
    files_title: str
    files: tuple[FileLine, ...]
    files_rest: str
