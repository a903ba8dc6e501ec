"""A web server on this machine for tests: a real one, that speaks HTTP over a socket, and answers as a test tells it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    """What the server says to one path."""

    body: bytes | str = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    raw: Callable[[Any], None] | None = None
    """Instead of all that: writes to the connection what it likes."""


@dataclass
class Site:
    """The running server; `pages` may be changed at any time."""

    address: str
    port: int
    pages: dict[str, Answer | Callable[[dict[str, str]], Answer]]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Path and headers (names in small letters) of each request, in order."""

    def paths(self) -> list[str]:
        """The paths asked for, robots.txt left out."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def site(pages: dict[str, Any] | None = None) -> Iterator[Site]:
    """A server for the time of the block."""
    served: Site

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            told = {name.lower(): value for name, value in self.headers.items()}
            served.asked.append((self.path, told))
            found = served.pages.get(self.path, Answer("not here", 404))
            answer = found(told) if callable(found) else found
            if answer.raw:
                self.close_connection = True
                answer.raw(self.wfile)
                return
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            for name, value in {"Content-Type": answer.kind, "Content-Length": str(len(body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on stderr."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        port = server.server_address[1]
        served = Site(address=f"http://127.0.0.1:{port}", port=port, pages=pages or {})
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()
