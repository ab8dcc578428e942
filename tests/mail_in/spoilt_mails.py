"""Ways to spoil a mail: each takes the bytes of a mail and a seeded source of chance."""

import base64
import io
import random
import re
import zipfile
from collections.abc import Callable

_HEADER = re.compile(rb"(?m)^(From|To|Subject|Date|Message-ID|In-Reply-To|References|Content-Type|Return-Path):.*$")
_BOUNDARY = re.compile(rb'boundary="?([^"\r\n;]+)"?')
_CHARSETS = (
    b"utf-7 utf-16 utf-32 cp037 idna punycode rot13 hex zlib unicode_escape undefined x-vni \xff\xfe 8bit".split()
)
_ENCODINGS = b"base64 quoted-printable x-uuencode binary 7bit x-none".split()

Spoil = Callable[[bytes, random.Random], bytes]


def _flip(raw: bytes, dice: random.Random) -> bytes:
    spoilt = bytearray(raw)
    for _ in range(dice.randint(1, 60)):
        spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
    return bytes(spoilt)


def _cut(raw: bytes, dice: random.Random) -> bytes:
    return raw[: dice.randrange(len(raw))]


def _hole(raw: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(raw))
    return raw[:start] + raw[start + dice.randint(1, 2_000) :]


def _doubled_headers(raw: bytes, dice: random.Random) -> bytes:
    lines = [match[0] for match in _HEADER.finditer(raw)]
    return b"".join(dice.choice(lines) + b"\n" for _ in range(dice.randint(1, 8))) + raw if lines else raw


def _swapped_parts(raw: bytes, dice: random.Random) -> bytes:
    found = _BOUNDARY.search(raw)
    if found is None:
        return raw
    head, *parts = raw.split(b"--" + found[1])
    dice.shuffle(parts)
    return (b"--" + found[1]).join([head, *parts])


def _broken_boundary(raw: bytes, dice: random.Random) -> bytes:
    found = _BOUNDARY.search(raw)
    if found is None:
        return raw.replace(b"Content-Type: ", b'Content-Type: multipart/mixed; boundary="";\n x=', 1)
    place = raw.find(found[1], dice.randrange(len(raw)))
    return raw[:place] + b"=_other" + raw[place:] if place > 0 else raw.replace(found[1], b"x" * 300, 1)


def _huge_header(raw: bytes, dice: random.Random) -> bytes:
    line = dice.choice(
        (
            b"References: " + b"<a@b.example>\n " * 15_000 + b"<z@b.example>",
            b"To: " + b"a@b.example, " * 15_000 + b"z@b.example",
            b"Subject: " + b"=?utf-8?B?xJHDow==?=\n " * 8_000 + b"x",
            b"From: " + b"(" * 50_000 + b"a@b.example",
            b"X-Loop: " + b"x" * 300_000,
            b"Authentication-Results: " + b"(a;" * 40_000,
        )
    )
    return line + b"\n" + raw


def _without_content(head: bytes) -> list[bytes]:
    about_content = (b"content-", b" boundary", b"\tboundary")
    return [line for line in head.split(b"\n") if not line.lower().startswith(about_content)]


def _nested(raw: bytes, dice: random.Random) -> bytes:
    head, _, body = raw.partition(b"\n\n")
    kept = [
        line for line in head.split(b"\n") if not line.lower().startswith((b"content-", b" boundary", b"\tboundary"))
    ]
    depth = dice.choice((30, 100, 250))
    opened = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    inner = dice.choice((b"Content-Type: text/plain; charset=utf-8\n\n", b"Content-Type: message/rfc822\n\n" * 80))
    return b"\n".join(kept) + b"\n" + opened + inner + body


def _nuls(raw: bytes, dice: random.Random) -> bytes:
    places = sorted(dice.randrange(len(raw)) for _ in range(20))
    return b"\0".join(raw[a:b] for a, b in zip([0, *places], [*places, len(raw)], strict=True))


def _charset(raw: bytes, dice: random.Random) -> bytes:
    spoilt = re.sub(rb'charset="?[\w-]+"?', lambda _: b'charset="' + dice.choice(_CHARSETS) + b'"', raw)
    return re.sub(rb"=\?[\w-]+\?", lambda _: b"=?" + dice.choice(_CHARSETS) + b"?", spoilt)


def _transfer(raw: bytes, dice: random.Random) -> bytes:
    return re.sub(rb"(?i)(transfer-encoding: )\S+", lambda match: match[1] + dice.choice(_ENCODINGS), raw)


_BODIES = (
    "<div><table><tr><td><blockquote>" * 3_000,
    "<!--" * 20_000 + "<p>đã hoàn thành",
    "<p style='display:none" + " x" * 40_000,
    "&" * 50_000 + "&#x110000;&#55555;&#0;",
    "<a href='" * 8_000,
)
_TEXTS = (
    ">" * 60_000,
    "> " * 30_000 + "đã viết:",
    "1." * 40_000 + "/" * 2_000,
    "đã chưa không hoàn thành " * 4_000,
    " " * 90_000 + "x",
    "KH25-031: " * 9_000,
    "Vào Th 2, 15 thg 12, 2025 " * 3_000,
    "\n" * 80_000 + "Trân trọng",
    "9" * 50_000 + "%",
    "12/" * 20_000,
    "Trạng thái: " * 6_000,
    "a@" * 30_000,
    "\u0301" * 30_000 + "\u202e" * 500,
    "KH25-031\t1.234,5 tỷ 250 triệu\n" * 2_500,
)


def _monstrous(raw: bytes, dice: random.Random) -> bytes:
    head = raw.partition(b"\n\n")[0]
    kept = [
        line for line in head.split(b"\n") if not line.lower().startswith((b"content-", b" boundary", b"\tboundary"))
    ]
    kind, text = dice.choice([("html", body) for body in _BODIES] + [("plain", body) for body in _TEXTS])
    return b"\n".join(kept) + f"\nContent-Type: text/{kind}; charset=utf-8\n\n{text}\n".encode()


def _line_ends(raw: bytes, dice: random.Random) -> bytes:
    return raw.replace(b"\n", dice.choice((b"\r", b"\r\r\n", b"\n\r", b"\r\n")))


def _two_mails(raw: bytes, dice: random.Random) -> bytes:
    return raw + b"\n" + raw[dice.randrange(len(raw)) :] + raw


def _evil_file(raw: bytes, dice: random.Random) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        inside = dice.choice(("xl/workbook.xml", "../../x", "word/document.xml", "a" * 300))
        archive.writestr(inside, b"\0" * 1_000_000)
    content = box.getvalue()[: dice.choice((None, 200))]
    name = dice.choice(
        (b"B.xlsx", b"../../etc/x.docx", b"a\0b.xlsx", b"x" * 3_000, b"=?utf-8?B?/////w==?=", b"con.zip")
    )
    head, _, body = raw.partition(b"\n\n")
    types = [n for n, line in enumerate(head.split(b"\n")) if line.lower().startswith(b"content-type")]
    lines = head.split(b"\n")
    first = lines[: types[0]] if types else lines
    inner = b"\n".join(lines[types[0] :]) if types else b"Content-Type: text/plain"
    file = (
        b"Content-Type: application/zip\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="
    )
    return (
        b"\n".join(first)
        + b'\nContent-Type: multipart/mixed; boundary="=zz"\n\n--=zz\n'
        + inner
        + b"\n\n"
        + body
        + b"\n--=zz\n"
        + file
        + b'"'
        + name
        + b'"\n\n'
        + base64.encodebytes(content)
        + b"\n--=zz--\n"
    )


def _noise(raw: bytes, dice: random.Random) -> bytes:
    head = raw[: raw.find(b"\n\n") + 2] if dice.random() < 0.5 else b""
    return head + dice.randbytes(dice.randint(0, 4_000))


SPOILS: tuple[Spoil, ...] = (
    _flip,
    _cut,
    _hole,
    _doubled_headers,
    _swapped_parts,
    _broken_boundary,
    _huge_header,
    _nested,
    _nuls,
    _charset,
    _transfer,
    _monstrous,
    _line_ends,
    _two_mails,
    _evil_file,
    _noise,
)
