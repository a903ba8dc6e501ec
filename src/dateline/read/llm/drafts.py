"""The text of an answer -> drafts of assertions, of the form that was asked for. It believes nothing that they say."""

import re
from collections.abc import Sequence

import msgspec

_FENCE = re.compile(r"\A\s*```[\w-]*\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)
_THOUGHT = re.compile(r"\A\s*<(think|thinking|thought|reasoning)>.*?</\1>", re.DOTALL)
"""What models that think aloud write before their answer."""


class CountDraft(msgspec.Struct):
    """A count of an event: what is counted, and the words for it."""

    of: str
    words: str


class Draft(msgspec.Struct):
    """One assertion as a language model gave it. Keys that were not asked for are not looked at."""

    sentence: int
    kind: str
    quote: str
    type: str | None = None
    trigger: str | None = None
    actors: list[str] | None = None
    recipients: list[str] | None = None
    subject: str | None = None
    object: str | None = None
    target: str | None = None
    addressee: str | None = None
    places: list[str] | None = None
    times: list[str] | None = None
    counts: list[CountDraft] | None = None
    number: str | None = None
    source: str | None = None
    source_named: bool | None = None
    cue: str | None = None
    hedge: str | None = None
    likelihood: str | None = None
    conditional: bool | None = None
    dating: str | None = None

    def words_of(self) -> list[tuple[str, str]]:
        """Role and words of everyone and everything that takes part, counts left out."""
        single = ("subject", "object", "target", "addressee", "number")
        several = (("actor", self.actors), ("recipient", self.recipients), ("place", self.places), ("time", self.times))
        found = [(role, words) for role, listed in several for words in listed or ()]
        return found + [(role, words) for role in single if (words := getattr(self, role))]


class _Answer(msgspec.Struct):
    assertions: list[msgspec.Raw]


class NotAnAnswerError(Exception):
    """The text holds no answer of the form asked for, not even a part of one."""


def read_answer(text: str) -> list[Draft | None]:
    """The drafts of an answer in their order; None for each that has not the form.

    Raises:
        NotAnAnswerError: it is no JSON object with a list of assertions.
    """
    for candidate in _candidates(text):
        try:
            answer = msgspec.json.decode(candidate, type=_Answer)
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
            continue
        return [_draft(raw) for raw in answer.assertions]
    raise NotAnAnswerError


def _candidates(text: str) -> Sequence[str]:
    """The text, and what of it may be the answer where a model wrapped it up."""
    plain = _THOUGHT.sub("", text, count=1)
    fenced = _FENCE.match(plain)
    first, last = plain.find("{"), plain.rfind("}")
    return [text, plain, *([fenced[1]] if fenced else []), *([plain[first : last + 1]] if 0 <= first < last else [])]


def _draft(raw: msgspec.Raw) -> Draft | None:
    try:
        return msgspec.json.decode(raw, type=Draft)
    except (msgspec.DecodeError, RecursionError):
        return None
