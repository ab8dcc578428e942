"""Telling the coordinator who is late: the last rung is a person's signature, so a flow only prepares it."""

from datetime import datetime

from prefect import flow

from flows import runtime
from mail.outbox import late_note, send_queued


@flow(name="escalate", flow_run_name="báo cáo điều phối {now:%d/%m/%Y}")
def escalate(now: datetime) -> bool:
    """Gửi bộ phận điều phối danh sách cơ quan chậm kèm dự thảo công văn đôn đốc; trả về True khi có thư."""
    house = runtime.current()
    with house.database.unit() as store:
        letter = late_note(store, now, house.office)
        store.commit()
    if letter is None:
        return False
    with house.post() as post:
        send_queued(house.database.unit, post, now, house.office)
    return True
