"""Contacts and proposals as rows: all columns for JSON, a few for a terminal."""

from collections.abc import Mapping
from datetime import date

from agencies.model import ROLE_LABELS
from state.tables import AgencyRow, ContactRow, ProposalRow

Row = dict[str, object]
LABELS: Mapping[str, str] = {str(role): label for role, label in ROLE_LABELS.items()}

PROPOSAL_STATES = {"open": "đang chờ", "accepted": "đã chấp nhận", "rejected": "không chấp nhận"}


def contact_line(row: ContactRow, agency: AgencyRow) -> Row:
    """One contact."""
    return {
        "agency": agency.code,
        "name": agency.name,
        "email": row.email,
        "contact": row.name,
        "role": LABELS.get(row.role, row.role),
        "state": _delivery(row),
        "used": _period(row.valid_from, row.valid_to),
        "hard_bounces": row.hard_bounces,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def proposal_line(row: ProposalRow) -> Row:
    """One proposal."""
    return {
        "id": row.id,
        "agency": row.agency.name,
        "code": row.agency.code,
        "kind": row.kind,
        "source": row.source,
        "old_email": row.old_email,
        "new_email": row.new_email,
        "name": row.name,
        "role": row.role,
        "state": PROPOSAL_STATES[row.state],
        "sentence": row.sentence,
        "reply": row.reply_id,
        "proposed_at": row.proposed_at,
        "decided_at": row.decided_at,
        "decided_by": row.decided_by,
    }


def _delivery(row: ContactRow) -> str:
    if row.state == "bounced":
        return f"bị trả lại ({row.hard_bounces} thư)" if row.hard_bounces else "bị trả lại"
    if row.state == "away":
        return f"vắng mặt đến {row.away_until:%d/%m/%Y}" if row.away_until else "vắng mặt"
    return "được"


def _period(first: date | None, end: date | None) -> str:
    """The interval is half open: ``end`` is the first day without it."""
    since = f"từ {first:%d/%m/%Y}" if first else ""
    until = f"đến trước {end:%d/%m/%Y}" if end else ""
    return f"{since} {until}".strip() or "không giới hạn"
