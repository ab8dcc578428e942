"""A directory file of a user is read or refused with a sentence that names the place."""

from datetime import date

import pytest

from agencies.errors import BadDirectoryFile, UnknownAgency
from agencies.reading import read_directory

GOOD = """
province = "Mẫu"
code = "M"
agencies = [
  { code = "M.UBND", name = "Ủy ban nhân dân tỉnh Mẫu", short = "UBND tỉnh", kind = "people_committee" },
  { code = "M.SYT", name = "Sở Y tế", kind = "department", aliases = ["Sở Sức khỏe"] },
]
[[places]]
type = "xã"
names = ["Một", "Hai"]
from = 2025-07-01
[[contact]]
agency = "M.SYT"
email = "van-thu@syt.example"
role = "office"
"""


def test_a_small_file_becomes_a_directory():
    directory = read_directory(GOOD, "mau.toml")
    assert [one.code for one in directory.on(date(2025, 7, 1))] == ["M.UBND", "M.SYT", "M.X.MOT", "M.X.HAI"]
    assert directory.resolve("Sở Sức khỏe tỉnh", date(2025, 1, 1)).agencies[0].parent == "M.UBND"
    assert [one.role for one in directory.contacts_of("M.SYT")] == ["office"]
    assert directory.contacts_of("M.X.MOT") == ()


BROKEN = [
    ("not TOML at all", "= =", "TOML"),
    ("an unknown key", GOOD + "\nphone = 1", "phone"),
    ("an unknown kind", GOOD.replace('"department"', '"so"'), "loại cơ quan"),
    ("a missing province", GOOD.replace('province = "Mẫu"', ""), "“province”: bị thiếu"),
    ("a day that is a word", GOOD.replace("2025-07-01", '"tháng 7"'), "giá trị không hợp lệ"),
    ("an address without at sign", GOOD.replace("@", "."), "viết sai mẫu"),
]


@pytest.mark.parametrize(("case", "text", "said"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_file_is_refused_with_its_place(case, text, said):
    with pytest.raises(BadDirectoryFile) as caught:
        read_directory(text, "mau.toml")
    assert "mau.toml" in str(caught.value)
    assert said in str(caught.value)


def test_a_parent_that_is_missing_is_refused():
    with pytest.raises(UnknownAgency, match=r"M\.UBND"):
        read_directory(GOOD.replace('code = "M.UBND"', 'code = "M.HDND"'), "mau.toml")
