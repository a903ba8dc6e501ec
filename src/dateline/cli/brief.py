"""`dateline brief`: the case file as one printable page with citations."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.words import RunOption
from dateline.errors import InputError, UsageError


def brief(
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write; - is standard output.", metavar="FILE")] = Path(
        "brief.html"
    ),
    title: Annotated[str, typer.Option(help="The page's heading.")] = "Situation briefing",
    db: Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")] = None,
    codebook: Annotated[
        list[Path] | None, typer.Option(help="Your own codebook folder, for the labels of its types.", metavar="DIR")
    ] = None,
    run: RunOption = None,
) -> None:
    """Write a briefing: every line leads to the quoted sentences it rests on.

    \b
    Examples:
      dateline brief -o brief.html
      dateline brief --db mosul.db --title "Mosul, June 2014" -o mosul.html
    """
    from dateline.cli.runs import as_read_by
    from dateline.cli.show import load_labels
    from dateline.settings import load_settings
    from dateline.situation.briefing import briefing, render
    from dateline.store import Store

    settings = load_settings({"db": db})
    if str(output) != "-" and (output.is_dir() or not output.absolute().parent.is_dir()):
        raise UsageError(f"{output} cannot be a page: name a file in a folder that exists, as in -o brief.html.")
    with Store.open(settings.db, create=False) as whole, as_read_by(whole, run) as store:
        labels = load_labels(codebook or [])
        aside = list(store.set_aside())
        page = render(
            briefing(store.documents(), store.statements(), store.sentences(), set_aside=aside, labels=labels, title=title)
        )
    if str(output) == "-":
        sys.stdout.buffer.write(page.encode())
    else:
        _write_whole(output, page)
        typer.echo(f"Wrote {output}", err=True)


def _write_whole(path: Path, page: str) -> None:
    """Write beside and rename: a reader never meets half a page."""
    try:
        with tempfile.NamedTemporaryFile("w", dir=path.absolute().parent, suffix=".part", delete=False, encoding="utf-8") as part:
            part.write(page)
        mask = os.umask(0)
        os.umask(mask)
        Path(part.name).chmod(0o666 & ~mask)
        Path(part.name).replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}); name another file with -o.") from error
