"""Mails whose words are packed so that we cannot read them: encrypted, or inside a file of a mail program."""

from mail.incoming.message import Message

_PGP = "-----BEGIN PGP MESSAGE-----"
_TYPES = {
    "winmail.dat": "nội dung nằm trong tệp winmail.dat mà Outlook tạo ra khi gửi dạng Rich Text",
    ".msg": "nội dung nằm trong một thư của Outlook (.msg) gửi kèm",
    ".eml": "nội dung nằm trong một thư khác gửi kèm",
    ".p7m": "thư được mã hoá hoặc đóng gói bằng S/MIME",
}


def why_sealed(message: Message) -> str:
    """What keeps a mail from being read, "" when its text can be read."""
    if any("mã hoá" in defect for defect in message.defects):
        return _TYPES[".p7m"]
    if _PGP in message.text:
        return "thư được mã hoá bằng PGP"
    if message.text.strip():
        return ""
    names = [file.name.lower() for file in message.attachments]
    types = {file.content_type for file in message.attachments}
    if "application/pgp-encrypted" in types:
        return "thư được mã hoá bằng PGP"
    if types & {"application/ms-tnef", "application/vnd.ms-tnef"}:
        return _TYPES["winmail.dat"]
    return next((why for end, why in _TYPES.items() if any(name.endswith(end) for name in names)), "")
