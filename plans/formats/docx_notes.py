"""Footnotes and endnotes: marks in order of appearance."""

from dataclasses import dataclass, field

from plans.formats.docx_xml import Element, W, attribute

_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(figures: str) -> str:
    """Figures as superscript characters."""
    return figures.translate(_DIGITS)


@dataclass(frozen=True)
class Reference:
    """One note that the text refers to; `content` is None when the file has lost it."""

    mark: str
    content: Element | None


@dataclass
class Notes:
    """The notes of a file. Footnotes and endnotes share one count, so that no two have the same mark."""

    footnotes: Element | None
    endnotes: Element | None
    referred: dict[tuple[str, str], Reference] = field(default_factory=dict)
    _contents: dict[tuple[str, str], Element] | None = None
    _count: int = 0

    def mark(self, kind: str, identifier: str, custom: str | None = None) -> str:
        """The mark of a reference. `kind` is "footnote" or "endnote"; `custom` the mark that the author typed."""
        known = self.referred.get((kind, identifier))
        if known is not None:
            return known.mark
        if custom is None:
            self._count += 1
        mark = custom or raised(str(self._count))
        self.referred[kind, identifier] = Reference(mark, self._all().get((kind, identifier)))
        return mark

    def _all(self) -> dict[tuple[str, str], Element]:
        if self._contents is None:
            self._contents = {
                (kind, attribute(note, "id") or ""): note
                for kind, root in (("footnote", self.footnotes), ("endnote", self.endnotes))
                for note in ([] if root is None else root.findall(f"{W}{kind}"))
                if attribute(note, "type") in (None, "normal")
            }
        return self._contents
