"""A short code that tells plans apart in subjects, file names and flow names."""

from plans.model import Plan
from plans.text import without_marks

FALLBACK = "KH"


def plan_code(plan: Plan) -> str:
    """The initials of the province in plain capitals: "LC" for Lai Châu; "KH" when no place is known."""
    place = plan.document.province or plan.document.place or ""
    initials = "".join(word[0] for word in place.split() if word[0].isalpha())
    return without_marks(initials).upper() or FALLBACK
