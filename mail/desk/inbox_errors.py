"""Errors of explaining mails and of deciding about them."""

from collections.abc import Sequence

from mail.errors import MailError


class NotAMail(MailError):
    """The bytes of a file are no mail (RFC 5322)."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"Tệp này không phải là thư điện tử (.eml): {why}.")


class NothingToRecord(MailError):
    """Of what waits nothing, or not all, can be recorded; ``doubts`` say what is missing."""

    def __init__(self, reply_id: int, doubts: Sequence[str]) -> None:
        self.reply_id = reply_id
        self.doubts = tuple(doubts)
        why = "; ".join(self.doubts) or "không nhận ra nội dung trả lời"
        super().__init__(
            f"Chưa ghi được thư đến số {reply_id}: {why}. Tự nêu giá trị bằng --set "
            "'MÃ=đang thực hiện; 70%; CT1=410/512', bỏ qua một mã bằng --skip MÃ, hoặc từ chối thư bằng: "
            f"dondoc inbox reject {reply_id} --reason '…'"
        )


class NoLetter(MailError):
    """A reply is to be recorded for which nobody knows what it answers."""

    def __init__(self, reply_id: int) -> None:
        self.reply_id = reply_id
        super().__init__(
            f"Thư đến số {reply_id} chưa gắn với cơ quan nào. Gắn trước bằng: dondoc inbox assign {reply_id} "
            "MÃ_CƠ_QUAN (hoặc mã yêu cầu báo cáo, số thư đi)."
        )


class NothingAsked(MailError):
    """An agency to which a reply is assigned has been asked nothing."""

    def __init__(self, to: str) -> None:
        self.to = to
        super().__init__(f"“{to}” không có yêu cầu báo cáo nào đã gửi, nên không gắn thư vào được.")


class BadValues(MailError):
    """Values that a person typed cannot be recorded as they are."""

    def __init__(self, given: str, why: str) -> None:
        self.given = given
        self.why = why
        super().__init__(f"Không ghi được “{given}”: {why}.")


class BadPaper(MailError):
    """What is said about a document on paper cannot be so."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"Chưa ghi được văn bản: {why}.")
