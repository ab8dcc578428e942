"""Domains and addresses made to look like those of an agency. Such a sender passes every check of its own server.

Everything is compared as people see it: letters of other scripts, digits and pairs that look like a letter become that
letter. A domain inside a zone of its owner (``phong.xa.example``) is another body but no imitation.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# Anybody can open a mailbox there, so such a domain is never an agency's; the exact address may be.
PUBLIC_DOMAINS = frozenset(
    "gmail.com googlemail.com yahoo.com yahoo.com.vn ymail.com rocketmail.com outlook.com outlook.com.vn hotmail.com "
    "live.com msn.com icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me zoho.com mail.com email.com "
    "gmx.com gmx.net yandex.com mail.ru qq.com 163.com tutanota.com vnn.vn hn.vnn.vn hcm.vnn.vn fpt.vn".split()
)
_SECOND_LEVEL = frozenset("ac biz co com edu gov health info int name net org pro".split())

# Letters of other scripts and signs, then what they are taken for.
_CYRILLIC = dict(zip("авгԁеһніїјкӏмопрԛѕтуѵԝхьѡ", "abrdehhiijklmonpqstyvwxbw", strict=True))
_GREEK = dict(zip("αβγεηικνοπρτυχωϲμ", "abyenikvonptuxwcm", strict=True))
_LATIN = dict(zip("đðıɩɡɑłøɴʀʟ", "ddiigalonrl", strict=True))
_SIGNS = dict(zip("01i|35", "ollles", strict=True))
_ALIKE = str.maketrans(_CYRILLIC | _GREEK | _LATIN)
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_ENOUGH = 8
"""A name shorter than this, without its dots, stands inside other names by chance."""
_CORE = 4
_ADDRESS = re.compile(r"[\w.+%=-]{1,64}@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Imitation:
    """What is imitated, a registered domain or address, and by which trick, in Vietnamese words."""

    of: str
    how: str


def imitated_domain(domain: str, registered: Iterable[str]) -> Imitation | None:
    """The registered domain that another one looks like; None for a registered one, a public one and a sub-domain."""
    known = {one for one in registered if one}
    if not domain or domain in known or domain in PUBLIC_DOMAINS:
        return None
    if any(domain.endswith("." + one) or one.endswith("." + domain) for one in known):
        return None
    for one in sorted(known):
        how = _trick(domain, one)
        if how:
            return Imitation(one, how)
    return None


def imitated_address(address: str, contacts: Iterable[str]) -> Imitation | None:
    """The contact whose mailbox at a public provider another mailbox of the same provider looks like."""
    local, _, domain = address.rpartition("@")
    if domain not in PUBLIC_DOMAINS or address in contacts:
        return None
    for one in sorted(contacts):
        name, _, place = one.rpartition("@")
        if place == domain and _flat(name.partition("+")[0]) == _flat(local.partition("+")[0]):
            return Imitation(one, "tên hộp thư viết gần giống")
    return None


def addresses_named(display: str) -> tuple[str, ...]:
    """Addresses written into the display name of a sender, where mail programs show them instead of the real one."""
    return tuple(_ADDRESS.findall(unicodedata.normalize("NFKC", display).lower()))


def shown(domain: str) -> str:
    """A domain as browsers show it: encoded labels (xn--…) as the letters that they stand for."""
    return ".".join(map(_decoded, domain.strip(".").split(".")))


def _trick(domain: str, registered: str) -> str:
    ours, theirs = _form(registered), _form(domain)
    if theirs.look == ours.look:
        return "dùng ký tự trông giống nhau"
    if theirs.flat == ours.flat:
        return "thêm hoặc bớt dấu gạch nối, dấu chấm"
    if _inside(ours.pieces, theirs.pieces) or (len(ours.flat) >= _ENOUGH and theirs.flat.startswith(ours.flat)):
        return "đặt tên miền thật vào trong một tên miền khác"
    if ours.core == theirs.core and len(ours.core) >= _CORE:
        return "đổi phần đuôi của tên miền"
    # Neighbours inside one zone got their names from its owner.
    neighbours = theirs.zone == ours.zone and not for_everybody(ours.zone)
    if not neighbours and len(ours.core) >= _CORE and one_edit(theirs.look, ours.look):
        return "sai khác một ký tự"
    return ""


def for_everybody(zone: str) -> bool:
    """Whether names below this one are given to anybody: "vn", "gov.vn"."""
    first, dot, rest = zone.partition(".")
    return not dot or (first in _SECOND_LEVEL and "." not in rest)


@dataclass(frozen=True, slots=True)
class _Form:
    """A domain as people see it: with dots, without dots and hyphens, in pieces, its own part, what it stands under."""

    look: str
    flat: str
    pieces: tuple[str, ...]
    core: str
    zone: str


@lru_cache(maxsize=8192)
def _form(domain: str) -> _Form:
    labels = shown(domain).split(".")
    looks = [_look(label) for label in labels]
    suffix = 2 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 1
    own = looks[:-suffix]
    pieces = tuple(piece for look in looks for piece in look.split("-") if piece)
    return _Form(".".join(looks), _flat(".".join(labels)), pieces, "".join(own).replace("-", ""), ".".join(labels[1:]))


def _look(label: str) -> str:
    text = unicodedata.normalize("NFKC", label).lower().translate(_ALIKE)
    text = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return _paired("".join(_SIGNS.get(letter, letter) for letter in text.translate(_ALIKE)))


def _paired(text: str) -> str:
    for pair, letter in _PAIRS:
        text = text.replace(pair, letter)
    return text


def _flat(name: str) -> str:
    # Without the signs first: letters that were apart may look like one when they stand together.
    return _look(re.sub(r"[._-]", "", name))


def _decoded(label: str) -> str:
    if not label.lower().startswith("xn--"):
        return label.lower()
    try:
        return label[4:].encode("ascii").decode("punycode").lower()
    except (UnicodeError, ValueError, OverflowError):
        return label.lower()


def _inside(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether all pieces of a registered domain stand in a row in front of something else."""
    size = len(ours)
    return any(theirs[start : start + size] == ours for start in range(len(theirs) - size))


def one_edit(one: str, other: str) -> bool:
    """Whether one letter was put in, left out, changed, or two neighbours were exchanged."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, tail = one[start:], other[start:]
    if len(rest) == len(tail):
        swapped = rest[:2] == tail[1::-1] and rest[2:] == tail[2:]
        return rest[1:] == tail[1:] or swapped
    return rest[1:] == tail if len(rest) > len(tail) else tail[1:] == rest
