"""Small Word files from XML written by hand, for one behaviour at a time."""

import io
import zipfile
from dataclasses import dataclass, field

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@dataclass
class WordFile:
    """The inner XML of each part; an empty part is left out. `entries` adds or replaces entries of the zip."""

    body: str = ""
    numbering: str = ""
    styles: str = ""
    footnotes: str = ""
    endnotes: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    main_type: str = MAIN_TYPE
    entries: dict[str, bytes] = field(default_factory=dict)

    def entries_of_zip(self) -> dict[str, bytes]:
        """Every entry by name."""
        parts = {kind: getattr(self, kind) for kind in ("numbering", "styles", "footnotes", "endnotes")}
        links = [("rId" + kind, kind, f"{kind}.xml") for kind, inner in parts.items() if inner]
        links += [(identifier, "header", f"{identifier}.xml") for identifier in self.headers]
        found = {
            "[Content_Types].xml": _types(self.main_type),
            "_rels/.rels": _relations([("rId1", "officeDocument", "word/document.xml")]),
            "word/document.xml": _part("document", f"<w:body>{self.body}</w:body>"),
            "word/_rels/document.xml.rels": _relations(links),
        }
        found |= {f"word/{kind}.xml": _part(kind, inner) for kind, inner in parts.items() if inner}
        found |= {f"word/{identifier}.xml": _part("hdr", inner) for identifier, inner in self.headers.items()}
        return found | self.entries

    def bytes(self) -> bytes:
        """The zip."""
        return zipped(self.entries_of_zip())


def zipped(entries: dict[str, bytes]) -> bytes:
    """A zip of these entries."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _part(root: str, inner: str) -> bytes:
    text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root} {NAMESPACES}>{inner}</w:{root}>'
    return text.encode()


def _relations(links: list[tuple[str, str, str]]) -> bytes:
    inner = "".join(
        f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for identifier, kind, target in links
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{inner}</Relationships>'.encode()


def _types(main: str) -> bytes:
    kinds = "".join(
        f'<Override PartName="/word/{kind}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for kind in ("numbering", "styles", "footnotes", "endnotes")
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{kinds}</Types>'
    ).encode()


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def par(content: str = "", properties: str = "") -> str:
    """A paragraph; `content` is text, or XML when it begins with an element."""
    inner = content if content.startswith("<") else run(content) if content else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def item(text: str, num: int, level: int | None = 0, style: str = "") -> str:
    """A paragraph of a list."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    depth = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    return par(text, f'{named}<w:numPr>{depth}<w:numId w:val="{num}"/></w:numPr>')


def level(index: int, kind: str, text: str, more: str = "") -> str:
    """A `w:lvl` that starts at 1 unless `more` gives a start."""
    start = "" if "w:start " in more else '<w:start w:val="1"/>'
    before, _, after = more.partition("|")
    return (
        f'<w:lvl w:ilvl="{index}">{start}{before}<w:numFmt w:val="{kind}"/>{after}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(identifier: int, *levels: str) -> str:
    """A `w:abstractNum`."""
    return (
        f'<w:abstractNum w:abstractNumId="{identifier}"><w:multiLevelType w:val="multilevel"/>'
        f"{''.join(levels)}</w:abstractNum>"
    )


def num(identifier: int, of: int, more: str = "") -> str:
    """A `w:num`."""
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def restart(index: int, start: int = 1) -> str:
    """A `w:lvlOverride` that restarts a level."""
    return f'<w:lvlOverride w:ilvl="{index}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def style(identifier: str, inner: str = "", *, kind: str = "paragraph", based: str = "", name: str = "") -> str:
    """A `w:style`."""
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    default = ' w:default="1"' if identifier == "Normal" else ""
    return (
        f'<w:style w:type="{kind}"{default} w:styleId="{identifier}"><w:name w:val="{name or identifier}"/>'
        f"{on}{inner}</w:style>"
    )


def table(*rows: list[str], properties: str = "") -> str:
    """A table of cells; a cell is text, or the XML of a whole `w:tc`."""
    written = "".join(f"<w:tr>{''.join(_cell(cell) for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{written}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    """A `w:tc` with paragraphs; several texts are divided by "//"."""
    inner = content if content.startswith("<") else "".join(par(text) for text in content.split("//"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def _cell(content: str) -> str:
    return content if content.startswith("<w:tc>") else cell(content)


BORDERS = '<w:tblBorders><w:insideH w:val="single"/><w:insideV w:val="single"/></w:tblBorders>'
