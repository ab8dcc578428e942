"""Why the page of a letter does not open, or takes nothing in. ``str(error)`` is the Vietnamese sentence for people."""

from mail.errors import MailError


class LinkRevoked(MailError):
    """A person has ended the link of this letter."""

    def __init__(self, letter_id: int) -> None:
        self.letter_id = letter_id
        super().__init__("Đường dẫn này đã được thu hồi; xin dùng đường dẫn trong thư mới nhất hoặc trả lời thư.")


class NoAnswerPage(MailError):
    """A letter that has no page: none of our letters, or one that asks nothing."""

    def __init__(self, message_id: str) -> None:
        self.message_id = message_id
        super().__init__("Không tìm thấy thư của đường dẫn này; xin mở lại từ thư đã nhận.")


class EnoughForToday(MailError):
    """Through one letter so much was sent in within a day that somebody may be playing with the link."""

    def __init__(self, letter_id: int, limit: str) -> None:
        self.letter_id = letter_id
        self.limit = limit
        super().__init__(
            f"Hôm nay trang này đã nhận đủ {limit}. Xin gửi tiếp vào ngày mai hoặc trả lời bằng thư điện tử."
        )
