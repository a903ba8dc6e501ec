"""Reading as several commands do it: documents through the stages, what comes out printed, what came of it all counted.

Data go to stdout, document by document; counts, warnings and progress to stderr.
"""

import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from dateline.errors import Reason

if TYPE_CHECKING:
    from dateline.engine import Engine
    from dateline.pipeline import Read, Tally
    from dateline.records import Document, SetAside
    from dateline.settings import Settings
    from dateline.stages import Stages
    from dateline.store import Store


class Format(StrEnum):
    """What `read` prints."""

    TABLE = "table"
    ASSERTIONS = "assertions"
    JSON = "json"


def folders_of(given: list[Path] | None, settings: "Settings", store: "Store | None") -> list[Path]:
    """The codebooks to read with: those given, and what was decided about the names of the case file."""
    from dateline.workbench.decisions import with_decisions

    return with_decisions(given, settings.db) if store else given or []


def engine_of(settings: "Settings", codebooks: list[Path], stages: "Stages | None" = None) -> "Engine[Stages]":
    """Where texts are read, by the settings; `stages` are what this process has loaded."""
    from dateline.engine import cores, open_engine
    from dateline.stages import loader

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
    extractor: str = "model",
) -> int:
    """Read all documents that are among the items, print, and return the exit code.

    Args:
        items: gives them, with the engine that may take pages apart.
        number: of files or addresses that the items come from, for the progress bar.
    """
    from dateline import cli
    from dateline.cli.phrases import spending_words
    from dateline.cli.progress import Progress
    from dateline.errors import ExtractorError
    from dateline.pipeline import Tally, add_all, read_all
    from dateline.stages import load_stages

    tally, ledger = Tally(), None
    with Progress(number) as progress:
        try:
            stages = load_stages(settings, codebooks, extractor)
            ledger = stages.ledger
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
        except ExtractorError:
            progress.close()
            _say(count_words(tally))
            raise
        finally:
            if ledger:
                progress.close()
                _say(spending_words(ledger.total))
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
    if tally.answers_aside:
        lines.append("of the language model's answers set aside" + _reasons(tally.answers_aside, ": "))
    return "\n".join(lines)


def _reasons(counts: dict[str, int], before: str, after: str = "") -> str:
    listed = ", ".join(f"{number} {str(reason).replace('_', ' ')}" for reason, number in sorted(counts.items()) if number)
    return f"{before}{listed}{after}" if listed else ""


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _say(message: str) -> None:
    typer.echo(message, err=True)
