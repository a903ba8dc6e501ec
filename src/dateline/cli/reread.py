"""`dateline reread`: the archive read again by other versions, beside the readings that are there."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.read import ENGINE, JOBS, MODEL, RAY_ADDRESS, EngineName
from dateline.cli.reading import engine_of
from dateline.cli.words import SHOWN

if TYPE_CHECKING:
    from dateline.engine import Engine
    from dateline.pipeline import Tally
    from dateline.stages import Stages
    from dateline.store import Run, Store


def reread(
    codebook: Annotated[
        list[Path] | None,
        typer.Option(help="Folder with your own codebook files, added to the shipped ones; repeatable.", metavar="DIR"),
    ] = None,
    model: Annotated[str | None, MODEL] = None,
    jobs: Annotated[int | None, JOBS] = None,
    engine: Annotated[EngineName | None, ENGINE] = None,
    ray_address: Annotated[str | None, RAY_ADDRESS] = None,
    json: Annotated[bool, typer.Option("--json", help="What the run has read and set aside, as one JSON object.")] = False,
    db: Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")] = None,
) -> None:
    """Read every text of the case file again with the model and codebook of today, beside the readings that are there.

    Views then show the new reading; the old ones stay (`--run`, `dateline diff`). What these versions have read is not read twice:
    interrupted or killed at any moment, the same command does the rest.

    \b
    Examples:
      dateline reread
      dateline reread --codebook my-codebook --jobs 4 --db mosul.db
      dateline reread --model dateline-model
      dateline diff
    """
    from dateline.errors import UsageError
    from dateline.readings import versions_of
    from dateline.settings import load_settings
    from dateline.store import Store
    from dateline.workbench.decisions import with_decisions

    settings = load_settings(
        {"db": db, "model": model, "jobs": jobs, "engine": engine and engine.value, "ray_address": ray_address}
    )
    for folder in codebook or []:
        if not folder.is_dir():
            raise UsageError(f"There is no folder {folder} for --codebook; check the name.")
    with Store.open(settings.db, create=False) as store:
        with engine_of(settings, with_decisions(codebook, settings.db)) as working:
            run = working.ask(versions_of)
            code = _reread(store, working, run)
        if json:
            from dateline.cli.rows import write_lines

            write_lines(manifest for manifest in store.manifests() if manifest.id == run.id)
    raise typer.Exit(code)


def _reread(store: "Store", engine: "Engine[Stages]", run: "Run") -> int:
    from dateline import cli
    from dateline.cli.phrases import plural
    from dateline.cli.progress import Progress
    from dateline.pipeline import Tally
    from dateline.readings import read_again

    total, tally = store.unread(run), Tally()
    if not total:
        typer.echo(f"Nothing to do: these versions (run {run.id[:SHOWN]}) have read every document of {store.path}.", err=True)
        return cli.DONE
    with Progress(total, "Reading again") as progress:
        try:
            for read, added in read_again(store, engine, run, total):
                if added:
                    tally.add(read)
                progress.reach(min(tally.documents, total), total)
        except KeyboardInterrupt:
            progress.close()
            typer.echo(
                f"Interrupted. {tally.documents:,} of {plural(total, 'document')} were read again and are in {store.path}; "
                "run the same command again for the rest.",
                err=True,
            )
            return cli.INTERRUPTED
    return _close(store, run, tally)


def _close(store: "Store", run: "Run", tally: "Tally") -> int:
    from dateline import cli
    from dateline.cli.phrases import plural

    typer.echo(
        f"{plural(tally.documents, 'document')} read again by run {run.id[:SHOWN]} (model {run.model}, codebook {run.codebook}): "
        f"{plural(tally.assertions, 'assertion')} in {tally.sentences_with_assertions:,} of {plural(tally.sentences, 'sentence')}",
        err=True,
    )
    typer.echo("Next: dateline diff, dateline show runs", err=True)
    if left := store.unread(run):
        typer.echo(f"{plural(left, 'document')} came or changed meanwhile; run the same command again.", err=True)
    return cli.SOME_SET_ASIDE if left or tally.incomplete else cli.DONE
