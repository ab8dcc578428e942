"""Generated plans, plans to exchange, and an editor that changes a form as a person would."""

import types
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from openpyxl import load_workbook
from pydantic import BaseModel

from plans.exchange.excel import empty_form
from plans.model import Document, LegalBasis, Period, Plan, Responsibility, Source, Target, Task

TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            " hai  khoảng trắng ",
            "Sở A;Sở B",
            "=1+1",
            "<r>x</r>",
            "_x0041_",
            "dòng một\ndòng hai\r\n",
            "\x01\ufffe",
            "MẪU",
            "Ủy ban nhân dân tỉnh",
            "x" * 40_000,
        ]
    ),
    st.text(max_size=12),
)
_SCALARS = {
    str: TEXTS,
    int: st.integers(-(10**6), 10**6),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    date: st.dates(date(1900, 3, 1), date(2200, 1, 1)),
    type(None): st.none(),
}


def strategy(kind):
    """A strategy for a type of the model, so that fields added later are generated too."""
    if kind in _SCALARS:
        return _SCALARS[kind]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, types.UnionType):
        return st.one_of([strategy(argument) for argument in arguments])
    if origin is tuple and arguments[-1] is Ellipsis:
        return st.lists(strategy(arguments[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*[strategy(argument) for argument in arguments])
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return st.builds(kind, **{name: strategy(field.annotation) for name, field in kind.model_fields.items()})
    raise TypeError(kind)


PLANS = strategy(Plan)
HERE = Source(start_line=1, end_line=1, lines=((1, 1),))
_DOCUMENT = dict.fromkeys(Document.model_fields) | {
    "doc_type": "KẾ HOẠCH",
    "title": "Bản mẫu (không phải văn bản thật)",
    "period": Period(),
}


def responsibility(path="V.1.a", text="Chủ trì làm.", owners=("Sở Xây dựng",), **more) -> Responsibility:
    """One clause with only what a test says."""
    bare = dict.fromkeys(("owner_role", "partners", "advises", "reports_to", "recurrence", "deadlines"), ())
    known = {"heading": "; ".join(owners), "requested": False, "source": HERE, **bare}
    return Responsibility(path=path, text=text, owners=owners, **{**known, **more})


def target(path="II.1", text="100% xã có trường", **more) -> Target:
    """One target with only what a test says."""
    blank = dict.fromkeys(("group", "scope", "comparator", "value", "unit", "year", "recurrence", "part_of"))
    return Target(path=path, text=text, **{**blank, "relative": False, "clause": text, "source": HERE, **more})


def task(path="III.1", text="Mở lớp.", **more) -> Task:
    """One task with only what a test says."""
    return Task(path=path, text=text, **{"heading": "", "subheading": None, "recurrence": (), "source": HERE, **more})


def basis(text="Căn cứ Luật Giáo dục;") -> LegalBasis:
    """One legal basis with nothing read from it."""
    return LegalBasis(text=text, lead_word="Căn cứ", type=None, number=None, date=None, issuer=None, source=HERE)


def plan(*items, **document) -> Plan:
    """A plan of clauses, targets, tasks and bases in any order."""

    def of(kind):
        return tuple(item for item in items if isinstance(item, kind))

    empty = dict.fromkeys(("sections", "funding", "recipients", "footnotes", "questions"), ())
    return Plan(
        document=Document(**{**_DOCUMENT, **document}),
        legal_bases=of(LegalBasis),
        general_objective=None,
        targets=of(Target),
        tasks=of(Task),
        responsibilities=of(Responsibility),
        signer=None,
        closing=None,
        **empty,
    )


def edit(data: bytes, change: Callable) -> bytes:
    """The form after `change(workbook)` and saving."""
    book = load_workbook(BytesIO(data))
    change(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def fill(sheet, title: str, value, row: int | None = None) -> None:
    """Write below a column title; by default into the first row that is free of samples."""
    column = next(cell.column for cell in sheet[3] if cell.value == title)
    sheet.cell(row or 5, column, value)


def filled_form(*rows: dict, title="Kế hoạch mẫu", targets=(), **facts) -> bytes:
    """The empty form with responsibilities, targets and facts typed in."""

    def change(book):
        for name, value in {"Tên kế hoạch": title, **facts}.items():
            cell = next(row[0] for row in book["Kế hoạch"].iter_rows() if row[0].value == name)
            cell.offset(0, 1).value = value
        for sheet, written in (("Trách nhiệm", rows), ("Chỉ tiêu", targets)):
            for number, row in enumerate(written, start=5):
                for column, value in row.items():
                    fill(book[sheet], column, value, number)

    return edit(empty_form(), change)
