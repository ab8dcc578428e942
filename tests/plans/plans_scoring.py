"""Score a reading against a careful reader's JSON. Run it: python tests/plans/plans_scoring.py"""

import json
import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("lai_chau_1609", "ha_tinh_624")
_SIGNS = {"≥": ">=", "≤": "<=", "=": "=", None: None}


def shared_plans() -> Path:
    """Where the real plans lie; not on a user's machine."""
    return Path(os.environ.get("DONDOC_SHARED", ROOT.parent / "shared")) / "plans"


def plain(text: str | None) -> str | None:
    """Footnote marks are ignored, as the stated normalisation asks."""
    return None if text is None else re.sub(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]", "", text)


@dataclass
class Score:
    """Facts expected, facts read, facts that agree."""

    expected: int = 0
    read: int = 0
    agreed: int = 0
    differences: list[str] = field(default_factory=list)

    def one(self, where, expected, read):
        self.expected += 1
        self.read += 1
        if expected == read:
            self.agreed += 1
        else:
            self.differences.append(f"{where}\n  expected {expected!r}\n  read     {read!r}")

    def many(self, where, expected: Iterable, read: Iterable):
        expected, read = list(expected), list(read)
        self.expected += len(expected)
        self.read += len(read)
        self.agreed += len(set(expected) & set(read))
        missing = [item for item in expected if item not in read]
        invented = [item for item in read if item not in expected]
        if missing or invented or len(expected) != len(read):
            self.differences.append(f"{where}\n  missing  {missing!r}\n  invented {invented!r}")

    @property
    def recall(self) -> float:
        return self.agreed / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        return self.agreed / self.read if self.read else 1.0


def score_plan(plan: dict, truth: dict) -> dict[str, Score]:
    """One score per part of the plan. `plan` is the JSON of the Plan."""
    return {
        "document": _document(plan, truth),
        "legal_bases": _legal_bases(plan, truth),
        "sections": _sections(plan, truth),
        "targets": _targets(plan, truth),
        "tasks": _tasks(plan, truth),
        "funding": _simple(plan, truth, "funding"),
        "responsibilities": _responsibilities(plan, truth),
        "owners": _owners(plan, truth),
        "closing": _closing(plan, truth),
        "footnotes": _footnotes(plan, truth),
        "recipients and signer": _ending(plan, truth),
    }


def _document(plan, truth):
    score = Score()
    read, told = plan["document"], truth["document"]
    for key in ("doc_type", "number", "symbol", "issuer", "place", "province", "day", "month", "year", "title"):
        score.one(f"document.{key}", told[key], read[key])
    score.one("document.date", told["date_iso"], read["date"])
    score.one("document.programme", told["programme_code"], read["programme"])
    for key in ("programme_decision", "programme_name", "programme_short_name"):
        score.one(f"document.{key}", told[key], read[key])
    score.one("number_blank", told["number_blank"], read["number"] is None)
    score.one("day_blank", told["day_blank"], read["day"] is None)
    for key in ("start", "end", "vision", "milestone_years"):
        score.one(f"document.period.{key}", told["period"].get(key), read["period"][key])
    score.one("general_objective", truth["general_objective"], plan["general_objective"])
    return score


def _legal_bases(plan, truth):
    score = Score()
    keys = ("text", "lead_word", "type", "number", "date", "issuer")
    score.many(
        "legal_bases",
        [tuple(b[k] for k in keys) for b in truth["legal_bases"]],
        [tuple(b[k] for k in keys) for b in plan["legal_bases"]],
    )
    return score


def _sections(plan, truth):
    score = Score()
    score.one("sections", truth["sections"], plan["sections"])
    return score


def _targets(plan, truth):
    score = Score()
    told = {(t["path"], t["text"]): t for t in truth["indicators"]}
    read = {(t["path"], t["text"]): t for t in plan["targets"]}
    score.many("targets", told, read)
    score.one("number of targets", len(truth["indicators"]), len(plan["targets"]))
    for key in told.keys() & read.keys():
        want, have = told[key], read[key]
        accepted = {_SIGNS[sign] for sign in want.get("comparator_accept", [want["comparator"]])}
        score.one(f"{key} comparator", True, have["comparator"] in accepted)
        year = want["target_year"] if isinstance(want["target_year"], int) else None
        score.one(f"{key} year", year, have["year"])
        score.one(f"{key} kind", want["kind"] == "định lượng", have["value"] is not None)
        for name in ("value", "unit", "group"):
            score.one(f"{key} {name}", want[name], have[name])
        score.one(f"{key} recurrence", want.get("recurrence"), have["recurrence"])
        score.one(f"{key} relative", "tăng thêm" in want["text"], have["relative"])
        if "area" in want:
            score.one(f"{key} scope", want["area"], have["scope"])
        score.one(f"{key} part_of", "its part" in want.get("note", ""), have["part_of"] is not None)
    return score


def _lines(item):
    return [list(span) for span in item["source"]["lines"]]


def _tasks(plan, truth):
    score = Score()
    told = {t["path"]: t for t in truth["tasks"]}
    read = {t["path"]: t for t in plan["tasks"]}
    score.one("task paths", list(told), list(read))
    for path in told.keys() & read.keys():
        score.one(f"{path} text", plain(told[path]["text"]), plain(read[path]["text"]))
        score.one(f"{path} heading", told[path]["heading"], read[path]["heading"])
        score.one(f"{path} subheading", told[path].get("subheading"), read[path]["subheading"])
        score.one(f"{path} lines", told[path]["lines"], _lines(read[path]))
        score.one(f"{path} recurrence", told[path]["recurrence_words"], read[path]["recurrence"])
    return score


def _simple(plan, truth, part):
    score = Score()
    score.one(
        part, [(i["path"], plain(i["text"])) for i in truth[part]], [(i["path"], plain(i["text"])) for i in plan[part]]
    )
    return score


def _responsibilities(plan, truth):
    score = Score()
    told = {r["path"]: r for r in truth["responsibilities"]}
    read = {r["path"]: r for r in plan["responsibilities"]}
    score.one("paths", list(told), list(read))
    for path in told.keys() & read.keys():
        want, have = told[path], read[path]
        score.one(f"{path} text", plain(want["text"]), plain(have["text"]))
        score.one(f"{path} owner_role", set(want["owner_role"]), set(have["owner_role"]))
        score.many(
            f"{path} partners",
            {(p["name"], p["role"]) for p in want["other_agencies"]},
            {(p["name"], p["role"]) for p in have["partners"]},
        )
        score.one(f"{path} advises", want["tham_muu_cho"], have["advises"])
        score.one(f"{path} reports_to", want["reports_to"], have["reports_to"])
        score.one(f"{path} recurrence", want["recurrence_words"], have["recurrence"])
        score.one(f"{path} lines", want["lines"], _lines(have))
        score.one(
            f"{path} ends",
            (want["lines"][0][0], want["lines"][-1][1]),
            (have["source"]["start_line"], have["source"]["end_line"]),
        )
        score.one(f"{path} deadlines", [], [d["text"] for d in have["deadlines"] if d["origin"] == "explicit"])
    return score


def _owners(plan, truth):
    score = Score()
    groups = {g["path"]: g for g in truth["agency_groups"]}
    for item in plan["responsibilities"]:
        group = groups[".".join(item["path"].split(".")[:2])]
        score.one(f"{item['path']} owners", group["agencies"], item["owners"])
        score.one(f"{item['path']} requested", group["request"], item["requested"])
        heading = re.sub(r"^\d+\. ", "", group["heading_as_written"])
        score.one(f"{item['path']} heading", heading, item["heading"])
    return score


def _closing(plan, truth):
    score = Score()
    for key in ("path", "text", "agencies", "reports_to"):
        score.one(f"closing.{key}", truth["closing"][key], plan["closing"][key])
    score.one("closing.via", truth["closing"].get("via"), plan["closing"]["via"])
    score.one("closing.lines", truth["closing"]["lines"], _lines(plan["closing"]))
    return score


def _footnotes(plan, truth):
    score = Score()
    told = [(f["mark"], f["text"], f["lines"]) for f in truth["footnotes"]]
    score.one("footnotes", told, [(f["mark"], f["text"], _lines(f)) for f in plan["footnotes"]])
    return score


def _ending(plan, truth):
    score = Score()
    score.one("recipients", truth["recipients"], plan["recipients"])
    for key in ("authority", "on_behalf", "acting_for", "position"):
        score.one(f"signer.{key}", truth["signer"][key], plan["signer"][key])
    score.one("signer.name", truth["signer"]["name_as_written"], plan["signer"]["name"])
    return score


def read_and_score(name: str) -> dict[str, Score]:
    """Read a real plan and score it."""
    from plans.read import read_plan

    folder = shared_plans()
    plan = read_plan((folder / f"{name}.txt").read_bytes(), f"{name}.txt")
    truth = json.loads((folder / f"{name}.expected.json").read_text(encoding="utf-8"))
    return score_plan(plan.model_dump(mode="json"), truth)


def main() -> None:
    """Print precision, recall and every difference."""
    sys.path.insert(0, str(ROOT))
    lines = []
    for name in NAMES:
        lines.append(name)
        for part, score in read_and_score(name).items():
            figures = f"precision {score.precision:7.2%}  recall {score.recall:7.2%}  {score.agreed}/{score.expected}"
            lines += [f"  {part:24}{figures}", *score.differences]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
