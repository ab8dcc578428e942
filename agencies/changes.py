"""What a reorganisation of the machinery of a province is: bodies that begin, end, hand over and move on one day."""

from dataclasses import dataclass
from datetime import date

from agencies.model import Agency, Contact, Succession


@dataclass(frozen=True, slots=True)
class Move:
    """A body that keeps its code and name and stands under ``parent`` from that day on.

    ``decision`` is the document, None for that of the whole reorganisation, empty when nobody knows one yet.
    """

    agency: str
    parent: str
    in_chain: bool
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Dissolution:
    """A body that ends without an heir; ``decision`` as in a move."""

    agency: str
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """Everything that changes on the day ``on``.

    ``added`` begin on that day. ``links`` are its mergers, splits and renames, each with its own document. ``ended``
    are all codes that end, with an heir or without (``dissolved``). ``contacts`` are the addresses that come with it,
    those handed over by a rename among them. ``content`` is the file word for word.
    """

    province: str
    title: str
    on: date
    decision: str
    added: tuple[Agency, ...] = ()
    links: tuple[Succession, ...] = ()
    moves: tuple[Move, ...] = ()
    ended: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    content: str = ""
    dissolved: tuple[Dissolution, ...] = ()

    def closed_by(self, code: str) -> str:
        """The document that ends or moves ``code`` where no link says so; empty when its links name it."""
        if any(link.predecessor == code for link in self.links):
            return ""
        documents = {
            **{one.agency: one.decision for one in self.moves},
            **{one.agency: one.decision for one in self.dissolved},
        }
        own = documents.get(code)
        return self.decision if own is None else own
