"""Incidents and statements -> the briefing: a printable page in which every line leads to the quoted sentences it rests on.

What belongs to it comes from `scope`; lines from `accounts`, `standing`, `changes`, `gaps` and `sections`; sources from
`citations`, words from `wording`; here they are put together and shown. Nothing is summarised, averaged or inferred.
What it does not know: which incidents matter most. A briefing of a large archive without a period or a query is as long as the
archive.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from itertools import groupby
from typing import NamedTuple

from dateline.codebook.quantities import QuantityTable
from dateline.errors import UsageError
from dateline.records import Document, Incident, Record, Row, Sentence, SetAside, Statement
from dateline.situation import wording
from dateline.situation.accounts import DECLARED, Accounts
from dateline.situation.changes import changed, compared
from dateline.situation.citations import Citation, Source, in_order, number_sources
from dateline.situation.derived import derived_from
from dateline.situation.figures import figures_of
from dateline.situation.gaps import gaps
from dateline.situation.lines import Group, Line, Section, cited
from dateline.situation.maps import Map, Towns, draw
from dateline.situation.scope import EVERYTHING, Period, Scope
from dateline.situation.sections import make_sections
from dateline.situation.standing import standing


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
    period: str
    """The days it is about, and what it is compared with, in words; empty for all there is."""
    statement_count: int
    incident_count: int
    sections: tuple[Section, ...]
    map: Map | None
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


class Material(NamedTuple):
    """What a briefing is made from."""

    documents: Mapping[str, Document]
    statements: Mapping[str, Statement]
    """Of these documents, by id: those asked for, and all that incidents and control rest on."""
    sentences: Iterable[Sentence]
    """Of these documents, for the sources."""
    incidents: Sequence[Incident]
    control: Sequence[Row]
    """The rows of the view, up to the end of the period."""
    labels: Mapping[str, str]
    """Event type -> the codebook's label; a type without one is shown by its id."""
    quantities: QuantityTable | None = None
    """Words by which a text applies a rate to a count; without it nothing is derived."""
    towns: Towns | None = None
    """Settlements by which the map is drawn; without it there is none."""


def briefing(
    material: Material, scope: Scope = EVERYTHING, *, set_aside: Sequence[SetAside] = (), title: str = "Situation briefing"
) -> Briefing:
    """Arrange what belongs to a scope for reading.

    Args:
        set_aside: what was left out on the way, counted by stage and reason.
        title: the page's heading.

    Returns:
        A briefing in which each line has at least one citation.
    """
    docs, everything = in_order(material.documents.values(), material.statements.values())
    by_id = {document.id: document for document in docs}
    incidents = scope.incidents(material.incidents, by_id)
    ordered = _asked_for(everything, incidents, material.incidents, scope, by_id)
    listed = list(material.sentences)
    _, citations = number_sources(by_id, everything, listed)
    sections = _sections(material, scope, incidents, ordered, by_id, citations)
    # numbered anew, over what is cited alone
    used = {c.statement for s in sections for g in s.groups for x in g.lines for y in (x, *x.details) for c in y.citations}
    resting = [statement for statement in everything if statement.id in used]
    sources, citations = number_sources(by_id, resting, listed)
    read = [document for document in docs if scope == EVERYTHING or any(s.assertion.document == document.id for s in resting)]
    published = sorted(document.published for document in read if document.published)
    return Briefing(
        title=title,
        read=tuple(_read(document, resting, citations) for document in read),
        outlets=wording.and_list(sorted({document.outlet for document in read if document.outlet})),
        dates=wording.day_words(published[0]) + (f" to {wording.day_words(published[-1])}" if published[0] != published[-1] else "")
        if published
        else "",
        period="; ".join(filter(None, (str(scope.period) if scope.period != Period() else "", scope.since))),
        statement_count=len(resting),
        incident_count=len(incidents),
        sections=_sections(material, scope, incidents, ordered, by_id, citations),
        map=draw(_happened(incidents), citations, material.towns) if material.towns else None,
        aside=_asides(set_aside),
        sources=sources,
        versions=_versions(resting),
    )


def _asked_for(
    everything: Sequence[Statement],
    incidents: Sequence[Incident],
    known: Iterable[Incident],
    scope: Scope,
    documents: Mapping[str, Document],
) -> list[Statement]:
    """The statements of the incidents, and those that are in no incident and belong to the scope, in the order of the archive."""
    linked = {name for incident in known for name in incident.statements}
    ours = {name for incident in incidents for name in incident.statements}
    return [s for s in everything if s.id in ours or (s.id not in linked and scope.statement(s, documents))]


def _sections(
    material: Material,
    scope: Scope,
    incidents: Sequence[Incident],
    statements: Sequence[Statement],
    documents: Mapping[str, Document],
    citations: Mapping[str, Citation],
) -> tuple[Section, ...]:
    accounts = Accounts(documents, material.statements, citations, material.labels)
    told = _happened(incidents)
    control = [
        row
        for row in material.control
        if any(map(scope.is_meant, row.statements)) and all(name in citations for name in row.statements)
    ]
    shown = [row for row in control if not scope.only_fresh or scope.fresh_in(_documents(row, material))]
    return make_sections(
        statements,
        documents,
        citations,
        material.labels,
        {
            "changed": changed(told, control, accounts, citations, scope),
            "compared": _compared(material, scope, documents, accounts, citations),
            "happened": accounts.happened(told),
            "control": standing(shown, citations),
            "numbers": [*accounts.counts(told), *_derived(material, statements, documents, citations)],
            "disputed": accounts.disputed(told),
            "unknown": gaps(told, shown, accounts, citations),
        },
    )


def _documents(row: Row, material: Material) -> list[str]:
    return [material.statements[name].assertion.document for name in row.statements]


def _happened(incidents: Iterable[Incident]) -> list[Incident]:
    """Those that are more than words: threats and demands have a section of their own."""
    return [incident for incident in incidents if set(incident.types) != DECLARED]


def _compared(
    material: Material, scope: Scope, documents: Mapping[str, Document], accounts: Accounts, citations: Mapping[str, Citation]
) -> list[Group]:
    if scope.only_fresh:
        return []
    meant = Scope(is_meant=scope.is_meant).incidents(material.incidents, documents)
    told = [incident for incident in _happened(meant) if incident.statements[0] in citations]
    return compared(told, documents, accounts, citations, scope.period)


def _derived(
    material: Material, statements: Sequence[Statement], documents: Mapping[str, Document], citations: Mapping[str, Citation]
) -> list[Group]:
    """Numbers that follow from a rate and a count of one population, marked as derived, with both sources."""
    if material.quantities is None:
        return []
    groups = []
    for each in derived_from(figures_of(statements, documents), material.quantities):
        first, others = cited((*each.rate.ids, *each.counted.ids), citations)
        line = Line(
            first=first, others=others, lead=wording.range_words(each.quantity), quote="", hedge="asserted", kind="quantity",
            voice=f"{wording.range_words(each.rate.quantity)} of {wording.range_words(each.counted.quantity)}",
            outlets=each.because,
        )  # fmt: skip
        groups.append(Group(heading=f"Part of the {each.counted.counted}", lines=(line,), note="derived"))
    return groups


def render(page: Briefing, template: str | None = None) -> str:
    """The briefing as one HTML page: no script, nothing loaded from elsewhere, fit for print, phone, light and dark.

    Args:
        template: the words of another Jinja template, for a house style; it gets `page` and `documents` (by id).

    Raises:
        UsageError: the template cannot be understood, or asks for something that is not there.
    """
    from jinja2 import StrictUndefined, TemplateError  # heavy: only the page needs it
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.globals.update(day_words=wording.day_words, web_link=_web_link)
    environment.filters["groupby_run"] = lambda groups: [
        (heading, list(run)) for heading, run in groupby(groups, key=lambda g: g.heading)
    ]
    documents = {read.document.id: read.document for read in page.read}
    try:
        return environment.from_string(own_template() if template is None else template).render(page=page, documents=documents)
    except TemplateError as error:
        if template is None:
            raise
        raise UsageError(f"The template cannot be used ({error}); `dateline brief --print-template` shows ours.") from error


def own_template() -> str:
    """Our own template, to make another one of."""
    return files("dateline.situation").joinpath("briefing.html.jinja").read_text(encoding="utf-8")


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
