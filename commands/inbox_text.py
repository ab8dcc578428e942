"""Replies and what was read of them as text for a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mail.desk.next_commands import ONLY_IF
from mail.files.file_verdict import SENTENCES, FileVerdict
from state.listing import REPLY_KINDS as KINDS
from state.listing import REPLY_OUTCOMES as OUTCOMES

Told = Mapping[str, Any]
# Any: plain data for JSON, whose shape mail/desk/explaining.py tells.

STATUSES = {
    "chua_thuc_hien": "chưa thực hiện",
    "dang_thuc_hien": "đang thực hiện",
    "hoan_thanh": "đã hoàn thành",
    "khong_phat_sinh": "không phát sinh",
}
TRUST = {
    "verified": "đã xác thực, thuộc cơ quan",
    "registered": "địa chỉ đã đăng ký của cơ quan",
    "unverified": "chưa xác thực",
    "foreign": "không thuộc cơ quan",
    "failed": "không đạt xác thực",
}


def explained(told: Told) -> str:
    """One mail with what would happen to it."""
    sender = told["sender"]
    trust = TRUST.get(sender["trust"], sender["trust"])
    lines = [
        f"Loại thư:   {KINDS.get(told['kind'], told['kind'])}",
        f"Kết quả:    {OUTCOMES.get(told['outcome'], told['outcome'])} (quy tắc: {told['rule']})",
        f"Lý do:      {told['reason']}",
        f"Người gửi:  {sender['address'] or '(trống)'}{f' – {trust}' if trust else ''}",
        f"Cơ quan:    {told['agency'] or 'chưa xác định'}",
    ]
    if told["duplicate_of"]:
        lines.append(f"Trùng với:  thư đến số {told['duplicate_of']}")
    if bounce := told["bounce"]:
        lines.append(f"Bị trả lại: {bounce['recipient']} ({bounce['class']}, mã {bounce['status']})")
    lines += read_lines(told["assignments"])
    lines += [f"Điểm chưa rõ: {doubt}" for doubt in told["doubts"]]
    lines += [f"Tệp: {file['name']} ({file['type']}) – {_verdict(file)}" for file in told["attachments"]]
    lines += [f"Gợi ý: {one['name']} ({one['agency']}) – {one['why']}" for one in told.get("suggestions", ())]
    if told["text"].strip():
        lines += ["", told["text"].strip()]
    return "\n".join(lines)


def read_lines(assignments: Iterable[Told]) -> list[str]:
    """What was read for each assignment, one line each, its figures below."""
    lines = []
    for one in assignments:
        status = STATUSES.get(one["status"], "chưa rõ trạng thái")
        share = "" if one["percent"] is None else f", {comma(one['percent'])}%"
        lines.append(f"{one['code']}: {status}{share}")
        lines += [f"  {code} = {value['as_written']}" for code, value in one["values"].items()]
        lines += [f"  khó khăn: {text}" for text in one["difficulties"]]
        lines += [f"  kiến nghị: {text}" for text in one["proposals"]]
    return lines


EFFECTS = {
    "record": ("sẽ ghi thành lần mới", "đã ghi thành lần mới"),
    "ask": ("sẽ chuyển cho người xem", "đã chuyển cho người xem"),
}


def reread_told(changes: Sequence[Told], *, applied: bool) -> str:
    """What rereading changes, mail by mail; those that stay as they are in one line, so that they bury nothing."""
    real = [told for told in changes if told["effect"] != "nothing"]
    lines = [changed(told, applied=applied) for told in real]
    if real:
        done = "đã xử lý như trên" if applied else "chưa ghi gì; thêm --apply --by 'Họ tên' để ghi"
        lines.append(f"{len(real)} thư đọc khác trước: {done}.")
    else:
        lines.append("Không có thư nào thay đổi." if changes else "Không có thư nào đọc khác trước.")
    if kept := len(changes) - len(real):
        lines.append(
            f"{kept} thư khác cũng đọc khác trước nhưng giữ nguyên (đang chờ người xem, người đã quyết định, hoặc đã có"
            " báo cáo khác); xem từng thư bằng --json."
        )
    return "\n".join(lines)


def changed(told: Told, *, applied: bool) -> str:
    """How one stored mail would be read today, beside how it was read."""
    old, new = told["old"], told["new"]
    why = f" ({told['why']})" if told["why"] else ""
    lines = [f"Thư đến số {told['id']} của {told['sender']}: {EFFECTS[told['effect']][applied]}{why}"]
    if (old["kind"], old["outcome"]) != (new["kind"], new["outcome"]):
        names = [f"{KINDS.get(one['kind'], one['kind'])}, {OUTCOMES.get(one['outcome'], '')}" for one in (old, new)]
        lines.append(f"  {names[0]} → {names[1]}")
    for code in sorted({*old["assignments"], *new["assignments"]}):
        before, after = (_values(one["assignments"].get(code)) for one in (old, new))
        lines.append(f"  {code}: {before} → {after}")
    lines.append(f"  {new['reason']}")
    return "\n".join(lines)


def _values(told: Told | None) -> str:
    if told is None:
        return "không có"
    share = "" if told["percent"] is None else f", {comma(told['percent'])}%"
    figures = "".join(f"; {code} = {_figure(value)}" for code, value in told["values"].items())
    words = f"; “{told['text'][:60]}”" if told["text"] else ""
    return f"{STATUSES.get(told['status'], told['status'])}{share}{figures}{words}"


def _figure(value: Told) -> str:
    parts = "" if value["denominator"] is None else f"{comma(value['numerator'])}/{comma(value['denominator'])}"
    alone = "" if value["value"] is None else f"{comma(value['value'])} {value['unit']}".strip()
    return f"{parts} ({alone})" if parts and alone else parts or alone


def comma(value: float) -> str:
    """A number in Vietnamese."""
    return f"{value:.10g}".replace(".", ",")


def held(told: Told) -> str:
    """One reply that waits: who, why, what would be recorded, what to type."""
    whose = f"{told['agency_name']} ({told['agency']})" if told["agency"] else "chưa rõ cơ quan"
    name = f"{told['sender_name']} " if told["sender_name"] else ""
    lines = [
        f"Thư đến số {told['id']}, nhận {_day(told['received_at'])}, {whose}",
        f"  Người gửi: {name}<{told['sender']}>",
        f"  Tiêu đề:   {told['subject'] or '(không có)'}",
        f"  Vì sao:    {told['reason']}",
    ]
    if told["would_record"]:
        lines.append("  Đọc được:")
        lines += [f"    {line}" for line in read_lines(told["would_record"])]
    lines += [f"  Còn thiếu: {one}" for one in told["missing"]]
    lines += [f"  Tệp: {file['name']} – {_verdict(file)}" for file in told["attachments"]]
    for one in told["suggestions"]:
        owed = f", còn nợ {', '.join(one['codes'])}" if one["codes"] else ""
        lines.append(f"  Gợi ý: {one['name']} ({one['agency']}) – {one['why']}{owed}")
    if told["asked_contact"]:
        lines.append(f"  {told['asked_contact']['sentence']}")
    if told["caution"]:
        lines.append(f"  Cẩn thận: {told['caution']}")
    lines += [f"  $ {command}{_only_if(told, command)}" for command in told["commands"]]
    return "\n".join(lines)


def _only_if(told: Told, command: str) -> str:
    """Beside a command that records what somebody else may have written: a comment for the shell, too."""
    return "" if not told["caution"] or " reject " in command else f"  # {ONLY_IF}"


def _verdict(file: Told) -> str:
    """What became of a file, in words."""
    known = file["verdict"] in set(FileVerdict)
    return SENTENCES[FileVerdict(file["verdict"])] if known else str(file["verdict"])


def shown(told: Told) -> str:
    """One reply whole, with its history."""
    lines = [held(told)]
    if not told["waiting"]:
        decided = f", {told['decided_by']} quyết định" if told["decided_by"] else ""
        lines.append(f"  Kết quả:   {OUTCOMES.get(told['outcome'], told['outcome'])}{decided}")
    if told["document"]:
        lines.append(f"  Văn bản:   số {told['document']['number']} ngày {told['document']['date']:%d/%m/%Y}")
    lines += ["", told["text"].strip() or "(thư không có chữ)"]
    if told["signature"].strip():
        lines += ["", told["signature"].strip()]
    if told["history"]:
        lines += ["", "Diễn biến:"]
        lines += [
            f"  {one['at'][:16].replace('T', ' ')}  {one['sentence']} ({one['actor']})" for one in told["history"]
        ]
    return "\n".join(lines)


def _day(moment: str) -> str:
    """A moment in ISO form as people read it, to the minute."""
    return moment[:16].replace("T", " ")
