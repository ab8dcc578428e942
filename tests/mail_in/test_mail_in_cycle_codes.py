"""Codes of assignments of every kind of cycle are found in a subject and in the text of a reply."""

import pytest

from cycles.names import CycleKind, CycleName, numbers_of
from mail.charset import fold
from mail.read_answer.model import AskedItem
from mail.read_answer.segments import CodeFinder
from mail.rules.subject_code import codes_in

CODES = [f"HT26{CycleName(kind, 2026, number).suffix}-031" for kind in CycleKind for number in numbers_of(kind)]


@pytest.mark.parametrize("form", ["Re: [{code}] báo cáo", "BC {code}: hoàn thành", "{lower} – trả lời", "Fwd {under}."])
def test_every_code_is_found_in_a_subject(form: str) -> None:
    for code in [*CODES, "LC224-007", "LC226Q1-007"]:
        subject = form.format(code=code, lower=code.lower(), under=code.replace("-", "_"))
        assert codes_in(subject) == [code]


@pytest.mark.parametrize(
    "subject", ["V/v báo cáo quý I/2026", "số 12/UBND-VX", "TT-12345678", "ABCDEFGHIJK26-001", "Q1"]
)
def test_other_words_are_no_codes(subject: str) -> None:
    assert codes_in(subject) == []


@pytest.mark.parametrize("code", ["HT26Q1-031", "HT26T03-031", "HT26NH-031", "HT26DX12-031"])
def test_a_code_is_found_in_a_reply_and_the_yearly_one_is_another(code: str) -> None:
    items = [AskedItem(code=one, path="", text="việc") for one in (code, "HT26-031")]
    found, strange = CodeFinder(items).find(fold(f"{code}: xong. HT26-031: đang làm. {code[:-3]}999: ?"))
    assert [name for name, _, _ in found] == [code, "HT26-031"]
    assert strange == [f"{code[:-3]}999"]
