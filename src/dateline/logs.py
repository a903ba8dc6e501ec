"""Log lines for machines: one JSON object a line, of known fields only, so that no text of an article can be in them.

An event is a word that stays the same (`request`, `read`, `polled`) with ids, numbers and codes. Messages of other packages are
given as their programs hold them, before anything is put into them, and errors by kind and place, without their words: both may
quote a text. Who may read the log may not read the case.
"""

import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final, TextIO

import msgspec

OURS: Final = "dateline"
FIELDS: Final = {
    "request": "id of the request, as the header X-Request-ID has it",
    "method": "of the request",
    "route": "the route that answered, without what was asked of it",
    "status": "of the answer",
    "milliseconds": "that it took",
    "source": "address of a source of the watch",
    "listed": "addresses that it named",
    "new": "of these, not known before",
    "dead": "whether someone should look at the source",
    "document": "id of a document",
    "statements": "number of statements",
    "stage": "that set something aside",
    "reason": "code of why it was set aside",
    "version": "of the program",
    "signal": "that ended it",
    "check": "of readiness that failed",
    "error": "kind of an error",
    "at": "where it was raised: file, line and function, the innermost last",
    "message": "of another package, without what it filled in",
}
"""What a line may have beside `time`, `level`, `event` and `logger`, and what it means."""
FRAMES: Final = 8
"""Places of an error that are told."""
REQUEST: ContextVar[str | None] = ContextVar("request", default=None)
"""Id of the request in hand: every line written meanwhile has it."""


def event(name: str, level: int = logging.INFO, **fields: Any) -> None:
    """Log an event; nothing comes of it unless the log is switched on.

    Args:
        name: the event's word.
        fields: of `FIELDS`; what is None is left out.
    """
    unknown = fields.keys() - FIELDS.keys()
    assert not unknown, f"the log has no field {sorted(unknown)}"
    logging.getLogger(OURS).log(level, name, extra={"fields": fields})


class JsonLines(logging.Formatter):
    """A log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
        }
        if record.name == OURS:
            line["event"] = record.msg
        else:
            line |= {"event": "message", "logger": record.name, "message": str(record.msg) if record.args else _first_words(record)}
        line |= {name: value for name, value in getattr(record, "fields", {}).items() if value is not None}
        if (request := REQUEST.get()) and "request" not in line:
            line["request"] = request
        if record.exc_info and record.exc_info[1]:
            line |= told(record.exc_info[1])
        return msgspec.json.encode(line).decode()


def told(error: BaseException) -> dict[str, Any]:
    """Kind and place of an error, without its words.

    >>> told(ValueError("what the article says"))
    {'error': 'ValueError', 'at': []}
    """
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return {"error": type(error).__name__, "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}


def switch_on(level: str, stream: TextIO | None = None) -> None:
    """Write the lines of this level and above to a stream, stderr when None; other packages' go the same way."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level.upper())
    logging.captureWarnings(True)


def switched_on() -> bool:
    """Whether lines are written: then nothing else goes to stderr."""
    return any(isinstance(handler.formatter, JsonLines) for handler in logging.getLogger().handlers)


def _first_words(record: logging.LogRecord) -> str:
    """Of a message that came filled in already: its beginning, which is the program's."""
    return " ".join(str(record.msg).split()[:3])
