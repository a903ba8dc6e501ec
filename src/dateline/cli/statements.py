"""Statements that a query means, printed as they were read; and what is said where there are none."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from dateline.archive.tables import Tables, understood
from dateline.query import Filter
from dateline.records import Sentence, Statement
from dateline.store import Store


def show_statements(
    store: Store, kinds: Sequence[str] | None, query: str, at: str | None, codebooks: list[Path], *, json: bool, short: bool
) -> list[str]:
    """Print the statements that a query means, for people or as JSON Lines.

    Args:
        kinds: only these kinds of statements; None for all.

    Returns:
        Ids of the documents they stand in, each once.
    """
    # A program that asks for all statements needs no table, and waits for none.
    tables = Tables.load(codebooks) if query or not json else None
    wanted = understood(query, tables) if tables else Filter()
    seen: dict[str, None] = {}
    rows = _with_sentences(store, store.statements(kinds, wanted=wanted, published_until=at), seen)
    if tables is None or json:
        _write(store, rows)
    else:
        _print(store, rows, {entry.id: entry.label for entry in tables.codebook.entries.values()}, short=short)
    if not seen:
        say_none(store, wanted.unknown, asked=bool(wanted.conditions))
    return list(seen)


def _with_sentences(store: Store, statements: Iterator[Statement], seen: dict[str, None]) -> Iterator[tuple[Statement, Sentence]]:
    """Statements with their sentences, one document's sentences at a time; the documents are noted in `seen`."""
    document, sentences = None, {}
    for statement in statements:
        if statement.assertion.document != document:
            document = statement.assertion.document
            seen[document] = None
            sentences = {sentence.id: sentence for sentence in store.sentences(document)}
        yield statement, sentences[statement.assertion.sentence]


def _write(store: Store, rows: Iterator[tuple[Statement, Sentence]]) -> None:
    from dateline.cli.rows import statement_row, write_lines

    documents = {document.id: document for document in store.documents()}
    write_lines(statement_row(statement, sentence, documents[sentence.document]) for statement, sentence in rows)


def _print(store: Store, rows: Iterator[tuple[Statement, Sentence]], labels: dict[str, str], *, short: bool) -> None:
    from itertools import chain

    from dateline.cli import listing
    from dateline.cli.screen import paged, short_ids, stdout_console

    first = next(rows, None)
    if first is None:
        return
    console = stdout_console()
    with paged(console):
        listing.print_statements(console, chain([first], rows), short_ids(store.document_ids()), labels, short=short)


def say_none(store: Store, unknown: Sequence[str], *, asked: bool) -> None:
    """Say why nothing is shown, and what to do next.

    Args:
        unknown: parts of the query that no table knew.
        asked: whether there was a query.
    """
    if unknown:
        why = "neither codebook nor gazetteer knows it, and no statement has these words"
        typer.echo(f"Nothing fits {', '.join(unknown)}: {why}; try another name, or text: with words of the sentence.", err=True)
    elif asked:
        typer.echo(f"Nothing in {store.path} fits the query; leave out a part of it.", err=True)
    else:
        typer.echo(f"{store.path} has none of these; `dateline show` lists what it has.", err=True)
