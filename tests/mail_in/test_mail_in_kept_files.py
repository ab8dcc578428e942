"""From a mail with files to the board and the report: kept by content, noted, listed once per agency."""

from datetime import timedelta
from pathlib import Path

import pytest
from form_files import document, mail, our_form, typed_in
from reply_world import NOW, ReplyWorld

from reports.collect import collect
from reports.data import AuthorFacts
from state.post.received_files import files_of_agency, files_of_cycle, received_file

FORM = typed_in(our_form(), t_E5="Đang thực hiện", t_F5=80, f_G5=410, f_H5=512)
REPORT = document("BÁO CÁO", "Xã đã mở 12 lớp.")


@pytest.fixture
def world(tmp_path: Path) -> ReplyWorld:
    made = ReplyWorld(tmp_path)
    made.box.put(mail("Xin gửi biểu kèm theo.", Bieu__xlsx=FORM, Bao_cao__docx=REPORT, cai__exe=b"MZ"))
    made.gather()
    return made


def test_the_answer_says_where_in_the_file_it_stood(world: ReplyWorld) -> None:
    (answer,) = world.answers("HT26-031")
    assert answer.status == "dang_thuc_hien"
    assert answer.evidence["CT1"]["place"] == "Bieu.xlsx, trang “Số liệu”, ô G5"


def test_the_files_are_kept_and_say_what_was_read(world: ReplyWorld) -> None:
    with world.units() as store:
        files = {file.name: file for file in files_of_agency(store.session, world.replies()[0].agency_id, 10)}
        assert files["Bieu.xlsx"].note == "đã đọc biểu mẫu: HT26-031"
        assert files["Bao_cao.docx"].note == "không phải biểu mẫu của thư, cần người đọc"
        assert files["cai.exe"].verdict == "executable"
        file, content = received_file(store.session, files["Bieu.xlsx"].reply_id, files["Bieu.xlsx"].sha256)
        assert (content, file.kept) == (FORM, True)


def test_the_report_lists_the_files_of_answers_once(world: ReplyWorld) -> None:
    again = mail("HT26-032: đã hoàn thành. Gửi lại báo cáo.", Bao_cao_lai__docx=REPORT)
    world.box.put(again.replace(b"<tep@", b"<tep2@"))
    world.gather(NOW + timedelta(hours=1))
    with world.units() as store:
        cycle = store.cycles.get(store.plans.get("MAU"), 2025)
        assert len(files_of_cycle(store.session, cycle.id)) == 3
        data = collect(store, cycle, "draft", NOW + timedelta(days=1), AuthorFacts())
    assert [(row.agency_name, row.name, row.accepted) for row in data.files] == [
        ("UBND xã Mẫu", "Bieu.xlsx", True),
        ("UBND xã Mẫu", "Bao_cao.docx", True),
        ("UBND xã Mẫu", "cai.exe", False),
    ]
