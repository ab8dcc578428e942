"""Who we are when we write: names, addresses, and where an answer may be given instead of by mail."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mail.post.server import PostOffice
from mail.post.verdict import Security, Server
from state.settings import Settings


def no_link(message_id: str) -> str:
    """No page for answers: letters then ask for a reply only."""
    return ""


@dataclass(frozen=True, slots=True)
class Office:
    """The office that signs. ``answer_link`` turns the Message-ID of a letter into the address of its signed page.

    ``plus_addresses``: our mail server delivers tagged addresses (RFC 5233); without them letters name the plain one.
    """

    name: str
    address: str
    coordinator: str
    answer_link: Callable[[str], str] = field(default=no_link)
    plus_addresses: bool = True

    @property
    def domain(self) -> str:
        """Domain of our mailbox, of our Message-IDs and of the return path."""
        return self.address.rpartition("@")[2]

    @property
    def plain_address(self) -> str:
        """What people write to where no tagged address is delivered; otherwise "", they write to the tagged one."""
        return "" if self.plus_addresses else self.address

    @property
    def own_addresses(self) -> tuple[str, ...]:
        """Every address, without tag, whose mail is ours."""
        return (self.address, f"bounce@{self.domain}", self.coordinator)


def office_of(settings: Settings, answer_link: Callable[[str], str] = no_link) -> Office:
    """The office that the settings name."""
    return Office(settings.office, settings.address, settings.coordinator, answer_link, settings.plus_addresses)


def server_of(settings: Settings, port: int | None = None) -> Server:
    """The outgoing server of the settings, or the embedded one at ``port``."""
    if settings.embedded_mail:
        return Server("127.0.0.1", port or settings.smtp_port, Security.NONE)
    return Server(
        settings.smtp_host,
        settings.smtp_port,
        Security(settings.smtp_security),
        settings.smtp_user,
        settings.smtp_password.get_secret_value(),
        settings.ca_file,
    )


def embedded(settings: Settings) -> PostOffice:
    """What the embedded server serves under these settings."""
    return PostOffice(settings.maildirs, (settings.address, f"bounce@{settings.domain}"), port=settings.smtp_port)
