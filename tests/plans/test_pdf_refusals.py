"""What a PDF is refused for, what is only pointed out, and that nothing else ever comes out of a broken file."""

import random
import time

import pytest
from producing_pdf import typst_pdf, written_pdf

from plans.errors import DamagedFile, DangerousFile, LockedFile, PlanError, ScannedFile
from plans.formats.opening import open_sheet
from plans.formats.pdf import read_pdf

PICTURE = b"q 595 0 0 842 0 0 cm /P Do Q\n"


def written(text: str, y: int = 700, mode: int = 0) -> bytes:
    return f"BT {mode} Tr /F1 14 Tf 85 {y} Td ({text}) Tj ET\n".encode("latin-1")


TEXT = b"".join(written("Mot dong chu cua van ban nay, du dai de la chu", 700 - 20 * line) for line in range(4))
RECOGNISED = PICTURE + written("ke hoach cua tinh cho tre em hoc sinh trong nam " * 6, mode=3)
GARBAGE = PICTURE + written("xq zzk rtw plm vcx bnm qwx " * 12, mode=3)
CROWDED = (
    b"BT /F1 0.5 Tf 10 800 Td 0.6 TL\n" + b"".join(b"(%s) '\n" % (b"chu nho " * 150) for _ in range(120)) + b"ET\n"
)


def forms(*contents: str, last: str = "q Q") -> bytes:
    """A page whose forms each draw the next one (named /N) as their content says."""
    bodies = (*contents, last)
    written = b"".join(
        b"%d 0 obj <</Subtype/Form/Resources<</XObject<</N %d 0 R>>>>/Length %d>>stream\n%s\nendstream endobj\n"
        % (number, number + 1, len(body), body.encode())
        for number, body in enumerate(bodies, start=900)
    )
    return written_pdf([TEXT]).replace(b"\nxref", b"\n" + written + b"xref", 1)


REFUSED = {
    "forms that draw each other without end": (forms(*["/N Do /N Do"] * 40), DangerousFile),
    "a form that draws itself": (forms("/N Do").replace(b"/N 901 0 R", b"/N 900 0 R"), DangerousFile),
    "a password": (written_pdf([TEXT], password="bimat"), LockedFile),
    "cut off": (written_pdf([TEXT])[:-200], DamagedFile),
    "only a head": (b"%PDF-1.7\n", DamagedFile),
    "garbage": (b"%PDF-1.7\n" + bytes(range(256)) * 9 + b"\n%%EOF", DamagedFile),
    "a broken page": (typst_pdf("Một câu.").replace(b"x\x9c", b"x\x9c\xff\xff"), DamagedFile),
    "no page": (written_pdf([]), DamagedFile),
    "pictures": (written_pdf([PICTURE, PICTURE]), ScannedFile),
    "mostly pictures": (written_pdf([PICTURE, PICTURE, TEXT]), ScannedFile),
    "recognised garbage": (written_pdf([GARBAGE]), ScannedFile),
    "too many pages": (lambda: written_pdf([b""] * 2001), DangerousFile),
    "a bomb": (lambda: written_pdf([b" " * 160_000_000]), DangerousFile),
    "a page with too much text": (lambda: written_pdf([CROWDED]), DangerousFile),
}


@pytest.mark.parametrize(("data", "error"), REFUSED.values(), ids=REFUSED)
def test_a_file_is_refused_with_its_name(data, error):
    data = data() if callable(data) else data  # large files are made only where they are tested
    with pytest.raises(error) as caught:
        open_sheet(data, "mau.pdf")
    assert type(caught.value) is error
    assert "mau.pdf" in str(caught.value)


def test_a_file_that_only_may_not_be_printed_is_read():
    sheet = read_pdf(written_pdf([TEXT], password="", owner="chu"), "mau.pdf")
    assert sheet.blocks[0].text.startswith("Mot dong chu")


def test_forms_that_draw_each_other_a_few_times_are_read():
    assert read_pdf(forms("/N Do /N Do", "/N Do"), "mau.pdf").blocks


def test_a_few_scanned_pages_are_pointed_out():
    sheet = read_pdf(written_pdf([TEXT, TEXT, PICTURE, TEXT, PICTURE]), "mau.pdf")
    assert [(doubt.kind, doubt.message[:15]) for doubt in sheet.doubts] == [("scanned_pages", "Trang 3, 5 là ả")]


def test_text_that_a_machine_recognised_is_pointed_out():
    assert [doubt.kind for doubt in read_pdf(written_pdf([RECOGNISED]), "mau.pdf").doubts] == ["recognised_text"]


def test_empty_pages_are_an_empty_sheet():
    assert read_pdf(written_pdf([b"", b""]), "mau.pdf").blocks == ()


def mutated(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    place = chance.randrange(len(broken))
    kind = chance.randrange(4)
    if kind == 0:
        return data[:place]
    if kind == 1:
        for _ in range(chance.randrange(1, 30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
    elif kind == 2:
        del broken[place : place + chance.randrange(2000)]
    else:
        broken[place:place] = chance.randbytes(chance.randrange(300))
    return bytes(broken)


@pytest.mark.parametrize("seed", range(3))
def test_a_mutated_file_gives_a_sheet_or_a_typed_error(seed):
    table = "#table(columns: 3, [TT], [Nhiệm vụ], [Chủ trì], [1], [Việc], [Sở Y tế])"
    chance, whole = random.Random(seed), typst_pdf(f"Một câu#footnote[Ghi chú.] ngắn.\n\n{table}")
    by_hand = written_pdf([TEXT, PICTURE + TEXT])
    for turn in range(40):
        data = mutated(by_hand if turn % 2 else whole, chance)
        started = time.process_time()
        try:
            assert read_pdf(data, "mau.pdf").format == "pdf"
        except PlanError as error:
            assert str(error)
        assert time.process_time() - started < 2


def test_thirty_pages_are_read_in_a_second():
    paragraph = "Tiếp tục thực hiện Chương trình giáo dục mầm non trên địa bàn tỉnh, bảo đảm đủ giáo viên. " * 4
    data = typst_pdf("#set par(spacing: 1.3em)\n" + "\n\n".join([paragraph] * 200))
    started = time.process_time()
    sheet = read_pdf(data, "mau.pdf")
    used = time.process_time() - started
    assert len(sheet.pages) == 29
    # The figure is for a free processor; twice as much is allowed on a busy one.
    assert used < 2, used
