"""A short code that tells plans apart in subjects, file names and flow names."""

import unicodedata

from plans.model import Plan

FALLBACK = "KH"


def plan_code(plan: Plan) -> str:
    """The initials of the province in plain capitals: "LC" for Lai Châu; "KH" when no place is known."""
    place = plan.document.province or plan.document.place or ""
    initials = "".join(word[0] for word in place.split() if word[0].isalpha())
    plain = unicodedata.normalize("NFD", initials.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).upper() or FALLBACK
