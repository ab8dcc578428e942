"""Vietnamese words for what the database keeps as keys, and the look of a standing."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from agencies.model import KIND_LABELS, Kind
from cycles.cycle import LEVEL_LABELS
from cycles.ladder import RUNG_LABELS, Rung
from cycles.status import (
    DONE_IN_TIME,
    DONE_OVERDUE,
    NOT_REPORTED_IN_TIME,
    NOT_REPORTED_OVERDUE,
    NOT_STARTED,
    NOTHING_AROSE,
    UNDER_WAY_IN_TIME,
    UNDER_WAY_OVERDUE,
    Standing,
)
from mail.files.attachments import SENTENCES
from state.listing import LETTER_KINDS, LETTER_STATES, REPLY_KINDS


@dataclass(frozen=True, slots=True)
class Look:
    """How a standing is shown: a symbol for narrow places, a style for the colour. The words are always there, too."""

    symbol: str
    style: str


LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        NOT_REPORTED_OVERDUE.key: Look("!", "late"),
        NOT_REPORTED_IN_TIME.key: Look("○", "wait"),
        NOT_STARTED.key: Look("✗", "idle"),
        UNDER_WAY_OVERDUE.key: Look("◑", "doing-late"),
        UNDER_WAY_IN_TIME.key: Look("◐", "doing"),
        DONE_OVERDUE.key: Look("✓*", "done-late"),
        DONE_IN_TIME.key: Look("✓", "done"),
        NOTHING_AROSE.key: Look("∅", "nil"),
    }
)

PAUSED = "tam_dung"
"""Filter for what a person has to decide; it crosses all standings."""

# What a tired reader has to see first stands first.
URGENT_FIRST: tuple[Standing, ...] = (
    NOT_REPORTED_OVERDUE,
    NOT_REPORTED_IN_TIME,
    NOT_STARTED,
    UNDER_WAY_OVERDUE,
    UNDER_WAY_IN_TIME,
    DONE_OVERDUE,
    DONE_IN_TIME,
    NOTHING_AROSE,
)
URGENCY: Mapping[str, int] = MappingProxyType({one.key: place for place, one in enumerate(URGENT_FIRST)})

_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "assignment": {
            "open": "đang chờ báo cáo",
            "answered": "đã có báo cáo",
            "held": "đã gửi, chờ xem xét",
            "waived": "không yêu cầu báo cáo",
            "moved": "đã chuyển cho cơ quan khác",
        },
        "letter_state": LETTER_STATES,
        "letter_kind": LETTER_KINDS,
        "reply_kind": REPLY_KINDS,
        "outcome": {
            "record": "đã ghi nhận",
            "hold": "chờ người xem",
            "ignore": "không xử lý",
            "bounce": "báo không gửi được",
        },
        "rule": {
            "loop": "thư của chính hệ thống",
            "bounce": "thông báo không gửi được",
            "automatic": "thư tự động",
            "oversize": "thư quá lớn",
            "duplicate": "thư trùng",
            "token": "mã trong địa chỉ nhận",
            "thread": "thư trả lời theo chuỗi",
            "quoted-token": "mã trong phần trích dẫn",
            "subject-code": "mã yêu cầu trong tiêu đề",
            "unmatched": "không tìm được yêu cầu",
            "error": "lỗi khi đọc thư",
            "link": "trang trả lời của thư",
            "paper": "người phụ trách nhập thay",
        },
        "channel": {"mail": "thư điện tử", "link": "trang trả lời", "paper": "văn bản nhập thay"},
        "trust": {
            "verified": "đã xác thực, thuộc cơ quan",
            "registered": "địa chỉ đã đăng ký của cơ quan",
            "unverified": "chưa xác thực",
            "foreign": "không thuộc cơ quan",
            "failed": "không đạt xác thực",
        },
        "contact_state": {"ok": "đang dùng", "away": "vắng mặt", "bounced": "thư bị trả lại"},
        "contact_role": {"focal": "đầu mối", "head": "lãnh đạo", "office": "văn thư"},
        "due_kind": {"derived": "suy ra", "explicit": "văn bản ấn định", "extended": "gia hạn"},
        "source": {
            "mail": "thư điện tử",
            "link": "liên kết trả lời",
            "paper": "văn bản giấy",
            "excel": "tệp Excel",
        },
        "work": {
            "chua_thuc_hien": "Chưa thực hiện",
            "dang_thuc_hien": "Đang thực hiện",
            "hoan_thanh": "Đã hoàn thành",
            "khong_phat_sinh": "Không phát sinh",
        },
        "question": {
            "accepted": "đã chấp nhận",
            "assigned": "đã chọn cơ quan",
            "waived": "đã bỏ qua",
            "corrected": "đã sửa",
        },
        "decision": {"accept": "Chấp nhận", "correct": "Sửa", "reject": "Bỏ", "add": "Thêm"},
        "reading": {"corrected": "đã sửa", "rejected": "đã bỏ", "added": "người thêm"},
        "change": {"added": "Thêm mới", "changed": "Sửa đổi", "removed": "Bãi bỏ"},
        "place": {"document": "Phần đầu", "signer": "Chữ ký"},
        "item": {
            "responsibility": "trách nhiệm",
            "target": "chỉ tiêu",
            "task": "nhiệm vụ",
            "document": "văn bản",
            "signer": "người ký",
        },
        "stage": {"draft": "dự thảo trình UBND tỉnh", "final": "bản gửi Bộ"},
        "kind": {str(kind): label for kind, label in KIND_LABELS.items()},
        "level": {str(level): label for level, label in LEVEL_LABELS.items()},
        "rung": {str(rung): label for rung, label in RUNG_LABELS.items()}
        | {"granted": "báo đồng ý lùi hạn", "refused": "báo giữ nguyên hạn"},
        "verdict": {str(verdict): sentence for verdict, sentence in SENTENCES.items()},
    }
)

TERRITORIAL = frozenset({str(Kind.COMMUNE), str(Kind.WARD), str(Kind.DISTRICT)})


def word(key: str | None, table: str) -> str:
    """The words for a key; a key that has none is shown as it is, and nothing as a dash."""
    return _WORDS[table].get(key, key) if key else "–"


def rung_of(step: str | None) -> str:
    """The words for a step of the ladder; a step is a rung with its offset, such as ``reminder-7``."""
    name = (step or "").partition("-")[0].partition("+")[0]
    return RUNG_LABELS[Rung(name)] if name in set(Rung) else ""
