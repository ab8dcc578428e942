"""One deployment per plan, served by this process: a daily tick at the start of office hours."""

import signal

from prefect import serve
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron

from flows import runtime
from flows.follow import follow_plan
from flows.remind import flow_name
from state.store import Store
from state.tables import PlanRow

DAILY = "30 7 * * *"
ZONE = "Asia/Ho_Chi_Minh"


def deployment(plan: PlanRow, *, active: bool) -> RunnerDeployment:
    """``follow-plan/<plan>``: one run at a time, and a tick that finds another one running gives way."""
    built = follow_plan.to_deployment(
        name=plan.code,
        description=f"{plan.label}\n\n{plan.title}",
        tags=[f"plan:{plan.code}", f"province:{plan.province}"],
        parameters={"plan": plan.code},
        schedule=Cron(DAILY, timezone=ZONE),
        paused=not active,
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
    )
    assert isinstance(built, RunnerDeployment)
    return built


def register_responsibilities(store: Store, plan: PlanRow) -> int:
    """Make every responsibility of the confirmed version known as a flow, also those which have not run yet."""
    version = store.plans.version(plan, confirmed=True)
    if version is None:
        return 0
    with get_client(sync_client=True) as client:
        for item in version.responsibilities:
            client.create_flow_from_name(flow_name(plan.code, item.path, item.heading))
    return len(version.responsibilities)


def serve_plans() -> None:
    """Serve all followed plans until the process is told to stop. Schedules stay active over a restart."""
    house = runtime.current()
    with house.database.unit() as store:
        plans = store.cycles.followed()
        for plan in plans:
            register_responsibilities(store, plan)
        deployments = [deployment(plan, active=house.settings.schedule) for plan in plans]
    if not deployments:
        signal.pause()  # the supervisor starts this process anew when the first cycle is opened
        return
    serve(*deployments, limit=1, pause_on_shutdown=False, print_starting_message=False)
