"""Listening: the socket is taken before anything is loaded that needs it, so a taken port is one sentence and not a traceback."""

import errno
import gc
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from litestar.types import ASGIApp
from uvicorn.config import LOGGING_CONFIG

from dateline import logs
from dateline.errors import ServeError

BACKLOG = 256


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free.

    Raises:
        ServeError: the port is taken or not allowed, or the host is no address of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        taken = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ServeError(f"{host} is no address of this machine ({error.strerror or error}); name another with --host.") from error
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen(BACKLOG)
    except OSError as error:
        taken.close()
        raise ServeError(_explain(host, port, error)) from error
    return taken


def address_of(taken: socket.socket) -> str:
    """The address to open in a browser."""
    host, port = taken.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def serve(
    application: ASGIApp,
    taken: socket.socket,
    *,
    begun: Callable[[], None] = lambda: None,
    stop_seconds: int = 25,
    most_connections: int = 2048,
    proxies: str = "",
) -> None:
    """Answer requests until the process is told to stop; then those in hand are finished, and no others are taken.

    Args:
        begun: says that it serves. From then on SIGTERM ends it, be it before the server listens to signals itself.
        stop_seconds: how long they may take.
        most_connections: at one time; more are answered with 503.
        proxies: addresses, parted by commas, of those whose word on who asks is taken.
    """
    config = uvicorn.Config(
        application,  # type: ignore[arg-type] - the same protocol under another name
        log_config=None if logs.switched_on() else LOGGING_CONFIG,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=stop_seconds,
        limit_concurrency=most_connections,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
    )
    server = uvicorn.Server(config)
    # What was loaded stays until the end: answers of many thousand rows would have it looked through for garbage again and again.
    gc.collect()
    gc.freeze()
    with _told_to_stop(server):
        begun()
        server.run(sockets=[taken])


@contextmanager
def _told_to_stop(server: uvicorn.Server) -> Iterator[None]:
    """SIGTERM within ends the server, and is then told to whoever listened before.

    An exception raised by the signal would come up in whatever runs just then, and may be lost there.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    told: list[int] = []

    def stop(number: int, _: object) -> None:
        told.append(number)
        server.should_exit = True

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
    for number in told:
        signal.raise_signal(number)


def _explain(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is in use, by another desk perhaps; choose another with --port, or 0 for any that is free."
    if error.errno == errno.EACCES:
        return f"This user may not listen at port {port}; choose one above 1023 with --port."
    return f"Cannot listen at {host}, port {port} ({error.strerror or error}); name another with --host or --port."
