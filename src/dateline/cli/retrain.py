"""`dateline retrain`: learn from reviewed rows, measure what that gains, and keep it only if it is better."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.errors import UsageError

if TYPE_CHECKING:
    from dateline.compare import Gold
    from dateline.learning import Measured, Retrained

SHOWN = 3
"""Half decided documents that are named."""


def retrain(
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="Folder for what was learned [default: beside the case file, as dateline-model].",
            metavar="FOLDER",
        ),
    ] = None,
    db: Annotated[
        str | None,
        typer.Option(help="Case file whose reviewed statements are learned from [default: dateline.db].", metavar="FILE"),
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(help="Learn from gold instead: folder of `dateline review export gold`, or its gold.jsonl.", metavar="PATH"),
    ] = None,
    codebook: Annotated[
        list[Path] | None,
        typer.Option(help="Your own codebook folder, with which the rows were read; repeatable.", metavar="DIR"),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="What was learned and measured, as one JSON object.")] = False,
) -> None:
    """Learn from reviewed statements, within minutes: when to take a span of a kind and type, and which type to prefer.

    It shows what that gains on documents that were not learned from, by how many rows, and writes nothing unless it is better
    than the shipped model. What was learned is laid over that model with `--model FOLDER`, or by the setting `model`.

    \b
    Examples:
      dateline retrain
      dateline retrain --db mosul.db --codebook my-codebook -o mosul-model
      dateline reread --model dateline-model
    """
    from dateline.cli.compare import gold_of
    from dateline.cli.progress import Progress
    from dateline.learning import folder_of, keep
    from dateline.learning import retrain as learn_again
    from dateline.learning.measuring import steps
    from dateline.plugins import load_codebook
    from dateline.read import Reader
    from dateline.settings import load_settings
    from dateline.workbench.decisions import with_decisions

    for folder in codebook or ():
        if not folder.is_dir():
            raise UsageError(f"There is no folder {folder} for --codebook; check the name.")
    settings = load_settings({"db": db})
    golds = gold_of(gold, db, settings)
    folders = (codebook or []) if gold else with_decisions(codebook, settings.db)
    reader = Reader.load(load_codebook(folders), threads=settings.threads)
    with Progress(len(golds) + steps(), "Learning") as progress:
        retrained = learn_again(reader, golds, progress.advance)
    if json:
        from dateline.cli.rows import write_lines

        write_lines([retrained])
    else:
        _print(retrained.measured)
    _say_half_decided(golds)
    into = output or (Path("dateline-model") if gold else folder_of(settings.db))
    keep(retrained, into)
    _say_kept(retrained, into)


def _print(measured: "Measured") -> None:
    from rich.text import Text

    from dateline.cli.phrases import plural
    from dateline.cli.screen import print_all, stdout_console

    rows = list(_rows(measured))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    title = f"{plural(measured.rows, 'row')} reviewed in {plural(measured.documents, 'document')}"
    title += f", {measured.incomplete:,} of them not to the end" if measured.incomplete else ""
    print_all(
        stdout_console(),
        [
            Text(title, style="bold"),
            Text("F1 of kind, words and type, on documents that were not learned from, in per cent:"),
            *(Text(line) for line in lines),
        ],
    )


def _rows(measured: "Measured") -> Iterator[tuple[str, ...]]:
    yield "rows learned from", "documents", "F1", "95 %", "gain", "95 %"
    for point in measured.curve:
        gain = (f"{100 * point.gain:+.1f}", _ends(point.gain_interval, "+")) if point.rows else ("", "")
        yield f"{point.rows:,}", f"{point.documents:,}", f"{100 * point.f1:.1f}", _ends(point.interval), *gain


def _ends(interval: tuple[float, float], sign: str = "") -> str:
    low, high = (f"{100 * end:{sign}.1f}" for end in interval)
    return f"{low} to {high}"


def _say_half_decided(golds: "Sequence[Gold]") -> None:
    from dateline.cli.phrases import plural, printable

    half = sorted((gold for gold in golds if gold.undecided), key=lambda gold: (gold.undecided, gold.name))
    if not half:
        return
    named = ", ".join(f"{printable(gold.name)} ({gold.undecided:,} left)" for gold in half[:SHOWN])
    typer.echo(f"{plural(len(half), 'document')} not decided to the end, where the rest teaches nothing: {named}.", err=True)
    typer.echo(f"To decide one: dateline review queue --document {printable(half[0].name)}", err=True)


def _say_kept(retrained: "Retrained", folder: Path) -> None:
    measured = retrained.measured
    gain, last, (low, high) = measured.curve[-1].gain, measured.last, measured.last_interval
    version = retrained.learned.version
    typer.echo(f"What {measured.rows:,} rows teach gains {100 * gain:.1f} and is in {folder} (version {version}).", err=True)
    typer.echo(
        f"The last doubling of rows gained {100 * last:+.1f} (95 % {100 * low:+.1f} to {100 * high:+.1f}); the next, to "
        f"{2 * measured.rows:,}, is likely to gain no more than that.",
        err=True,
    )
    typer.echo(f"Next: dateline reread --model {folder}, dateline diff", err=True)
