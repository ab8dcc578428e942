"""What a file can do in the process that opens it: be read, and nothing else; whatever happens has one typed end."""

import time

import pytest
from form_files import document, our_form, part, rezipped, typed_in, workbook

from mail.files.limited import Allowance, run_limited
from mail.read_files.reading import open_limited

SMALL = Allowance(seconds=3.0, cpu=1, memory=300 * 1024 * 1024, answer=1_000_000)


def hostile(deed: bytes) -> object:
    return run_limited("tests.mail_in.hostile_reader", deed, SMALL)


def test_an_answer_comes_back():
    assert hostile(b"echo")["path"] is True


@pytest.mark.parametrize("deed", ["memory", "open", "write", "connect", "start", "much", "raise", "exit", "garbage"])
def test_nothing_but_an_answer_is_possible(deed):
    assert hostile(deed.encode()) is None


def test_a_loop_ends_by_its_processor_time():
    began = time.monotonic()
    assert hostile(b"loop") is None
    assert time.monotonic() - began < 2.9


def test_waiting_ends_by_the_clock():
    assert run_limited("tests.mail_in.hostile_reader", b"sleep", Allowance(seconds=0.4)) is None


def test_a_module_that_does_not_exist_is_an_answer_too():
    assert run_limited("mail.read_files.nothing", b"") is None


def test_the_forms_are_opened_there():
    opened = open_limited("xlsx", typed_in(our_form(), t_F5=80))
    assert [sheet["name"] for sheet in opened["sheets"]] == ["Nhiệm vụ", "Số liệu", "Mã phiếu"]
    assert ["p", "Trạng thái: đã hoàn thành"] in open_limited("docx", document("Trạng thái: đã hoàn thành"))["blocks"]


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet>&c;</worksheet>"""
OUTSIDE = b"""<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet>&a;</worksheet>"""
DEEP = b"<worksheet>" * 200_000 + b"</worksheet>" * 200_000


@pytest.mark.parametrize("sheet", [BOMB, OUTSIDE, OUTSIDE.decode().encode("utf-16"), b"<worksheet>", b""])
def test_hostile_xml_is_not_read(sheet):
    made = rezipped(workbook(), **{"xl/worksheets/sheet1.xml": sheet})
    opened = open_limited("xlsx", made)
    assert opened is None or "error" in opened


def test_absurdly_deep_xml_does_no_harm():
    opened = open_limited("xlsx", rezipped(workbook(), **{"xl/worksheets/sheet1.xml": DEEP}))
    assert opened is None or not opened["sheets"][0]["cells"]


@pytest.mark.parametrize("extension", ["xlsx", "docx"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x00" * 100])
def test_garbage_is_not_read(extension, content):
    opened = open_limited(extension, content)
    assert opened is None or "error" in opened


def test_a_part_is_never_looked_for_outside_the_package():
    relations = part(workbook(), "xl/_rels/workbook.xml.rels").replace(
        b"worksheets/sheet1.xml", b"../../../etc/hostname"
    )
    opened = open_limited("xlsx", rezipped(workbook(), **{"xl/_rels/workbook.xml.rels": relations}))
    assert len(opened["sheets"]) == 2
