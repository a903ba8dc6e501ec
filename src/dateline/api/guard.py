"""The headers of every answer: nothing is loaded from elsewhere, nothing runs but the desk's own files, nothing is framed.

And what is refused before anything is asked: other names than the desk's own, and acts that come from other pages than its own.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler
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
HEADER = "X-Dateline-Review"
"""What each act must carry: no form and no page of another origin can set it. With accounts it has the session's own value."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""
STRICT_TRANSPORT = "max-age=31536000"
"""For a desk that is reached by TLS: browsers ask it no other way, for a year."""


def refuse_strange_names(host: str, url: str | None = None) -> Callable[[Request], Response | None]:
    """Before each request: on the loopback address, only this machine's own names are answered to, and that of `url`.

    A page elsewhere can make its own name point here (DNS rebinding) and would then read the case file. Where others may ask
    anyway and no `url` is told, they know this machine by names that we do not, and nothing is refused.
    """

    def refuse(request: Request) -> Response | None:
        if answers_to(request.headers.get("host", ""), host, url):
            return None
        name = urlsplit(url).hostname if url else "localhost"
        return Response({"status_code": 400, "detail": f"This desk answers to {name} only."}, status_code=400)

    return refuse


def answers_to(asked: str, host: str, url: str | None = None) -> bool:
    """Whether a desk answers to a name.

    Args:
        asked: the header Host of a request.
        host: the address it listens at.
        url: scheme and host by which people reach it.
    """
    if host not in LOOPBACK and url is None:
        return True
    try:
        name = urlsplit(f"//{asked}").hostname
    except ValueError:
        return False
    return name in LOCAL_NAMES or bool(url and name == urlsplit(url).hostname)


def refuse_other_pages(connection: ASGIConnection, url: str | None = None) -> None:
    """Refuse an act that does not come from the desk's own pages (cross-site request forgery).

    Args:
        url: scheme and host of the desk; without it the name by which it was asked counts.

    Raises:
        PermissionDeniedException: it comes from elsewhere.
    """
    host, origin = connection.headers.get("host", ""), connection.headers.get("origin")
    own = origin is None or origin in ((url,) if url else (f"http://{host}", f"https://{host}"))
    if not own or connection.headers.get(HEADER) is None:
        raise PermissionDeniedException(f"Acts are taken from the desk's own pages only (header {HEADER}).")


def from_own_pages(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    """A guard of routes that write."""
    refuse_other_pages(connection)


async def guard(message: Message, scope: Scope) -> None:
    """Put the headers on an answer as it leaves, failures among them."""
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        headers.update(HEADERS)
        if scope["path"].startswith("/api"):
            headers.setdefault("Cache-Control", "no-store")


async def guard_by_tls(message: Message, scope: Scope) -> None:
    """Of a desk that is reached by TLS."""
    if message["type"] == "http.response.start":
        MutableScopeHeaders.from_message(message)["Strict-Transport-Security"] = STRICT_TRANSPORT
