"""The one place where settings, database, calendar and mail are put together, for flows and the command line."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from agencies.directory import Directory
from agencies.shipped import for_province
from cycles.calendar import OfficeHours, WorkCalendar
from cycles.ladder import LADDERS, Ladders, read_ladders
from cycles.names import CycleName
from cycles.regime import Regime, load_regime
from mail.incoming.imap import Imap, ImapBox
from mail.incoming.sources import DropFolder, Maildir, MailSource
from mail.link import Links, key_in
from mail.office import Office, office_of, server_of
from mail.post.pace import Pace
from mail.post.server import INBOX
from mail.post.session import PostSession
from mail.post.verdict import Security
from reports.compile import Order
from reports.data import AuthorFacts, Stage
from state.database import Database
from state.errors import NoDirectory
from state.settings import Settings, load
from state.store import Store

REST_SECONDS = 1.0
"""A dropped file that was written to later than this may still be on its way."""


@dataclass(frozen=True)
class Runtime:
    """Everything that a tick needs, made once. ``base_calendar`` lacks the days that a person of this house has set."""

    settings: Settings
    database: Database
    base_calendar: WorkCalendar
    office: Office

    @property
    def calendar(self) -> WorkCalendar:
        """The calendar that is in force now; it is read anew each time, because a person may have set a day."""
        with self.database.unit() as store:
            return self.calendar_of(store)

    def calendar_of(self, store: Store) -> WorkCalendar:
        """The calendar as a unit of work sees it: days of the house win over the shipped table."""
        days = store.calendar.days()
        return self.base_calendar.with_days(days) if days else self.base_calendar

    @property
    def ladders(self) -> Ladders:
        """The ladder of letters by relation."""
        return self.database.ladders

    @property
    def regime(self) -> Regime:
        """The reporting regime of the settings; raises UnknownRegime or BadRegimeFile."""
        return load_regime(self.settings.regime)

    @property
    def links(self) -> Links:
        """What makes and reads the links in letters."""
        return links_of(self.settings)

    def post(self) -> PostSession:
        """A new session with the outgoing server."""
        return PostSession(server_of(self.settings))

    def pace(self) -> Pace | None:
        """How fast letters leave; the embedded server takes them as they come, unless the setting is given."""
        settings = self.settings
        if settings.embedded_mail and "letters_per_minute" not in settings.model_fields_set:
            return None
        return Pace(settings.letters_per_minute)

    def mailboxes(self) -> list[MailSource]:
        """All places that replies come from: the mailbox, and the folder into which people drop files."""
        folder = self.settings.drop_folder
        return [self.mailbox(), *([DropFolder(folder.expanduser(), rest=REST_SECONDS)] if folder else ())]

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

    def directory_for_import(self, store: Store, province: str, map_of: date | None = None) -> Directory:
        """The register of a province, or the shipped directory (as of a day) that an import will load.

        :raises NoDirectory: there is neither
        """
        if store.agencies.has_province(province):
            return store.agencies.directory(province)
        shipped = for_province(province, map_of)
        if shipped is None:
            raise NoDirectory(province)
        return shipped

    def order(self, plan: str, name: CycleName, stage: Stage, now: datetime) -> Order:
        """An order for the report of a cycle, signed by our office."""
        author = AuthorFacts(name=self.settings.office, symbol=self.settings.office_short)
        return Order(plan.upper(), name.year, stage, now, self.settings.out, author, name)

    def office_code(self, directory: Directory, day: date) -> str:
        """The code of the office that follows up, in a directory on a day; empty when it is not listed."""
        found = directory.resolve(self.settings.office, day)
        return found.agencies[0].code if found.kind == "agency" else ""


def compose(settings: Settings) -> Runtime:
    """Put a runtime together; the tables are brought up to date."""
    database = Database(settings.database, _ladders(settings))
    database.upgrade()
    hours = OfficeHours(settings.office_start, settings.office_end)
    calendar = WorkCalendar(office=hours, day_off=settings.due_on_day_off)
    return Runtime(settings, database, calendar, office_of(settings, links_of(settings)))


def links_of(settings: Settings) -> Links:
    """The links of the settings, signed with the key of the settings or of the home folder."""
    key = settings.link_key.get_secret_value() or key_in(settings.home)
    return Links(settings.answer_pages, settings.domain, key, timedelta(days=settings.link_days))


def _ladders(settings: Settings) -> Ladders:
    """The ladder of letters: the shipped one, or that of the file in the settings."""
    if settings.ladder is None:
        return LADDERS
    return read_ladders(settings.ladder.expanduser().read_bytes())


@lru_cache(maxsize=1)
def current() -> Runtime:
    """The runtime of this process, from its environment; a flow that Prefect starts has nothing else to go by."""
    return compose(load())
