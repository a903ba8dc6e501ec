"""The files of a published desk: its pages as they are, and as JSON what its views ask for.

`data/about.json` what there is; `documents.json` and `statements.json` in the order of the archive; `views/NAME.json` the rows of
each view; `texts/ID.json` a document's text with its sentences and what was set aside in it; `sentences.json` the words in which
`text:` looks; `lookups.json` what names mean; `moments.json` what the map plays; `set-aside.json`. Pages and rows, counts, places
and days of a query are made of these in the browser.
"""

import html
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from dateline import __version__
from dateline.api.answers import About, DocumentLine, DocumentText, Entry, ViewName
from dateline.api.guard import POLICY
from dateline.api.site import PAGE
from dateline.archive.dossiers import meant_dossiers
from dateline.archive.tables import Tables
from dateline.archive.views import control_rows
from dateline.errors import ServeError
from dateline.exports.mask import Mask, mask_of
from dateline.exports.tables import Tables as ExportTables
from dateline.publish.lookups import lookups_of
from dateline.publish.withheld import Shown, show_aside, show_document, show_sentences, show_statement, stretches
from dateline.query import Filter
from dateline.records import Document, Incident, Row, Sentence, SetAside, Statement
from dateline.situation.moments import Moments, moments
from dateline.situation.rows import VIEWS, rows_of
from dateline.store import Run, Store

DATA = "data/"
MARK = "dateline-published"
"""Name of the page's meta element that says where the data lie: with it, the pages ask files and no server."""


class _Text(NamedTuple):
    """One document for everybody's eyes."""

    document: Document
    statements: tuple[Statement, ...]
    sentences: list[Sentence]
    aside: list[SetAside]
    mask: Mask


class Published(NamedTuple):
    """The files by their path, and how much is in them."""

    files: dict[str, bytes]
    documents: int
    statements: int
    withheld: int
    """Private persons whose names were withheld, a person of two documents counted twice."""


def make_files(
    store: Store,
    tables: Tables,
    site: Mapping[str, tuple[bytes, str]],
    wanted: Filter,
    *,
    title: str,
    with_names: bool = False,
    with_texts: bool = True,
) -> Published:
    """Make all files.

    Args:
        site: the desk's pages, as `api.read_site` gives them.
        wanted: which statements are published, with the documents that they stand in.
        title: what the case is called.
        with_names: keep the names of private persons.
        with_texts: whole texts; without it only the sentences that statements rest on.
    """
    texts = list(_texts(store, tables, wanted, with_names=with_names, with_texts=with_texts))
    statements = [statement for text in texts for statement in text.statements]
    entries = _entries(tables)
    made: dict[str, Any] = {
        "about": _about(store, texts, entries, title, whole=not wanted.conditions),
        "documents": [_line(text) for text in texts],
        "statements": statements,
        "sentences": _bearing(texts),
        "lookups": lookups_of(statements, tables),
        "moments": _moments(store, tables, texts, wanted),
        "set-aside": [item for text in texts for item in text.aside],
        **{f"views/{name}": _rows(texts, name, entries) for name in VIEWS},
        **{f"texts/{text.document.id}": _document(store, text, entries) for text in texts},
    }
    encode = msgspec.json.Encoder(order="deterministic").encode
    files = {name: content for name, (content, _) in site.items() if name != PAGE and not name.startswith(".")}
    files |= {f"{DATA}{name}.json": encode(content) for name, content in made.items()}
    files[PAGE] = _page(site[PAGE][0], title)
    return Published(
        files=files,
        documents=len(texts),
        statements=len(statements),
        withheld=sum(len(text.mask.persons) for text in texts),
    )


def _texts(store: Store, tables: Tables, wanted: Filter, *, with_names: bool, with_texts: bool) -> Iterator[_Text]:
    names = ExportTables.load(tables.codebook, tables.gazetteer).names
    for dossier in meant_dossiers(store, wanted):
        document, told = dossier.document, dossier.told or ()
        mask = Mask((), (), names) if with_names else mask_of(document, dossier.statements, names)
        shown = Shown(document.text, mask, None if with_texts else stretches(told, dossier.sentences))
        yield _Text(
            document=show_document(document, shown, mask),
            statements=tuple(show_statement(statement, shown, mask, tables.codebook.actors) for statement in told),
            sentences=show_sentences(dossier.sentences, shown),
            aside=show_aside(store.set_aside(document=document.id), shown, mask),
            mask=mask,
        )


def _entries(tables: Tables) -> dict[str, Entry]:
    return {
        id: Entry(id=id, kind=entry.kind, label=entry.label, definition=" ".join(entry.definition.split()))
        for id, entry in sorted(tables.codebook.entries.items())
    }


def _about(store: Store, texts: list[_Text], entries: Mapping[str, Entry], title: str, *, whole: bool) -> About:
    statements = [statement for text in texts for statement in text.statements]
    aside = store.counts().set_aside if whole else Counter(item.reason for text in texts for item in text.aside)
    runs: dict[str, Run] = {run.id: run for text in texts if (run := store.run_of(text.document.id))}
    return About(
        dateline=__version__,
        case=title,
        documents=len(texts),
        sentences=sum(1 for text in texts for _ in store.sentences(text.document.id)),
        sentences_with_assertions=len({statement.assertion.sentence for statement in statements}),
        statements=dict(sorted(Counter(statement.assertion.kind for statement in statements).items())),
        set_aside=dict(sorted(aside.items())),
        runs=[_versions(run) for run in runs.values()],
        views=[ViewName(name=view.name, title=view.title, kinds=view.kinds) for view in VIEWS.values()],
        situation=[],
        labels={id: entry.label for id, entry in entries.items()},
        coder=None,
        account=None,
        forms=[],
    )


def _versions(run: Run) -> Run:
    """The versions of a run; its settings are the house's own."""
    return run.versions


def _line(text: _Text) -> DocumentLine:
    names = [name for name in DocumentLine.__struct_fields__ if name != "selected"]
    return DocumentLine(**{name: getattr(text.document, name) for name in names}, selected=len(text.statements))


def _bearing(texts: list[_Text]) -> dict[str, str]:
    """The words of each sentence on which a statement rests."""
    bearing = {statement.assertion.sentence for text in texts for statement in text.statements}
    return {sentence.id: sentence.anchor.exact for text in texts for sentence in text.sentences if sentence.id in bearing}


def _rows(texts: list[_Text], name: str, entries: Mapping[str, Entry]) -> list[Row]:
    view, labels = VIEWS[name], {id: entry.label for id, entry in entries.items()}
    return [
        row
        for text in texts
        for statement in text.statements
        if statement.assertion.kind in view.kinds
        for row in rows_of(view, statement, text.document, labels)
    ]


def _document(store: Store, text: _Text, entries: Mapping[str, Entry]) -> DocumentText:
    """What the text panel asks for; its statements stand in statements.json and are put in by the browser."""
    named = {s.assertion.entry for s in text.statements} | {s.assertion.type for s in text.statements}
    run = store.run_of(text.document.id)
    return DocumentText(
        document=text.document,
        sentences=text.sentences,
        statements=[],
        set_aside=text.aside,
        run=_versions(run) if run else None,
        entries={id: entries[id] for id in sorted(filter(None, named)) if id in entries},
    )


def _moments(store: Store, tables: Tables, texts: list[_Text], wanted: Filter) -> Moments:
    """What the map plays, made of what is published alone."""
    statements = {statement.id: statement for text in texts for statement in text.statements}
    documents = {text.document.id: text.document for text in texts}
    masks = {text.document.id: text.mask for text in texts}
    incidents = [
        _incident(incident, statements, masks)
        for incident in store.incidents()
        if not statements.keys().isdisjoint(incident.statements)
    ]
    control = control_rows(incidents, statements, documents, tables.codebook, tables.gazetteer, at=None)
    made = moments(incidents, control)
    return msgspec.structs.replace(made, unlinked=0 if wanted.conditions else store.unlinked())


def _incident(incident: Incident, statements: Mapping[str, Statement], masks: Mapping[str, Mask]) -> Incident:
    """An incident with the statements that are published, and its places without private names."""
    places = incident.places
    for document in incident.documents:
        if mask := masks.get(document):
            places = tuple(msgspec.structs.replace(place, name=mask.words(place.name)) for place in places)
    return msgspec.structs.replace(incident, places=places, statements=tuple(s for s in incident.statements if s in statements))


def _page(page: bytes, title: str) -> bytes:
    """The desk's page with the policy that a server would send, and where the data are."""
    head = '<meta charset="utf-8" />'
    text = page.decode()
    if head not in text:
        raise ServeError("The pages of the desk are not those of this version; install Dateline again: they are built then.")
    # Who may frame a page can be said by a server alone.
    policy = "; ".join(part for part in POLICY.split("; ") if not part.startswith("frame-ancestors"))
    metas = (
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}" />'
        f'<meta name="{MARK}" content="{DATA}" /><meta name="referrer" content="no-referrer" />'
        f'<meta name="description" content="{html.escape(title)}" />'
    )
    return text.replace(head, head + metas, 1).encode()
