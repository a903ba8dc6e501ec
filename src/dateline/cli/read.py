"""`dateline read`: texts in; what they say out, kept apart by kind, each line with its sentence.

Without `--format` it adds to a case file and prints for people. Counts, warnings and progress go to stderr.
"""

import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.errors import Reason, UsageError

if TYPE_CHECKING:
    from dateline.engine import Engine
    from dateline.pipeline import Read, Stages, Tally
    from dateline.records import Document, SetAside
    from dateline.settings import Settings
    from dateline.store import Store


class Format(StrEnum):
    """What `read` prints."""

    TABLE = "table"
    ASSERTIONS = "assertions"
    JSON = "json"


class EngineName(StrEnum):
    """Where texts are read."""

    LOCAL = "local"
    RAY = "ray"


JOBS = typer.Option(help="Processes that read [default: one a core].", min=1, metavar="N")
ENGINE = typer.Option(help="Where texts are read: in processes of this machine, or on a Ray cluster [default: local].")
RAY_ADDRESS = typer.Option(
    help="Address of the Ray cluster: HOST:PORT, ray://HOST:PORT, auto [default: one on this machine].", metavar="ADDRESS"
)


class Pages(StrEnum):
    """How articles are found on the pages of web archives."""

    CAREFUL = "careful"
    FAST = "fast"


def read(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...", help="Files or folders: text, HTML, JSONL, RSS or Atom, WARC or WACZ; - is standard input."
        ),
    ],
    date: Annotated[
        str | None, typer.Option(help="Day of publication, YYYY-MM-DD; beats what the texts say.", metavar="DAY")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published the texts.", metavar="NAME")] = None,
    db: Annotated[
        str | None,
        typer.Option(
            help="Case file, or postgresql:// address, that documents are added to [default: dateline.db].", metavar="FILE"
        ),
    ] = None,
    format: Annotated[
        Format,
        typer.Option(
            help="table: for people; json: one statement a line; assertions: the exchange form, case file only with --db."
        ),
    ] = Format.TABLE,
    codebook: Annotated[
        list[Path] | None,
        typer.Option(help="Folder with your own codebook files, added to the shipped ones; repeatable.", metavar="DIR"),
    ] = None,
    pages: Annotated[
        Pages | None,
        typer.Option(
            help="How articles are found on the pages of web archives: careful, or fast and less exact [default: careful]."
        ),
    ] = None,
    jobs: Annotated[int | None, JOBS] = None,
    engine: Annotated[EngineName | None, ENGINE] = None,
    ray_address: Annotated[str | None, RAY_ADDRESS] = None,
    again: Annotated[bool, typer.Option("--again", help="Read also what the case file has already, and replace it.")] = False,
    short: Annotated[bool, typer.Option("--short", help="Cut each sentence to one line.")] = False,
) -> None:
    """Read texts: print what they say, kept apart by kind, and add it to a case file.

    The same text twice adds nothing; a text that was read without a date is read again when one is given. Interrupted,
    it keeps what was read; the same command finishes the rest.

    \b
    Examples:
      dateline read article.html reports/ feed.xml
      dateline read article.txt --date 2014-06-11 --outlet CNN --db mosul.db
      dateline read article.txt --date 2014-06-11 --format assertions > article.jsonl
      dateline read crawl.warc.gz site.wacz --pages fast --jobs 4
      curl -s https://example.org/report | dateline read -
    """
    from dateline.settings import load_settings

    given = {"date": date, "outlet": outlet, "db": db, "pages": pages and pages.value, "jobs": jobs}
    settings = load_settings(given | {"engine": engine and engine.value, "ray_address": ray_address})
    for path in paths:
        if path != "-" and not Path(path).exists():
            raise UsageError(f"There is no file or folder {path}; check the name.")
    for folder in codebook or ():
        if not folder.is_dir():
            raise UsageError(f"There is no folder {folder} for --codebook; check the name.")
    from dateline.pipeline import ingest_all, list_files

    files = list_files(Path(path) for path in paths)
    with ExitStack() as stack:
        store = None
        if db or format is not Format.ASSERTIONS:
            from dateline.store import Store

            store = stack.enter_context(Store.open(settings.db))
        folders = folders_of(codebook, settings, store)
        raise typer.Exit(
            read_items(
                lambda engine: ingest_all(files, settings, engine),
                len(files),
                settings,
                store,
                folders,
                again,
                Output(format, short),
            )
        )


def folders_of(given: list[Path] | None, settings: "Settings", store: "Store | None") -> list[Path]:
    """The codebooks to read with: those given, and what was decided about the names of the case file."""
    from dateline.workbench.decisions import with_decisions

    return with_decisions(given, settings.db) if store else given or []


def engine_of(settings: "Settings", codebooks: list[Path], stages: "Stages | None" = None) -> "Engine[Stages]":
    """Where texts are read, by the settings; `stages` are what this process has loaded."""
    from dateline.engine import cores, open_engine
    from dateline.pipeline import loader

    jobs = settings.jobs or (cores() if settings.engine == "local" else 0)
    several = jobs if settings.engine == "local" else 2
    load = loader(settings, codebooks, several)
    return open_engine(load, name=settings.engine, jobs=jobs, address=settings.ray_address, loaded=stages)


class Output:
    """What goes to stdout for each document, by format."""

    def __init__(self, format: Format, short: bool) -> None:
        self.format, self.short = format, short
        self.labels: dict[str, str] = {}
        self._console: Any = None

    def write(self, item: "Read") -> None:
        """Write one document's part and hand it on at once."""
        document, statements = item.reading.document, item.resolution.statements
        if self.format is Format.ASSERTIONS:
            from dateline.exports.assertions import write_jsonl

            write_jsonl(statements, document.name, sys.stdout)
            sys.stdout.flush()
            return
        sentences = {sentence.id: sentence for sentence in item.reading.sentences}
        if self.format is Format.JSON:
            from dateline.cli.rows import statement_row, write_lines

            write_lines(statement_row(s, sentences[s.assertion.sentence], document) for s in statements)
            return
        from dateline.cli import listing
        from dateline.cli.screen import stdout_console

        self._console = self._console or stdout_console()
        listing.print_document(self._console, document, statements, sentences, self.labels, short=self.short)


def read_items(
    items: "Callable[[Engine[Stages]], Iterable[Document | SetAside]]",
    number: int,
    settings: "Settings",
    store: "Store | None",
    codebooks: list[Path],
    again: bool,
    output: Output,
) -> int:
    """Read all documents that are among the items, print, and return the exit code.

    Args:
        items: gives them, with the engine that may take pages apart.
        number: of files or addresses that the items come from, for the progress bar.
    """
    from dateline import cli
    from dateline.cli.progress import Progress
    from dateline.pipeline import Tally, add_all, load_stages, read_all

    tally = Tally()
    with Progress(number) as progress:
        try:
            stages = load_stages(settings, codebooks)
            output.labels = {entry.id: entry.label for entry in stages.codebook.entries.values()}
            with engine_of(settings, codebooks, stages) as engine:
                if store is None:
                    done = read_all(items(engine), stages, batch_documents=settings.batch_documents, engine=engine)
                else:
                    done = add_all(items(engine), store, settings, stages, again=again, engine=engine)
                for item in done:
                    tally.add(item)
                    progress.advance()
                    with progress.aside():
                        _handle(item, store, output)
        except KeyboardInterrupt:
            progress.close()
            where = f"What was read is in {store.path}; run the same command again for the rest." if store else "Nothing was kept."
            _say(f"Interrupted. {where}")
            _say(count_words(tally))
            return cli.INTERRUPTED
    _close(tally, settings, store, output)
    return cli.SOME_SET_ASIDE if tally.incomplete else cli.DONE


def _handle(item: "Read | SetAside", store: "Store | None", output: Output) -> None:
    from dateline.pipeline import NO_LOSS, Read, stored

    if isinstance(item, Read):
        output.write(item)
    elif item.reason not in NO_LOSS:
        _say(f"Set aside ({item.reason}): {item.item}" + (f": {item.detail}" if item.detail else ""))
    elif output.format is Format.ASSERTIONS and store and item.document:
        output.write(stored(store, item.document))


def _close(tally: "Tally", settings: "Settings", store: "Store | None", output: Output) -> None:
    if tally.undated:
        which = "The document has" if tally.documents == 1 else f"{tally.undated} of {tally.documents} documents have"
        _say(f"{which} no known date: times relative to it stay unresolved; give --date YYYY-MM-DD.")
    if output.format is not Format.TABLE:
        return
    _say(count_words(tally))
    if store and (tally.documents or tally.items_aside[Reason.DUPLICATE]):
        db = "" if settings.db == "dateline.db" else f" --db {store.path}"
        _say(f"Next: dateline show events{db}, dateline brief -o brief.html{db}")


def count_words(tally: "Tally") -> str:
    """What went in and what came of it, in one line each for documents and sentences."""
    lines = [f"{_plural(tally.documents, 'document')} read" + _reasons(tally.items_aside, "; set aside: ")]
    if tally.documents:
        aside = tally.sentences - tally.sentences_with_assertions
        lines.append(
            f"{_plural(tally.sentences, 'sentence')}: {tally.sentences_with_assertions} with "
            f"{_plural(tally.assertions, 'assertion')}, "
            f"{aside} set aside" + _reasons(tally.sentences_aside, " (", ")") + _reasons(tally.unresolved, "; ")
        )
    return "\n".join(lines)


def _reasons(counts: dict[str, int], before: str, after: str = "") -> str:
    listed = ", ".join(f"{number} {str(reason).replace('_', ' ')}" for reason, number in sorted(counts.items()) if number)
    return f"{before}{listed}{after}" if listed else ""


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _say(message: str) -> None:
    typer.echo(message, err=True)
