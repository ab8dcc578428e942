"""The review of a plan: what was read beside the sentences it was read from, the doubts, and what to type."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from plans.amendments.compare import Changes
from state.plan.reviewing import Review, ReviewItem, review_of
from web.board import Code, Here

router = APIRouter()
ALL = "tat-ca"


@router.api_route("/ke-hoach/{code}/ra-soat", methods=["GET", "HEAD"])
def review_page(board: Here, code: Code, xem: Annotated[str, Query(pattern=f"^({ALL})?$")] = "") -> Response:
    """The newest reading of a plan; items that nobody doubts are shown when asked for."""
    with board.database.unit() as store:
        review = review_of(store.session, code)
        changes = review.version.changes
        return board.page(
            store,
            "plan_review",
            sample=review.plan.sample,
            plan=review.plan,
            version=review.version,
            review=review,
            waiting=[item for item in review.items if item.open],
            others=[item for item in review.items if not item.open and (xem or _noted(item))],
            hidden=0 if xem else _quiet(review),
            changes=Changes.model_validate(changes) if changes else None,
        )


def _noted(item: ReviewItem) -> bool:
    """Whether somebody decided about an item, or the reader has a remark."""
    return bool(item.doubts or item.decisions or item.notes) or item.state != "read"


def _quiet(review: Review) -> int:
    return sum(not item.open and not _noted(item) for item in review.items)
