"""`dateline read`: texts in; what they say out, kept apart by kind, each line with its sentence.

Without `--format` it adds to a case file and prints for people. Counts, warnings and progress go to stderr.
"""

from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.extractors import AddressOption, CostOption, Extractor, ModelOption, TokensOption, one_process
from dateline.cli.reading import Format, Output, folders_of, read_items
from dateline.errors import UsageError


class EngineName(StrEnum):
    """Where texts are read."""

    LOCAL = "local"
    RAY = "ray"


MODEL = typer.Option(
    help="Folder of what `dateline retrain` learned from your reviewed rows [default: the shipped model].", metavar="FOLDER"
)
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
    model: Annotated[str | None, MODEL] = None,
    jobs: Annotated[int | None, JOBS] = None,
    engine: Annotated[EngineName | None, ENGINE] = None,
    ray_address: Annotated[str | None, RAY_ADDRESS] = None,
    extractor: Annotated[
        Extractor,
        typer.Option(help="What reads: model, which is built in, or llm, a language model at an address that you name."),
    ] = Extractor.MODEL,
    llm_address: AddressOption = None,
    llm_model: ModelOption = None,
    max_tokens: TokensOption = None,
    max_cost: CostOption = None,
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
      dateline read reports/ --extractor llm --llm-address http://localhost:11434/v1 --llm-model qwen3:14b
    """
    from dateline.settings import load_settings

    given = {"date": date, "outlet": outlet, "db": db, "pages": pages and pages.value, "model": model, "jobs": jobs}
    given |= {"engine": engine and engine.value, "ray_address": ray_address}
    given |= {"llm_address": llm_address, "llm_model": llm_model, "max_tokens": max_tokens, "max_cost": max_cost}
    settings = one_process(extractor, load_settings(given), {"--jobs": jobs, "--engine": engine, "--ray-address": ray_address})
    if model and extractor is Extractor.LLM:
        raise UsageError("--model lays what was learned over the built-in reader; leave it out where a language model reads.")
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
                extractor.value,
            )
        )
