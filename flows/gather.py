"""Taking in what agencies wrote, as a flow."""

from datetime import datetime

from prefect import flow

from flows import runtime
from flows.intake import take_in
from flows.names import gather_name
from flows.summary import Gathered
from state import clock


@flow(name="gather-replies", flow_run_name=gather_name)
def gather_replies(now: datetime | None = None) -> Gathered:
    """Nhận thư trả lời: lưu nguyên bản, đối chiếu, ghi nhận báo cáo, gửi giấy báo nhận."""
    return take_in(runtime.current(), now or clock.now())
