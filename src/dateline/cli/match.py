"""`dateline match`: what the reports tell beside a table of events that others coded, row by row and in figures."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.review.acts import Books, Db
from dateline.cli.review.looking import Json
from dateline.cli.words import as_query, day

if TYPE_CHECKING:
    from dateline.archive.matching import Comparison, Scope
    from dateline.csvfile import Table
    from dateline.matching.scores import Compared
    from dateline.store import Store


def match(
    file: Annotated[Path, typer.Argument(help="An event table of ACLED, UCDP or POLECAT; - is standard input.", metavar="FILE")],
    query: Annotated[list[str] | None, typer.Argument(help="Which of ours, as for `ask`; all without.", metavar="QUERY")] = None,
    since: Annotated[str | None, typer.Option("--from", help="Only events from this day on, of both sides.", metavar="DAY")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Only events up to this day, of both sides.", metavar="DAY")] = None,
    days: Annotated[int, typer.Option(help="How many days apart two may be and still be one event.", min=0, max=31)] = 1,
    km: Annotated[float, typer.Option(help="How many kilometres apart they may be.", min=0, max=1000)] = 30.0,
    scores: Annotated[bool, typer.Option("--scores", help="The figures alone, without the rows.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the rows as CSV here, and show the figures.", metavar="FILE")
    ] = None,
    json: Json = False,
    db: Db = None,
    codebook: Books = None,
) -> None:  # fmt: skip
    """Compare with an event table: what is in both, what is ours alone or theirs alone, and how far both agree.

    \b
    Examples:
      dateline match acled.csv --from 2014-06-01 --until 2014-06-30
      dateline match ged.csv place:Iraq --km 50 -o compared.csv
      dateline match acled.csv --json | jq 'select(.standing == "only theirs")'

    The columns say whose table it is. Ours are incidents: reports of one occurrence are one. Nothing of the file is stored.
    """
    from dateline.archive.matching import Scope
    from dateline.cli.export import check_output
    from dateline.cli.matched import print_comparison
    from dateline.csvfile import opened
    from dateline.settings import load_settings
    from dateline.store import Store

    if output is not None:
        check_output(output)
    scope = Scope(days=days, km=km, since=day(since, "--from"), until=day(until, "--until"))
    settings = load_settings({"db": db})
    with opened(file) as table, Store.open(settings.db, create=False) as store:
        comparison = _compared(store, table, as_query(query), scope, settings.db, codebook)
        figures = comparison.scores()
        if json:
            from dateline.cli.rows import write_lines
            from dateline.matching.flat import record

            write_lines([figures] if scores else (record(row) for row in comparison.rows()))
        else:
            print_comparison(store, comparison, figures, rows=not scores and output is None)
        if output is not None:
            _write(output, comparison.rows())


def _compared(store: "Store", table: "Table", query: str, scope: "Scope", db: str, codebook: list[Path] | None) -> "Comparison":
    from dateline.archive.dossiers import dossiers
    from dateline.archive.matching import compare as compare_with
    from dateline.archive.matching import form_of_table, narrowed
    from dateline.archive.tables import Tables, understood
    from dateline.cli.link import link_with_progress
    from dateline.cli.progress import Progress
    from dateline.exports.tables import Tables as ExportTables
    from dateline.exports.telling import items_of
    from dateline.workbench.decisions import with_decisions

    form = form_of_table(table)
    tables = Tables.load(with_decisions(codebook, db))
    scope = narrowed(scope, store, understood(query, tables))
    link_with_progress(store, tables)
    exports = ExportTables.load(tables.codebook, tables.gazetteer)
    # What is taken of them are types; who is a private person is not asked, which takes its time.
    items = items_of(dossiers(store), exports, with_names=True)
    with Progress(0, "Comparing") as progress:
        return compare_with(store, items, exports, tables.gazetteer, table, form, scope, progress.advance)


def _write(path: Path, rows: Iterable["Compared"]) -> None:
    from dateline.cli.export import opened
    from dateline.csvfile import write_rows
    from dateline.matching.flat import COLUMNS, record

    with opened(path, binary=False) as out:
        count = write_rows(out, COLUMNS, ({name: _cell(value) for name, value in record(row).items()} for row in rows))
    typer.echo(f"{count} rows written to {path}", err=True)


def _cell(value: Any) -> str:
    from dateline.csvfile import number

    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return number(value)
        case list():
            return ",".join(value)
    return str(value)
