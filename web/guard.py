"""What every answer of the board carries, and which host names it answers to."""

from collections.abc import Awaitable, Callable, Collection
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src {style}; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
POLICY = _POLICY.format(style="'self'")
LETTER_POLICY = _POLICY.format(style="'self' 'unsafe-inline'")
"""For the page that shows the HTML of a letter in a sandbox: letters carry their styles inside, as mail has to."""
ANSWER_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For the answer pages, which have no script at all."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

Next = Callable[[Request], Awaitable[Response]]


def guard(response: Response, *, cacheable: bool = False) -> Response:
    """Put the headers on a response that does not carry its own; pages are never kept by a cache."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not cacheable:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def local_host(header: str, named: Collection[str]) -> bool:
    """Whether a Host header is an address, a name without a dot, or a name that was set.

    The board has no login. A page of the open net could point its own domain to 127.0.0.1 and read the board through
    the browser of a coordinator; refusing foreign domains closes that hole.
    """
    name = header.rpartition(":")[0] if header.rpartition(":")[2].isdecimal() else header
    name = name.strip("[]").lower()
    if name in named or ("." not in name and ":" not in name):
        return bool(name)
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def watch(named: Collection[str]) -> Callable[[Request, Next], Awaitable[Response]]:
    """The middleware: refuse foreign host names, put the headers on everything else."""

    async def watched(request: Request, call_next: Next) -> Response:
        if not local_host(request.headers.get("host", ""), named):
            return guard(PlainTextResponse("Tên máy chủ trong yêu cầu không được chấp nhận.\n", status_code=421))
        return guard(await call_next(request), cacheable=request.url.path.startswith("/static/"))

    return watched
