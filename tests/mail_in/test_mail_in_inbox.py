"""Keep, then understand: what stands in the database after a mail."""

from datetime import date, timedelta

import pytest
from known_side import EML
from reply_world import CONTACT, NOW, OWN, ReplyWorld

from mail.incoming.inbox import Reception, gather
from mail.letters.receipts import receipt
from mail.office import Office
from mail.rules.model import Kind, Limits, Outcome


@pytest.fixture
def world(tmp_path):
    found = ReplyWorld(tmp_path)
    yield found
    found.database.close()


def test_an_answer_about_three_duties_becomes_three_versions(world):
    world.put("three-duties")
    summary = world.gather()
    assert (summary.fetched, summary.known, summary.count(Outcome.RECORD)) == (1, 0, 1)
    first = world.answers("HT26-031")[0]
    assert (first.version, first.status, first.percent, first.source) == (1, "hoan_thanh", 100, "mail")
    figure = first.figures[0]
    assert (figure.numerator, figure.denominator, figure.value, figure.unit) == (410, 512, 80.1, "%")
    assert figure.as_written == "410/512 (80,1%"
    second = world.answers("HT26-032")[0]
    assert [(row.kind, row.text) for row in second.difficulties] == [
        ("khó khăn", "thiếu phòng học."),
        ("kiến nghị", "hỗ trợ kinh phí."),
    ]
    assert [world.state(code) for code in ("HT26-031", "HT26-032", "HT26-033")] == ["answered"] * 3
    assert world.box.mails == []


def test_only_what_was_said_is_answered(world):
    world.put("inline-one-of-three")
    world.gather()
    assert [world.state(code) for code in ("HT26-031", "HT26-032", "HT26-033")] == ["open", "answered", "open"]


def test_the_same_mail_twice_changes_nothing(world):
    world.put("three-duties")
    fetched = world.box.mails[0]
    assert world.take_in(fetched).outcome is Outcome.RECORD
    assert world.take_in(fetched) is None
    world.box.mails.append(fetched)
    summary = world.gather()
    assert (summary.known, summary.outcomes) == (2, ())
    assert len(world.answers("HT26-031")) == 1


def test_the_same_mail_at_another_place_of_the_box_changes_nothing(world):
    world.put("three-duties")
    world.gather()
    world.box.put((EML / "three-duties.eml").read_bytes())
    assert world.gather().known == 1
    assert len(world.replies()) == 1


def test_the_same_words_in_a_new_mail_are_a_duplicate(world):
    world.write("HT26-031: đã hoàn thành", number=1)
    world.write("HT26-031: đã hoàn thành", number=2)
    first, second = world.gather().outcomes
    assert (first.outcome, second.rule, second.outcome) == (Outcome.RECORD, "duplicate", Outcome.IGNORE)
    assert second.received is None
    assert len(world.answers("HT26-031")) == 1


def test_a_change_of_mind_is_a_new_version_that_counts(world):
    world.write("HT26-031: đã hoàn thành. CT1: 410/512", number=1)
    world.write("HT26-031: đang thực hiện 70%", number=2)
    world.gather()
    old, new = world.answers("HT26-031")
    assert [(row.version, row.status) for row in (old, new)] == [(1, "hoan_thanh"), (2, "dang_thuc_hien")]
    assert new.figures[0].numerator == 410
    with world.units() as store:
        assert store.assignments.by_code(["HT26-031"])["HT26-031"].answer_id == new.id


def test_a_doubt_waits_for_a_person_and_stops_the_reminders_of_what_was_written_about(world):
    world.write("HT26-031: đã hoàn thành 105%")
    outcome = world.gather().outcomes[0]
    assert (outcome.outcome, outcome.answers) == (Outcome.HOLD, ())
    assert world.replies()[0].waiting
    assert [world.state(code) for code in ("HT26-031", "HT26-032")] == ["held", "open"]
    assert "HT26-031: tỷ lệ hoàn thành 105% lớn hơn 100%" in outcome.received.waiting


def test_a_stranger_with_our_token_neither_records_nor_stops_anything(world):
    world.put("stranger-with-token")
    outcome = world.gather().outcomes[0]
    assert (outcome.outcome, outcome.ask_contact, outcome.received) == (Outcome.HOLD, True, None)
    assert world.state("HT26-031") == "open"
    assert world.replies()[0].text.startswith("HT26-031: đã hoàn thành")


def test_a_note_changes_nothing(world):
    world.write("Đã nhận được thư.")
    outcome = world.gather().outcomes[0]
    assert (outcome.kind, outcome.outcome) == (Kind.NOTE, Outcome.IGNORE)
    assert world.state("HT26-031") == "open"


def test_a_hard_bounce_marks_the_contact_at_once(world):
    world.put("bounce-hard")
    assert world.gather().outcomes[0].outcome is Outcome.BOUNCE
    assert world.contact().state == "bounced"
    row = world.replies()[0]
    assert (row.bounce_recipient, row.bounce_status) == (CONTACT, "5.1.1")


def test_the_third_full_mailbox_within_two_weeks_marks_the_contact(world):
    for number in range(3):
        assert world.contact().state == "ok"
        world.put("bounce-full", **{"<bounce-full@": f"<bounce-full-{number}@", "Mailbox full": f"full {number}"})
        world.gather(NOW + timedelta(days=number))
    assert world.contact().state == "bounced"


def test_a_report_about_somebody_elses_address_marks_nobody(world):
    world.put("bounce-hard", **{CONTACT: "khac@xamau.example"})
    world.gather()
    assert world.contact().state == "ok"


def test_an_absent_contact_is_marked_until_the_day_that_was_named(world):
    world.put("out-of-office-vi")
    outcome = world.gather().outcomes[0]
    assert (outcome.kind, outcome.received) == (Kind.AUTO_REPLY, None)
    assert (world.contact().state, world.contact().away_until) == ("away", date(2025, 12, 20))
    assert world.replies()[0].absent_until == date(2025, 12, 20)


def test_attachments_are_listed_with_their_verdicts(world):
    world.put("attachment-held")
    world.gather()
    assert {row.name: row.verdict for row in world.replies()[0].attachments} == {
        "Bao cao.pdf": "mismatch",
        "so lieu.zip": "archive",
    }


def test_a_mail_of_30_megabytes_is_kept_by_its_head(world):
    head = (EML / "three-duties.eml").read_bytes()[:64]
    raw = (EML / "three-duties.eml").read_bytes() + b"x" * 70_000
    world.box.put(raw[: 64 * 1024], size=30 * 1024 * 1024)
    outcome = world.gather().outcomes[0]
    assert (outcome.outcome, outcome.rule) == (Outcome.HOLD, "oversize")
    assert "30,0 MB" in outcome.reason
    assert outcome.letter_id is not None
    with world.units() as store:
        row = store.inbox.get(outcome.reply_id).raw
        assert (row.truncated, row.size, len(row.content), row.content[:64]) == (True, 30 * 1024**2, 64 * 1024, head)


def test_a_large_mail_from_a_source_that_gives_all_is_cut_here(world):
    world.box.put((EML / "three-duties.eml").read_bytes() + b"x" * (26 * 1024 * 1024))
    outcome = world.gather().outcomes[0]
    assert outcome.rule == "oversize"
    with world.units() as store:
        assert len(store.inbox.get(outcome.reply_id).raw.content) == 64 * 1024


def test_what_was_kept_before_a_crash_is_read_by_the_next_run(world):
    world.put("three-duties")
    world.gather()
    world.put("nothing-matches")
    world.gather()
    with world.units() as store:
        store.session.delete(store.inbox.get(world.replies()[1].id))
        store.commit()
    summary = world.gather()
    assert (summary.fetched, [item.kind for item in summary.outcomes]) == (0, [Kind.UNMATCHED])


def test_a_mail_that_cannot_be_read_is_held_and_the_next_one_is_read(world):
    # A limit of the wrong kind breaks the judgement of whoever is matched, and of nobody else.
    broken = Reception(OWN, Limits(sender_hour="hai mươi"))
    world.write("HT26-031: đã hoàn thành")
    world.put("nothing-matches")
    first, second = gather(world.units, world.box, NOW, broken).outcomes
    assert (first.rule, first.outcome, second.rule) == ("error", Outcome.HOLD, "unmatched")
    assert world.box.mails == []


def test_mails_without_an_identifier_are_told_apart_by_their_bytes(world):
    for text in ("Chào", "Chào"):
        world.box.put(f"From: a@khac.example\r\nX-Number: {len(world.box.mails)}\r\n\r\n{text}".encode())
    assert world.gather().known == 0


def test_every_outcome_is_one_sentence_in_the_log(world):
    for name in ("three-duties", "bounce-full", "out-of-office-en", "nothing-matches", "own-loop"):
        world.put(name)
    summary = world.gather()
    with world.units() as store:
        for outcome in summary.outcomes:
            assert [event.sentence for event in store.events.of(f"reply:{outcome.reply_id}")] == [outcome.reason]
            assert outcome.reason.endswith(".")
    assert summary.sentence.startswith("Nhận 5 thư: ghi nhận 1, chờ người xem 1, không xử lý 2")


def test_a_receipt_echoes_what_was_understood_and_its_quotation_is_nobodys_answer(world):
    world.write("HT26-031: đã hoàn thành 100%. CT1: 410/512", number=1)
    outcome = world.gather().outcomes[0]
    echoed = outcome.received.understood[0]
    assert echoed.values == (
        ("Trạng thái", "đã hoàn thành"),
        ("Tỷ lệ hoàn thành", "100%"),
        ("CT1 – Trẻ nhà trẻ được đến trường", "410/512"),
    )
    assert echoed.missing == ("CT2 – Kinh phí bố trí",)
    text = _send_receipt(world, outcome)
    quoted = "\n".join(f"> {line}" for line in text.split("\n"))
    world.write(f"Xin cảm ơn, đã nhận được thư.\n\nVào 11/12/2025, Sở đã viết:\n{quoted}", number=2)
    assert world.gather().outcomes[0].kind is Kind.NOTE
    world.write(f"HT26-031: đang thực hiện 90%\n\nVào 11/12/2025, Sở đã viết:\n{quoted}", number=3)
    assert world.gather().outcomes[0].outcome is Outcome.RECORD
    assert [row.status for row in world.answers("HT26-031")] == ["hoan_thanh", "dang_thuc_hien"]


def _send_receipt(world, outcome) -> str:
    office = Office("Sở Giáo dục và Đào tạo", "bao-cao@dondoc.example", "dieu-phoi@dondoc.example")
    with world.units() as store:
        key = receipt(store, outcome.received, NOW, office)
        assert isinstance(key, int)
        text = store.outbox.get(key).text
        store.commit()
    return text


def test_an_expired_letter_holds_the_answer(world):
    world.write("HT26-031: đã hoàn thành")
    outcome = world.gather(NOW + timedelta(days=200)).outcomes[0]
    assert outcome.outcome is Outcome.HOLD
    assert "hết hạn" in outcome.reason


def test_a_request_for_more_time_beside_an_answer_is_named_in_the_sentence(world):
    world.write("HT26-031: đang thực hiện 60%, xin gia hạn đến ngày 20/12/2025")
    outcome = world.gather().outcomes[0]
    assert outcome.outcome is Outcome.RECORD
    assert "xin lùi thời hạn đến ngày 20/12/2025 cho HT26-031" in outcome.reason


def test_a_figure_sent_later_completes_the_answer_and_its_receipt_names_nothing_missing(world):
    world.write("HT26-031: đang thực hiện 82%, đã họp dân. CT1: 410/512\nKhó khăn: thiếu phòng học", number=1)
    world.write("[HT26-031] CT2: 120", number=2)
    first, second = world.gather().outcomes
    assert first.received.understood[0].missing == ("CT2 – Kinh phí bố trí",)
    assert second.received.understood[0].missing == ()
    assert "(giữ trạng thái đã báo cáo)" in second.reason
    old, new = world.answers("HT26-031")
    assert (new.status, new.percent, new.narrative) == (old.status, old.percent, old.narrative)
    assert [figure.as_written for figure in new.figures] == ["120", "410/512"]
    assert [row.text for row in new.difficulties] == ["thiếu phòng học"]


def test_a_request_for_more_time_holds_only_the_duty_it_names(world):
    world.write("HT26-031: xin lùi thời hạn gửi báo cáo đến ngày 20/12/2025 do đang chờ số liệu.")
    assert world.gather().outcomes[0].outcome is Outcome.HOLD
    assert [world.state(code) for code in ("HT26-031", "HT26-032", "HT26-033")] == ["held", "open", "open"]
