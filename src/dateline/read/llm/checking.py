"""Drafts -> assertions: nothing is believed that the text and the codebook do not bear out.

Every string of a draft is either looked up in a closed list or found in the document as whole words; what is kept is the stretch of
the document. So whatever a language model was talked into by an article, it can say no more than words of that article under kinds
of the codebook. What does not hold is set aside with a reason, and the note has none of the model's words in it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from dateline.codebook import Codebook
from dateline.codebook.quantities import find_rows
from dateline.errors import Reason
from dateline.read.llm.drafts import Draft
from dateline.read.llm.prompt import DATINGS, TYPED
from dateline.read.llm.quotes import Place, first_in
from dateline.read.reading import NEEDED, ROLES, assertion_id, cut
from dateline.records import (
    COUNTED,
    HEDGES,
    KINDS,
    LIKELIHOODS,
    Anchor,
    Argument,
    Assertion,
    Attribution,
    Document,
    Sentence,
    SetAside,
)

CHECKS: Final = "1"
"""Goes up when the same answer is judged differently, so that kept answers are asked for anew."""
MOST_A_SENTENCE: Final = 20
"""In 405 annotated sentences people found eight at most, and eighteen in one that lists."""
MOST_DRAFTS: Final = 2 * MOST_A_SENTENCE
"""For each sentence asked about, so many drafts of an answer are looked at; more are not even noted one by one."""
LONGEST_NAME: Final = 40
"""Words that a participant, a source or a count may have."""
LONGEST_TIME: Final = 12
LONGEST_NUMBER: Final = 12
MOST_DIGITS: Final = 11
"""Nothing that wars are told of is counted in hundreds of billions."""
LAST_YEAR: Final = 2199
EDGES: Final = " \t\r\n,.;:-–—"
UNSCORED: Final = 0.5
"""A language model does not say how sure it is."""
_NUMBER_WORD = re.compile(
    r"\d|\b(?:no|none|nobody|zero|half|third|quarter|majority|minority|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|scores?|tens"
    r"|both|couple)\b",
    re.IGNORECASE,
)
_LONG_RUN = re.compile(r"\d[\d.,\s]*")


class _RefusedError(Exception):
    """The draft is no assertion."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Checker:
    """Checks the answers about one part of a document.

    Args:
        before: sentences that were shown beside those asked about; a name or a source may stand there.
        sentences: those asked about.
        extractor: name and version for the records.
    """

    def __init__(
        self, document: Document, before: Sequence[Sentence], sentences: Sequence[Sentence], codebook: Codebook, extractor: str
    ) -> None:
        self._document = document
        self._codebook = codebook
        self._extractor = extractor
        self._sentences = {sentence.index: sentence for sentence in sentences}
        text = document.text
        shown = [*before, *sentences]
        self._places = {s.index: Place(text, s.anchor.start, s.anchor.end) for s in sentences}
        # One by one, not as one stretch: page furniture may stand between them.
        self._shown = [Place(text, s.anchor.start, s.anchor.end) for s in shown]
        self._types = {kind: frozenset(entry.id for entry in codebook.of_kind(kind)) for kind in TYPED}
        self._notes: list[SetAside] = []
        self._label = ""
        self._first = sentences[0].index

    def check(self, drafts: Sequence[Draft | None]) -> tuple[list[Assertion], list[SetAside]]:
        """What holds of the drafts, and a note on every draft, or part of one, that does not: no draft is in neither."""
        self._notes = []
        kept: dict[str, Assertion] = {}
        told: Counter[int] = Counter()
        most = MOST_DRAFTS * len(self._sentences)
        for number, draft in enumerate(drafts[:most], 1):
            self._label = f"{self._document.id}:{self._first}#{number}"
            sentence = self._sentences.get(draft.sentence) if draft else None
            before = len(self._notes)
            try:
                if draft is None:
                    raise _RefusedError(Reason.UNUSABLE, "it has not the form of an assertion")
                if sentence is None:
                    raise _RefusedError(Reason.UNUSABLE, "it names a sentence that was not asked about")
                if told[sentence.index] >= MOST_A_SENTENCE:
                    raise _RefusedError(Reason.TOO_MANY, f"the sentence has {MOST_A_SENTENCE} already")
                assertion = self._assertion(draft, sentence)
                if assertion.id in kept:
                    raise _RefusedError(Reason.REPEATED, "the same kind, type and words were given before")
            except _RefusedError as error:
                # What was noted of its parts is no matter any more.
                del self._notes[before:]
                self._note(error.reason, f"set aside whole: {error.detail}", sentence)
                continue
            told[assertion_sentence(assertion)] += 1
            kept[assertion.id] = assertion
        if len(drafts) > most:
            self._label = f"{self._document.id}:{self._first}#{most + 1}"
            self._note(Reason.TOO_MANY, f"{len(drafts) - most:,} drafts after the {most:,}th were not looked at", None)
        return list(kept.values()), self._notes

    def _note(self, reason: Reason, detail: str, sentence: Sentence | None) -> None:
        self._notes.append(
            SetAside(
                stage="read",
                item=self._label,
                reason=reason,
                detail=detail,
                document=self._document.id,
                anchor=sentence.anchor if sentence else None,
            )
        )

    def _assertion(self, draft: Draft, sentence: Sentence) -> Assertion:
        kind = _known(draft.kind, KINDS, "kind")
        type_ = _known(draft.type, self._types[kind], "type") if kind in TYPED else None
        hedge = _known(draft.hedge or "asserted", HEDGES, "hedge")
        here = self._places[sentence.index]
        # Without the stops at its ends, as all spans are; but "U.S." is a word.
        quote = next((found[0] for words in (draft.quote.strip(EDGES), draft.quote) if (found := here.find(words))), None)
        if quote is None:
            raise _RefusedError(Reason.NOT_IN_TEXT, "the quote does not stand in the sentence")
        attribution = self._attribution(draft, here, quote)
        arguments = tuple(self._arguments(draft, kind, here, quote, sentence))
        roles = {argument.role for argument in arguments}
        missing = [role for role in (*NEEDED.get(kind, ()), *(("number",) if kind == "quantity" else ())) if role not in roles]
        if missing:
            raise _RefusedError(Reason.INCOMPLETE, f"it has no {missing[0]} that stands in the text")
        likelihood = None
        if kind == "forecast":
            likelihood = _known(draft.likelihood or "unstated", LIKELIHOODS, "likelihood")
        fired = [m for m in self._codebook.find_triggers(quote.exact) if m.entry == type_]
        text, at = self._document.text, quote.start
        return Assertion(
            id=assertion_id(self._document.id, kind, type_, quote),
            document=self._document.id,
            sentence=sentence.id,
            kind=kind,
            type=type_,
            anchor=quote,
            trigger=cut(text, at + fired[0].start, at + fired[0].end) if fired else self._trigger(draft, quote, sentence),
            arguments=tuple(sorted(arguments, key=lambda a: (a.anchor.start, a.anchor.end, a.role))),
            attribution=attribution,
            hedge=hedge,
            likelihood=likelihood,
            conditional=kind == "forecast" and bool(draft.conditional),
            dating=draft.dating if draft.dating in DATINGS else None,
            entry=type_ if fired else None,
            extractor=self._extractor,
            score=UNSCORED,
        )

    def _trigger(self, draft: Draft, quote: Anchor, sentence: Sentence) -> Anchor | None:
        if not draft.trigger:
            return None
        found = next(iter(Place(self._document.text, quote.start, quote.end).find(draft.trigger)), None)
        if found is None:
            self._note(Reason.NOT_IN_TEXT, "left out: the trigger does not stand in the quote", sentence)
        return found

    def _attribution(self, draft: Draft, here: Place, quote: Anchor) -> Attribution | None:
        if not draft.source:
            return None
        # Without its source it would be the report's own word: then it is rather not told at all.
        source = self._find(draft.source, here, quote)
        if source is None or len(source.exact.split()) > LONGEST_NAME:
            raise _RefusedError(Reason.NOT_IN_TEXT, "the source does not stand in the text")
        cue = self._find(draft.cue, here, quote) if draft.cue else None
        return Attribution(source=source, cue=cue, named=bool(draft.source_named))

    def _arguments(self, draft: Draft, kind: str, here: Place, quote: Anchor, sentence: Sentence) -> Iterator[Argument]:
        found: set[tuple[str, int, int]] = set()
        counts = [(f"count:{one.of}", one.words) for one in draft.counts or ()] if kind == "event" else []
        for role, words in [*draft.words_of(), *counts]:
            called = role.partition(":")[0]
            if called == "count" and role.partition(":")[2] not in COUNTED:
                self._note(Reason.NOT_IN_CODEBOOK, "left out: what is counted is none of the list", sentence)
                continue
            if called != "count" and role not in ROLES[kind]:
                self._note(Reason.NOT_IN_CODEBOOK, f"left out: a {kind} has no {called}", sentence)
                continue
            # A number belongs to its sentence; who and where may stand in another one.
            anchor = first_in([here], words, quote) if called in ("count", "number") else self._find(words, here, quote)
            if anchor is None:
                self._note(Reason.NOT_IN_TEXT, f"left out: the {called} does not stand in the text", sentence)
            elif not self._plausible(called, anchor.exact):
                self._note(Reason.IMPLAUSIBLE, f"left out: the {called} cannot be one", sentence)
            elif (role, anchor.start, anchor.end) not in found:
                found.add((role, anchor.start, anchor.end))
                yield Argument(role=role, anchor=anchor, score=UNSCORED)

    def _find(self, words: str, here: Place, quote: Anchor) -> Anchor | None:
        """In the sentence, else in the nearest of those shown, those before it first."""
        before = [place for place in reversed(self._shown) if place.end <= here.start]
        after = [place for place in self._shown if place.start >= here.end]
        return first_in([here, *before, *after], words, quote)

    def _plausible(self, role: str, words: str) -> bool:
        size = len(words.split())
        if role == "number":
            return size <= LONGEST_NUMBER and self._is_number(words) and _few_digits(words)
        if role == "time":
            return size <= LONGEST_TIME and all(int(year) <= LAST_YEAR for year in re.findall(r"(?<!\d)\d{4}(?!\d)", words))
        return size <= LONGEST_NAME and (role != "count" or _few_digits(words))

    def _is_number(self, words: str) -> bool:
        return bool(_NUMBER_WORD.search(words) or find_rows(words, self._codebook.quantities))


def assertion_sentence(assertion: Assertion) -> int:
    """The number of an assertion's sentence."""
    return int(assertion.sentence.rpartition(":")[2])


def _known(value: str | None, known: Sequence[str] | frozenset[str], called: str) -> str:
    if value is None or value not in known:
        raise _RefusedError(Reason.NOT_IN_CODEBOOK, f"its {called} is none of the list")
    return value


def _few_digits(words: str) -> bool:
    return all(len(re.sub(r"\D", "", run.group())) <= MOST_DIGITS for run in _LONG_RUN.finditer(words))
