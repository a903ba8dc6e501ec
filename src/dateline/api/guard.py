"""The headers of every answer: nothing is loaded from elsewhere, nothing runs but the desk's own files, nothing is framed."""

from collections.abc import Callable
from urllib.parse import urlsplit

from litestar import Request, Response
from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

PLOT_STYLE = "'sha256-+TfQir1nvDucAdvE6XUQBt4ayUjpAWkbw2kCdSfekHM='"
"""Observable Plot puts one style element into its pictures, always the same: it is let through by its hash, and no other is."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' {PLOT_STYLE}",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LOCAL_NAMES = LOOPBACK | {"testserver.local"}


def refuse_strange_names(host: str) -> Callable[[Request], Response | None]:
    """Before each request: on the loopback address, only this machine's own names are answered to.

    A page elsewhere can make its own name point here (DNS rebinding) and would then read the case file. Where others may ask
    anyway, they know this machine by names that we do not, and nothing is refused.
    """

    def refuse(request: Request) -> Response | None:
        asked = urlsplit(f"//{request.headers.get('host', '')}").hostname
        if host not in LOOPBACK or asked in LOCAL_NAMES:
            return None
        return Response({"status_code": 400, "detail": "This desk answers to localhost only."}, status_code=400)

    return refuse


async def guard(message: Message, scope: Scope) -> None:
    """Put the headers on an answer as it leaves, failures among them."""
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        headers.update(HEADERS)
        if scope["path"].startswith("/api"):
            headers.setdefault("Cache-Control", "no-store")
