"""Compiles a report: collect, roll up, write the files, keep the snapshot. The caller commits."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cycles.names import CycleName
from reports.collect import collect
from reports.compose import compose
from reports.data import AuthorFacts, ReportData, Stage
from reports.errors import SnapshotError
from reports.excel import write_excel
from reports.pdf import Converter, write_pdf
from reports.rollup import roll_up
from reports.vietnamese import lower_first, share
from reports.word import render_word
from state.reports import NewReport
from state.store import Store
from state.tables import ReportRow

_STAGE_NAMES: Mapping[Stage, str] = {"draft": "du-thao", "final": "chinh-thuc"}
_STAGE_WORDS: Mapping[Stage, str] = {"draft": "dự thảo", "final": "chính thức"}


@dataclass(frozen=True, slots=True)
class Order:
    """What to compile: the plan by its code, the year of the cycle, for whom, when, and the folder of reports.

    ``name`` tells which cycle of the year; without it the yearly one.
    """

    plan: str
    year: int
    stage: Stage
    now: datetime
    out: Path
    author: AuthorFacts = field(default_factory=AuthorFacts)
    name: CycleName | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled report. Paths are those of the files; the store keeps them relative to the folder of reports."""

    id: int
    version: int
    word: Path
    excel: Path
    pdf: Path
    converter: Converter
    sha256: str
    sentence: str


def compile_report(store: Store, order: Order) -> Compiled:
    """Compiles the next version of a report; either all its files and its row exist afterwards, or none.

    Raises ``state.errors.UnknownPlan``, ``state.errors.UnknownCycle`` or a ``ReportError``.
    """
    cycle = store.cycles.get(store.plans.get(order.plan), order.year, order.name)
    data = collect(store, cycle, order.stage, order.now, order.author)
    folder = Path(cycle.code)
    stem = f"bao-cao-{cycle.code}-ban-{data.version}-{_STAGE_NAMES[order.stage]}"
    names = {kind: folder / f"{stem}.{kind}" for kind in ("docx", "xlsx", "pdf")}
    (order.out / folder).mkdir(parents=True, exist_ok=True)
    converter = write_files(data, {kind: order.out / name for kind, name in names.items()})
    try:
        return _keep(store, cycle.id, order, _Written(data, names, converter))
    except Exception:
        for name in names.values():
            (order.out / name).unlink(missing_ok=True)
        raise


def write_files(data: ReportData, paths: Mapping[str, Path]) -> Converter:
    """Writes the docx, xlsx and pdf of ``data``. All are made in a folder beside their place and moved there at the
    end, so that nobody ever sees half a file."""
    totals = roll_up(data)
    with tempfile.TemporaryDirectory(dir=paths["docx"].parent, prefix=".dang-ghi-") as folder:
        made = {kind: Path(folder) / path.name for kind, path in paths.items()}
        made["docx"].write_bytes(render_word(compose(data, totals)))
        made["xlsx"].write_bytes(write_excel(data, totals))
        converter = write_pdf(made["docx"], data, made["pdf"])
        for kind, path in paths.items():
            os.replace(made[kind], path)
    return converter


@dataclass(frozen=True, slots=True)
class _Written:
    data: ReportData
    names: Mapping[str, Path]
    converter: Converter


def _keep(store: Store, cycle_id: int, order: Order, written: _Written) -> Compiled:
    data = written.data
    snapshot = data.model_dump(mode="json")
    new = NewReport(
        cycle_id=cycle_id,
        version=data.version,
        stage=order.stage,
        compiled_at=data.compiled_at,
        snapshot=snapshot,
        sha256=checksum(snapshot),
        word=written.names["docx"].as_posix(),
        excel=written.names["xlsx"].as_posix(),
        pdf=written.names["pdf"].as_posix(),
    )
    sentence = _sentence(data)
    return Compiled(
        id=store.reports.add(new, sentence),
        version=data.version,
        word=order.out / new.word,
        excel=order.out / new.excel,
        pdf=order.out / new.pdf,
        converter=written.converter,
        sha256=new.sha256,
        sentence=sentence,
    )


def _sentence(data: ReportData) -> str:
    answered = sum(row.answered for row in data.assignments)
    held = sum(row.held for row in data.assignments)
    aside = f", {held} đã gửi và chờ cơ quan tổng hợp xem xét" if held else ""
    return (
        f"Đã tổng hợp báo cáo {lower_first(data.cycle.label)} của kế hoạch {data.plan.code}, bản {data.version} "
        f"({_STAGE_WORDS[data.stage]}): {share(answered, len(data.assignments))} yêu cầu đã có báo cáo{aside}."
    )


def checksum(snapshot: Mapping[str, Any]) -> str:
    """sha256 of the snapshot as JSON with sorted keys and no spaces, in UTF-8."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_snapshot(row: ReportRow) -> ReportData:
    """The data a stored report was made from, checked against its checksum. Raises ``SnapshotError``."""
    if checksum(row.snapshot) != row.sha256:
        raise SnapshotError(str(row.id), "mã kiểm tra sha256 không khớp")
    try:
        return ReportData.model_validate(row.snapshot)
    except ValidationError as error:
        raise SnapshotError(str(row.id), f"{error.error_count()} chỗ sai định dạng") from error
