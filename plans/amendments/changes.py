"""What a comparison of two versions of a plan says."""

from typing import Literal

from plans.model import Frozen

What = Literal["responsibility", "target", "task"]
Change = Literal["same", "renumbered", "changed", "added", "removed"]


class FieldChange(Frozen):
    """The value of a field in both versions, as people read it; blank when the item has none."""

    field: str
    old: str
    new: str


class ItemChange(Frozen):
    """One item in both versions. `fields` are the model fields that differ beside the path and where the item stands.

    `old` and `new` are paths; `values` has both values of the fields that differ, but for the text. `likeness` is 1 for
    equal words and 0 for an item that stands in one version only. `note` says what a person should know ("tách từ mục
    V.1.a cũ").
    """

    what: What
    kind: Change
    old: str | None
    new: str | None
    old_text: str | None
    new_text: str | None
    fields: tuple[str, ...] = ()
    values: tuple[FieldChange, ...] = ()
    likeness: float = 0.0
    note: str | None = None


class UncertainPair(Frozen):
    """Two items that may be the same one; they are told as removed and added until a person says otherwise."""

    what: What
    old: str
    new: str
    old_text: str
    new_text: str
    likeness: float
    reason: str


class Changes(Frozen):
    """All items of both versions in the order of the new one, removed ones last; heading fields that differ."""

    items: tuple[ItemChange, ...]
    document: tuple[str, ...]
    uncertain: tuple[UncertainPair, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the two versions say the same at the same places."""
        return not self.document and all(item.kind == "same" for item in self.items)

    def moved(self) -> dict[str, str]:
        """Path of every old responsibility that is not removed -> its path in the new version."""
        return {
            item.old: item.new
            for item in self.items
            if item.what == "responsibility" and item.old is not None and item.new is not None
        }
