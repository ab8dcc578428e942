"""The directory of one province: the only place that decides who answers for whom on a date."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from agencies import checks
from agencies.index import NameIndex
from agencies.lineage import Lineage
from agencies.model import Agency, Contact, Resolution, Succession
from agencies.resolving import Resolver


class Directory:
    """Agencies over time with their successions and contacts; checked when built, immutable after.

    Raises a DirectoryError when intervals overlap, a link or contact names nobody, successions go round, or one name
    means two agencies on one day.
    """

    def __init__(
        self,
        province: str,
        agencies: Iterable[Agency],
        successions: Iterable[Succession] = (),
        contacts: Iterable[Contact] = (),
    ) -> None:
        self.province = province
        self.agencies = tuple(agencies)
        self.successions = tuple(successions)
        self.contacts = tuple(contacts)
        checks.check_intervals(self.agencies)
        checks.check_links(self.agencies, self.successions)
        checks.check_contacts(self.agencies, self.contacts)
        self._addresses: dict[str, tuple[Contact, ...]] = {}
        for contact in self.contacts:
            self._addresses[contact.agency] = (*self._addresses.get(contact.agency, ()), contact)
        self._lineage = Lineage(self.agencies, self.successions)
        resolver = Resolver(province, self.agencies, NameIndex(self.agencies), self._lineage)
        # The same few headings come back for every assignment, and nothing here changes after building.
        self._resolve = lru_cache(maxsize=8192)(resolver.resolve)

    def on(self, day: date) -> tuple[Agency, ...]:
        """The agencies that exist on ``day``."""
        return tuple(one for one in self.agencies if one.valid_on(day))

    def get(self, code: str, day: date | None = None) -> Agency:
        """The record of a code: the one of ``day``, else the latest; raises UnknownAgency."""
        valid = self._lineage.on(code, day) if day is not None else None
        return valid or self._lineage.records(code)[-1]

    def successors(self, code: str, day: date) -> tuple[Agency, ...]:
        """The bodies valid on ``day`` that stand for ``code``, through chains; several after a split.

        A body that still exists stands for itself. Empty when it ended without an heir or has not begun; raises
        UnknownAgency.
        """
        return self._lineage.successors(code, day)

    def answering(self, code: str, day: date) -> tuple[Agency, ...]:
        """Who answers on ``day`` for what ``code`` was asked. Exactly one passes by itself; several or none need a
        person, because an open assignment has exactly one answering body; raises UnknownAgency.
        """
        return self._lineage.successors(code, day)

    def handover(self, code: str, day: date) -> tuple[Succession, ...]:
        """The links by which the duties of ``code`` reached the bodies of ``day``, for a preview: day, decision, share.

        A link with ``to_confirm`` has to be confirmed by a person before anything moves; raises UnknownAgency.
        """
        return self._lineage.handover(code, day)

    def predecessors(self, code: str, day: date) -> tuple[Agency, ...]:
        """The bodies valid on ``day`` whose duties came to ``code`` later; raises UnknownAgency."""
        return self._lineage.predecessors(code, day)

    def links_from(self, code: str) -> tuple[Succession, ...]:
        """How ``code`` hands its duties over: day, decision and share of every link, for a preview."""
        return self._lineage.links_from(code)

    def resolve(self, name_as_written: str, on: date) -> Resolution:
        """What a name as written means on a day; an uncertain one comes back as a question, never as a guess."""
        return self._resolve(name_as_written, on)

    def contacts_of(self, code: str, day: date | None = None) -> tuple[Contact, ...]:
        """Where to write to an agency on ``day``, or ever; empty when nobody is recorded."""
        found = self._addresses.get(code, ())
        return found if day is None else tuple(one for one in found if one.valid_on(day))
