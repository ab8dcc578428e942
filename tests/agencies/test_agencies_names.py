"""Spellings of one name share one key; different bodies never do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies import names

SAME = [
    ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
    ("Sở GDĐT", "Sở Giáo dục và Đào tạo"),
    ("Sở GD & ĐT", "Sở Giáo dục và Đào tạo"),
    ("Sở GD-ĐT", "Sở Giáo dục - Đào tạo"),
    ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Sở Giáo dục và Đào tạo"),
    ("Sở Giáo dục\nvà Đào tạo", "Sở Giáo dục và Đào tạo"),
    ("Sở LĐ-TB&XH", "Sở Lao động - Thương binh và Xã hội"),
    ("Sở LĐTBXH", "Sở Lao động – Thương binh và Xã hội"),
    ("Sở LĐTB và XH", "Sở Lao động, Thương binh và Xã hội"),
    ("Sở NN&PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
    ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
    ("Sở VHTT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
    ("Sở KH&ĐT", "Sở Kế hoạch và Đầu tư"),
    ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
    ("Ủy ban nhân tỉnh", "Ủy ban nhân dân tỉnh"),
    ("Uỷ ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh"),
    ("UBMTTQVN tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
    ("UB MTTQ VN tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
    ("Đài PT-TH tỉnh", "Đài Phát thanh - Truyền hình tỉnh"),
    ("Đài PTTH tỉnh", "Đài Phát thanh và Truyền hình tỉnh"),
    ("UBND TP. Lai Châu", "Ủy ban nhân dân thành phố Lai Châu"),
    ("UBND xã Tứ Mĩ", "UBND xã Tứ Mỹ"),
    ("UBND xã Yên Hòa", "UBND xã Yên Hoà"),
    ("Đề nghị Hội LHPN tỉnh", "Hội Liên hiệp Phụ nữ tỉnh"),
    ("9. Đề nghị Tỉnh đoàn;", "Tỉnh đoàn"),
    ("a) Sở Nội vụ", "Sở Nội vụ"),
]

DIFFERENT = [
    ("Sở Nội vụ", "Sở Ngoại vụ"),
    ("Sở Nội vụ tỉnh Hà Tĩnh", "Sở Nội vụ"),
    ("UBND xã Phong Thổ", "UBND huyện Phong Thổ"),
    ("Sở Y tế", "Sở Tư pháp"),
    ("UBND tỉnh", "HĐND tỉnh"),
    ("UBND các xã", "UBND các xã, phường"),
    ("P. Thành Sen", "Thành Sen"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_have_one_key(one, other):
    assert names.key(one) == names.key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_keep_different_keys(one, other):
    assert names.key(one) != names.key(other)


def test_decomposed_letters_are_the_same_letters():
    assert names.key("Sở Nội vụ") == names.key("Sở Nội vụ")


def test_request_is_recognised_before_a_number_and_nowhere_else():
    assert names.is_request("11. Đề nghị Hội Khuyến học tỉnh")
    assert not names.is_request("Hội đề nghị")


@given(st.text(max_size=80))
def test_any_text_has_a_key_of_plain_lower_case_words(text):
    assert all(word.isascii() and word.isalnum() for word in names.key(text).split())


@given(st.text(alphabet="abc đĐ ậẬ&-,VÀvà. )1", max_size=40))
def test_the_key_does_not_depend_on_case_or_outer_spaces(text):
    assert names.key(f"  {text.upper()} ") == names.key(text.lower())
