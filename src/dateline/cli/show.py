"""`dateline show`: what a case file holds, for people or as JSON Lines; one sentence with all that was read in it."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.errors import UsageError

if TYPE_CHECKING:
    from dateline.records import Sentence, Statement
    from dateline.store import Store


class View(StrEnum):
    """What can be shown."""

    TIMELINE = "timeline"
    HARM = "harm"
    CONTROL = "control"
    EVENTS = "events"
    RELATIONS = "relations"
    NUMBERS = "numbers"
    LABELS = "labels"
    OUTLOOK = "outlook"
    JUDGEMENTS = "judgements"
    DOCUMENTS = "documents"
    ASIDE = "aside"
    SENTENCE = "sentence"


OF_INCIDENTS = (View.TIMELINE, View.HARM, View.CONTROL)
"""Views that rest on incidents; they bring the case file's links up to date first."""
KINDS_OF = {
    View.EVENTS: ("event",),
    View.RELATIONS: ("relation",),
    View.NUMBERS: ("quantity",),
    View.LABELS: ("label",),
    View.OUTLOOK: ("forecast", "recommendation"),
    View.JUDGEMENTS: ("judgement",),
}


def show(
    view: Annotated[View | None, typer.Argument(help="What to show; without it, how much there is of each.")] = None,
    id: Annotated[str | None, typer.Argument(help="For `sentence`: its id, or an assertion's; the start of it is enough.")] = None,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines for programs.")] = False,
    db: Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")] = None,
    codebook: Annotated[
        list[Path] | None, typer.Option(help="Your own codebook folder, for the labels of its types.", metavar="DIR")
    ] = None,
    short: Annotated[bool, typer.Option("--short", help="Cut each sentence to one line.")] = False,
    at: Annotated[
        str | None,
        typer.Option(help="For `control`: the day to which states are carried [default: the last publication].", metavar="DAY"),
    ] = None,
) -> None:
    """Show what the case file holds, each row with its sentence.

    \b
    Examples:
      dateline show
      dateline show timeline
      dateline show control --at 2014-06-30
      dateline show events --db mosul.db
      dateline show numbers --json | jq .quote
      dateline show sentence 4f2a9c:3
    """
    if (view is View.SENTENCE) != (id is not None):
        raise UsageError("`dateline show sentence ID` shows one sentence; no other view takes an id.")
    if at is not None and view is not View.CONTROL:
        raise UsageError("--at goes with `dateline show control`.")
    from dateline.settings import load_settings
    from dateline.store import Store

    settings = load_settings({"db": db})
    day = load_settings({"date": at}).published if at else None
    with Store.open(settings.db, create=False) as store:
        if view is not None and view in OF_INCIDENTS:
            from dateline.cli.incident_views import show_rows
            from dateline.plugins import load_codebook

            if not show_rows(store, view.value, load_codebook(codebook or []), json=json, at=day):
                _say_none(store)
        elif view is View.SENTENCE:
            _show_sentence(store, id or "", codebook or [], json)
        elif json:
            _write_json(store, view)
        else:
            _print_view(store, view, codebook or [], short)


def _rows(store: "Store", view: View) -> "Iterator[tuple[Statement, Sentence]]":
    """Statements of a view with their sentences, one document's sentences at a time."""
    document, sentences = None, {}
    for statement in store.statements(KINDS_OF[view]):
        if statement.assertion.document != document:
            document = statement.assertion.document
            sentences = {sentence.id: sentence for sentence in store.sentences(document)}
        yield statement, sentences[statement.assertion.sentence]


def _write_json(store: "Store", view: View | None) -> None:
    from dateline.cli.rows import document_row, statement_row, write_lines

    if view is None:
        write_lines([store.counts()])
    elif view is View.DOCUMENTS:
        write_lines(document_row(document) for document in store.documents())
    elif view is View.ASIDE:
        write_lines(store.set_aside())
    else:
        documents = {document.id: document for document in store.documents()}
        write_lines(statement_row(s, sentence, documents[sentence.document]) for s, sentence in _rows(store, view))


def _print_view(store: "Store", view: View | None, codebooks: list[Path], short: bool) -> None:
    from dateline.cli import listing
    from dateline.cli.screen import paged, print_all, short_ids, stdout_console

    console = stdout_console()
    wide = console.is_terminal and console.width >= listing.WIDE
    if view is None:
        print_all(console, listing.fields_table(("What", "How many"), _count_rows(store), wide=True))
        return
    ids = short_ids(store.document_ids())
    with paged(console):
        if view is View.DOCUMENTS:
            names = ("Id", "Published", "Outlet", "Name", "Title", "Source")
            print_all(console, listing.fields_table(names, _document_rows(store, ids), wide=wide))
        elif view is View.ASIDE:
            names = ("Reason", "Stage", "Item", "Detail", "Words")
            print_all(console, listing.fields_table(names, _aside_rows(store, ids), wide=wide))
        else:
            listing.print_statements(console, _rows(store, view), ids, load_labels(codebooks), short=short)
    _say_if_none(store, view)


def _count_rows(store: "Store") -> Iterator[tuple[str, str]]:
    counts = store.counts()
    yield "documents", str(counts.documents)
    yield "sentences", f"{counts.sentences}, {counts.sentences_with_assertions} with assertions"
    for name, kinds in (("control", ("control",)), *((view.value, kinds) for view, kinds in KINDS_OF.items())):
        yield name, str(sum(counts.statements.get(kind, 0) for kind in kinds))
    for reason, number in counts.set_aside.items():
        yield f"set aside: {reason.replace('_', ' ')}", str(number)


def _document_rows(store: "Store", ids: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for document in store.documents():
        dated = document.published or "no date"
        yield ids[document.id], dated, document.outlet or "", document.name, document.title or "", document.source or ""


def _aside_rows(store: "Store", ids: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for item in store.set_aside():
        name = item.item
        if item.document and name.startswith(item.document):
            name = ids[item.document] + name.removeprefix(item.document)
        yield item.reason.replace("_", " "), item.stage, name, item.detail, item.anchor.exact if item.anchor else ""


def _say_if_none(store: "Store", view: View) -> None:
    counts = store.counts()
    total = {View.DOCUMENTS: counts.documents, View.ASIDE: sum(counts.set_aside.values())}.get(view)
    if total is None:
        total = sum(counts.statements.get(kind, 0) for kind in KINDS_OF[view])
    if not total:
        _say_none(store)


def _say_none(store: "Store") -> None:
    typer.echo(f"{store.path} has none of these; `dateline show` lists what it has.", err=True)


def load_labels(codebooks: list[Path]) -> dict[str, str]:
    """The codebook's label of each type."""
    from dateline.plugins import load_codebook

    return {entry.id: entry.label for entry in load_codebook(codebooks).entries.values()}


def find_sentence(store: "Store", start_of_id: str) -> "Sentence":
    """The one sentence that the start of its id, or of an assertion's, means.

    Raises:
        UsageError: there is none, or there are several.
    """
    found = store.find_sentences(start_of_id)
    if not found:
        raise UsageError(f"{store.path} has no sentence or assertion {start_of_id}; `dateline show events` shows ids.")
    if len(found) > 1:
        examples = ", ".join(found[:3])
        raise UsageError(
            f"Several sentences begin with {start_of_id} ({examples}{', ...' if len(found) > 3 else ''}); give more of the id."
        )
    whole_id = next(iter(found))
    return next(one for one in store.sentences(whole_id.rpartition(":")[0]) if one.id == whole_id)


def _show_sentence(store: "Store", start_of_id: str, codebooks: list[Path], json: bool) -> None:
    sentence = find_sentence(store, start_of_id)
    document = store.document(sentence.document)
    statements = [s for s in store.statements(document=sentence.document) if s.assertion.sentence == sentence.id]
    run: Any = store.run_of(document.id)
    if json:
        from dateline.cli.rows import document_row, write_lines

        aside = [item for item in store.set_aside() if item.item == sentence.id]
        write_lines(
            [{"sentence": sentence, "document": document_row(document), "run": run, "statements": statements, "set_aside": aside}]
        )
        return
    from dateline.cli.screen import print_all, stdout_console
    from dateline.cli.sentence import sentence_lines
    from dateline.plugins import load_codebook

    console = stdout_console()
    aside = [item for item in store.set_aside() if item.document == document.id and item.item == sentence.id]
    colour = console.color_system is not None
    print_all(console, sentence_lines(sentence, document, statements, aside, run, load_codebook(codebooks).entries, colour=colour))
