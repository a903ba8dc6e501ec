"""One endpoint that speaks as OpenAI's chat completions do. Requests go to the address that the user named and nowhere else.

A redirect is an error, proxies of the environment are not used, an answer has a limit of size and one of time, and the key goes
unencrypted to no address of the open internet. What the answer says is not its matter.
"""

import threading
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import httpcore2

from dateline.errors import ExtractorError, UsageError
from dateline.network.addresses import is_public, resolve_host
from dateline.network.connecting import CheckedBackend, Deadline
from dateline.records import Record

LARGEST_ANSWER: Final = 4_000_000
"""Bytes; many times what a chunk of a report can be answered with."""
PATH: Final = "/chat/completions"
CONNECT_SECONDS: Final = 15.0


class Answered(Record, frozen=True):
    """What the endpoint sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class NoAnswerError(Exception):
    """No whole answer came, though one may come to the next try; the message says why.

    `reached` is False where nobody was there.
    """

    def __init__(self, problem: str, *, reached: bool) -> None:
        super().__init__(problem)
        self.reached = reached


class Endpoint:
    """Asks one address. Each thread has a connection of its own.

    Args:
        address: as the user gave it; `/chat/completions` is added where it does not end so.
        key: sent as a bearer token; None where the endpoint wants none.
        seconds: the longest time for one answer.
    """

    def __init__(self, address: str, key: str | None, seconds: float) -> None:
        self._url = check_address(address)
        self._key = key
        self._seconds = seconds
        self._local = threading.local()
        self._deadlines: list[Deadline] = []

    @property
    def host(self) -> str:
        """Host and port, for messages."""
        return urlsplit(self._url).netloc

    def post(self, body: bytes) -> Answered:
        """Send one request and give what comes back, whatever its status.

        Raises:
            NoAnswerError: none came, or not in time, or not whole.
            ExtractorError: it may not be asked at all.
        """
        deadline, pool = self._connection()
        deadline.set(self._seconds)
        try:
            with pool.stream("POST", self._url, headers=self._headers(), content=body) as response:
                headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers)
                return Answered(status=response.status, headers=headers, body=_body(response))
        except (httpcore2.ConnectError, httpcore2.ConnectTimeout, httpcore2.UnsupportedProtocol) as error:
            raise NoAnswerError("could not be reached", reached=False) from error
        except httpcore2.TimeoutException as error:
            raise NoAnswerError(f"did not answer in time (at most {self._seconds:g} seconds)", reached=True) from error
        except (httpcore2.ProtocolError, httpcore2.NetworkError, OSError) as error:
            raise NoAnswerError("broke off, or did not answer as a web server does", reached=True) from error

    def close(self) -> None:
        """Let every request that is under way give up."""
        for deadline in self._deadlines:
            deadline.end()

    def _connection(self) -> tuple[Deadline, httpcore2.ConnectionPool]:
        if not hasattr(self._local, "pool"):
            deadline = Deadline()
            backend = CheckedBackend(self._resolve, deadline, lambda address: True)
            self._local.deadline = deadline
            self._local.pool = httpcore2.ConnectionPool(network_backend=backend, max_connections=1, keepalive_expiry=30)
            self._deadlines.append(deadline)
        return self._local.deadline, self._local.pool

    def _resolve(self, host: str, port: int) -> list[str]:
        found = resolve_host(host, port)
        if self._key and urlsplit(self._url).scheme == "http" and any(map(is_public, found)):
            raise ExtractorError(
                f"The key would go unencrypted over the internet to {self.host}; give its address with https://, or leave the "
                "key out."
            )
        return found

    def _headers(self) -> list[tuple[bytes, bytes]]:
        sent = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        if self._key:
            sent["Authorization"] = f"Bearer {self._key}"
        return [(name.encode("ascii"), value.encode("ascii")) for name, value in sent.items()]


def check_address(address: str) -> str:
    """The address that is asked, of an endpoint's address.

    Raises:
        UsageError: it is no plain web address.

    >>> check_address("http://localhost:11434/v1/")
    'http://localhost:11434/v1/chat/completions'
    """
    try:
        parts = urlsplit(address.strip())
        host, _ = parts.hostname or "", parts.port
        host.encode("idna")
    except (ValueError, UnicodeError) as error:
        raise UsageError("The setting llm_address is no web address; give one such as http://localhost:11434/v1.") from error
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError("The setting llm_address is no web address; give one such as http://localhost:11434/v1.")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UsageError("The setting llm_address may bear no name, password or query; a key belongs into DATELINE_LLM_KEY.")
    path = parts.path.rstrip("/")
    return urlunsplit((parts.scheme, parts.netloc, path if path.endswith(PATH) else path + PATH, "", ""))


def _body(response: httpcore2.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in response.iter_stream():
        size += len(part)
        if size > LARGEST_ANSWER:
            raise NoAnswerError(f"sent an answer of more than {LARGEST_ANSWER:,} bytes", reached=True)
        parts.append(part)
    return b"".join(parts)
