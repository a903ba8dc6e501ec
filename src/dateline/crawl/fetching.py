"""One address -> what its server answers, with every redirect on the way; a refusal or failure is told with its reason.

Bodies stay as the server sent them, compressed or not. It does not know robots.txt or pace: `visiting` adds these.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import BinaryIO, Final
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import httpcore2

from dateline.errors import Reason
from dateline.network.addresses import Resolve, is_public, resolve_host
from dateline.network.connecting import CheckedBackend, Deadline, PrivateAddressError
from dateline.records import Record

MOST_REDIRECTS: Final = 5
REDIRECTS: Final = (301, 302, 303, 307, 308)
WAIT_SECONDS: Final = 15.0
"""Longest wait for a connection or for the next bytes."""
LONGEST_ADDRESS: Final = 2048
KEPT_IN_ADDRESS: Final = "/%:=&?~#+!$,;'@()*[]"
ACCEPT: Final = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"


class RefusedError(Exception):
    """An address is not fetched, or the fetch was given up; `reason` says which way."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Answered(Record, frozen=True):
    """What a server sent to one request."""

    url: str
    status: int
    reason_phrase: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    address: str
    """The network address that answered."""
    fetched: str
    """When, RFC 3339 in UTC."""

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        return next((value for key, value in self.headers if key.lower() == name), None)


@dataclass(frozen=True, kw_only=True)
class Download:
    """Where a large body goes, and how much of size and time it may take."""

    file: BinaryIO
    limit_bytes: int
    seconds: float


class Visit(Record, frozen=True):
    """All that came of one address: its answers in order, redirects first, and why it ended early if it did."""

    url: str
    answers: tuple[Answered, ...]
    reason: Reason | None = None
    detail: str = ""

    @property
    def last(self) -> Answered | None:
        """The answer that is the page; None when the visit ended early."""
        return self.answers[-1] if self.answers and self.reason is None else None


Check = Callable[[str], None]
"""Called before each request with its address; raises RefusedError to forbid it."""


def tidy_address(url: str) -> str:
    """An address as it can be sent: host in ASCII, everything else quoted, no fragment.

    Raises:
        RefusedError: it is no address of a web page.

    >>> tidy_address("HTTPS://Example.org/a b?q=é#part")
    'https://example.org/a%20b?q=%C3%A9'
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".")
        port = f":{parts.port}" if parts.port else ""
        ascii_host = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    except ValueError as error:
        raise RefusedError(Reason.REFUSED, f"is no address of a web page: {error}") from error
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise RefusedError(Reason.REFUSED, "is no address of a web page; it must begin with http:// or https:// and a host")
    if parts.username or parts.password:
        raise RefusedError(Reason.REFUSED, "bears a user name or password, which are not sent")
    path, query = quote(parts.path or "/", safe=KEPT_IN_ADDRESS), quote(parts.query, safe=KEPT_IN_ADDRESS)
    tidy = urlunsplit((parts.scheme.lower(), f"{ascii_host}{port}", path, query, ""))
    if len(tidy) > LONGEST_ADDRESS:
        raise RefusedError(Reason.REFUSED, f"is longer than {LONGEST_ADDRESS} characters")
    return tidy


class Fetcher:
    """Fetches addresses one at a time. Use it as a context manager."""

    def __init__(
        self,
        *,
        agent: str,
        limit_bytes: int,
        seconds: float,
        may_connect: Callable[[str], bool] = is_public,
        resolve: Resolve = resolve_host,
    ) -> None:
        """Args:
        agent: how we name ourselves to servers.
        limit_bytes: the largest body, as sent.
        seconds: the longest time for one address with its redirects.
        may_connect: whether a network address may be connected to; unless told otherwise, those of the open internet.
        """
        self.agent = agent
        self._limit_bytes = limit_bytes
        self._seconds = seconds
        self._deadline = Deadline()
        self._backend = CheckedBackend(resolve, self._deadline, may_connect)
        self._pool = httpcore2.ConnectionPool(network_backend=self._backend, max_connections=10, keepalive_expiry=10)

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.close()

    def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, check: Check = lambda url: None, into: "Download | None" = None
    ) -> Visit:
        """Fetch one address. What goes wrong is told in the visit, not raised.

        Args:
            into: where the body of the last answer goes instead of the memory, with limits of its own.
        """
        answers: list[Answered] = []
        try:
            at = tidy_address(url)
            for _ in range(MOST_REDIRECTS + 1):
                check(at)
                # After the check, which may wait for its turn: the time is for the server.
                self._deadline.set(into.seconds if into else self._seconds)
                answers.append(self._ask(at, headers or {}, into))
                to = answers[-1].header("location")
                if answers[-1].status not in REDIRECTS or not to:
                    return Visit(url=url, answers=tuple(answers))
                at = tidy_address(urljoin(at, to))
            raise RefusedError(Reason.UNREACHABLE, f"redirects more than {MOST_REDIRECTS} times")
        except RefusedError as error:
            return Visit(url=url, answers=tuple(answers), reason=error.reason, detail=error.detail)

    def _ask(self, url: str, headers: Mapping[str, str], into: "Download | None") -> Answered:
        sent = {"User-Agent": self.agent, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate", **headers}
        waits = dict.fromkeys(("connect", "read", "write", "pool"), WAIT_SECONDS)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            with self._pool.stream("GET", url, headers=_encoded(sent), extensions={"timeout": waits}) as response:
                found = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers)
                return Answered(
                    url=url,
                    status=response.status,
                    reason_phrase=response.extensions.get("reason_phrase", b"").decode("latin-1"),
                    headers=found,
                    body=self._body(response.iter_stream(), found, into if response.status == 200 else None),
                    address=self._peer(response) or self._backend.last_address,
                    fetched=now,
                )
        except PrivateAddressError as error:
            raise RefusedError(Reason.REFUSED, str(error)) from error
        except httpcore2.TimeoutException as error:
            raise RefusedError(Reason.UNREACHABLE, f"did not answer in time (at most {self._seconds:g} seconds in all)") from error
        except httpcore2.ProtocolError as error:
            raise RefusedError(Reason.UNREACHABLE, f"did not answer as a web server does: {_said(error)}") from error
        except (httpcore2.NetworkError, httpcore2.UnsupportedProtocol, OSError) as error:
            raise RefusedError(Reason.UNREACHABLE, f"could not be reached: {_said(error)}") from error

    def _body(self, stream: Iterable[bytes], headers: tuple[tuple[str, str], ...], into: "Download | None") -> bytes:
        limit = into.limit_bytes if into else self._limit_bytes
        stated = next((value for name, value in headers if name.lower() == "content-length"), "")
        parts: list[bytes] = []
        size = int(stated) if stated.isdecimal() else 0
        _check_size(size, limit)
        size = 0
        for part in stream:
            size += len(part)
            _check_size(size, limit)
            if into:
                into.file.write(part)
            else:
                parts.append(part)
            self._deadline.within(None)
        return b"".join(parts)

    @staticmethod
    def _peer(response: httpcore2.Response) -> str | None:
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream else None
        return str(peer[0]) if peer else None


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise RefusedError(Reason.TOO_LARGE, f"is larger than the limit of {limit} bytes")


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode("latin-1", "replace")) for name, value in headers.items()]
