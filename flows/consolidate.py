"""The consolidation of a cycle by itself: a draft on the coordinator's due day, the final on the province's."""

from datetime import datetime

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from flows import runtime
from flows.summary import Report
from reports.compile import compile_report
from reports.data import Stage
from state import clock
from state.cycle.cycle_rows import name_of
from state.store import Store


@flow(name="compile-report", flow_run_name="tổng hợp {cycle} ({stage})")
def consolidate(cycle: str, stage: Stage = "draft", now: datetime | None = None) -> Report:
    """Tổng hợp báo cáo của một kỳ từ các báo cáo đã nhận; mỗi lần chạy ra một bản mới có ảnh chụp số liệu."""
    house = runtime.current()
    with house.database.unit() as store:
        row = store.cycles.by_code(cycle)
        done = compile_report(store, house.order(row.plan.code, name_of(row), stage, now or clock.now()))
        store.commit()
    create_markdown_artifact(
        key=f"report-{cycle.lower()}",
        markdown="\n\n- ".join((done.sentence, *(f"`{path.name}`" for path in (done.word, done.excel, done.pdf)))),
        description=f"Báo cáo {cycle}, bản {done.version}",
    )
    return Report(
        cycle=cycle,
        stage=stage,
        version=done.version,
        word=str(done.word),
        excel=str(done.excel),
        pdf=str(done.pdf),
        sentence=done.sentence,
    )


def due_stages(store: Store, plan: str, now: datetime) -> list[tuple[str, Stage]]:
    """Cycle and stage of every report of a plan that the calendar asks for and that does not exist yet."""
    found: list[tuple[str, Stage]] = []
    for cycle in store.cycles.of(store.plans.get(plan)):
        stage = store.reports.due_stage(cycle, now)
        if stage is not None:
            found.append((cycle.code, "final" if stage == "final" else "draft"))
    return found
