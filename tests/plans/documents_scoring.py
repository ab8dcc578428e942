"""Score readings of the sample documents. Run it: python tests/plans/documents_scoring.py [slug ...]

Every document of `documents/` has the reading of a careful person beside it (`<slug>.expected.json`, described in
`documents/README.md`). Items are paired by `contains`, a fragment that stands in one item only.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from plans_scoring import ROOT, Score

FOLDER = Path(__file__).parent / "documents"
KINDS = (
    "document",
    "targets",
    "tasks",
    "responsibilities",
    "owners",
    "roles",
    "partners",
    "reports to",
    "deadlines",
    "product",
    "closing",
    "ending",
    "questions",
)
Item = dict[str, Any]  # JSON of a plan or of an expected reading
Pair = tuple[Item, Item | None]  # what is expected, and what was read for it


def slugs() -> list[str]:
    """Every document that has an expected reading."""
    return sorted(path.name.removesuffix(".expected.json") for path in FOLDER.glob("*.expected.json"))


def refused() -> list[str]:
    """Every file that must not be read as a plan."""
    return sorted(path.name.removesuffix(".expected.json") for path in (FOLDER / "refused").glob("*.expected.json"))


def flat(text: str) -> str:
    """Text without footnote marks, line ends and differences of composition."""
    return " ".join(re.sub(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]", "", unicodedata.normalize("NFC", text)).split())


def score_document(plan: Item, expected: Item) -> dict[str, Score]:
    """One score per kind of item. `plan` is the JSON of the Plan."""
    duties, invented = _pairs(expected["responsibilities"], plan["responsibilities"])
    optional = expected.get("optional_responsibilities", [])
    invented = [item for item in invented if not any(part in flat(item["text"]) for part in optional)]
    return {
        "document": _document(plan["document"], expected["document"]),
        "targets": _targets(plan["targets"], expected["targets"]),
        "tasks": _tasks(plan["tasks"], expected["tasks"]),
        "responsibilities": _responsibilities(duties, invented),
        "owners": _names(duties, "owners"),
        "roles": _roles(duties),
        "partners": _names(duties, "partners"),
        "reports to": _names(duties, "reports_to", "advises"),
        "deadlines": _deadlines(duties),
        "product": _product(duties),
        "closing": _closing(plan["closing"], expected["closing_agencies"]),
        "ending": _ending(plan, expected),
        "questions": _questions(plan["questions"], expected),
    }


def _pairs(expected: Iterable[Item], read: Iterable[Item]) -> tuple[list[Pair], list[Item]]:
    """Each expected item with the read one that holds its fragment, the nearest by figure and path; and the rest."""
    rest, pairs = list(read), []
    for want in expected:
        found = [item for item in rest if flat(want["contains"]) in flat(item["text"])]
        values = _accepted(want.get("value"))
        found.sort(key=lambda item: (item.get("value") not in values, item["path"] != want.get("path")))
        if found:
            rest.remove(found[0])
        pairs.append((want, found[0] if found else None))
    return pairs, rest


def _found(score: Score, where: str, pairs: list[Pair], invented: list[Item]) -> None:
    """Count what was found, missed and invented."""
    for want, have in pairs:
        score.expected += 1
        if have is None:
            score.differences.append(f"{where} missing: {want.get('path')} {want['contains']!r}")
        else:
            score.read += 1
            score.agreed += 1
    for item in invented:
        score.read += 1
        score.differences.append(f"{where} invented: {item['path']} {item['text']!r}")


def _label(want: Item) -> str:
    return f"{want.get('path') or ''} “{want['contains']}”".strip()


def _document(read: Item, told: Item) -> Score:
    score = Score()
    for key in ("doc_type", "number", "symbol", "date", "issuer", "place", "title", "enclosed_in", "level"):
        agrees = read[key] in _accepted(told[key])
        score.one(f"document.{key}", told[key], told[key] if agrees else read[key])
    for key in ("start", "end", "vision"):
        score.one(f"document.period.{key}", told["period"].get(key), read["period"][key])
    return score


def _accepted(want: Any) -> list[Any]:  # one JSON value, or the list of those that are right
    return want if isinstance(want, list) else [want]


def _targets(read: list[Item], told: list[Item]) -> Score:
    score = Score()
    pairs, invented = _pairs(told, read)
    _found(score, "targets", pairs, invented)
    for want, have in pairs:
        if have is None:
            continue
        seen = {**have, "part_of": have["part_of"] is not None}
        for key in ("comparator", "value", "high", "unit", "year", "relative", "base", "places", "path", "part_of"):
            if key in want and (want[key] is not None or key not in ("path", "part_of")):
                agrees = seen[key] == want[key] or seen[key] in _accepted(want[key])
                score.one(f"targets {_label(want)} {key}", want[key], want[key] if agrees else seen[key])
    return score


def _tasks(read: list[Item], told: list[Item] | None) -> Score:
    score = Score()
    if told is None:  # people may differ, it is not scored
        return score
    pairs, invented = _pairs(told, read)
    _found(score, "tasks", pairs, invented)
    for want, have in pairs:
        if have is not None and want.get("path"):
            score.one(f"tasks {_label(want)} path", want["path"], have["path"])
    return score


def _responsibilities(pairs: list[Pair], invented: list[Item]) -> Score:
    score = Score()
    _found(score, "responsibilities", pairs, invented)
    for want, have in pairs:
        if have is None:
            continue
        if want["path"]:
            score.one(f"responsibilities {_label(want)} path", want["path"], have["path"])
        for key in ("requested", "origin"):
            agrees = have[key] in _accepted(want[key])
            score.one(f"responsibilities {_label(want)} {key}", want[key], want[key] if agrees else have[key])
    return score


def _plain(names: Iterable[Any]) -> list[Any]:  # names, or partners as objects or pairs
    plain: list[Any] = []
    for name in names:
        pair = (name["name"], name["role"]) if isinstance(name, dict) else name
        plain.append(tuple(pair) if isinstance(pair, tuple | list) else pair)
    return plain


def _names(pairs: list[Pair], *keys: str) -> Score:
    score = Score()
    for want, have in pairs:
        for key in keys:
            if want[key] is not None:
                read = _plain(have[key]) if have else []
                accepted = [_plain(names) for names in want.get(f"{key}_accept", [want[key]])]
                right = next((names for names in accepted if sorted(names) == sorted(read)), accepted[0])
                score.many(f"{key} {_label(want)}", right, read)
    return score


def _roles(pairs: list[Pair]) -> Score:
    score = Score()
    for want, have in pairs:
        accepted = [sorted(roles) for roles in want.get("owner_role_accept", [want["owner_role"]])]
        read = sorted(have["owner_role"]) if have else None
        score.one(f"roles {_label(want)}", accepted[0], accepted[0] if read in accepted else read)
    return score


_RULE = ("every", "month", "day", "start", "end", "days", "working")


def _same_deadline(want: Item, have: Item) -> bool:
    """The same words (one may hold the other) and the same rule; `origin`, `purpose`, `event` where they are told."""
    said, read = flat(want["text"]).lower(), flat(have["text"]).lower()
    rule = have["kind"] in _accepted(want["kind"]) and all(have[key] in _accepted(_rule(want, key)) for key in _RULE)
    told = all(have[key] in _accepted(want[key]) for key in ("origin", "purpose") if key in want)
    event = "event" not in want or flat(want["event"]).lower() in flat(have["event"] or "").lower()
    return (said in read or read in said) and rule and told and event


def _rule(want: Item, key: str) -> Any:  # a field of the rule; the model's default where the reading is silent
    return want.get(key, False if key == "working" else None)


def _deadlines(pairs: list[Pair]) -> Score:
    score = Score()
    for want, have in pairs:
        if want["deadlines"] is None:
            continue
        rest = list(have["deadlines"]) if have else []
        score.expected += len(want["deadlines"])
        score.read += len(rest)
        for told in want["deadlines"]:
            found = next((item for item in rest if _same_deadline(told, item)), None)
            if found is None:
                score.differences.append(f"deadlines {_label(want)} missing: {told!r}")
            else:
                rest.remove(found)
                score.agreed += 1
        for item in rest:
            known = {key: value for key, value in item.items() if value not in (None, False)}
            score.differences.append(f"deadlines {_label(want)} invented: {known!r}")
    return score


def _product(pairs: list[Pair]) -> Score:
    score = Score()
    for want, have in pairs:
        if "product" in want:
            score.one(f"product {_label(want)}", want["product"], have["product"] if have else None)
    return score


def _closing(read: Item | None, told: list[str] | None) -> Score:
    score = Score()
    if told is not None:
        score.many("closing", told, read["agencies"] if read else [])
    return score


def _ending(plan: Item, expected: Item) -> Score:
    score = Score()
    signer = plan["signer"] or {"name": None, "position": None}
    for key, told in (expected["signer"] or {"name": None}).items():
        agrees = signer[key] in _accepted(told)
        score.one(f"signer.{key}", told, told if agrees else signer[key])
    score.one("number of recipients", expected["recipients_count"], len(plan["recipients"]))
    return score


def _questions(read: list[Item], expected: Item) -> Score:
    """Questions that must be asked, and those that would only waste a person's time."""
    score = Score()
    kinds = {question["kind"] for question in read}
    for want in expected["question_kinds_expected"]:
        if want["kind"]:
            score.one(f"question {want['kind']}", True, want["kind"] in kinds)
    for kind in expected.get("must_not_ask", []):
        score.one(f"needless question {kind}", False, kind in kinds)
    return score


def read_and_score(slug: str) -> dict[str, Score]:
    """Read a sample document and score it."""
    from plans.read import read_plan

    plan = read_plan((FOLDER / f"{slug}.txt").read_bytes(), f"{slug}.txt")
    return score_document(plan.model_dump(mode="json"), expected_reading(FOLDER / f"{slug}.expected.json"))


def expected_reading(path: Path) -> Item:
    """The reading of a careful person."""
    reading: Item = json.loads(path.read_text(encoding="utf-8"))
    return reading


def score_refusals() -> Score:
    """Files refused with the expected reason, of those that must be refused."""
    score = Score()
    for slug in refused():
        score.one(f"refused/{slug}", [], why_not_refused(slug))
    return score


def why_not_refused(slug: str) -> list[str]:
    """What is wrong with the refusal of a file; nothing when it is right."""
    from plans.errors import PlanError
    from plans.read import read_plan

    folder = FOLDER / "refused"
    told = expected_reading(folder / f"{slug}.expected.json")
    try:
        read_plan((folder / f"{slug}.txt").read_bytes(), f"{slug}.txt")
    except PlanError as error:
        sentence, kind = str(error).lower().replace(slug, ""), type(error).__name__
        wrong = [] if kind in told["error"] else [f"{kind}: {error}"]
        return wrong + [f"“{word}” không có trong: {error}" for word in told["words"] if word not in sentence]
    return ["không bị từ chối"]


def main(wanted: list[str]) -> None:
    """Print precision, recall and every difference, per document and in total."""
    sys.path.insert(0, str(ROOT))
    totals = {kind: Score() for kind in KINDS}
    lines: list[str] = []
    for slug in wanted or slugs():
        try:
            scores = read_and_score(slug)
        except Exception as error:  # the table must show a document that is not read at all
            lines.append(f"{slug}\n  NOT READ: {error!r}")
            continue
        lines.append(slug)
        for kind, score in scores.items():
            lines += [_row(kind, score), *("    " + text for text in score.differences)]
            for name in ("expected", "read", "agreed"):
                setattr(totals[kind], name, getattr(totals[kind], name) + getattr(score, name))
    refusals = score_refusals()
    lines += ["refused", _row("refusals", refusals), *refusals.differences]
    lines += ["total", *(_row(kind, score) for kind, score in totals.items())]
    sys.stdout.write("\n".join(lines) + "\n")


def _row(kind: str, score: Score) -> str:
    figures = f"precision {score.precision:7.2%}  recall {score.recall:7.2%}  {score.agreed}/{score.expected}"
    return f"  {kind:18}{figures}"


if __name__ == "__main__":
    main(sys.argv[1:])
