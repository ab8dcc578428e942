"""A table per plan in Prefect's UI: every responsibility with owner, due day, rung and status."""

from datetime import date

from prefect.artifacts import create_table_artifact

from state.overview import overview
from state.store import Store


def publish_overview(store: Store, plan: str, today: date) -> None:
    """Write a new version of the plan's table artifact."""
    create_table_artifact(
        key=f"plan-{plan.lower()}",
        table=table(store, plan, today),
        description=f"Kế hoạch {plan}: cơ quan, hạn gửi, mức đôn đốc và tình hình đến ngày {today:%d/%m/%Y}",
    )


def table(store: Store, plan: str, today: date) -> list[dict[str, object]]:
    """One row per responsibility of the newest cycle, in the words that people use; counts carry their base."""
    cycles = store.cycles.of(store.plans.get(plan))
    if not cycles:
        return []
    return [
        {
            "Điểm": row.path,
            "Trách nhiệm": row.heading,
            "Cơ quan": row.owners,
            "Hạn gửi": ", ".join(f"{day:%d/%m/%Y}" for day in row.due_on),
            "Mức đôn đốc": row.rung,
            "Tình hình": row.standing,
        }
        for row in overview(store.session, cycles[0].id, today)
    ]
