"""What is not a page: the compiled reports, files that went with letters or came in, and the state of health."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi import Path as UrlPath
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import FileResponse, JSONResponse, Response

from mail.files.file_verdict import FileVerdict
from state.errors import NotFound
from state.post.enclosures import enclosed
from state.post.received_files import received_file
from web.board import Here, RowId

router = APIRouter()
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
RECEIVED = TYPES | {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
"""Types that we give to files which came in; what their senders called them is not repeated."""
DISGUISED = frozenset({FileVerdict.EXECUTABLE, FileVerdict.MISMATCH})
COLUMNS = {"docx": "word", "xlsx": "excel", "pdf": "pdf"}


def file_within(root: Path, name: str, kind: str) -> Path | None:
    """The file of this kind below ``root`` that a row names, or None; links and ".." never lead outside."""
    if not name or "\0" in name:
        return None
    base = root.resolve()
    path = (base / name).resolve()
    inside = path.is_relative_to(base) and path.suffix.lower() == f".{kind}"
    return path if inside and path.is_file() else None


@router.api_route("/bao-cao/{report_id}/{kind}", methods=["GET", "HEAD"])
def report_file(board: Here, report_id: RowId, kind: Annotated[Literal["docx", "xlsx", "pdf"], UrlPath()]) -> Response:
    """A compiled report to keep."""
    with board.database.unit() as store:
        report = store.reports.get(report_id)
    path = file_within(board.out, getattr(report, COLUMNS[kind]), kind)
    if path is None:
        raise NotFound("tệp báo cáo", f"{report_id}.{kind}")
    plain = re.sub(r"[^\w.\-]+", "-", path.name)
    return FileResponse(path, media_type=TYPES[kind], filename=plain)


@router.api_route("/thu-di/{letter_id}/tep/{number}", methods=["GET", "HEAD"])
def enclosed_file(board: Here, letter_id: RowId, number: RowId) -> Response:
    """A file that went with a letter, to keep."""
    with board.database.unit() as store:
        file = enclosed(store.session, letter_id, number)
    plain = re.sub(r"[^A-Za-z0-9.\-]+", "-", file.name)
    headers = {"Content-Disposition": f'attachment; filename="{plain}"'}
    return Response(file.content, media_type=file.content_type, headers=headers)


@router.api_route("/thu-den/{reply_id}/tep/{sha256}", methods=["GET", "HEAD"])
def received(
    board: Here,
    reply_id: RowId,
    sha256: Annotated[str, UrlPath(pattern="^[0-9a-f]{64}$")],
    van_tai: Annotated[str, Query(pattern="^1?$")] = "",
) -> Response:
    """A file that came in, to keep; one that did not pass the examination only behind a page that says why."""
    with board.database.unit() as store:
        file, content = received_file(store.session, reply_id, sha256)
        if file.verdict != FileVerdict.ACCEPTED and not van_tai:
            return board.page(store, "received_file", sample=store.views.any_sample(), file=file)
    accepted = file.verdict == FileVerdict.ACCEPTED
    # A double click on what only pretends to be a document must not start it.
    name = f"{file.name}.khong-mo" if file.verdict in DISGUISED else file.name
    kind = RECEIVED.get(file.name.rpartition(".")[2].lower(), "") if accepted else ""
    plain = re.sub(r"[^A-Za-z0-9.\-]+", "-", name)
    headers = {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(content, media_type=kind or "application/octet-stream", headers=headers)


@router.api_route("/suc-khoe", methods=["GET", "HEAD"])
def health(board: Here) -> Response:
    """Whether the database answers, and how much waits for a person."""
    try:
        with board.database.unit() as store:
            attention = store.views.attention()
            plans = len(store.plans.codes())
    except SQLAlchemyError:
        return JSONResponse({"trang_thai": "lỗi", "co_so_du_lieu": "không trả lời"}, status_code=503)
    return JSONResponse(
        {
            "trang_thai": "tốt",
            "co_so_du_lieu": "tốt",
            "luc": board.now().isoformat(timespec="seconds"),
            "ke_hoach": plans,
            "thu_den_cho_nguoi": attention.mails,
            "thu_di_chua_ro": attention.unsure_letters,
            "thu_di_loi": attention.failed_letters,
        }
    )
