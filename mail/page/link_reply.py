"""From a filled-in page to a reply with its answers: read by the same reader as a mail, with the same doubts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from mail.files.attachments import FileVerdict
from mail.office import Office
from mail.page.answer_page import AnswerPage, PageItem, answer_page, seen_before, sent_since
from mail.page.link_checks import Problems, check_contact, check_items, check_understood, check_wish
from mail.page.link_errors import EnoughForToday
from mail.page.link_record import Work, write
from mail.page.typed import Submission, Typed
from mail.read_answer.filled import written_out
from mail.read_answer.model import Understanding
from mail.read_answer.understand import understand
from mail.read_files.reading import Asking, FilesReading, read_files
from mail.split import Parts
from state.clock import local
from state.store import Store
from state.tables import LetterRow, ReplyRow

FORMS_A_DAY = 30
BYTES_A_DAY = 100 * 1024 * 1024
"""What one letter takes in within 24 hours; a link that got into wrong hands fills no disk."""
_DAY = timedelta(days=1)


def answer_by_link(store: Store, letter: LetterRow, form: Submission, now: datetime, office: Office) -> int | Problems:
    """Take in one form: the id of its reply, or at which fields it cannot be taken in; then nothing is written.

    A form that was taken in before gives the reply of then. The caller commits.

    :raises NoAnswerPage: the letter asks for nothing
    :raises EnoughForToday: too much came through this letter within a day
    """
    page = answer_page(store, letter, local(now).date(), lock=True)
    digest = form.digest(letter.message_id)
    before = store.session.scalar(select(ReplyRow.id).where(ReplyRow.form_key == digest))
    if before is not None:
        return before
    _check_limits(store, page, form, now)
    work = Work(page, replace(form, items=changed(store, page, form.items)), now, digest)
    problems = Problems()
    _check(store, work, {item.code: item.seen for item in form.items}, problems)
    return problems if problems else write(store, work, office)


def _check_limits(store: Store, page: AnswerPage, form: Submission, now: datetime) -> None:
    forms, size = sent_since(store, page.letter, now - _DAY)
    if forms >= FORMS_A_DAY:
        raise EnoughForToday(page.letter.id, f"{FORMS_A_DAY} lần gửi")
    if size + sum(file.size for file in form.files) > BYTES_A_DAY:
        raise EnoughForToday(page.letter.id, f"{BYTES_A_DAY // 1024 // 1024} MB tệp đính kèm")


def changed(store: Store, page: AnswerPage, items: Sequence[Typed]) -> tuple[Typed, ...]:
    """What was really typed: neither empty nor as the page had shown it."""
    known = {item.code: item for item in page.items}
    return tuple(
        typed
        for typed in items
        if not typed.empty
        and not (typed.code in known and typed.says_the_same(seen_before(store, known[typed.code], typed.seen)))
    )


def _check(store: Store, work: Work, seen: Mapping[str, int | None], problems: Problems) -> None:
    """Everything that may be wrong, before anything is written."""
    form = work.form
    if not (form.items or form.files or form.wish or form.contact):
        problems.general.append("Chưa có nội dung mới nào được điền, nên chưa ghi nhận gì.")
    check_items(work.page, form.items, problems)
    named = {item.code for item in form.items} | work.filed_codes
    counts = {item.code: item.answer.id if item.answer else None for item in work.page.items}
    problems.newer = tuple(code for code in counts if code in named and counts[code] != seen.get(code))
    _check_files(work, problems)
    _read(work, problems)
    if form.wish:
        answered = {one.code for one in work.reported}
        work.delayed = tuple(code for code in form.wish.codes if code not in answered)
        work.until = check_wish(work.page, form.wish, local(work.now).date(), problems)
        if form.wish.codes and not work.delayed:
            problems.add("wish.codes", "các nội dung này đã được điền báo cáo ở trên, không cần lùi hạn")
    if form.contact:
        known = store.agencies.contacts([work.page.agency.id], local(work.now).date())
        check_contact(form.contact, [row.email for row in known[work.page.agency.id]], problems)


def _check_files(work: Work, problems: Problems) -> None:
    form, filed = work.form, work.form.filed
    problems.general.extend(f"Tệp kèm theo: {doubt.rstrip('.')}." for doubt in filed.doubts)
    if filed.blank and not (form.items or form.wish or form.contact or filed.text or filed.unread or filed.doubts):
        problems.general.append(f"Biểu mẫu gửi kèm ({', '.join(filed.blank)}) chưa được điền.")


def _read(work: Work, problems: Problems) -> None:
    """Read what was typed. When a person shall read what is doubtful, the rest is recorded all the same."""
    ours = [item for item in work.form.items if not item.not_ours]
    work.held = [item for item in work.form.items if item.not_ours]
    work.recorded = _understood(work, ours, problems)
    if not work.form.to_person or problems.newer or not (ours or work.filed_codes or work.form.filed.doubts):
        return
    closed = {item.code for item in work.page.items if not item.takes_answers}
    if not (problems.fields or problems.general) or closed & problems.codes:
        return
    # A doubt about the whole form concerns everything in it.
    doubtful = [item for item in ours if item.code in problems.codes or problems.general]
    work.file_held = bool(problems.general or work.filed_codes & problems.codes)
    work.doubts = [*problems.fields.values(), *problems.general]
    work.held += doubtful
    problems.fields.clear()
    problems.general.clear()
    work.recorded = _understood(work, [item for item in ours if item not in doubtful], problems)


def _understood(work: Work, typed: Sequence[Typed], problems: Problems) -> Understanding | None:
    known = {item.code: item for item in work.page.items}
    filed = FilesReading() if work.file_held else work.form.filed
    if not (typed or filed.text) or any(item.code not in known for item in typed):
        return None
    codes = {item.code for item in typed} | (set() if work.file_held else work.filed_codes)
    understood = understand(
        Parts(
            top=written_out(_news(known[item.code], item).filled for item in typed),
            quoted="",
            inline="",
            signature="",
            filed=filed.text,
            places=filed.places,
        ),
        # All of them: words in a free field may speak of a duty whose own fields stand empty.
        [item.asked for item in work.page.items if item.takes_answers],
        written_on=local(work.now).date(),
    )
    if not problems.fields:
        check_understood(typed, codes, understood, problems)
    return understood


def _news(item: PageItem, typed: Typed) -> Typed:
    """Without the figures that stay as they are: the store carries them over as they were written."""
    before = item.before.figures
    return replace(typed, figures={code: one for code, one in typed.figures.items() if before.get(code) != one})


def with_forms_read(store: Store, letter: LetterRow, form: Submission, now: datetime) -> Callable[[], Submission]:
    """The same form with the forms among its files read; called outside of a unit of work, since that takes a while."""
    if not any(file.verdict is FileVerdict.ACCEPTED for file in form.files):
        return lambda: form
    page = answer_page(store, letter, local(now).date())
    items = [item.asked for item in page.items if item.takes_answers]
    asking = Asking(items, page.agency.code, store.outbox.get(letter.id).text)
    return lambda: replace(form, filed=read_files(form.files, asking))
