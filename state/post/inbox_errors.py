"""Errors of the inbox. ``str(error)`` is the sentence that a person reads."""

from state.errors import StateError


class AlreadyDecided(StateError):
    """Nobody waits for a decision about this reply: somebody has decided, or it never waited."""

    def __init__(self, reply_id: int, by: str) -> None:
        self.reply_id = reply_id
        self.by = by
        why = f"{by} đã quyết định trước đó" if by else "không có gì chờ quyết định"
        super().__init__(f"Thư đến số {reply_id}: {why}; không quyết định lại.")


class AlreadyGiven(StateError):
    """The same document was typed in before."""

    def __init__(self, reply_id: int) -> None:
        self.reply_id = reply_id
        super().__init__(f"Văn bản này đã được nhập với đúng các giá trị ấy (thư đến số {reply_id}); không nhập lại.")
