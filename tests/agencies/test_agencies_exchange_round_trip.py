"""What is written to Excel or CSV and read back changes nothing, whatever the register holds."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_files import REGISTER, changes_of

from agencies import shipped
from agencies.directory import Directory
from agencies.exchange.csv_form import csv_of_agencies, csv_of_contacts
from agencies.exchange.workbook import excel_of_registry
from agencies.model import Agency, Contact, Kind

TODAY = date(2025, 7, 1)
FORMS = {
    "Excel": lambda register: (excel_of_registry(register, {}, TODAY),),
    "CSV": lambda register: (csv_of_agencies(register), csv_of_contacts(register, {})),
}
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
# Every Front may be written without its province, so that a province has only one.
KINDS = st.sampled_from([kind for kind in Kind if kind is not Kind.FRONT])
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@st.composite
def intervals(draw):
    """Days on which a body begins, is moved, and ends; None is open."""
    days = sorted(draw(st.sets(DAYS, max_size=4)))
    return [
        draw(st.sampled_from([None, *days[:1]])),
        *days[1:],
        draw(st.sampled_from([None, TODAY + timedelta(50000)])),
    ]


@st.composite
def registers(draw):
    """Bodies with any texts and several records each, contacts with any names."""
    agencies, contacts = [], []
    for number in range(draw(st.integers(1, 4))):
        lasting = Agency(
            code=f"M.S{number}",
            name=f"Sở {number} {draw(TEXT)}",
            short_name=f"S{number} {draw(TEXT)}",
            kind=draw(KINDS),
            province="Mẫu",
            in_chain=draw(st.booleans()),
            to_confirm=draw(st.booleans()),
            note=draw(TEXT),
            identifier=draw(st.sampled_from(["", "H35", "000.00.19.H35"])),
        )
        days = draw(intervals())
        for start, stop in pairwise(days):
            parent = draw(st.sampled_from(["", *(one.code for one in agencies)]))
            agencies.append(replace(lasting, parent=parent, valid_from=start, valid_to=stop, closed_by=draw(TEXT)))
        contacts.append(
            Contact(lasting.code, f"a{number}@m.example", "office", draw(TEXT), None, draw(st.none() | DAYS))
        )
    return Directory("Mẫu", agencies, (), contacts)


@pytest.mark.parametrize("form", FORMS)
@given(register=registers())
@settings(max_examples=25, deadline=None)
def test_any_register_comes_back_unchanged(form, register):
    for data in FORMS[form](register):
        changes = changes_of(data, register=register)
        assert (changes.problems, changes.differences, changes.bodies, changes.contacts) == ((), (), (), ())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("register", [REGISTER, *map(shipped.load, shipped.shipped())], ids=lambda one: one.province)
def test_a_register_comes_back_whole(form, register):
    seen = 0
    for data in FORMS[form](register):
        changes = changes_of(data, register=register)
        assert changes.problems == changes.differences == ()
        seen += changes.unchanged
    assert seen == len(register.agencies) + len(register.contacts)


@pytest.mark.parametrize("form", FORMS)
def test_an_exported_register_fills_an_empty_one(form):
    made = Directory("Mẫu", ())
    for data in FORMS[form](REGISTER):
        made = changes_of(data, register=made).after
    assert (made.agencies, made.contacts) == (REGISTER.agencies, REGISTER.contacts)


def test_equal_registers_make_equal_files():
    assert FORMS["Excel"](REGISTER) == FORMS["Excel"](REGISTER)
