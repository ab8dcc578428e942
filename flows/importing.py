"""Importing a document as a plan, as its later version, or as the decision that amends it."""

from dataclasses import dataclass
from datetime import date, datetime

from flows.runtime import Runtime
from plans.amendments.compare import Changes, render_changes
from plans.amendments.decision import Amendment, amend, read_amendment
from plans.errors import PlanError
from plans.formats.opening import open_sheet
from plans.model import Plan
from plans.read import read_plan, read_sheet
from plans.sheet import Sheet
from state.errors import NoTextToAmend, NothingToCompare
from state.plan.plans import Import, province_of
from state.store import Store
from state.tables import PlanRow, VersionRow


@dataclass(frozen=True)
class Document:
    """A file that somebody offers as a plan.

    :ivar amends: code of the plan which it replaces or amends
    :ivar province: whose agencies it means, when the document does not say it itself
    :ivar map_of: the day as of which the directory of a new province is loaded; later reorganisations are then applied
        by a person. None: the newest
    """

    source: bytes
    file_name: str
    sample: bool = False
    amends: str | None = None
    province: str | None = None
    map_of: date | None = None


@dataclass(frozen=True)
class Read:
    """What came out of a document: the plan, the text it was read from, and the amending decision if it is one."""

    plan: Plan
    sheet: Sheet | None
    amended_by: str | None = None


def import_plan(house: Runtime, document: Document, now: datetime) -> str:
    """Read a document and keep it as a plan that waits for a person; returns what to tell that person."""
    with house.database.unit() as store:
        amended = store.plans.get(document.amends) if document.amends else None
        read = _read(store, document, amended)
        province = document.province or province_of(read.plan) or (amended.province if amended else "")
        directory = house.directory_for_import(store, province, document.map_of)
        if not store.agencies.has_province(province):
            store.agencies.load(directory, now)
        item = Import(
            plan=read.plan,
            source=document.source,
            file_name=document.file_name,
            now=now,
            sample=document.sample,
            lines=tuple(read.sheet.written()) if read.sheet else (),
            pages=read.sheet.pages if read.sheet else (),
            province=province,
            amended_by=read.amended_by,
        )
        version = store.plans.add(item, directory, document.amends)
        store.commit()
        return _told(version, read.amended_by)


def _told(version: VersionRow, amended_by: str | None) -> str:
    code = version.plan.code
    waiting = [question for question in version.questions if question.decision is None]
    named = sum(question.blocking for question in waiting)
    size = f"{len(version.responsibilities)} trách nhiệm, {len(version.targets)} chỉ tiêu"
    by = f" theo {amended_by}" if amended_by else ""
    lines = [
        f"Đã nhập {version.plan.label}, mã {code}{f', lần {version.number}' if version.number > 1 else ''}{by}.",
        f"{size}, {len(waiting)} điểm cần xem (dondoc plan review {code}).",
    ]
    if named:
        lines.append(f"{named} điểm phải trả lời trước khi xác nhận.")
    if version.changes is not None:
        lines += ["", render_changes(Changes.model_validate(version.changes))]
    lines.append(f"Kế tiếp: dondoc plan review {code}, rồi dondoc plan confirm {code}")
    return "\n".join(lines)


def _read(store: Store, document: Document, amended: PlanRow | None) -> Read:
    """The plan of a document; that of the amended text when the document is an amending decision."""
    sheet = _shown(document.source, document.file_name)
    amendment = read_amendment(sheet) if amended and sheet else None
    if amended is None or amendment is None:
        return Read(read_plan(document.source, document.file_name, sheet), sheet)
    version = store.plans.version(amended, confirmed=True) or store.plans.version(amended)
    assert version is not None, "every plan has a version"
    text = amend(_text_of(store, version), amendment)
    return Read(read_sheet(text), text, _named(amendment))


def _text_of(store: Store, version: VersionRow) -> Sheet:
    """The text of a version; for one that an amending decision made, the text before with the decision applied.

    :raises NoTextToAmend: the version came from a form
    """
    sheet = _shown(version.source, version.file_name)
    if sheet is None:
        raise NoTextToAmend(version.plan.code, version.file_name)
    amendment = read_amendment(sheet) if version.amended_by else None
    if amendment is None:
        return sheet
    return amend(_text_of(store, store.plans.before(version)), amendment)


def _shown(source: bytes, file_name: str) -> Sheet | None:
    """What the file shows, line by line; a form that was filled in without a document shows nothing."""
    try:
        return open_sheet(source, file_name)
    except PlanError:
        return None


def _named(amendment: Amendment) -> str:
    day = f" ngày {amendment.date:%d/%m/%Y}" if amendment.date else ""
    return f"quyết định sửa đổi số {amendment.full_number}{day}"


def changes_of(house: Runtime, code: str) -> Changes:
    """What the newest version of a plan changes in the confirmed one before it.

    :raises NothingToCompare: there is none
    """
    with house.database.unit() as store:
        version = store.plans.version(store.plans.get(code))
        if version is None or version.changes is None:
            raise NothingToCompare(code)
        return Changes.model_validate(version.changes)
