"""Who does what in one clause: small named rules over the words of administrative Vietnamese.

Each rule is a line of a table: the words that trigger it and the role they give. Names after the words are read by
`plans.meaning.names`.
"""

import re
from dataclasses import dataclass
from typing import get_args

from plans.meaning.marks import without_marks
from plans.meaning.names import read_names, starts_name
from plans.meaning.scan import lowered, matches
from plans.model import OwnerRole, Partner
from plans.structure.labels import CAPITAL


@dataclass(frozen=True)
class PartnerRule:
    """Bodies named right after `words` take `role`. Every match begins with `needs`."""

    role: str
    needs: str
    words: re.Pattern[str]


def _chain(verb: str) -> re.Pattern[str]:
    """A verb of command; the verbs that follow it in the same breath have the same object."""
    more = r"(?:(?:, | và )(?:chỉ đạo|hướng dẫn|đôn đốc|kiểm tra|giám sát|yêu cầu|giao|phân công))*"
    before = r"(?<!theo )(?<!được )(?<!chỉ đạo, )(?<!hướng dẫn, )(?<!đôn đốc, )(?<!chỉ đạo và )(?<!hướng dẫn và )"
    # "Tham mưu lãnh đạo Sở" speaks of the people who lead it.
    before += r"(?<!lãnh đạo, )(?<!lãnh đạo và )(?<!tham mưu )(?<!báo cáo )(?<!trình )(?<!của )(?<!các )(?<!sự )"
    return re.compile(rf"(?<!\w){before}{verb}{more}\s+(?:cho\s+)?", re.IGNORECASE)


PARTNER_RULES = (
    PartnerRule(
        "phối hợp",
        "phối hợp",
        re.compile(
            r"(?<!cơ quan )(?<!đơn vị )phối hợp(?:,? (?:chặt chẽ|đồng bộ|thường xuyên))?,?"
            r"(?: (?:cùng với|cùng|với))?\s*:?\s+",
            re.IGNORECASE,
        ),
    ),
    PartnerRule("phối hợp", "cùng với", re.compile(r"(?<!phối hợp )(?<!\w)cùng với ", re.IGNORECASE)),
    PartnerRule("được chỉ đạo", "chỉ đạo", _chain("chỉ đạo")),
    PartnerRule("được chỉ đạo", "lãnh đạo", _chain("lãnh đạo")),
    PartnerRule("được hướng dẫn", "hướng dẫn", _chain("hướng dẫn")),
    PartnerRule("được đôn đốc", "đôn đốc", _chain("đôn đốc")),
    PartnerRule("được yêu cầu", "yêu cầu", _chain("yêu cầu")),
    PartnerRule("được giao", "giao", _chain("giao")),
    PartnerRule("được giao", "phân công", _chain("phân công")),
    PartnerRule("hướng dẫn", "theo", re.compile(r"theo (?:sự )?hướng dẫn của ", re.IGNORECASE)),
)
ADVISES = re.compile(r"tham mưu(?:(?:,| và)? (?:đề xuất|báo cáo|trình|giúp|cho|với|kịp thời))*\s+", re.IGNORECASE)
_REPORTS = re.compile(
    r"(?<!trên cơ sở )báo cáo(?:(?:,| và)? (?:về|cho|với|lên|gửi|trình|kết quả|đề xuất))*\s+", re.IGNORECASE
)
_SENDS = re.compile(r"(?:gửi|phản ánh)(?: báo cáo)?(?: về| cho| đến| tới)*\s+", re.IGNORECASE)
_SENT = ("gửi", "phản ánh")
_REPORTS_LATER = re.compile(rf"(?:gửi về|gửi cho|gửi|về|cho|lên|với)\s+(?={CAPITAL}|cấp |cơ quan có)")
_LATER_REACH = 400
_CLAUSE_STOP = re.compile(r"[.;](?=\s|$)")
# What the receiver does with a report: right after its name, or after "để".
_ONWARD = re.compile(
    r"(?:\s*\([^()]{0,80}\))?\s*,?\s*(?:[^.;]{0,80}?(?<!\w)để\s+(?:theo dõi,? )?(?:tổng hợp|báo cáo|trình|tham mưu)"
    r"|(?:theo dõi,? )?tổng hợp)(?!\w)",
    re.IGNORECASE,
)
# A draft that is sent for an opinion is no report.
_FOR_OPINION = re.compile(
    r"\s*(?:để )?(?:thẩm định|thẩm tra|cho ý kiến|góp ý|tham gia ý kiến|phê duyệt|kiểm soát)", re.IGNORECASE
)
VIA = re.compile(rf"\(?(?:thông )?qua\s+(?={CAPITAL})")

_CLAUSE = re.compile(r"[.;](?:\s+|$)")
_ADVERBIALS = (
    re.compile(
        r"(?:h[ằà]ng (?:năm|quý|tháng|kỳ)|định kỳ(?: [^,;.]{1,40},)?|đồng thời|ngoài ra)\s*,?\s*", re.IGNORECASE
    ),
    # "Trước ngày 30 tháng 7 hằng năm, tham mưu ...": the day stands before the verb.
    re.compile(r"(?:(?:chậm nhất|muộn nhất|trước|trong|vào|đến hết|ngày|tháng|quý)\s)[^,;.]{2,60},\s*", re.IGNORECASE),
    re.compile(
        r"(?:tích cực|chủ động|thường xuyên|kịp thời|tiếp tục|nghiên cứu|khẩn trương|có trách nhiệm"
        r"|chịu trách nhiệm(?: chính)?)"
        r"(?:,| và)?\s+",
        re.IGNORECASE,
    ),
)
# "Căn cứ ..., tham mưu ...": the verb of the clause stands after the ground it rests on, with or without a comma.
_GROUND = re.compile(r"(?:căn cứ|theo|trên cơ sở|trong phạm vi|trong quá trình)(?!\w)", re.IGNORECASE)
_ROLE_WORD = re.compile(r"(?:chủ trì|phối hợp|tham mưu)(?!\w)", re.IGNORECASE)
_STANDING = (
    (
        "thường trực",
        re.compile(r"(?:là|làm) (?:cơ quan |đơn vị |bộ phận )?thường trực|cơ quan thường trực", re.IGNORECASE),
    ),
    ("đầu mối", re.compile(r"(?:là|làm) (?:cơ quan |đơn vị )?đầu mối", re.IGNORECASE)),
)
# Before these words "phối hợp" and "chủ trì" are nouns or belong to somebody else.
_NOT_OWN = re.compile(
    r"(?:quy chế|cơ chế|công tác|sự|cơ quan|đơn vị|chương trình|kế hoạch|do [^,;.]{1,60}|(?:chỉ đạo|hướng dẫn"
    r"|đôn đốc|yêu cầu|giao)\s[^;.]{1,80}(?<!,)(?<! và))\s*$",
    re.IGNORECASE,
)
_GROUND_REACH = 220


def owner_roles(text: str, requested: bool) -> tuple[OwnerRole, ...]:
    """Roles of the heading agency in one clause, in the order they come; "thực hiện" when no role word is used."""
    text = without_marks(text)
    roles: list[str] = ["đề nghị"] if requested else []
    for role, words in _STANDING:
        if words.search(text):
            roles.append(role)
    roles += [role for role in _head_roles(text) if role not in roles]
    if not set(roles) - {"đề nghị", "thường trực", "đầu mối"}:
        roles += [role for role in _inner_roles(text) if role not in roles]
    if not roles:
        roles.append("thực hiện")
    return tuple(role for role in get_args(OwnerRole) if role in roles) if len(roles) < 2 else _typed(roles)


def _typed(roles: list[str]) -> tuple[OwnerRole, ...]:
    known: tuple[OwnerRole, ...] = get_args(OwnerRole)
    return tuple(next(k for k in known if k == role) for role in roles)


def _head_roles(text: str) -> list[str]:
    """The role word that heads each clause. Advising is a role only where it heads the first one."""
    found = []
    for index, clause in enumerate(_CLAUSE.split(text)):
        head = _head(clause)
        match = _ROLE_WORD.match(head)
        role = match.group().lower() if match else None
        if role and (role != "tham mưu" or index == 0) and role not in found:
            found.append(role)
    return found


def _head(clause: str) -> str:
    """The clause from its main verb on: without subject, adverbials and grounds."""
    clause = clause.strip()
    if starts_name(clause):
        clause = clause[read_names(clause)[1] :].lstrip(" :,")
    standing = re.match(
        r"(?:là|làm) (?:cơ quan |đơn vị )?(?:thường trực|đầu mối)[^,;.]{0,40},\s*", clause, re.IGNORECASE
    )
    if standing:
        clause = clause[standing.end() :]
    shorter = True
    while shorter:
        shorter = False
        for adverbial in _ADVERBIALS:
            match = adverbial.match(clause)
            if match:
                clause, shorter = clause[match.end() :], True
        if clause.lower().startswith("giao "):
            clause, shorter = clause[5:], True
    if _GROUND.match(clause):
        verb = _ROLE_WORD.search(clause, 0, _GROUND_REACH)
        return clause[verb.start() :] if verb else clause
    return clause


def _inner_roles(text: str) -> list[str]:
    """Role words inside a clause, where the owner is still the one who acts."""
    found = []
    for match in re.finditer(r"(?P<role>chủ trì|phối hợp)(?:,? phối hợp)? (?=với |cùng |\w)", text, re.IGNORECASE):
        if match["role"].lower() == "phối hợp" and not re.match(r"(?:với|cùng) ", text[match.end() :]):
            continue
        if not _NOT_OWN.search(text[max(0, match.start() - 100) : match.start()]):
            found.append(match["role"].lower())
    return found[:1]


def partners(text: str) -> tuple[Partner, ...]:
    """Other bodies named in the clause with their roles, in reading order, each once."""
    text = without_marks(text)
    found: dict[tuple[str, str], int] = {}
    small = lowered(text)
    for rule in PARTNER_RULES:
        if rule.needs not in small:
            continue
        for match in matches(rule.words, (rule.needs,), text):
            for name in read_names(text, match.end())[0]:
                found.setdefault((name, rule.role), match.start())
    return tuple(Partner(name=name, role=role) for (name, role), _ in sorted(found.items(), key=lambda item: item[1]))


def advised(text: str) -> tuple[str, ...]:
    """Bodies the owner advises; not those whom the receiver of a report advises on."""
    text = without_marks(text)
    found = _named_after(ADVISES, ("tham mưu",), text)
    zone = _forwarded(text, _addressees(text)) if found else range(0)
    return _names([(at, names) for at, names in found if at not in zone])


def reported_to(text: str) -> tuple[str, ...]:
    """Bodies the owner reports to, in reading order; empty when the text says "báo cáo" without saying to whom.

    "Gửi Sở X để tổng hợp, báo cáo UBND tỉnh": the owner reports to Sở X, which reports further.
    """
    text = without_marks(text)
    found = _addressees(text)
    zone = _forwarded(text, found)
    return _names([(at, names) for at, names in found if at not in zone])


def _addressees(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """Where a report or a letter goes: the place of the names and the names."""
    small = lowered(text)
    if not any(word in small for word in ("báo cáo", *_SENT)):
        return []
    found: list[tuple[int, tuple[str, ...]]] = []
    for match in matches(_REPORTS, ("báo cáo",), text):
        names = read_names(text, match.end())[0]
        if names:
            found.append((match.end(), names))
            continue
        stop = _CLAUSE_STOP.search(text, match.end(), match.end() + _LATER_REACH)
        limit = min(stop.start() if stop else len(text), match.end() + _LATER_REACH)
        for later in _REPORTS_LATER.finditer(text, match.end(), limit):
            names = read_names(text, later.end())[0]
            if names:
                found.append((later.end(), names))
                break
    for at, names in _named_after(_SENDS, _SENT, text):
        if not _FOR_OPINION.match(text, read_names(text, at)[1]):
            found.append((at, names))
    return sorted(found)


def _forwarded(text: str, found: list[tuple[int, tuple[str, ...]]]) -> range:
    """The part of the clause that says what the receiver of a report does with it; empty when there is none."""
    small = lowered(text)
    for at, _ in found if "để" in small or "tổng hợp" in small else ():
        end = read_names(text, at)[1]
        onward = _ONWARD.match(text, end)
        if onward:
            stop = _CLAUSE_STOP.search(text, onward.end())
            return range(onward.end() - 1, stop.start() if stop else len(text))
    return range(0)


def _named_after(pattern: re.Pattern[str], words: tuple[str, ...], text: str) -> list[tuple[int, tuple[str, ...]]]:
    found = []
    for match in matches(pattern, words, text):
        names = read_names(text, match.end())[0]
        if names:
            found.append((match.end(), names))
    return found


def _names(found: list[tuple[int, tuple[str, ...]]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, names in found for name in names))
