"""A package of Office Open XML, read with the standard library alone; runs inside the limited process.

Names are compared without namespaces and prefixes: the strict and the usual flavour differ in nothing else, and WPS
and LibreOffice choose prefixes of their own.
"""

import codecs
import io
import posixpath
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.parsers import expat

Element = ElementTree.Element

# Names in archives are in this code page; later, in the limited process, nothing more can be loaded.
codecs.lookup("cp437")

_LARGEST_PART = 24 * 1024 * 1024


class Unreadable(Exception):
    """The file is not what it claims to be; it is left to a person."""


class Package:
    """The parts of a package by name."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._sizes = {entry.filename: entry.file_size for entry in self._archive.infolist()}

    def part(self, name: str) -> Element | None:
        """A part as a tree, None when there is none.

        :raises Unreadable: it is too large, or defines entities or a document type of its own
        """
        if name not in self._sizes:
            return None
        if self._sizes[name] > _LARGEST_PART:
            raise Unreadable(name)
        data = self._archive.read(name)
        _refuse_doctype(data)
        return ElementTree.fromstring(data)

    def main(self, fallback: str) -> str:
        """The name of the main part, as the package itself says."""
        for kind, target in self.relations("").values():
            if kind.endswith("/officeDocument"):
                return target
        return fallback

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Kind and target of what a part refers to inside the package, by identifier."""
        folder, base = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for one in root if root is not None else ():
            if one.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, one.get("Target") or "")).lstrip("/")
                found[one.get("Id") or ""] = (one.get("Type") or "", target)
        return found


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element | None, name: str) -> str | None:
    """The value of an attribute, whatever its namespace."""
    if element is None:
        return None
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), None)


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Children of this name."""
    return (one for one in (element if element is not None else ()) if local(one) == name)


def first(element: Element | None, name: str) -> Element | None:
    """The first child of this name."""
    return next(children(element, name), None)


def switched_on(element: Element | None, name: str) -> bool:
    """Whether a property such as ``<w:vanish/>`` is set."""
    found = first(element, name)
    return found is not None and (attribute(found, "val") or "1").lower() not in {"0", "false", "off", "none"}


def _refuse_doctype(data: bytes) -> None:
    """No office program writes a document type; who does defines entities that grow when they are read."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise Unreadable("doctype")

    class Enough(Exception):
        pass

    def enough(*_: object) -> None:
        raise Enough

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = enough
    try:
        parser.Parse(data, True)
    except Enough:
        return
