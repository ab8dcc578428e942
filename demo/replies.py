"""What an agency reports about each duty, and how it sets it out: in the form of the letter, or briefly by code."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from demo.letters import RATIO, Asking, Duty
from demo.phrases import NOT_BEGUN, NOTHING_AROSE, PARTNERS, SAMPLE, SECOND, TOPICS, TROUBLES

DONE, UNDER_WAY, NOT_STARTED, NOTHING = "đã hoàn thành", "đang thực hiện", "chưa thực hiện", "không phát sinh"

_SHARE = re.compile(r"(\d{1,3}(?:,\d+)?) ?%")
_NOBODY = "Không có"


@dataclass(frozen=True, slots=True)
class Report:
    """One duty as reported; ``percent`` is None where none is given, ``figures`` are as written."""

    duty: Duty
    status: str
    percent: int | None
    result: str
    difficulty: str = ""
    proposal: str = ""
    figures: dict[str, str] = field(default_factory=dict)


def bare(text: str) -> str:
    """Without Vietnamese marks, as some people type."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def report(duty: Duty, rng: Random, status: str = "") -> Report:
    """What the agency reports; with a status given, everything else fits it."""
    status = status or rng.choices((DONE, UNDER_WAY, NOT_STARTED, NOTHING), (46, 43, 6, 5))[0]
    percent = {DONE: 100, UNDER_WAY: rng.randrange(35, 95, 5), NOT_STARTED: 0, NOTHING: None}[status]
    difficulty, proposal = _trouble(status, rng)
    figures = {} if status == NOTHING else {asking.code: figure(asking, rng) for asking in duty.figures}
    return Report(duty, status, percent, _result(duty, status, rng), difficulty, proposal, figures)


def corrected(earlier: Report, percent: int) -> Report:
    """The same duty after second thoughts: not done, but under way."""
    result = f"Sau khi rà soát lại, một số phần việc còn phải bổ sung hồ sơ. {SAMPLE}"
    return replace(earlier, status=UNDER_WAY, percent=percent, result=result, difficulty="", proposal="", figures={})


def contradictory(given: Report, rng: Random) -> Report:
    """The same report with more than everything: 105%, and a part that is larger than its whole."""
    figures = dict(given.figures)
    for asking in given.duty.figures:
        if asking.wanted == RATIO:
            whole = rng.randint(60, 240)
            figures[asking.code] = f"{round(whole * 1.05)}/{whole}"
            break
    return replace(given, status=DONE, percent=105, figures=figures)


def _result(duty: Duty, status: str, rng: Random) -> str:
    if status in {NOT_STARTED, NOTHING}:
        chosen = rng.choice(NOT_BEGUN if status == NOT_STARTED else NOTHING_AROSE)
    else:
        chosen = rng.choice(_sentences(duty.text))
        chosen = chosen.format(n=f"{rng.randint(2, 14):02d}", money=thousands(rng.randrange(80, 2400, 10)))
        if rng.random() < 0.4:
            chosen = f"{chosen} {rng.choice(SECOND)}"
    return f"{chosen} {SAMPLE}"


def _sentences(clause: str) -> tuple[str, ...]:
    """The sentences about the verb that stands first in the clause; working with others counts when nothing else."""
    plain = bare(clause).lower()
    places = [(plain.find(word), sentences) for words, sentences in TOPICS for word in words if plain.find(word) >= 0]
    return min(places, key=lambda place: place[0])[1] if places else PARTNERS


def _trouble(status: str, rng: Random) -> tuple[str, str]:
    if status == NOTHING:
        return "", ""
    if rng.random() < (0.2 if status == DONE else 0.5):
        difficulty, proposal = rng.choice(TROUBLES)
        wish = f"{proposal} {SAMPLE}" if rng.random() < 0.7 else ""
        return f"{difficulty} {SAMPLE}", wish
    return (_NOBODY, "") if rng.random() < 0.3 else ("", "")


def figure(asking: Asking, rng: Random) -> str:
    """A plausible value: near the aim for a share, a small number for a count, some money for an amount."""
    if asking.wanted != RATIO:
        if "đồng" in asking.wanted:
            return f"{thousands(rng.randrange(120, 3600, 5))} {asking.wanted}"
        number = str(rng.randint(1, 40))
        return number if asking.wanted == "số lượng" else f"{number} {asking.wanted}"
    whole = rng.randint(40, 400) if rng.random() < 0.8 else rng.randint(1050, 3900)
    share = min(1.0, max(0.04, (_aim(asking) + rng.uniform(-12, 6)) / 100))
    part = max(1, round(whole * share))
    written = f"{thousands(part)}/{thousands(whole)}"
    return f"{written} ({percentage(part, whole)})" if rng.random() < 0.5 else written


def _aim(asking: Asking) -> float:
    found = _SHARE.search(asking.aim) or _SHARE.search(asking.label)
    return float(found[1].replace(",", ".")) if found else 80.0


def percentage(part: int, whole: int) -> str:
    """ "85,0%"."""
    return f"{part * 100 / whole:.1f}%".replace(".", ",")


def thousands(number: int) -> str:
    """ "1.234"."""
    return f"{number:,}".replace(",", ".")


def in_form(reports: Sequence[Report], rng: Random) -> str:
    """The sections of the form, filled in above the quotation; empty lines are left out."""
    return "\n\n".join(_section(one, rng) for one in reports)


def _section(one: Report, rng: Random) -> str:
    duty = one.duty
    lines = [f"[{duty.code}] {duty.path} – {duty.label}"]
    lines.extend(f"{label}: {value}" for label, value in labelled(one, rng))
    return "\n".join(lines)


def labelled(one: Report, rng: Random) -> list[tuple[str, str]]:
    """Labels of the form with what is written behind them."""
    percent = "" if one.percent is None else f"{one.percent}{'%' if rng.random() < 0.5 else ''}"
    values = [
        ("Trạng thái", one.status),
        ("Tỷ lệ hoàn thành (%)", percent),
        ("Kết quả", one.result),
        ("Khó khăn", one.difficulty),
        ("Kiến nghị", one.proposal),
    ]
    for asking in one.duty.figures:
        label = f"{asking.code} – {asking.label} ({asking.wanted})"
        values.append((label, one.figures.get(asking.code, "")))
    return [(label, value) for label, value in values if value]


def typed_values(reports: Sequence[Report], rng: Random) -> dict[tuple[str, str], str]:
    """What is typed behind the labels of the quoted form, by duty and beginning of the line."""
    return {
        (one.duty.code, label.partition(" (")[0].partition(" – ")[0]): value
        for one in reports
        for label, value in labelled(one, rng)
    }


def in_brief(reports: Sequence[Report]) -> str:
    """A few lines per duty under its code."""
    return "\n\n".join(_brief(one) for one in reports)


def _brief(one: Report) -> str:
    progress = f"{one.status}, đạt {one.percent}%" if one.percent and one.status == UNDER_WAY else one.status
    if one.status == DONE:
        progress = f"{one.status} {one.percent}%"
    lines = [f"[{one.duty.code}]: {progress}.", one.result]
    lines.extend(f"{code}: {value}" for code, value in one.figures.items())
    if one.difficulty and one.difficulty != _NOBODY:
        lines.append(f"Khó khăn: {one.difficulty}.")
    if one.proposal:
        lines.append(f"Kiến nghị: {one.proposal}.")
    return "\n".join(lines)
