"""What came along: names made harmless, limits of one mail. What the files are tells :mod:`mail.files.examining`."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from mail.files.examining import MAX_FILE, examine
from mail.files.file_verdict import SENTENCES, FileVerdict
from state.post.inbox import AttachmentFacts

__all__ = [
    "MAX_ALL",
    "MAX_FILE",
    "MAX_FILES",
    "SENTENCES",
    "Attachment",
    "FileVerdict",
    "attach",
    "examine",
    "facts_of",
    "safe_name",
    "within_limits",
]

MAX_ALL = 25 * 1024 * 1024
MAX_FILES = 10
_MAX_NAME = 120

# Control characters, those that turn the direction of writing, and those that take no room or only look like a space.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# What Windows does not take in a name, or takes for a device.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.I)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a mail. ``name`` is for people only, never a path; ``sha256`` is what it is stored under."""

    name: str
    content_type: str
    size: int
    sha256: str
    verdict: FileVerdict
    content: bytes = field(repr=False, compare=False)

    @property
    def sentence(self) -> str:
        """Name and verdict in one Vietnamese phrase."""
        return f"{self.name}: {SENTENCES[self.verdict]}"


def facts_of(files: Iterable[Attachment], notes: Mapping[str, str] = MappingProxyType({})) -> list[AttachmentFacts]:
    """What is kept of files beside their bytes; ``notes``: what was read out of them, by sha256."""
    return [
        AttachmentFacts(
            file.name, file.content_type, file.size, file.sha256, str(file.verdict), notes.get(file.sha256, "")
        )
        for file in files
    ]


def attach(name: str, content_type: str, content: bytes) -> Attachment:
    """Name, measure and examine one file."""
    safe = safe_name(name)
    digest = hashlib.sha256(content).hexdigest()
    return Attachment(safe, content_type[:160], len(content), digest, examine(safe, content), content)


def within_limits(files: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """The same files, with those beyond the limits of one mail held."""
    total, result = 0, []
    for number, file in enumerate(files, start=1):
        total += file.size
        if number > MAX_FILES:
            file = replace(file, verdict=FileVerdict.TOO_MANY)
        elif total > MAX_ALL:
            file = replace(file, verdict=FileVerdict.TOO_LARGE)
        result.append(file)
    return tuple(result)


def safe_name(name: str) -> str:
    """A file name in NFC without folders, control and direction characters, at most 120 bytes with its extension."""
    plain = unicodedata.normalize("NFC", _HIDDEN.sub("", name)).replace("\\", "/").rpartition("/")[2]
    # A row of spaces would push the real extension out of sight.
    text = " ".join(_FORBIDDEN.sub("_", plain).split()).strip(" .")
    text = _DEVICE.sub(r"_\g<0>", text)
    if not text:
        return "tep-dinh-kem"
    if len(text.encode()) <= _MAX_NAME:
        return text
    stem, dot, extension = text.rpartition(".")
    if not dot or len(extension.encode()) > 10:
        stem, extension = text, ""
    room = _MAX_NAME - len(extension.encode()) - len(dot)
    cut = stem.encode()[:room].decode("utf-8", "ignore").rstrip()
    return f"{cut}.{extension}" if extension else cut
