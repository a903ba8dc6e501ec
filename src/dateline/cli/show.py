"""`dateline show`: what a case file holds, for people or as JSON Lines; one sentence with all that was read in it."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.words import RunOption, as_query, day
from dateline.errors import UsageError

if TYPE_CHECKING:
    from dateline.records import Sentence
    from dateline.store import Store


class View(StrEnum):
    """What can be shown."""

    TIMELINE = "timeline"
    HARM = "harm"
    CONTROL = "control"
    PROVINCES = "provinces"
    EVENTS = "events"
    RELATIONS = "relations"
    JUDGEMENTS = "judgements"
    LINEAGE = "lineage"
    NUMBERS = "numbers"
    LABELS = "labels"
    OUTLOOK = "outlook"
    SOURCES = "sources"
    CANDIDATES = "candidates"
    CHECKS = "checks"
    CALIBRATION = "calibration"
    ALERTS = "alerts"
    DOCUMENTS = "documents"
    ASIDE = "aside"
    SENTENCE = "sentence"
    RUNS = "runs"


OF_INCIDENTS = (View.TIMELINE, View.HARM, View.CONTROL, View.PROVINCES)
"""Views that rest on incidents; they bring the case file's links up to date first."""
KINDS_OF = {
    View.EVENTS: ("event",),
    View.RELATIONS: ("relation",),
    View.JUDGEMENTS: ("judgement",),
}
"""Statements of one kind as they were read, in the order of the archive."""
NAME_OF = {
    "event": "events",
    "control": "statements of control",
    "relation": "relations",
    "quantity": "numbers",
    "label": "labels",
    "forecast": "forecasts",
    "recommendation": "recommendations",
    "judgement": "judgements",
}
"""What statements of each kind are called when they are counted."""
SITUATION = (
    View.LINEAGE,
    View.NUMBERS,
    View.LABELS,
    View.OUTLOOK,
    View.SOURCES,
    View.CANDIDATES,
    View.CHECKS,
    View.CALIBRATION,
    View.ALERTS,
)
"""Views of the situation: statements put together."""


def show(
    view: Annotated[View | None, typer.Argument(help="What to show; without it, how much there is of each.")] = None,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUERY", help="Which statements, as for `dateline ask`. For `sentence`: its id, or an assertion's."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines for programs.")] = False,
    at: Annotated[str | None, typer.Option(help="The picture of that day, YYYY-MM-DD.", metavar="DAY")] = None,
    db: Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")] = None,
    codebook: Annotated[
        list[Path] | None, typer.Option(help="Your own codebook folder, for its types, names and labels.", metavar="DIR")
    ] = None,
    short: Annotated[bool, typer.Option("--short", help="Cut each sentence to one line.")] = False,
    run: RunOption = None,
) -> None:
    """Show what the case file holds, each row with the sentences it rests on.

    \b
    Examples:
      dateline show
      dateline show timeline place:Mosul --db mosul.db
      dateline show control --at 2014-06-30
      dateline show numbers --json | jq .cells.range
      dateline show candidates
      dateline show checks --at 2014-06-11
      dateline show sentence 4f2a9c:3
      dateline show runs
      dateline show events --run previous
    """
    if view is View.SENTENCE and len(words or ()) != 1:
        raise UsageError("`dateline show sentence ID` shows one sentence; give its id.")
    if view is View.RUNS and run:
        raise UsageError("`dateline show runs` lists all runs; leave out --run.")
    if view in (None, View.DOCUMENTS, View.ASIDE, View.RUNS) and words:
        raise UsageError(f"`dateline show {view.value if view else ''}` takes no query; `dateline ask QUERY` lists statements.")
    if view not in (View.CONTROL, View.PROVINCES, *KINDS_OF, *SITUATION) and at:
        raise UsageError("--at goes with control and with views of statements, as in `dateline show numbers --at 2014-06-11`.")
    until = day(at)
    from dateline.cli.runs import as_read_by, show_runs
    from dateline.settings import load_settings
    from dateline.store import Store
    from dateline.workbench.decisions import with_decisions

    settings = load_settings({"db": db})
    folders = with_decisions(codebook, settings.db)
    with Store.open(settings.db, create=False) as whole, as_read_by(whole, run) as store:
        if view is View.RUNS:
            show_runs(store, json=json)
        elif view is not None and view in OF_INCIDENTS:
            from dateline.cli.incident_views import show_rows

            show_rows(store, view.value, as_query(words), folders, json=json, at=until)
        elif view is View.SENTENCE:
            _show_sentence(store, (words or [""])[0], folders, json)
        elif view is not None and view in SITUATION:
            from dateline.cli.situation import show_situation

            show_situation(store, view.value, as_query(words), until, folders, json=json, short=short)
        elif view is not None and view in KINDS_OF:
            from dateline.cli.statements import show_statements

            show_statements(store, KINDS_OF[view], as_query(words), until, folders, json=json, short=short)
        elif json:
            _write_json(store, view)
        else:
            _print_view(store, view)


def _write_json(store: "Store", view: View | None) -> None:
    from dateline.cli.rows import document_row, write_lines

    if view is None:
        write_lines([store.counts()])
    elif view is View.DOCUMENTS:
        write_lines(document_row(document) for document in store.documents())
    else:
        write_lines(store.set_aside())


def _print_view(store: "Store", view: View | None) -> None:
    from dateline.cli import listing
    from dateline.cli.screen import paged, print_all, short_ids, stdout_console

    console = stdout_console()
    wide = console.is_terminal and console.width >= listing.WIDE
    if view is None:
        print_all(console, listing.fields_table(("What", "How many"), _count_rows(store), wide=True))
        return
    ids, counts = short_ids(store.document_ids()), store.counts()
    with paged(console):
        if view is View.DOCUMENTS:
            names = ("Id", "Published", "Outlet", "Name", "Title", "Source")
            print_all(console, listing.fields_table(names, _document_rows(store, ids), wide=wide))
        else:
            names = ("Reason", "Stage", "Item", "Detail", "Words")
            print_all(console, listing.fields_table(names, _aside_rows(store, ids), wide=wide))
    if not (counts.documents if view is View.DOCUMENTS else counts.set_aside):
        typer.echo(f"{store.path} has none of these; `dateline show` lists what it has.", err=True)


def _count_rows(store: "Store") -> Iterator[tuple[str, str]]:
    counts = store.counts()
    yield "documents", str(counts.documents)
    yield "sentences", f"{counts.sentences}, {counts.sentences_with_assertions} with assertions"
    for kind, name in NAME_OF.items():
        yield name, str(counts.statements.get(kind, 0))
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
