"""The one place where settings, database, calendar and mail are put together, for flows and the command line."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from agencies.directory import Directory
from agencies.shipped import for_province
from cycles.calendar import WorkCalendar, shipped_calendar
from mail.office import Office, office_of, server_of
from mail.server import INBOX
from mail.session import PostSession
from mail.sources import Imap, ImapBox, Maildir, MailSource
from mail.verdict import Security
from reports.compile import Order
from reports.data import AuthorFacts, Stage
from state.database import Database
from state.errors import NoDirectory
from state.settings import Settings, load
from state.store import Store


@dataclass(frozen=True)
class Runtime:
    """Everything that a tick needs, made once."""

    settings: Settings
    database: Database
    calendar: WorkCalendar
    office: Office

    def post(self) -> PostSession:
        """A new session with the outgoing server."""
        return PostSession(server_of(self.settings))

    def mailbox(self) -> MailSource:
        """Where replies arrive: the Maildir of the embedded server, or IMAP when a host is set."""
        settings = self.settings
        if not settings.imap_host:
            return Maildir(settings.maildirs / INBOX)
        return Imap(
            ImapBox(
                host=settings.imap_host,
                port=settings.imap_port,
                user=settings.imap_user,
                password=settings.imap_password.get_secret_value(),
                security=Security(settings.imap_security),
                folder=settings.imap_folder,
                ca_file=settings.ca_file,
            )
        )

    def directory(self, store: Store, province: str) -> Directory:
        """The register of a province.

        :raises NoDirectory: none was loaded
        """
        if not store.agencies.has_province(province):
            raise NoDirectory(province)
        return store.agencies.directory(province)

    def directory_for_import(self, store: Store, province: str) -> Directory:
        """The register of a province, or the shipped directory that an import will load.

        :raises NoDirectory: there is neither
        """
        if store.agencies.has_province(province):
            return store.agencies.directory(province)
        shipped = for_province(province)
        if shipped is None:
            raise NoDirectory(province)
        return shipped

    def order(self, plan: str, year: int, stage: Stage, now: datetime) -> Order:
        """An order for a report, signed by our office."""
        author = AuthorFacts(name=self.settings.office, symbol=self.settings.office_short)
        return Order(plan.upper(), year, stage, now, self.settings.out, author)

    def office_code(self, directory: Directory, day: date) -> str:
        """The code of the office that follows up, in a directory on a day; empty when it is not listed."""
        found = directory.resolve(self.settings.office, day)
        return found.agencies[0].code if found.kind == "agency" else ""


def compose(settings: Settings) -> Runtime:
    """Put a runtime together; the tables are brought up to date."""
    database = Database(settings.database)
    database.upgrade()
    return Runtime(settings, database, shipped_calendar(), office_of(settings))


@lru_cache(maxsize=1)
def current() -> Runtime:
    """The runtime of this process, from its environment; a flow that Prefect starts has nothing else to go by."""
    return compose(load())
