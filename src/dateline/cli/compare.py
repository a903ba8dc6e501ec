"""`dateline compare`: readers beside each other on gold, with figures and with every difference in its sentence."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.extractors import AddressOption, CostOption, ModelOption, TokensOption
from dateline.errors import UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from dateline.compare import Comparison, Gold
    from dateline.compare.comparing import Difference
    from dateline.compare.scores import Score
    from dateline.settings import Settings


def compare(
    readers: Annotated[
        list[str],
        typer.Argument(
            metavar="READER...",
            help="model, llm, model:FOLDER with other weights, llm:NAME of another language model, each with +CODEBOOK; "
            "or FILE.jsonl of assertions.",
        ),
    ],
    gold: Annotated[
        Path | None,
        typer.Option(
            help="Gold: folder of `dateline review export gold`, or a JSON Lines file with texts/ beside it.", metavar="PATH"
        ),
    ] = None,
    db: Annotated[
        str | None, typer.Option(help="Case file whose reviewed statements are the gold without --gold.", metavar="FILE")
    ] = None,
    codebook: Annotated[
        list[Path] | None,
        typer.Option(help="Your own codebook folder, with which every reader reads; repeatable.", metavar="DIR"),
    ] = None,
    llm_address: AddressOption = None,
    llm_model: ModelOption = None,
    max_tokens: TokensOption = None,
    max_cost: CostOption = None,
    most: Annotated[int, typer.Option(help="Sentences shown of each kind of difference.", min=0, metavar="NUMBER")] = 3,
    json: Annotated[bool, typer.Option("--json", help="Everything as one JSON object: figures, and every difference.")] = False,
) -> None:
    """Measure readers beside each other on your own gold: what each finds, misses and adds, with the sentences.

    Gold is what people decided: statements reviewed in the case file, or a folder that `dateline review export gold` wrote. The
    case file stays as it is; what a language model answered is kept (llm_cache) and not paid for twice.

    \b
    Examples:
      dateline compare model llm
      dateline compare model model+my-codebook --gold my-gold
      dateline compare llm:qwen3:14b llm:gemma3:27b --gold my-gold --json > compared.json
      dateline compare model other-program.jsonl --gold my-gold/gold.jsonl --most 10
    """
    from dateline import cli
    from dateline.cli.progress import Progress
    from dateline.compare import compare as compare_readers
    from dateline.compare import load_readers
    from dateline.plugins import load_codebook
    from dateline.settings import load_settings

    for folder in codebook or ():
        if not folder.is_dir():
            raise UsageError(f"There is no folder {folder} for --codebook; check the name.")
    given = {"db": db, "llm_address": llm_address, "llm_model": llm_model, "max_tokens": max_tokens, "max_cost": max_cost}
    settings = load_settings(given)
    documents = gold_of(gold, db, settings)
    loaded = load_readers(readers, settings, codebook or [])
    with Progress(len(documents) * len(loaded), "Reading the gold") as progress:
        compared = compare_readers(documents, loaded, load_codebook(codebook or []).actors, progress.advance)
    if json:
        from dateline.cli.rows import write_lines

        write_lines([compared])
    else:
        _print(compared, most)
    _say_rest(compared)
    raise typer.Exit(cli.SOME_SET_ASIDE if compared.unread else cli.DONE)


def gold_of(path: Path | None, db: str | None, settings: "Settings") -> "list[Gold]":
    """The gold that a command is given: a file or folder, or what is reviewed in the case file."""
    from dateline.compare import load_gold, reviewed_gold

    if path is not None:
        if db is not None:
            raise UsageError("--gold and --db name two golds; give one of them.")
        if not path.exists():
            raise UsageError(f"There is no {path} for --gold; check the name.")
        return load_gold(path)
    from dateline.store import Store

    with Store.open(settings.db, create=False) as store:
        return reviewed_gold(store)


def _print(compared: "Comparison", most: int) -> None:
    from rich.text import Text

    from dateline.cli.screen import paged, print_all, stdout_console

    console = stdout_console()
    with paged(console):
        for title, lines in (
            ("Whole assertions: kind, words and type are right", _whole(compared)),
            ("By field, on what was found: kind and words are right", _fields(compared)),
        ):
            print_all(console, [Text(title, style="bold underline"), *_columns(lines), Text("")])
        print_all(console, _differences(compared, most))


def _whole(compared: "Comparison") -> "Iterator[tuple[str, ...]]":
    yield "kind", "type", "reader", "gold", "given", "right", "precision", "recall", "F1", "95 %"
    rows: dict[tuple[str, str], list[Score]] = {}
    for score in compared.scores:
        if score.measure == "whole":
            rows.setdefault((score.kind, score.type or ""), []).append(score)
    for name, scores in sorted(rows.items(), key=lambda item: _order(*item[0])):
        for head, score in zip((name, *[("", "")] * len(scores)), scores, strict=False):
            yield *head, score.reader, f"{score.wanted:,}", f"{score.given:,}", f"{score.right:,}", *_figures(score)


def _fields(compared: "Comparison") -> "Iterator[tuple[str, ...]]":
    yield "field", "reader", "gold", "given", "right", "precision", "recall", "F1", "95 %"
    rows: dict[str, list[Score]] = {}
    for score in compared.scores:
        if score.kind == "all" and score.measure != "whole":
            rows.setdefault("(kind and words)" if score.measure == "found" else score.measure, []).append(score)
    for name, scores in rows.items():
        for head, score in zip((name, *[""] * len(scores)), scores, strict=False):
            yield head, score.reader, f"{score.wanted:,}", f"{score.given:,}", f"{score.right:,}", *_figures(score)


def _order(kind: str, type_: str) -> tuple[int, str]:
    from dateline.records import KINDS

    return (-1 if kind == "all" else KINDS.index(kind)), type_


def _figures(score: "Score") -> tuple[str, ...]:
    shown = ("" if value is None else f"{100 * value:.1f}" for value in (score.precision, score.recall, score.f1))
    return *shown, f"{100 * score.interval[0]:.1f} to {100 * score.interval[1]:.1f}" if score.interval else ""


def _columns(rows: "Iterator[tuple[str, ...]]") -> "Iterator[Text]":
    """Rows with every column as wide as its widest cell, wherever they are printed; figures stand to the right."""
    from rich.text import Text

    from dateline.cli.phrases import printable

    listed = [[printable(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in listed) for column in range(len(listed[0]))]
    words = listed[0].index("reader")
    for number, row in enumerate(listed):
        cells = (c.ljust(w) if at <= words else c.rjust(w) for at, (c, w) in enumerate(zip(row, widths, strict=True)))
        yield Text("  ".join(cells).rstrip(), style="bold" if number == 0 else "")


def _differences(compared: "Comparison", most: int) -> "Iterator[Text]":
    from rich.text import Text

    from dateline.cli.phrases import printable

    for reader in compared.readers:
        groups: dict[tuple[str, ...], list[Difference]] = {}
        for one in compared.differences:
            if one.reader == reader.name:
                groups.setdefault(_group(one), []).append(one)
        yield Text(f"{printable(reader.name)} differs {sum(map(len, groups.values())):,} times", style="bold underline")
        for (what, *about), listed in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
            yield Text(f"  {len(listed):>4}  {what}: {' '.join(part for part in about if part)}", style="bold")
            for one in listed[:most]:
                yield from _difference(one)
            if (more := len(listed) - most) > 0:
                yield Text(f"        ... and {more} more; --most {len(listed)} shows all", style="dim")
        yield Text("")


def _group(one: "Difference") -> tuple[str, ...]:
    if one.what in ("missed", "extra"):
        return one.what, one.kind, one.type or ""
    return "otherwise", one.kind, one.what


def _difference(one: "Difference") -> "Iterator[Text]":
    from rich.text import Text

    from dateline.cli.phrases import printable

    before, quote, after = one.sentence.partition(one.quote)
    also = f", also {', '.join(one.also)}" if one.also else ""
    told = f"{one.wanted} in the gold, read as {one.said}: " if one.what not in ("missed", "extra") else ""
    sentence = printable(f"{told}{before}[{quote}]{after}" if quote else f"{told}{one.sentence}")
    yield Text(f"        {sentence}") + Text(f"  {printable(one.document)}:{one.start}{printable(also)}", style="dim")


def _say_rest(compared: "Comparison") -> None:
    """What figures do not show, on stderr."""
    from dateline.cli.phrases import plural, spending_words

    said = [f"{plural(compared.documents, 'document')}, {plural(compared.wanted, 'assertion')} in the gold"]
    for reader in compared.readers:
        line = f"{reader.name}: {reader.version}" + (f", codebook {reader.codebook}" if reader.codebook else "")
        line += f"; {plural(reader.assertions, 'assertion')}"
        if reader.undecided:
            line += f", {reader.undecided:,} of them in what nobody decided, and not counted"
        said.append(line + (f"; {spending_words(reader.spent)}" if reader.spent else ""))
    for one in compared.beside:
        if one.measure == "whole":
            between = f" (95 %: {100 * one.interval[0]:+.1f} to {100 * one.interval[1]:+.1f})" if one.interval else ""
            said.append(f"F1 of {one.reader} beside {one.other}: {100 * one.difference:+.1f}{between}")
    if compared.unread:
        said.append(f"Compared for none, since a reader could not read it: {', '.join(compared.unread)}")
    for line in said:
        typer.echo(line, err=True)
