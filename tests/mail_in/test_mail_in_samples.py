"""Every sample mail is read as ``eml/expected.toml`` says."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from mail.incoming.message import parse
from mail.read_answer.model import Figure
from mail.read_reply import Reading, read_reply

EML = Path(__file__).parent / "eml"
EXPECTED = tomllib.loads((EML / "expected.toml").read_text(encoding="utf-8"))


def test_every_sample_mail_has_an_expected_reading():
    assert {path.stem for path in EML.glob("*.eml")} == set(EXPECTED)
    assert len(EXPECTED) >= 60


@pytest.mark.parametrize("name", EXPECTED)
def test_it_reads_the_sample_mail(name, one, three):
    expected = EXPECTED[name]
    reading = read_reply(parse((EML / f"{name}.eml").read_bytes()), {"one": one, "three": three}[expected["letter"]])
    verdict = reading.verdict
    assert (str(verdict.kind), str(verdict.outcome)) == (expected["kind"], expected["outcome"]), verdict.reason
    assert expected.get("reason", "") in verdict.reason
    assert expected.get("rule", verdict.rule) == verdict.rule
    for flag in ("receipt", "ask_contact"):
        assert expected.get(flag, getattr(verdict, flag)) == getattr(verdict, flag)
    if "items" in expected:
        _compare_items(reading, expected)
    if "bounced" in expected:
        found = verdict.bounced[0]
        assert [found.recipient, str(found.severity), found.status] == expected["bounced"]
    if "files" in expected:
        assert {file.name: str(file.verdict) for file in reading.message.attachments} == expected["files"]


def _compare_items(reading: Reading, expected: dict[str, object]) -> None:
    reported = {item.code: item for item in reading.understanding.reported}
    got = {
        code: [str(item.status)] if item.percent is None else [str(item.status), float(item.percent)]
        for code, item in reported.items()
    }
    assert got == expected["items"]
    for code, figures in expected.get("figures", {}).items():
        assert {name: in_short(figure) for name, figure in reported[code].figures.items()} == figures
    for key in ("difficulties", "proposals"):
        if key in expected:
            assert [text for item in reported.values() for text in getattr(item, key)] == expected[key]
    if "narrative" in expected:
        assert expected["narrative"] in next(iter(reported.values())).narrative


def in_short(figure: Figure) -> str:
    ratio = f"{figure.numerator}/{figure.denominator}" if figure.denominator is not None else ""
    value = "" if figure.value is None else f"{Decimal(figure.value):f}{'%' if figure.unit == '%' else ''}"
    return "=".join(piece for piece in (ratio, value) if piece)
