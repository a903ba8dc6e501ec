"""Documents -> stories: which documents are copies of one report, cut or lightly rewritten, and which sentences went from story
to story.

Candidates share a band of their MinHash signature (rensa) or a sentence; two documents are copies when the shorter one's wording
(runs of `RUN` words) stands largely in the other. Who copied whom is told by the days of publication alone.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from dateline.link.clusters import Score, components
from dateline.link.words import plain
from dateline.records import Copy, Document, Echo, Record, Sentence, Story

RUN = 4
"""Words in a run: short enough to survive an edited word, long enough not to be shared by chance."""
COPY = 0.6
"""Share of the shorter one's runs that must stand in the longer one."""
CROWD = 12
"""Documents with one key of which all pairs are compared; of more only neighbours by id."""
LEAST_RUNS = 12
"""Shorter texts are copies only when they are equal."""
SIGNATURE, BANDS, SEED = 32, 8, 7
"""Numbers of a signature and its bands: of documents that share half their runs one in three is found, of four fifths nearly
all."""
LONG_SENTENCE = 8
"""Words from which on a sentence is hardly written twice by chance."""


class Prints(Record, frozen=True):
    """What of a document is compared with others."""

    document: str
    keys: tuple[int, ...]
    """Bands of its signature and hashes of its long sentences: documents that share none are not copies."""
    sentences: tuple[tuple[int, str], ...]
    """Hash and id of each long sentence."""


def prints_of(document: Document, sentences: Iterable[Sentence]) -> Prints:
    """A document's prints. Page furniture is no part of its wording."""
    from rensa import RMinHash  # pyright: ignore[reportAttributeAccessIssue] - compiled, without stubs

    long = tuple(sorted((number, s.id) for s in sentences if (number := _sentence_number(s, document)) is not None))
    signature = RMinHash(num_perm=SIGNATURE, seed=SEED)
    signature.update(sorted(runs_of(document)))
    digest: Sequence[int] = signature.digest()
    width = SIGNATURE // BANDS
    bands = {_number(f"{band}:{digest[band * width : (band + 1) * width]}") for band in range(BANDS)}
    return Prints(
        document=document.id,
        keys=tuple(sorted(bands | {number for number, _ in long})),
        sentences=long,
    )


def runs_of(document: Document) -> frozenset[str]:
    """Runs of words of a document's text without its furniture; a short text is one run."""
    words = plain(_own_text(document)).split()
    if len(words) < RUN:
        return frozenset([" ".join(words)])
    return frozenset(" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def share_of(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter one's wording stands in the longer one."""
    shorter = min(len(one), len(other))
    if shorter < LEAST_RUNS:
        return 1.0 if one == other else 0.0
    return round(len(one & other) / shorter, 3)


def candidates(holders: Mapping[int, Iterable[str]]) -> set[tuple[str, str]]:
    """Pairs of documents that may be copies, smaller id first.

    Args:
        holders: key -> the documents that have it.
    """
    found: set[tuple[str, str]] = set()
    for there in holders.values():
        ordered = sorted(set(there))
        if len(ordered) <= CROWD:
            found.update((one, other) for at, one in enumerate(ordered) for other in ordered[at + 1 :])
        else:
            # all pairs of what hundreds share would be tens of thousands: neighbours hold the copies among them together as well
            found.update(pairwise(ordered))
    return found


def make_stories(documents: Iterable[Document], pairs: Iterable[tuple[str, str]]) -> list[Story]:
    """The stories of a set of documents, each document in exactly one, in the order of publication.

    Args:
        pairs: those that may be copies; whether they are is decided here.
    """
    by_id = {document.id: document for document in documents}
    runs: dict[str, frozenset[str]] = {}

    def share(one: str, other: str) -> float:
        for name in (one, other):
            if name not in runs:
                runs[name] = runs_of(by_id[name])
        return share_of(runs[one], runs[other])

    links = [pair for pair in pairs if share(*pair) >= COPY]
    stories = [_story([by_id[name] for name in members], share) for members in components(by_id, links)]
    return sorted(stories, key=lambda story: publication(by_id[story.id]))


def publication(document: Document) -> tuple[str, str]:
    """Documents by day of publication; those without one come last."""
    return document.published or "9999", document.id


def _story(documents: list[Document], share: Score) -> Story:
    ordered = sorted(documents, key=publication)
    copies = []
    for at, document in enumerate(ordered[1:], start=1):
        of, most = max(((other, share(document.id, other.id)) for other in ordered[:at]), key=lambda pair: pair[1])
        copies.append(Copy(document=document.id, of=of.id, share=most, days_later=_days_between(of, document)))
    return Story(id=ordered[0].id, documents=tuple(document.id for document in ordered), copies=tuple(copies))


def _days_between(one: Document, other: Document) -> int | None:
    if not one.published or not other.published:
        return None
    return (date.fromisoformat(other.published[:10]) - date.fromisoformat(one.published[:10])).days


def make_echoes(holders: Mapping[int, Iterable[tuple[str, str, str]]], story_of: Mapping[str, str]) -> list[Echo]:
    """The sentences that stand word for word in several stories.

    Args:
        holders: hash of a sentence -> (day of publication or "9999", document, sentence id) of each document that has it.
    """
    echoes = []
    for number, there in sorted(holders.items()):
        ordered = sorted(there)
        tellers = tuple(dict.fromkeys(story_of[document] for _, document, _ in ordered))
        if len(tellers) > 1:
            echoes.append(Echo(id=f"{number:016x}", sentences=tuple(sentence for _, _, sentence in ordered), stories=tellers))
    return echoes


def _own_text(document: Document) -> str:
    return " ".join(_own_parts(document))


def _own_parts(document: Document) -> Iterator[str]:
    at = 0
    for anchor in document.furniture:
        yield document.text[at : anchor.start]
        at = anchor.end
    yield document.text[at:]


def _sentence_number(sentence: Sentence, document: Document) -> int | None:
    """The hash of a long sentence's words; None of a short one and of furniture."""
    if any(part.start <= sentence.anchor.start < part.end for part in document.furniture):
        return None
    words = plain(sentence.anchor.exact)
    return _number(words) if words.count(" ") + 1 >= LONG_SENTENCE else None


def _number(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big") >> 1
