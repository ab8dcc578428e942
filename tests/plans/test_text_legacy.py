import unicodedata

import pytest
from plans_scoring import NAMES, shared_plans
from plans_texts import ONE_LINE_PER_PARAGRAPH

from plans import samples
from plans.errors import NotText, PlanError
from plans.formats import legacy
from plans.formats.plain import read_plain, text_sheet
from plans.read import read_plan

TEXT = samples.path("ha-tinh-mau").read_text(encoding="utf-8")
MARKS = "\u0300\u0301\u0303\u0309\u0323"


def in_tcvn3(text):
    """The text as a TCVN3 font wants it, capitals with a tone as small letters."""
    table = {letter: chr(code) for code, letter in legacy._TCVN3.items()}
    return "".join(table.get(letter, table.get(letter.lower(), letter)) for letter in text)


def in_vni(text):
    """The text as a VNI font wants it: a letter and a mark, both in capitals for a capital."""
    pairs = {letter: pair for pair, letter in (legacy._VNI_PAIRS | legacy._VNI_SINGLE).items()}
    pairs |= {letter.upper(): pair.upper() for letter, pair in pairs.items()}
    return "".join(pairs.get(letter, letter) for letter in text)


def with_loose_marks(text):
    """As Windows-1258 keeps it: the letter with its hat or horn, then the tone."""
    result = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(part for part in parts if part in MARKS)
        result.append(unicodedata.normalize("NFC", "".join(part for part in parts if part not in MARKS)) + tones)
    return "".join(result)


def lines(data, name="a.txt"):
    return [line.text for line in read_plain(data, name).blocks]


PHRASES = [
    ("tcvn3", "Së Gi¸o dôc vµ §µo t¹o", "Sở Giáo dục và Đào tạo"),
    ("tcvn3", "KÕ ho¹ch thùc hiÖn ch\u00ad¬ng tr×nh", "Kế hoạch thực hiện chương trình"),
    ("tcvn3", "¡¢£¤¥¦§ ®", "ĂÂÊÔƠƯĐ đ"),
    ("vni", "UÛY BAN NHAÂN DAÂN TÆNH", "ỦY BAN NHÂN DÂN TỈNH"),
    ("vni", "Keá hoaïch thöïc hieän chöông trình giaùo duïc", "Kế hoạch thực hiện chương trình giáo dục"),
    ("vni", "ñòa phöông, kyõ naêng, ñoàng yù, muõi, cuõng", "địa phương, kỹ năng, đồng ý, mũi, cũng"),
]


@pytest.mark.parametrize(("encoding", "written", "meant"), PHRASES)
def test_a_phrase_of_an_old_font_is_converted(encoding, written, meant):
    assert legacy.convert(written, encoding) == meant


def test_a_capital_font_shows_small_letters_as_capitals():
    assert legacy.convert("ñy ban nh©n d©n", "tcvn3", upper=True) == "ỦY BAN NHÂN DÂN"


LETTERS = "".join(legacy._LETTERS.values()) + "đ"


@pytest.mark.parametrize(("encoding", "write"), [("tcvn3", in_tcvn3), ("vni", in_vni)])
def test_every_letter_of_the_alphabet_has_its_code(encoding, write):
    assert len(LETTERS) == 12 * 6 + 1
    assert [legacy.convert(write(letter), encoding) for letter in LETTERS] == list(LETTERS)


def test_capitals_of_vni_keep_their_case():
    assert [legacy.convert(in_vni(letter), "vni") for letter in LETTERS.upper()] == list(LETTERS.upper())


@pytest.mark.parametrize(("encoding", "write"), [("tcvn3", in_tcvn3), ("vni", in_vni)])
def test_a_text_in_an_old_font_is_detected_and_read_with_a_doubt(encoding, write):
    written = write(TEXT)
    assert legacy.detect(written) == encoding
    sheet = text_sheet(written)
    assert [doubt.kind for doubt in sheet.doubts] == ["legacy_encoding"]
    expected = [line.text for line in text_sheet(TEXT).blocks]
    assert [line.text.lower() for line in sheet.blocks] == [line.lower() for line in expected]


FOREIGN = [
    "Où êtes-vous allés hier ? L'élève était très fâché à côté du château français ; première étude, garçon.",
    "Größe, Straße, Übung, schön, für, können, müssen, Mädchen, Äpfel, Öl, über, hören.",
    "A naïve café résumé about the plan: 5 °C ± 2, § 12, © 2025, ½ of the schools, £20.",
    "Có và là các bán hà nhà vài lá bàn mà trán sáng ngoài hôm nào mà và có là",
    "The plan of the province for kindergartens.",
    "",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_another_language_and_bare_unicode_are_not_an_old_font(text):
    assert legacy.detect(text) is None


OWN = [TEXT, samples.path("lai-chau-mau").read_text(encoding="utf-8"), ONE_LINE_PER_PARAGRAPH]


@pytest.mark.parametrize("text", OWN, ids=("ha-tinh-mau", "lai-chau-mau", "one-line"))
def test_unicode_vietnamese_is_never_taken_for_an_old_font(text):
    assert legacy.detect(text) is None
    assert all(legacy.detect(line) is None for line in text.split("\n"))
    assert legacy.detect(unicodedata.normalize("NFD", text)) is None
    assert not text_sheet(text).doubts


@pytest.mark.parametrize("name", NAMES)
def test_the_real_plans_are_never_taken_for_an_old_font(name):
    path = shared_plans() / f"{name}.txt"
    if not path.exists():
        pytest.skip("the real plans are not on this machine (set DONDOC_SHARED)")
    text = path.read_text(encoding="utf-8")
    assert all(legacy.detect(line) is None for line in (text, *text.split("\n")))


BYTES = [
    with_loose_marks(TEXT).encode("cp1258", "replace"),
    in_tcvn3(TEXT).encode("latin-1", "replace"),
    in_vni(TEXT).encode("latin-1", "replace"),
]


@pytest.mark.parametrize("data", BYTES, ids=("windows-1258", "tcvn3", "vni"))
def test_bytes_of_an_old_encoding_are_read_with_a_doubt(data):
    expected = [line.text for line in text_sheet(TEXT.replace("–", "?").replace("“", "?").replace("”", "?")).blocks]
    read = read_plain(data.replace(b"\x96", b"?").replace(b"\x93", b"?").replace(b"\x94", b"?"), "a.txt")
    assert [line.text.lower() for line in read.blocks] == [line.lower() for line in expected]
    assert [doubt.kind for doubt in read.doubts] == ["legacy_encoding"]


WIDE = [
    TEXT.encode("utf-16"),
    TEXT.encode("utf-16-le"),
    TEXT.encode("utf-16-be"),
    TEXT.encode("utf-8-sig"),
    unicodedata.normalize("NFD", TEXT).encode(),
]


@pytest.mark.parametrize("data", WIDE, ids=("utf-16", "le", "be", "utf-8-sig", "nfd"))
def test_every_form_of_unicode_gives_the_same_plan_without_a_doubt(data):
    assert not read_plain(data, "a.txt").doubts
    assert read_plan(data, "a.txt") == read_plan(TEXT.encode(), "a.txt")


OPEN = (0x81, 0x8D, 0x8F, 0x90, 0x9D)


def misread(text):
    """UTF-8 as somebody saw it who took it for Windows-1252, which leaves five codes open."""
    return "".join(chr(byte) if byte in OPEN else bytes([byte]).decode("cp1252") for byte in text.encode())


def test_utf8_that_was_read_as_windows_1252_is_read_again():
    assert misread("Tiếng") == "Tiáº¿ng"
    sheet = text_sheet(misread(TEXT))
    assert [line.text for line in sheet.blocks] == [line.text for line in text_sheet(TEXT).blocks]
    assert [doubt.kind for doubt in sheet.doubts] == ["legacy_encoding"]


@pytest.mark.parametrize("line", ["XÃ “MẪU”, LÃ Ä", "Âm nhạc và Ảnh", "Táº", "ĐÃ KÝ Ã\u00a0 Ế"])
def test_what_cannot_be_repaired_without_loss_stays(line):
    assert text_sheet(line).blocks[0].text == " ".join(line.split())


HOPELESS = [b"K\xe9 ho\xe1ch", b"\xff\xfe\x00", bytes(range(128, 256)) * 30, b"\x00\x01\x02 KH", b"abc\x00" * 50]


@pytest.mark.parametrize("data", HOPELESS)
def test_hopeless_bytes_are_no_text(data):
    with pytest.raises(NotText):
        read_plain(data, "a.txt")


def test_one_broken_byte_does_not_turn_utf8_into_another_encoding():
    data = bytearray(TEXT.encode())
    data[len(data) // 2] = 0xFF
    with pytest.raises(PlanError):
        read_plan(bytes(data), "a.txt")
