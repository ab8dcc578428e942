"""The form of the answer page as a browser sends it: names of its fields, its files, its size."""

import re
from collections.abc import Iterable

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

from cycles.status import WorkStatus
from mail.files.attachments import MAX_ALL, Attachment, attach, within_limits
from mail.page.typed import NOT_OURS, Submission, Typed, TypedContact, TypedFigure, TypedWish, clean

MAX_BODY = MAX_ALL + 1024 * 1024
MAX_FIELDS = 4_000
MAX_UPLOADS = 20
_SEEN = ".seen"
_PARTS = {"n": "numerator", "d": "denominator", "p": "share", "v": "value"}
_CODE = re.compile(r"[\w.\-]{1,32}")
_STATUSES = {*map(str, WorkStatus), NOT_OURS}
_FIELD = 40_000
"""Characters of one field that are read at all; what is too long is said at the field."""


async def read_form(request: Request) -> FormData:
    """The form of a request, at most 26 MB of it.

    :raises HTTPException: 413 when it is larger, 400 when it is no form
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > MAX_BODY:
        raise HTTPException(413)
    limited = Request(request.scope, _counted(request.receive))
    return await limited.form(max_files=MAX_UPLOADS, max_fields=MAX_FIELDS, max_part_size=256 * 1024)


def _counted(receive: Receive) -> Receive:
    """The same body, broken off where it becomes too long whatever its header says."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MAX_BODY:
            raise HTTPException(413)
        return message

    return counted


async def submission_of(form: FormData) -> Submission:
    """What was typed, with the files read."""
    uploads = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    files = [attach(one.filename or "", one.content_type or "", await one.read()) for one in uploads]
    return Submission(
        key=_text(form, "key")[:64],
        items=tuple(_typed(form, code) for code in _codes(form)),
        files=_distinct(within_limits(files)),
        wish=_wish(form),
        contact=_contact(form),
        who=" ".join(_text(form, "who").split())[:200],
        to_person=bool(_text(form, "to_person")),
    )


def _distinct(files: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """A file that was chosen twice is one."""
    return tuple({(file.name, file.sha256): file for file in files}.values())


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return clean(value[:_FIELD]) if isinstance(value, str) else ""


def _codes(form: FormData) -> list[str]:
    """The assignments of the form: each has a hidden field that says which answer the page had shown."""
    names = [name.removesuffix(_SEEN) for name in form if name.endswith(_SEEN)]
    return [name for name in dict.fromkeys(names) if _CODE.fullmatch(name)]


def _typed(form: FormData, code: str) -> Typed:
    status, seen = _text(form, f"{code}.status"), _text(form, f"{code}{_SEEN}")
    return Typed(
        code=code,
        status=status if status in _STATUSES else "",
        percent=_text(form, f"{code}.percent"),
        result=_text(form, f"{code}.result"),
        difficulty=_text(form, f"{code}.difficulty"),
        proposal=_text(form, f"{code}.proposal"),
        figures=_figures(form, code),
        seen=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else None,
    )


def _figures(form: FormData, code: str) -> dict[str, TypedFigure]:
    found: dict[str, dict[str, str]] = {}
    start = f"{code}."
    for name in form:
        figure, _, part = name.removeprefix(start).rpartition(".") if name.startswith(start) else ("", "", "")
        if figure and part in _PARTS and (text := " ".join(_text(form, name).split())):
            found.setdefault(figure, {})[_PARTS[part]] = text
    return {figure: TypedFigure(**parts) for figure, parts in found.items()}


def _wish(form: FormData) -> TypedWish | None:
    until, reason = _text(form, "wish.until"), _text(form, "wish.reason")
    codes = [value for value in form.getlist("wish.codes") if isinstance(value, str)]
    return TypedWish(until, reason, tuple(dict.fromkeys(codes))) if until or reason else None


def _contact(form: FormData) -> TypedContact | None:
    email, name = _text(form, "contact.email").lower(), " ".join(_text(form, "contact.name").split())
    return TypedContact(email, name, _text(form, "contact.kind") == "replace") if email or name else None
