"""Documents -> readings by a language model: a document is asked about in parts, several at a time, and what holds is put together.

A document is read whole or not at all: where a part stays without an answer it is set aside, and the next one is read. It stands
where the built-in reader stands; what comes after does not know which of them read.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from dateline.codebook import Codebook
from dateline.errors import ExtractorError, Reason
from dateline.read.llm.asking import Asker, TooLongError, UnusableError
from dateline.read.llm.cache import Cache, Checked
from dateline.read.llm.checking import CHECKS, Checker
from dateline.read.llm.drafts import NotAnAnswerError, read_answer
from dateline.read.llm.ledger import CapError, Ledger
from dateline.read.llm.prompt import INSTRUCTIONS, answer_schema, fingerprint, question, system_prompt
from dateline.read.reading import find_all_sentences, make_reading
from dateline.records import Document, Reading, Sentence, SetAside

LETTERS_A_PART: Final = 3_000
"""Of the sentences that are asked about together: some five hundred words."""
SENTENCES_A_PART: Final = 25
BEFORE: Final = 3
"""Sentences that are shown before these."""
TOKENS_AT_LEAST: Final = 600
TOKENS_A_SENTENCE: Final = 450
"""An assertion takes some 150 tokens in the form that is asked for."""
MOST_IN_A_ROW: Final = 5
"""After so many documents in a row without an answer there is no sense in asking on."""


class UnansweredError(Exception):
    """A part of a document stays without an answer; the message says why."""


class LlmReader:
    """A language model and the codebook together. `version` names model and prompt.

    Args:
        model: its name, for the records.
        asker: puts the questions.
        ledger: counts them.
        cache: what was asked before.
        jobs: questions that are under way together.
    """

    def __init__(self, model: str, asker: Asker, ledger: Ledger, cache: Cache, codebook: Codebook, jobs: int) -> None:
        self.codebook = codebook
        self.ledger = ledger
        self.version = f"llm {model}, prompt {fingerprint(INSTRUCTIONS, CHECKS)[:8]}"
        self._model, self._asker, self._cache, self._jobs = model, asker, cache, jobs
        self._system = system_prompt(codebook)
        self._schema = answer_schema(codebook)
        self._without = 0

    def with_codebook(self, codebook: Codebook) -> "LlmReader":
        """The same model with another codebook."""
        return LlmReader(self._model, self._asker, self.ledger, self._cache, codebook, self._jobs)

    def close(self) -> None:
        """Give up what is under way and close the cache."""
        self._asker.close()
        self._cache.close()

    def read(self, documents: Sequence[Document]) -> list[Reading | SetAside]:
        """One reading a document, in order; a document without a whole answer is set aside.

        Raises:
            ExtractorError: there is no sense in asking more; what was answered is in the cache.
        """
        found = [find_all_sentences(document) for document in documents]
        parts = [list(_parts(sentences)) for sentences in found]
        pool = ThreadPoolExecutor(self._jobs, thread_name_prefix="dateline-llm")
        try:
            waiting = [
                [pool.submit(self._read_part, document, before, asked) for before, asked in listed]
                for document, listed in zip(documents, parts, strict=True)
            ]
            return [self._gathered(d, s, w) for d, s, w in zip(documents, found, waiting, strict=True)]
        except CapError:
            # What is under way was reserved and is paid for: it is waited for and kept.
            pool.shutdown(wait=True, cancel_futures=True)
            raise
        except BaseException:
            self._asker.close()
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _gathered(
        self, document: Document, sentences: Sequence[tuple[Sentence, bool]], waiting: "Sequence[Future[Checked]]"
    ) -> Reading | SetAside:
        try:
            checked = [future.result() for future in waiting]
        except UnansweredError as error:
            for future in waiting:
                future.cancel()
            self._without += 1
            if self._without >= MOST_IN_A_ROW:
                raise ExtractorError(
                    f"The language model gave no whole answer about {MOST_IN_A_ROW} documents in a row, the last time because "
                    f"{error}; try another llm_model. What was read is kept."
                ) from error
            return SetAside(stage="read", item=document.name, reason=Reason.UNANSWERED, detail=str(error))
        self._without = 0
        assertions = [assertion for one in checked for assertion in one.assertions]
        return make_reading(document, sentences, assertions, [note for one in checked for note in one.notes])

    def _read_part(self, document: Document, before: Sequence[Sentence], asked: Sequence[Sentence]) -> Checked:
        put = question(document, before, asked)
        key = fingerprint(CHECKS, self._model, self._system, put, document.id, self.codebook.version)
        if (kept := self._cache.find(key, document)) is not None:
            self.ledger.count_cached()
            return kept
        checked = self._ask(document, before, asked, put)
        self._cache.keep(key, checked)
        return checked

    def _ask(self, document: Document, before: Sequence[Sentence], asked: Sequence[Sentence], put: str) -> Checked:
        most = TOKENS_AT_LEAST + TOKENS_A_SENTENCE * len(asked)
        problem = ""
        for _ in range(2):
            try:
                completion = self._asker.ask(self._system, put, self._schema, most)
                if not completion.whole:
                    raise TooLongError
                drafts = read_answer(completion.text)
            except TooLongError:
                return self._halves(document, before, asked)
            except UnusableError as error:
                raise UnansweredError(str(error)) from error
            except NotAnAnswerError:
                problem = "the answer is not the JSON that was asked for, twice"
                continue
            assertions, notes = Checker(document, before, asked, self.codebook, self.version).check(drafts)
            return Checked(assertions=tuple(assertions), notes=tuple(notes))
        raise UnansweredError(problem)

    def _halves(self, document: Document, before: Sequence[Sentence], asked: Sequence[Sentence]) -> Checked:
        """What is too long for one answer is asked for in two; a sentence alone that is too long stays unanswered."""
        if len(asked) < 2:
            raise UnansweredError("the answer about one sentence is longer than it may be")
        middle = len(asked) // 2
        first = self._read_part(document, before, asked[:middle])
        second = self._read_part(document, [*before, *asked[:middle]][-BEFORE:], asked[middle:])
        return Checked(assertions=first.assertions + second.assertions, notes=first.notes + second.notes)


def _parts(sentences: Sequence[tuple[Sentence, bool]]) -> Iterator[tuple[list[Sentence], list[Sentence]]]:
    """The sentences without furniture in parts, each with those shown before it."""
    coded = [sentence for sentence, furniture in sentences if not furniture]
    first = 0
    while first < len(coded):
        last, letters = first, 0
        while last < len(coded) and last - first < SENTENCES_A_PART:
            letters += len(coded[last].anchor.exact)
            if letters > LETTERS_A_PART and last > first:
                break
            last += 1
        yield coded[max(0, first - BEFORE) : first], coded[first:last]
        first = last
