"""Names and small readings of WordprocessingML, the XML inside a Word file."""

from typing import Any, TypeAlias

from lxml import etree

# lxml ships no types; an element is passed on, never looked into, outside the helpers below.
Element: TypeAlias = Any

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = f"{{{_MAIN}}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATION_ID = f"{{{_RELATED}}}id"
# Word can save under ISO names ("Strict Open XML"); everything above knows one set of names only.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _MAIN.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _RELATED.encode()),
)
_OFF = frozenset({"0", "false", "off", "none"})


def parse(data: bytes) -> Element:
    """The root of an XML part. Nothing outside the part is read and no entity is expanded.

    :raises ValueError: not well-formed, or nested deeper than 256 elements
    """
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from None


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of that name, or the descendant along several names."""
    for name in names:
        if element is None:
            return None
        # Faster than `find`, which compiles a path for every call.
        element = next(element.iterchildren(W + name), None)
    return element


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute in Word's namespace."""
    if element is None:
        return None
    value: str | None = element.get(f"{W}{name}")
    return value


def value(element: Element | None, *names: str) -> str | None:
    """`w:val` of a child."""
    return attribute(child(element, *names), "val")


def whole_number(text: str | None) -> int | None:
    """A decimal number of at most nine digits; None for anything else."""
    if text is None or len(text) > 10 or not text.removeprefix("-").isdecimal():
        return None
    return int(text)


def switch(element: Element | None, name: str) -> bool | None:
    """An on/off property: None when the child is absent."""
    found = child(element, name)
    if found is None:
        return None
    return (attribute(found, "val") or "1").lower() not in _OFF
