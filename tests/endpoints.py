"""An endpoint that speaks as OpenAI's chat completions do: a real server on this machine, that says what a test tells it."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from dateline.settings import Settings

Json = dict[str, Any]
_DATA = re.compile(r"<<<REPORT (\w{16})>>>\n(.*)\n<<<END \1>>>", re.DOTALL)


@dataclass
class Asked:
    """One request."""

    path: str
    headers: dict[str, str]
    """Names in small letters."""
    body: Json

    @property
    def system(self) -> str:
        return self.body["messages"][0]["content"]

    @property
    def question(self) -> str:
        return self.body["messages"][1]["content"]

    @property
    def data(self) -> Json:
        """What stands between the marks."""
        found = _DATA.search(self.question)
        assert found, self.question
        return json.loads(found[2])

    @property
    def sentences(self) -> dict[int, str]:
        return {int(number): text for number, text in self.data["sentences"].items()}


@dataclass
class Reply:
    """What the endpoint sends back."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait_seconds: float = 0.0
    raw: Callable[[Any], None] | None = None
    """Instead of all that: writes to the connection what it likes."""


def completion(content: Any, *, finish: str = "stop", usage: Any = "told") -> Reply:
    """A whole answer; what is no text is written as JSON."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    body: Json = {"id": "c", "object": "chat.completion", "choices": [{"index": 0, "finish_reason": finish}]}
    body["choices"][0]["message"] = {"role": "assistant", "content": text}
    if usage is not None:
        body["usage"] = {"prompt_tokens": 1000, "completion_tokens": max(1, len(text) // 4)} if usage == "told" else usage
    return Reply(json.dumps(body))


def said(sentence: int, quote: str, kind: str = "event", **fields: Any) -> Json:
    """An assertion of the form asked for, where nothing more is told."""
    empty: Json = {
        "type": "attack" if kind == "event" else None,
        **dict.fromkeys(("trigger", "subject", "object", "target", "addressee", "number", "source", "cue", "likelihood")),
        **{name: [] for name in ("actors", "recipients", "places", "times", "counts")},
        "source_named": False,
        "hedge": "asserted",
        "conditional": False,
        "dating": "undated",
    }
    return {"sentence": sentence, "kind": kind, "quote": quote, **empty, **fields}


def first_words(asked: Asked) -> Reply:
    """A model that calls the whole of each sentence an attack."""
    return completion({"assertions": [said(number, text) for number, text in asked.sentences.items()]})


@dataclass
class Running:
    """The server; `answer` may be changed at any time."""

    address: str
    answer: Callable[[Asked], Reply]
    asked: list[Asked] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Method and path of every request that is none of the protocol's."""


@contextmanager
def endpoint(answer: Callable[[Asked], Reply] = first_words) -> Iterator[Running]:
    """A server for the time of the block."""
    running: Running

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path != "/v1/chat/completions":
                self._other()
                return
            asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, json.loads(body))
            running.asked.append(asked)
            reply = running.answer(asked)
            time.sleep(reply.wait_seconds)
            if reply.raw:
                self.close_connection = True
                try:
                    reply.raw(self.wfile)
                except OSError:
                    return
                return
            self._send(reply)

        def do_GET(self) -> None:
            self._other()

        do_PUT = do_DELETE = do_HEAD = do_CONNECT = do_OPTIONS = do_GET

        def _other(self) -> None:
            running.others.append(f"{self.command} {self.path}")
            self._send(Reply('{"error": {"message": "no such path"}}', 404))

        def _send(self, reply: Reply) -> None:
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            try:
                self.send_response(reply.status)
                for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:  # whoever asked has gone
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on stderr."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        running = Running(address=f"http://127.0.0.1:{server.server_address[1]}/v1", answer=answer)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield running
        finally:
            server.shutdown()
            thread.join()


def settings_for(running: Running, folder: Any, **more: Any) -> Settings:
    """Settings that name the server."""
    return Settings(llm_address=running.address, llm_model="stand-in", llm_cache=str(folder / "answers.sqlite"), **more)
