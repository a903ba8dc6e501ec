"""One question to a language model and its answer as text: tried again when that may help, in the form that the endpoint takes.

Endpoints differ in what they take: where one refuses a schema, a temperature or the name of the limit of an answer, the question is
put without it, and all later ones too. It knows no codebook and does not judge what the text says.
"""

import random
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from dateline.errors import ExtractorError
from dateline.read.llm.endpoint import Answered, Endpoint, NoAnswerError
from dateline.read.llm.ledger import Ledger
from dateline.records import Record

TRIES: Final = 4
FIRST_PAUSE_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 60.0
AGAIN: Final = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529))
"""Statuses after which another try may be answered."""
FORMS: Final = (400, 413, 415, 422, 501)
"""Statuses by which endpoints refuse a part of a request that they do not know."""
LETTERS_A_TOKEN: Final = 4
FEWEST_LETTERS_A_TOKEN: Final = 2
"""Of a text in any language, nearly: what a request can take is reckoned by it."""
_TOO_LONG = re.compile(r"context|too long|too many tokens|maximum.{0,20}length|exceeds?.{0,30}(?:size|tokens)", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\u00a0-\u024f\u0370-\u1fff\u3040-\ud7ff]+")
_OPTIONAL = (
    ("schema", re.compile(r"json_schema|response_format|schema|grammar|guided", re.IGNORECASE)),
    ("json", re.compile(r"json_object|response_format", re.IGNORECASE)),
    ("limit", re.compile(r"max_tokens", re.IGNORECASE)),
    ("temperature", re.compile(r"temperature", re.IGNORECASE)),
)
"""Parts of a request that can be left out, and what a refusal of each says."""


class Completion(Record, frozen=True):
    """What the model said. `whole` is False where it was cut off at the limit."""

    text: str
    whole: bool


class TooLongError(Exception):
    """The question, or its answer, is longer than the model takes."""


class UnusableError(Exception):
    """The endpoint answered with what is no answer; the message says what is wrong with it, without its words."""


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Body(msgspec.Struct):
    choices: list[_Choice]
    usage: Any = None


class Asker:
    """Asks one model at one endpoint.

    Args:
        key: kept out of every message.
        sleep: how pauses are made, in seconds; unless told otherwise so that closing ends them.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        model: str,
        ledger: Ledger,
        key: str | None = None,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._model = model
        self._ledger = ledger
        self._key = key
        self._closed = threading.Event()
        self._sleep = sleep or self._closed.wait
        self._answered = False
        self._left_out: set[str] = set()

    def close(self) -> None:
        """Give up what is under way, and ask nothing more."""
        self._closed.set()
        self._endpoint.close()

    def ask(self, system: str, question: str, schema: Mapping[str, Any], most_tokens: int) -> Completion:
        """Put one question.

        Args:
            schema: of the JSON to be answered with.
            most_tokens: longest answer.

        Raises:
            TooLongError: it must be put in smaller parts.
            UnusableError: what came back is no answer, at every try.
            ExtractorError: there is no sense in asking more: refused, not reached, or a cap.
        """
        problem: _LaterError | UnusableError
        tries = 0
        while True:
            left_out = frozenset(self._left_out)
            try:
                completion = self._once(self._body(system, question, schema, most_tokens, left_out), most_tokens, left_out)
                self._answered = True
                return completion
            except _FormError:
                continue
            except (_LaterError, UnusableError) as error:
                problem = error
            tries += 1
            # What is no answer, or not in time, at the second try will hardly be one at the third; nor is one there who never was.
            if tries == (TRIES if isinstance(problem, _LaterError) and not problem.twice_is_enough else TRIES // 2):
                break
            self._pause(tries, problem.wait_seconds if isinstance(problem, _LaterError) else None)
        if isinstance(problem, UnusableError):
            raise problem
        # An endpoint that has answered before may fail for what this text makes of it: others are to be read all the same.
        if self._answered and problem.may_be_the_text:
            raise UnusableError(f"the endpoint {problem}, at {tries} tries") from problem
        raise ExtractorError(
            f"The endpoint {self._endpoint.host} {problem}, at {tries} tries; what was read is kept: run the same "
            "command later for the rest."
        ) from problem

    def _once(self, body: bytes, most_tokens: int, left_out: frozenset[str]) -> Completion:
        if self._closed.is_set():
            raise ExtractorError("The reading was given up.")
        # What can be taken at most, in any language, so that a cap is kept before the endpoint has counted.
        reserved = self._ledger.reserve(len(body) // FEWEST_LETTERS_A_TOKEN, most_tokens)
        counted = (len(body) // LETTERS_A_TOKEN, 0)
        try:
            answered = self._endpoint.post(body)
            if answered.status != 200:
                counted = (0, 0)
                self._refused(answered, left_out)
            counted = (counted[0], min(most_tokens, len(answered.body) // LETTERS_A_TOKEN))
            told = _decoded(answered.body)
            counted = _counted(told.usage, counted, reserved)
            return _completion(told)
        except NoAnswerError as error:
            if not error.reached:
                counted = (0, 0)  # nothing was sent
            never_there = not error.reached and not self._answered
            raise _LaterError(str(error), twice_is_enough=error.reached or never_there, may_be_the_text=error.reached) from error
        finally:
            self._ledger.settle(reserved, *counted)

    def _refused(self, answered: Answered, left_out: frozenset[str]) -> None:
        status, host = answered.status, self._endpoint.host
        if status in AGAIN:
            raise _LaterError(
                f"answered {status}", wait_seconds=_seconds(answered.header("retry-after")), may_be_the_text=status >= 500
            )
        said = self._said(answered.body)
        if status in (401, 403):
            raise ExtractorError(f"The endpoint {host} refuses the key ({status}); set DATELINE_LLM_KEY to one that it takes.")
        if 300 <= status < 400:
            raise ExtractorError(
                f"The endpoint {host} sends elsewhere ({status}), which is not followed; give llm_address the address itself."
            )
        if status in FORMS:
            if _TOO_LONG.search(said) and not _OPTIONAL[2][1].search(said):
                raise TooLongError
            named = [name for name, refused in _OPTIONAL if name not in left_out and refused.search(said)]
            # Some say no more than that they do not like it: the schema is what most cannot take.
            unnamed = [name for name in ("schema", "json") if name not in left_out]
            if drop := named or unnamed:
                self._left_out.add(drop[0])
                raise _FormError
        raise ExtractorError(
            f"The endpoint {host} answered {status}{f' ({said})' if said else ''}; check llm_address, which mostly ends in /v1, "
            "and llm_model."
        )

    def _said(self, body: bytes) -> str:
        """The first words of an error, safe to print: without control characters, and without the key or parts of it."""
        words = _UNPRINTABLE.sub(" ", body[:2000].decode("utf-8", "replace"))
        if self._key:
            size = min(6, len(self._key))
            for start in range(len(self._key) - size + 1):
                if self._key[start : start + size] in words:
                    return ""
        return " ".join(words.split())[:200]

    def _body(self, system: str, question: str, schema: Mapping[str, Any], most_tokens: int, left_out: frozenset[str]) -> bytes:
        asked: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": question}],
            "stream": False,
            "max_completion_tokens" if "limit" in left_out else "max_tokens": most_tokens,
        }
        if "temperature" not in left_out:
            asked["temperature"] = 0
        if "schema" not in left_out:
            asked["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "assertions", "strict": True, "schema": schema},
            }
        elif "json" not in left_out:
            asked["response_format"] = {"type": "json_object"}
        return msgspec.json.encode(asked)

    def _pause(self, tries: int, asked: float | None) -> None:
        pause = FIRST_PAUSE_SECONDS * 2 ** (tries - 1) * random.uniform(0.8, 1.2)
        self._sleep(min(max(pause, asked or 0.0), LONGEST_PAUSE_SECONDS))


class _LaterError(Exception):
    """Another try may be answered."""

    def __init__(
        self, problem: str, *, wait_seconds: float | None = None, twice_is_enough: bool = False, may_be_the_text: bool = False
    ) -> None:
        super().__init__(problem)
        self.wait_seconds = wait_seconds
        self.twice_is_enough = twice_is_enough
        self.may_be_the_text = may_be_the_text


class _FormError(Exception):
    """A part of the request was refused and is left out from now on."""


def _decoded(body: bytes) -> _Body:
    try:
        return msgspec.json.decode(body, type=_Body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnusableError("what the endpoint sent is no completion, or not a whole one") from error


def _completion(told: _Body) -> Completion:
    if not told.choices or not (text := told.choices[0].message.content):
        raise UnusableError("the completion is empty")
    return Completion(text=text, whole=told.choices[0].finish_reason != "length")


def _counted(usage: Any, guessed: tuple[int, int], most: Sequence[int]) -> tuple[int, int]:
    """The endpoint's count of tokens as far as it can be true: an eighth of what the length says, and no more than was possible."""
    told = usage if isinstance(usage, dict) else {}
    counts = []
    for name, guess, limit in zip(("prompt_tokens", "completion_tokens"), guessed, most, strict=True):
        count = told.get(name)
        counts.append(min(count, limit) if type(count) is int and count > guess // 8 else guess)
    return counts[0], counts[1]


def _seconds(value: str | None) -> float | None:
    return float(value) if value and re.fullmatch(r"\d{1,6}(?:\.\d+)?", value.strip()) else None
