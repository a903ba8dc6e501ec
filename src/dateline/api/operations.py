"""Around the desk's application: an id, a line in the log and a count for each request, and the routes for who runs the desk.

They stand before everything else, so that they answer when nothing else does. Whether the desk is alive and ready they tell
everybody, in one word; numbers and what has failed only those whom `scrapers` lets. The log and the counts have the route of a
request and never what was asked of it: that may be a name.
"""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from typing import cast
from uuid import uuid4

import msgspec
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from dateline import logs
from dateline.api.health import Readiness
from dateline.api.metrics import Metrics
from dateline.api.scrapers import Scrapers
from dateline.errors import CodebookError, UsageError

ROUTES = ("/health/live", "/health/ready", "/metrics")
GIVEN_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
"""Ids that are taken over from who asks; any other could break a line of somebody's log."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Those that are counted by name: a name that somebody makes up would be a new row for each."""
NO_ROUTE = "none"
JSON = "application/json"


class Operated:
    """The application with what is needed to run it."""

    def __init__(self, application: ASGIApp, metrics: Metrics, readiness: Readiness, scrapers: Scrapers) -> None:
        self._application = application
        self._metrics = metrics
        self._readiness = readiness
        self._scrapers = scrapers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":  # the beginning and the end of the process
            await self._application(scope, receive, send)
        else:
            await self._answer_request(cast("HTTPScope", scope), receive, send)

    async def _answer_request(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        one = _Request(scope, send)
        logs.REQUEST.set(one.id)
        self._metrics.in_hand.inc()
        try:
            await self._answer(scope, receive, one.send)
        finally:
            self._metrics.in_hand.dec()
            self._note(one)

    def _note(self, one: "_Request") -> None:
        seconds = time.perf_counter() - one.began
        self._metrics.answered(one.method, one.route, one.status, seconds)
        own = one.route in ROUTES
        level = logging.ERROR if one.status >= 500 and not own else logging.DEBUG if own else logging.INFO
        logs.event(
            "request", level, request=one.id, method=one.method, route=one.route, status=one.status,
            milliseconds=round(seconds * 1000, 1),
        )  # fmt: skip

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path not in ROUTES or scope["method"] not in ("GET", "HEAD"):
            await self._application(scope, receive, send)
            return
        headers = dict(scope["headers"])
        refused = self._scrapers.refused(headers)
        if path == "/health/live":
            await _send(send, 200, JSON, b'{"status":"alive"}')
        elif path == "/health/ready":
            found = await asyncio.to_thread(self._readiness.ask)
            shown = {"status": found.status} if refused else found
            await _send(send, 200 if found.status == "ready" else 503, JSON, msgspec.json.encode(shown))
        elif refused:
            status, detail = refused
            await _send(send, status, JSON, msgspec.json.encode({"status_code": status, "detail": detail}))
        else:
            body, form = await asyncio.to_thread(self._metrics.written, headers.get(b"accept", b"").decode("latin-1"))
            await _send(send, 200, form, body)


class _Request:
    """One request: its id, and what became of it."""

    def __init__(self, scope: HTTPScope, send: Send) -> None:
        self.began = time.perf_counter()
        self.method = scope["method"] if scope["method"] in METHODS else NO_ROUTE
        self.status = 500
        given = dict(scope["headers"]).get(b"x-request-id", b"")
        self.id = given.decode() if GIVEN_ID.fullmatch(given) else uuid4().hex
        self._scope = scope
        self._send = send

    @property
    def route(self) -> str:
        """The route as it is written in the program, known when it has answered."""
        if self._scope["path"] in ROUTES:
            return self._scope["path"]
        return str(self._scope.get("path_template") or NO_ROUTE)

    async def send(self, message: Message) -> None:
        """Pass on a part of the answer, with the id in its head."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message["headers"], (b"x-request-id", self.id.encode())]
        await self._send(message)


def note_failure(error: Exception, scope: Scope) -> None:
    """Log what went wrong while a request was answered, by kind and place; what was asked for wrongly, or is not there, is none."""
    if not isinstance(error, UsageError | CodebookError) and getattr(error, "status_code", 500) >= 500:
        logs.event("failed", logging.ERROR, **logs.told(error))


async def _send(send: Callable[[Message], Awaitable[None]], status: int, form: str, body: bytes) -> None:
    headers = [
        (b"content-type", form.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *([(b"www-authenticate", b"Bearer")] if status == 401 else []),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
