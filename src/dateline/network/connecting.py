"""Connections that go to a checked address and end at a deadline.

The host name is asked for once, every address it has is checked, and the connection goes to one of these: a name that points
elsewhere a moment later changes nothing. The name still stands in the request and is what a certificate must bear.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore2

from dateline.network.addresses import Resolve


class PrivateAddressError(Exception):
    """A host name leads into a private network, or to this machine."""


PIECE_SECONDS = 0.5
"""A wait for bytes is cut into pieces so long, between which it can be ended."""


class Deadline:
    """When the request at hand must be over; all connections ask it how long they may wait."""

    def __init__(self) -> None:
        self._ends = float("inf")

    def end(self) -> None:
        """Let everything that waits give up within half a second, and nothing wait any more. May be called by another thread."""
        self._ends = float("-inf")

    def set(self, seconds: float) -> None:
        """Start anew with so many seconds; what was ended stays so."""
        if self._ends != float("-inf"):
            self._ends = time.monotonic() + seconds

    def within(self, timeout: float | None) -> float:
        """The shorter of a timeout and what is left.

        Raises:
            httpcore2.ReadTimeout: nothing is left.
        """
        left = self._ends - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the time is up")
        return left if timeout is None else min(left, timeout)


class CheckedBackend(httpcore2.NetworkBackend):
    """Opens connections for the HTTP library, to addresses alone that it may connect to."""

    def __init__(self, resolve: Resolve, deadline: Deadline, may_connect: Callable[[str], bool]) -> None:
        self._resolve = resolve
        self._deadline = deadline
        self._may_connect = may_connect
        self._sockets = httpcore2.SyncBackend()
        self.last_address = ""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of the host that answers.

        Raises:
            PrivateAddressError: one of its addresses is private; then none is tried.
        """
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"the host {host} has no address: {error}") from error
        private = [address for address in addresses if not self._may_connect(address)]
        if private:
            raise PrivateAddressError(
                f"the host {host} leads to {private[0]}, which is no address of the open internet (--allow-private)"
            )
        problem: Exception = httpcore2.ConnectError(f"the host {host} has no address")
        for address in addresses:
            try:
                opened = self._sockets.connect_tcp(
                    address, port, self._deadline.within(timeout), local_address, socket_options=socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                problem = error
                continue
            self.last_address = address
            return _Timed(opened, self._deadline)
        raise problem


class _Timed(httpcore2.NetworkStream):
    """A connection whose every wait ends at the deadline: a server that sends a byte now and then cannot hold us."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        until = time.monotonic() + self._deadline.within(timeout)
        while True:
            left = min(until - time.monotonic(), self._deadline.within(None))
            try:
                return self._inner.read(max_bytes, min(PIECE_SECONDS, max(left, 0.001)))
            except httpcore2.ReadTimeout:
                if left <= PIECE_SECONDS:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return _Timed(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
