"""Which clause supplies the figures of the targets: a default that a person confirms, because plans do not say it."""

import re
from collections.abc import Iterable

from plans.model import Plan, Responsibility

TERRITORIAL = re.compile(r"\b(?:UBND|Ủy ban nhân dân)\s+(?:cấp|các)\s+(?:huyện|thành phố|xã|phường)", re.IGNORECASE)
REPORTS = re.compile(r"báo cáo|kiểm tra, đánh giá", re.IGNORECASE)


def asked_path(plan: Plan) -> str | None:
    """The path of the clause by which territorial bodies report, or None when the plan has none.

    Among the clauses of "UBND các huyện / xã …" it is the one that tells them to inspect, assess or report; otherwise
    the last one.
    """
    local: list[Responsibility] = [
        r for r in plan.responsibilities if any(TERRITORIAL.search(name) for name in r.owners)
    ]
    if not local:
        return None
    return next((r.path for r in local if REPORTS.search(r.text)), local[-1].path)


WHO = re.compile(r"%\s*(?:trở lên\s+)?(?:số\s+|các\s+)?(phường|xã)\b(?!\s*,|\s+và\b)", re.IGNORECASE)


def only_of(text: str) -> str | None:
    """ "phường" or "xã" when a target counts only these ("55% phường xây dựng …"), so that others are not asked."""
    found = WHO.search(text)
    return found[1].lower() if found else None


def asked_in_year(years: dict[str, list[int]], target_year: int | None, group: str, year: int) -> bool:
    """Whether a target is asked for in a reporting year: yearly ones always, others at the next milestone."""
    if target_year is None:
        return True
    ahead = [milestone for milestone in years.get(group, []) if milestone >= year]
    return bool(ahead) and target_year == min(ahead)


def milestones(pairs: Iterable[tuple[str, int | None]]) -> dict[str, list[int]]:
    """The years in which each group of targets falls due, from pairs of group and year."""
    found: dict[str, list[int]] = {}
    for group, year in pairs:
        if year is not None:
            found.setdefault(group, []).append(year)
    return found
