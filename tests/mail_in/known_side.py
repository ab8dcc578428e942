"""A hand-written :class:`mail.rules.model.Known`, and the two sample letters that the sample mails answer."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from mail.read_answer.model import AskedFigure, AskedItem
from mail.rules.model import Earlier, KnownLetter, Limits, Owners, Rates

EML = Path(__file__).parent / "eml"
TOKEN = "abcdefghij234567"
MESSAGE_ID = "<dondoc.mau@dondoc.example>"

ITEMS = (
    AskedItem(
        "HT26-031",
        "V.10.a",
        "Ban hành kế hoạch triển khai thực hiện trên địa bàn và bố trí quỹ đất xây dựng trường, lớp mầm non",
        (
            AskedFigure("CT1", "Trẻ nhà trẻ được đến trường", "%"),
            AskedFigure("CT2", "Kinh phí bố trí", "triệu đồng"),
        ),
    ),
    AskedItem("HT26-032", "V.10.b", "Hoàn thành phổ cập giáo dục mầm non cho trẻ em mẫu giáo theo lộ trình"),
    AskedItem("HT26-033", "V.10.c", "Huy động nguồn lực xã hội hóa để phát triển trường, lớp ở khu công nghiệp"),
)


def letter(name: str) -> KnownLetter:
    """The letter "one" (one duty) or "three"."""
    text = (EML / f"sent-{name}.txt").read_text(encoding="utf-8")
    return KnownLetter(
        id=1,
        agency_code="xa-mau",
        agency_name="UBND xã Mẫu",
        domains=frozenset({"xamau.example"}),
        contacts=frozenset({"nguyenvanmau@xamau.example"}),
        sent_text=text,
        asked=ITEMS[:1] if name == "one" else ITEMS,
    )


@dataclass
class FakeKnown:
    """Our own side, in memory."""

    letter: KnownLetter
    limits: Limits = field(default_factory=Limits)
    token: str = TOKEN
    seen: set[tuple[str, str]] = field(default_factory=set)
    seen_as: str = ""
    rate: Rates = field(default_factory=Rates)
    owned: Owners | None = None
    raw: bytes = b""

    def letter_by_token(self, token: str) -> KnownLetter | None:
        return self.letter if token == self.token else None

    def letter_by_message_id(self, message_id: str) -> KnownLetter | None:
        return self.letter if message_id == MESSAGE_ID else None

    def letter_by_code(self, code: str) -> KnownLetter | None:
        return self.letter if code in {item.code for item in self.letter.asked} else None

    def is_own_address(self, address: str) -> bool:
        return address.split("+")[0].split("@")[0] == "bao-cao" and address.endswith("@dondoc.example")

    def agency_domains(self) -> frozenset[str]:
        return self.letter.domains

    def owners(self, sender: str) -> Owners:
        domain = sender.rpartition("@")[2]
        mine = {self.letter.agency_code: self.letter.agency_name}
        of_domain = mine if domain in self.letter.domains else {}
        return self.owned or Owners(mine if sender in self.letter.contacts else {}, of_domain)

    def original(self) -> bytes:
        return self.raw

    def earlier(self, said_sha: str, sender: str) -> Earlier | None:
        return Earlier(7, self.seen_as) if (said_sha, sender) in self.seen else None

    def rates(self, sender: str) -> Rates:
        return self.rate

    def but(self, **changes: object) -> "FakeKnown":
        """The same side with another letter."""
        return replace(self, letter=replace(self.letter, **changes))  # type: ignore[arg-type]
