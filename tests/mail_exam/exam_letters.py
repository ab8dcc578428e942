"""The letters of the exam and what our side knows of them, in a few dictionaries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from mail.html_text import to_text
from mail.read_answer.model import AskedFigure, AskedItem
from mail.rules.model import Earlier, KnownLetter, Limits, Owners, Rates
from mail.token import split_tag

HERE = Path(__file__).parent
OWN = frozenset({"bao-cao@dieuphoi.example", "dieu-phoi@dieuphoi.example", "bounce@dieuphoi.example"})
LIMITS = Limits(authserv_id="mx.dieuphoi.example")


@dataclass(frozen=True)
class Sent:
    """One letter of the exam: whom it went to, under which token, what it asked for."""

    name: str
    agency: str
    token: str
    contact: str
    asked: tuple[AskedItem, ...]
    text_of: str = ""
    revoked: bool = False
    expired: bool = False

    @property
    def message_id(self) -> str:
        return f"<dondoc.{sha256(self.name.encode()).hexdigest()[:24]}@dieuphoi.example>"

    @property
    def sent_text(self) -> str:
        """The text that we sent; letters to further communes have the words of the first one."""
        text, html = (self._file(kind) for kind in ("txt", "html"))
        return f"{text}\n\n{to_text(html)}"

    def _file(self, kind: str) -> str:
        content = (HERE / "letters" / f"{self.text_of or self.name}.{kind}").read_text(encoding="utf-8")
        if self.text_of:
            first = next(letter for letter in LETTERS if letter.name == self.text_of)
            content = content.replace(first.agency.removeprefix("UBND "), self.agency.removeprefix("UBND "))
            content = content.replace(first.asked[0].code, self.asked[0].code).replace(first.token, self.token)
        return content

    def known(self, number: int) -> KnownLetter:
        contacts = frozenset({self.contact})
        domains = frozenset({self.contact.rpartition("@")[2]})
        return KnownLetter(
            id=number,
            agency_code=self.name,
            agency_name=self.agency,
            domains=domains,
            contacts=contacts,
            sent_text=self.sent_text,
            asked=self.asked,
            revoked=self.revoked,
            expired=self.expired,
        )


def _village(code: str) -> tuple[AskedItem, ...]:
    text = (
        "Rà soát, bổ sung quy ước, hương ước của thôn, bản; niêm yết công khai tại nhà văn hoá "
        "và tổ chức họp dân thông qua."
    )
    return (AskedItem(code, "IV.3", text),)


LETTERS = (
    Sent("xa", "UBND xã Nậm Mẫu", "xanammau22334455", "vanthu@nammau.example", _village("KH25-014")),
    Sent(
        "yte",
        "Sở Y tế tỉnh Mẫu",
        "soytemau66777722",
        "khth@soyte.example",
        (
            AskedItem(
                "KH25-021",
                "II.5.b",
                "Chỉ đạo nâng cấp trạm y tế, bảo đảm các trạm y tế xã đạt tiêu chí quốc gia về y tế xã.",
                (AskedFigure("CT1", "Tỷ lệ trạm y tế xã đạt tiêu chí quốc gia", "%"),),
            ),
        ),
    ),
    Sent(
        "gd",
        "Sở Giáo dục và Đào tạo tỉnh Mẫu",
        "sogiaoduc2233445",
        "gdmn@sogd.example",
        (
            AskedItem(
                "KH25-031",
                "II.7.a",
                "Rà soát, sửa chữa, xây mới phòng học cho các trường mầm non, tiểu học ở điểm trường lẻ.",
                (
                    AskedFigure("CT3", "Số phòng học được sửa chữa, xây mới", "phòng"),
                    AskedFigure("CT4", "Kinh phí đã giải ngân", "triệu đồng"),
                ),
            ),
            AskedItem(
                "KH25-032",
                "II.7.b",
                "Tổ chức bồi dưỡng tiếng dân tộc thiểu số cho giáo viên công tác tại vùng cao.",
                (AskedFigure("CT5", "Số giáo viên được bồi dưỡng", "người"),),
            ),
            AskedItem(
                "KH25-033",
                "II.7.c",
                "Duy trì phổ cập giáo dục mầm non cho trẻ em 5 tuổi; huy động trẻ ra lớp.",
                (AskedFigure("CT6", "Tỷ lệ trẻ em 5 tuổi được huy động ra lớp", "%"),),
            ),
        ),
    ),
    Sent(
        "phunu",
        "Hội Liên hiệp Phụ nữ tỉnh Mẫu",
        "hoiphunu55667722",
        "ban.kinhte@hoiphunu.example",
        (
            AskedItem(
                "KH25-044",
                "III.2",
                "Tuyên truyền, vận động hội viên phát triển kinh tế hộ, vay vốn ưu đãi, "
                "xây dựng tổ hợp tác của phụ nữ.",
                (AskedFigure("CT9", "Số hội viên được vay vốn", "người"),),
            ),
        ),
    ),
    Sent("ban", "UBND xã Bản Mẫu", "xabanmau22334455", "vi-du-xa-mau@gmail.com", _village("KH25-015"), "xa"),
    Sent("cu", "UBND xã Tà Mẫu", "xatamau722334455", "ubnd@tamau.example", _village("KH25-016"), "xa", expired=True),
    Sent("huy", "UBND xã Pú Mẫu", "xapumau722334455", "ubnd@pumau.example", _village("KH25-017"), "xa", revoked=True),
)


@lru_cache(maxsize=1)
def letters() -> Mapping[str, KnownLetter]:
    """Every letter as the rules see it, by token, by Message-ID and by the codes that it asks for."""
    found: dict[str, KnownLetter] = {}
    for number, sent in enumerate(LETTERS, 1):
        known = sent.known(number)
        found |= {sent.token: known, sent.message_id: known} | {item.code: known for item in sent.asked}
    return found


@dataclass
class ExamKnown:
    """:class:`mail.rules.model.Known` on the letters above; ``before`` holds what came from whom within the week."""

    before: Collection[tuple[str, str]] = ()
    limits: Limits = LIMITS

    def letter_by_token(self, token: str) -> KnownLetter | None:
        return letters().get(token)

    def letter_by_message_id(self, message_id: str) -> KnownLetter | None:
        return letters().get(message_id)

    def letter_by_code(self, code: str) -> KnownLetter | None:
        return letters().get(code)

    def is_own_address(self, address: str) -> bool:
        return split_tag(address)[0] in OWN

    def agency_domains(self) -> Collection[str]:
        return {sent.contact.rpartition("@")[2] for sent in LETTERS} - {"gmail.com"}

    def owners(self, sender: str) -> Owners:
        domain = sender.rpartition("@")[2]
        names = {sent.contact: (sent.name, sent.agency) for sent in LETTERS}
        mine = dict([names[sender]]) if sender in names else {}
        return Owners(mine, dict(pair for contact, pair in names.items() if contact.endswith(f"@{domain}")))

    def original(self) -> bytes:
        return b""

    def earlier(self, said_sha: str, sender: str) -> Earlier | None:
        return Earlier(1) if (said_sha, sender) in self.before else None

    def rates(self, sender: str) -> Rates:
        return Rates()
