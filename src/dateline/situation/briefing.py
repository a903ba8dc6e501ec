"""Statements -> the briefing: a printable page in which every line leads to the quoted sentences it rests on.

Lines come from `sections`, sources from `citations`, words from `wording`; here they are put together and shown.
Nothing is summarised, averaged or inferred.
What it does not know: which statements matter most. A briefing of a large archive is as long as the archive.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from itertools import groupby

from dateline.records import Document, Record, Sentence, SetAside, Statement
from dateline.situation import wording
from dateline.situation.citations import Citation, Source, in_order, number_sources
from dateline.situation.sections import Section, make_sections


class Read(Record, frozen=True):
    """One document that was read, and how many statements and sources came of it."""

    document: Document
    statements: int
    first_source: int | None


class Aside(Record, frozen=True):
    """How many items were set aside for one reason, at one stage."""

    stage: str
    reason: str
    count: int


class Briefing(Record, frozen=True):
    """The whole briefing, ready to be shown. The same statements give the same briefing, whatever their order."""

    title: str
    read: tuple[Read, ...]
    outlets: str
    dates: str
    statement_count: int
    sections: tuple[Section, ...]
    aside: tuple[Aside, ...]
    sources: tuple[Source, ...]
    versions: tuple[str, ...]


ASIDE_WORD = {
    "furniture": "page furniture: teasers, links, credits",
    "nothing_asserted": "read, and nothing asserted about the conflict",
    "unresolved_time": "a time that needs a publication date the document does not have",
    "duplicate": "the same text was there already",
    "rejected": "a coder says that the text does not assert it",
    "not_english": "in a language the model was not trained on",
}


def briefing(
    documents: Iterable[Document],
    statements: Iterable[Statement],
    sentences: Iterable[Sentence],
    set_aside: Sequence[SetAside] = (),
    labels: Mapping[str, str] | None = None,
    title: str = "Situation briefing",
) -> Briefing:
    """Arrange an archive's statements for reading.

    Args:
        documents: what was read.
        statements: of these documents, in any order; those of other documents are left out.
        sentences: of these documents, for the sources.
        set_aside: what was left out on the way, counted by stage and reason.
        labels: event type -> the codebook's label; a type without one is shown by its id.
        title: the page's heading.

    Returns:
        A briefing in which each line has at least one citation.
    """
    docs, ordered = in_order(documents, statements)
    by_id = {document.id: document for document in docs}
    sources, citations = number_sources(by_id, ordered, sentences)
    published = sorted(document.published for document in docs if document.published)
    return Briefing(
        title=title,
        read=tuple(_read(document, ordered, citations) for document in docs),
        outlets=wording.and_list(sorted({document.outlet for document in docs if document.outlet})),
        dates=wording.day_words(published[0]) + (f" to {wording.day_words(published[-1])}" if published[0] != published[-1] else "")
        if published
        else "",
        statement_count=len(ordered),
        sections=make_sections(ordered, by_id, citations, labels or {}),
        aside=_asides(set_aside),
        sources=sources,
        versions=_versions(ordered),
    )


def render(page: Briefing) -> str:
    """The briefing as one HTML page: no script, nothing loaded from elsewhere, fit for print, phone, light and dark."""
    from jinja2 import Environment, StrictUndefined  # heavy: only the page needs it

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.globals.update(day_words=wording.day_words, web_link=_web_link)
    environment.filters["groupby_run"] = lambda groups: [
        (heading, list(run)) for heading, run in groupby(groups, key=lambda g: g.heading)
    ]
    template = files("dateline.situation").joinpath("briefing.html.jinja").read_text(encoding="utf-8")
    documents = {read.document.id: read.document for read in page.read}
    return environment.from_string(template).render(page=page, documents=documents)


def _web_link(url: str | None) -> str | None:
    """Only web addresses become links: an article's own address is foreign input."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _read(document: Document, statements: Sequence[Statement], citations: Mapping[str, Citation]) -> Read:
    mine = [statement for statement in statements if statement.assertion.document == document.id]
    return Read(document=document, statements=len(mine), first_source=citations[mine[0].id].number if mine else None)


def _asides(set_aside: Sequence[SetAside]) -> tuple[Aside, ...]:
    counts: dict[tuple[str, str], int] = {}
    for item in set_aside:
        counts[item.stage, item.reason] = counts.get((item.stage, item.reason), 0) + 1
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return tuple(Aside(stage=s, reason=ASIDE_WORD.get(r, r.replace("_", " ")), count=n) for (s, r), n in rows)


def _versions(statements: Sequence[Statement]) -> tuple[str, ...]:
    extractors = sorted({s.assertion.extractor for s in statements if s.assertion.extractor})
    codebooks = sorted({s.codebook for s in statements if s.codebook})
    return tuple(f"extractor {name}" for name in extractors) + tuple(f"codebook {version}" for version in codebooks)
