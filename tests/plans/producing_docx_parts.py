"""The parts of a Word file that python-docx does not write: multilevel numbering, footnotes, page numbers."""

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.section import Section
from docx.text.paragraph import Paragraph

from plans.structure.labels import Label, Level, ordinal

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NOTE_REFERENCE = f'<w:r {W}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{{id}}"/></w:r>'
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
# Level, number format, text; the position in the table is the level index that Word uses.
LEVELS = (
    (Level.ROMAN, "upperRoman", "%1."),
    (Level.NUMBER, "decimal", "%2."),
    (Level.NUMBER_2, "decimal", "%2.%3."),
    (Level.NUMBER_3, "decimal", "%2.%3.%4."),
    (Level.LETTER, "lowerLetter", "%5)"),
    (Level.DASH, "bullet", "-"),
    (Level.PLUS, "bullet", "+"),
)
INDEX = {level: index for index, (level, _, _) in enumerate(LEVELS)}
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
ABSTRACT_ID = 900


class Lists:
    """One multilevel list for the whole document, restarted with `w:startOverride` where the text starts again."""

    def __init__(self, document: Document, automatic: bool) -> None:
        self.automatic = automatic
        self.counts: list[int] = [0] * len(LEVELS)
        self.used: list[bool] = [False] * len(LEVELS)
        self.numbering = document.part.numbering_part.element
        self.numbering.insert(0, parse_xml(_abstract()))
        self.current = self._add_num()
        self.of_level = dict.fromkeys(range(len(LEVELS)), self.current)
        properties = document.styles["Heading 1"].element.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {W}><w:numId w:val="{self.current}"/></w:numPr>'))

    def number(self, word: Paragraph, label: Label, literal: str) -> bool:
        """Number the paragraph if Word would show `literal`; False leaves it to be typed."""
        if not self.automatic or label.level not in INDEX:
            return False
        index = INDEX[label.level]
        if not self._fits(index, literal):
            if ordinal(label) != 1 or index not in (1, 4) or literal not in ("1.", "a)"):
                return False
            self.of_level[index] = self._add_num(index)
            self.counts[index] = 0
        self._count(index)
        if index == 0:
            word.style = "Heading 1"
            return True
        properties = f'<w:numPr {W}><w:ilvl w:val="{index}"/><w:numId w:val="{self.of_level[index]}"/></w:numPr>'
        word._p.get_or_add_pPr().append(parse_xml(properties))
        return True

    def _count(self, index: int) -> None:
        self.counts[index] += 1
        self.counts[index + 1 :] = [0] * (len(LEVELS) - index - 1)
        self.used[index] = True
        # Word counts a higher level that never stood as begun.
        for higher in range(index):
            self.counts[higher] = self.counts[higher] if self.used[higher] else 1
            self.used[higher] = True

    def _fits(self, index: int, literal: str) -> bool:
        counts = [*self.counts[:index], self.counts[index] + 1]
        if index in (2, 3) and not all(counts[1:]):
            return False
        shown = (
            ROMAN[min(counts[0], 16)] + ".",
            f"{counts[-1]}.",
            ".".join(map(str, counts[1:])) + ".",
            ".".join(map(str, counts[1:])) + ".",
            f"{chr(ord('a') + counts[-1] - 1)})",
            "-",
            "+",
        )
        return shown[index] == literal

    def _add_num(self, restarted: int | None = None) -> int:
        number = 900 + len(self.numbering.num_lst)
        restart = "" if restarted is None else _restart(restarted)
        self.numbering.append(
            parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{ABSTRACT_ID}"/>{restart}</w:num>')
        )
        return number


def _restart(index: int) -> str:
    return f'<w:lvlOverride w:ilvl="{index}"><w:startOverride w:val="1"/></w:lvlOverride>'


def _abstract() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        + ('<w:pStyle w:val="Heading1"/>' if index == 0 else "")
        + f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="720"/></w:pPr></w:lvl>'
        for index, (_, kind, text) in enumerate(LEVELS)
    )
    return (
        f'<w:abstractNum {W} w:abstractNumId="{ABSTRACT_ID}"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )


def add_notes(document: Document, notes: list[list[str]]) -> None:
    """The footnotes part; `notes` are the paragraphs of each note in order, numbered from 1."""
    if not notes:
        return
    root = parse_xml(f"<w:footnotes {W}/>")
    for identifier, kind in ((-1, "separator"), (0, "continuationSeparator")):
        root.append(
            parse_xml(
                f'<w:footnote {W} w:type="{kind}" w:id="{identifier}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            )
        )
    for identifier, texts in enumerate(notes, start=1):
        note = parse_xml(f'<w:footnote {W} w:id="{identifier}"/>')
        for index, text in enumerate(texts):
            mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>' if index == 0 else ""
            paragraph = parse_xml(
                f'<w:p {W}>{mark}<w:r><w:rPr><w:sz w:val="20"/></w:rPr><w:t xml:space="preserve"/></w:r></w:p>'
            )
            paragraph.xpath(".//w:t")[0].text = f" {text}" if index == 0 else text
            note.append(paragraph)
        root.append(note)
    part = Part(PackURI("/word/footnotes.xml"), NOTES_TYPE, _xml(root), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _xml(root: object) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def add_page_numbers(section: Section) -> None:
    """The page number in the middle of the header, from the second page on."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = 1
    paragraph._p.append(parse_xml(f'<w:fldSimple {W} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'))
