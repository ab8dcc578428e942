"""The page that asks the contact whose words a held mail are."""

import hashlib

import pytest
from link_world import CONTACT, FIRST, MESSAGE_ID, SECOND, Fields, LinkWorld

from mail.letters.confirming import ask_contact
from mail.page.answer_page import letter_of
from state.post.inbox import NewReply
from state.store import Store

STRANGER = "la@bao-la.example"
CLEAR = f"{FIRST}: đang thực hiện, đạt 70%. CT1: 410/512. http://evil.example/x"
UNCLEAR = f"{FIRST}: đã hoàn thành nhưng chưa hoàn thành 70%."


def ask(world: LinkWorld, text: str) -> str:
    """A stranger has written; the path of the page on which the contact is asked."""
    with world.database.unit() as store:
        letter = letter_of(store, MESSAGE_ID, world.now)
        reply_id = store.inbox.add(
            NewReply(
                raw_mail_id=None,
                received_at=world.now,
                kind="answer",
                outcome="hold",
                rule="token",
                reason="Người gửi chưa đăng ký.",
                sender=STRANGER,
                sender_name='Lạ <script>alert("x")</script>',
                subject="Re: báo cáo",
                text=text,
                body_sha=hashlib.sha256(text.encode()).hexdigest(),
                agency_id=letter.agency_id,
                letter_id=letter.id,
                trust="foreign",
            )
        )
        key = ask_contact(store, reply_id, letter, world.now, world.office)
        assert key is not None
        message_id = store.outbox.get(key).message_id
        store.commit()
    return f"/t/{world.links.token(message_id)}"


def press(world: LinkWorld, path: str, whose: str) -> int:
    """Press one of the two buttons."""
    nothing = [("files", ("", b"", "application/octet-stream"))]
    return world.browser().post(path, data={"whose": whose}, files=nothing).status_code


def events(world: LinkWorld) -> list[tuple[str, str]]:
    """What happened to the reply, and who did it."""

    def read(store: Store) -> list[tuple[str, str]]:
        return [(event.kind, event.actor) for event in store.events.of("reply:1")]

    with world.database.unit() as store:
        return read(store)


def test_the_page_shows_who_wrote_what_and_what_would_be_recorded(linked: LinkWorld) -> None:
    path = ask(linked, CLEAR)
    before = linked.dump()
    html = linked.browser().get(path).text
    assert linked.dump() == before
    for piece in (STRANGER, "đang thực hiện, 70%", "410/512", "Đúng là của chúng tôi", "Không phải của chúng tôi"):
        assert piece in html
    page = Fields(html)
    assert not [tag for tag, _ in page.elements if tag == "script"]
    (link,) = (found["href"] for tag, found in page.elements if tag == "a")
    # A link carries the second of its making.
    assert linked.links.letter(link.removeprefix("/t/")) == MESSAGE_ID


def test_yes_records_what_can_be_read_surely_once(linked: LinkWorld) -> None:
    path = ask(linked, CLEAR)
    assert [press(linked, path, "ours") for _ in range(2)] == [303, 303]
    said = linked.answer(FIRST)
    assert said is not None
    assert (said.version, said.status, said.percent) == (1, "dang_thuc_hien", 70)
    (reply,) = linked.replies()
    assert (reply.waiting, reply.outcome, reply.decided_by) == (False, "record", f"đầu mối {CONTACT}")
    assert [kind for kind, _ in events(linked)].count("reply-confirmed") == 1
    assert "đã được xác nhận và ghi nhận" in linked.browser().get(path).text


def test_yes_to_what_is_doubtful_is_kept_for_a_person(linked: LinkWorld) -> None:
    path = ask(linked, UNCLEAR)
    assert "điểm chưa rõ" in linked.browser().get(path).text
    assert [press(linked, path, "ours") for _ in range(2)] == [303, 303]
    (reply,) = linked.replies()
    assert (reply.waiting, linked.answer(FIRST)) == (True, None)
    assert [(kind, actor) for kind, actor in events(linked) if kind == "reply-confirmed"] == [
        ("reply-confirmed", f"đầu mối {CONTACT}")
    ]
    assert "cần người phụ trách xem" in linked.browser().get(path).text


def test_no_puts_the_mail_aside_and_nothing_is_recorded(linked: LinkWorld) -> None:
    path = ask(linked, CLEAR)
    assert press(linked, path, "others") == 303
    assert press(linked, path, "ours") == 303
    (reply,) = linked.replies()
    assert (reply.waiting, reply.outcome, linked.answer(FIRST)) == (False, "ignore", None)
    assert "không phải của cơ quan" in reply.reason
    html = linked.browser().get(path).text
    assert "đã được bỏ qua" in html
    assert "Đúng là của chúng tôi" not in html


def test_a_newer_answer_is_not_replaced_by_the_confirmed_mail(linked: LinkWorld) -> None:
    path = ask(linked, CLEAR)
    linked.now = linked.now.replace(hour=15)
    linked.send(linked.form(HT25_001__status="hoan_thanh"))
    assert press(linked, path, "ours") == 303
    said = linked.answer(FIRST)
    assert said is not None
    assert said.status == "hoan_thanh"
    assert linked.replies()[0].waiting


@pytest.mark.parametrize("whose", ["", "x"])
def test_a_form_without_a_choice_decides_nothing(linked: LinkWorld, whose: str) -> None:
    path = ask(linked, CLEAR)
    assert press(linked, path, whose) == 400
    assert linked.replies()[0].waiting
    assert linked.state(SECOND) == "open"
