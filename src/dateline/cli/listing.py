"""Statements printed for people: one document with its kinds kept apart, or one kind over all documents."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.cli import phrases
from dateline.records import Document, Sentence, Statement

WIDE = 110
"""Cells from which on a table has room for its quotes."""


def print_document(
    console: Console,
    document: Document,
    statements: Sequence[Statement],
    sentences: Mapping[str, Sentence],
    labels: Mapping[str, str],
    *,
    short: bool,
) -> None:
    """What one document says, kept apart by kind, in the order of the text."""
    about = ", ".join(part for part in (document.outlet, document.published or "no known date") if part)
    console.print(Text(f"{phrases.printable(document.name)} ({phrases.printable(about)})", style="bold underline"))
    if not statements:
        console.print(Text("  Nothing asserted about a conflict.", style="dim"))
    for kind, heading in phrases.KINDS.items():
        if of_kind := [statement for statement in statements if statement.assertion.kind == kind]:
            console.print(Text(f"\n  {heading} ({len(of_kind)})", style=phrases.STYLES[kind]))
            for statement in of_kind:
                sentence = sentences[statement.assertion.sentence]
                where = f"{document.id[:8]}:{sentence.index}"
                _print_block(console, statement, sentence, where, labels, short=short)
    console.print()


def print_statements(
    console: Console,
    rows: Iterable[tuple[Statement, Sentence]],
    short_ids: Mapping[str, str],
    labels: Mapping[str, str],
    *,
    short: bool,
) -> None:
    """Statements of all documents: a table where the terminal is wide enough, blocks elsewhere."""
    if console.is_terminal and console.width >= WIDE:
        console.print(_table(rows, short_ids, labels, short=short))
        return
    for statement, sentence in rows:
        where = f"{short_ids[sentence.document]}:{sentence.index}"
        _print_block(console, statement, sentence, where, labels, short=short)


def _print_block(
    console: Console, statement: Statement, sentence: Sentence, where: str, labels: Mapping[str, str], *, short: bool
) -> None:
    width = console.width if short else None
    lines = phrases.block(statement, sentence, where, labels, colour=console.color_system is not None, width=width)
    for number, line in enumerate(lines):
        indent = 4 if number == 0 else 6
        if console.is_terminal:
            console.print(Padding(line, (0, 0, 0, indent)))
        else:
            console.print(Text(" " * indent) + line)


def _table(
    rows: Iterable[tuple[Statement, Sentence]], short_ids: Mapping[str, str], labels: Mapping[str, str], *, short: bool
) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0), expand=True, header_style="bold")
    for name, ratio in (("Date", 2), ("What", 5), ("Voice", 2), ("Hedge", 1), ("Place", 2)):
        table.add_column(name, ratio=ratio, overflow="fold", min_width=8)
    table.add_column("Sentence", ratio=8, overflow="ellipsis" if short else "fold", no_wrap=short)
    table.add_column("Id", no_wrap=True)
    for statement, sentence in rows:
        style = phrases.STYLES.get(statement.assertion.kind, "bold")
        table.add_row(
            phrases.time_words(statement),
            Text(phrases.what_words(statement, labels)),
            Text(phrases.voice_words(statement)),
            statement.assertion.hedge,
            Text(phrases.place_words(statement.places)),
            phrases.marked(sentence, [(statement.assertion.anchor, style)], colour=True),
            f"{short_ids[sentence.document]}:{sentence.index}",
        )
    return table


def fields_table(names: Sequence[str], rows: Iterable[Sequence[str]], *, wide: bool) -> Iterator[RenderableType]:
    """Plain rows: a table where there is room, one line each with the fields parted by two spaces elsewhere."""
    if not wide:
        yield from (Text("  ".join(phrases.printable(cell) for cell in row if cell)) for row in rows)
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(phrases.printable(cell)) for cell in row))
    yield table
