"""Fonts from before Unicode inside a PDF."""

import pytest
from producing_pdf import written_pdf

from plans.formats.pdf import read_pdf

TCVN3 = (
    "Thùc hiÖn ch\u00ad¬ng tr×nh gi¸o dôc mÇm non vïng khã kh¨n, "
    "b¶o ®¶m chÊt l\u00adîng ch¨m sãc trÎ em cña tØnh Q§-UBND"
)
MEANT = "Thực hiện chương trình giáo dục mầm non vùng khó khăn, bảo đảm chất lượng chăm sóc trẻ em của tỉnh QĐ-UBND"
VNI = "Keá hoaïch thöïc hieän Chöông trình giaùo duïc maàm non"


def page(text: str) -> bytes:
    return b"BT /F1 9 Tf 40 700 Td (" + text.encode("latin-1") + b") Tj ET\n"


@pytest.mark.parametrize(
    ("font", "written", "meant"),
    [
        (".VnTime", TCVN3, MEANT),
        ("ABCDEF+.VnTime", TCVN3, MEANT),
        (".VnTimeH", "KÕ ho¹ch gi¸o dôc ch\u00ad¬ng", "KẾ HOẠCH GIÁO DỤC CHƯƠNG"),
        ("VNI-Times", VNI, "Kế hoạch thực hiện Chương trình giáo dục mầm non"),
        ("Helvetica", TCVN3, MEANT),
    ],
)
def test_old_letters_become_unicode_and_are_pointed_out(font, written, meant):
    sheet = read_pdf(written_pdf([page(written)], font=font), "mau.pdf")
    assert [block.text for block in sheet.blocks] == [meant]
    assert [doubt.kind for doubt in sheet.doubts] == ["legacy_encoding"]


def test_plain_letters_stay():
    sheet = read_pdf(written_pdf([page("Quyet dinh so 12/QD-UBND")]), "mau.pdf")
    assert [block.text for block in sheet.blocks] == ["Quyet dinh so 12/QD-UBND"]
    assert sheet.doubts == ()
