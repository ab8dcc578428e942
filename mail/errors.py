"""Errors of this room. ``str(error)`` is the Vietnamese sentence that a person reads."""

NOT_ASCII = "tên hoặc mật khẩu có dấu tiếng Việt hay ký tự ngoài bảng ASCII, không gửi cho máy chủ được"


class MailError(Exception):
    """Base of what goes wrong with letters, servers and boxes."""


class BadAddress(MailError):
    """An address cannot stand in a header (RFC 5322) or needs SMTPUTF8, which public bodies' servers rarely offer."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"Địa chỉ thư điện tử “{address}” không hợp lệ nên chưa gửi thư nào đến đó.")


class BadMessageId(MailError):
    """An identifier of a message is not of the form <left@right>."""

    def __init__(self, message_id: str) -> None:
        self.message_id = message_id
        super().__init__(f"Mã thư (Message-ID) “{message_id}” không đúng dạng <…@…>.")


class NotEncrypted(MailError):
    """A password or a letter would cross a network in the clear."""

    def __init__(self, host: str) -> None:
        self.host = host
        super().__init__(f"Máy chủ thư {host} không phải là máy này nên phải dùng kết nối mã hóa (starttls hoặc ssl).")


class Unreachable(MailError):
    """The server could not be reached, or its certificate was not trusted; letters stay queued."""

    def __init__(self, host: str, port: int, cause: str) -> None:
        self.host = host
        self.port = port
        self.cause = cause
        super().__init__(f"Không kết nối được máy chủ thư {host}:{port} ({cause}). Các thư vẫn nằm trong hàng chờ.")


class LoginRefused(MailError):
    """The server did not accept user and password; letters stay queued."""

    def __init__(self, host: str, user: str, cause: str) -> None:
        self.host = host
        self.user = user
        self.cause = cause
        super().__init__(
            f"Máy chủ thư {host} từ chối đăng nhập của “{user}” ({cause}). Các thư vẫn nằm trong hàng chờ."
        )


class NotLoopback(MailError):
    """The embedded server is for this machine only."""

    def __init__(self, host: str) -> None:
        self.host = host
        super().__init__(f"Máy chủ thư đi kèm chỉ chạy trên chính máy này, không chạy ở địa chỉ {host}.")


class BoxUnavailable(MailError):
    """A mailbox cannot be opened."""

    def __init__(self, box: str, cause: str) -> None:
        self.box = box
        self.cause = cause
        super().__init__(f"Không mở được hộp thư {box} ({cause}).")


class LinkInvalid(MailError):
    """A link that this house did not sign, or of which a part is missing."""

    def __init__(self) -> None:
        super().__init__("Đường dẫn không đúng hoặc bị thiếu một phần; xin mở lại từ thư đã nhận.")


class LinkEnded(MailError):
    """A link that is older than links live, in days."""

    def __init__(self, days: int) -> None:
        self.days = days
        super().__init__(f"Đường dẫn đã hết hiệu lực sau {days} ngày; xin dùng đường dẫn trong thư mới nhất.")
