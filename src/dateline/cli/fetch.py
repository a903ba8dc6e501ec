"""`dateline fetch`: pages from the web, kept as the server sent them, then read into the case file."""

from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.reading import Format, Output, folders_of, read_items


def fetch(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses of pages or feeds, http:// or https://.")],
    keep: Annotated[
        str | None,
        typer.Option(help="Folder for the web archives (WARC) of what was fetched [default: beside the case file].", metavar="DIR"),
    ] = None,
    date: Annotated[
        str | None, typer.Option(help="Day of publication, YYYY-MM-DD; beats what the pages say.", metavar="DAY")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published the pages.", metavar="NAME")] = None,
    db: Annotated[
        str | None, typer.Option(help="Case file that documents are added to [default: dateline.db].", metavar="FILE")
    ] = None,
    codebook: Annotated[
        list[Path] | None, typer.Option(help="Folder with your own codebook files; repeatable.", metavar="DIR")
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from private addresses too: only for sites of your own network.")
    ] = False,
    short: Annotated[bool, typer.Option("--short", help="Cut each sentence to one line.")] = False,
) -> None:
    """Fetch pages, keep them as the server sent them with their hash, and read them into the case file.

    A site's robots.txt is kept to, and there is a pause between two requests to one host. Scripts of a page are not run.
    The archives can be read again: `dateline read dateline-pages`.

    \b
    Examples:
      dateline fetch https://example.org/2014/mosul-falls
      dateline fetch https://example.org/a https://example.net/b --db mosul.db --keep mosul-pages
    """
    from dateline.harvest import fetch_all, open_fetcher
    from dateline.settings import load_settings
    from dateline.store import Store

    given = {"date": date, "outlet": outlet, "db": db, "keep": keep, "allow_private": allow_private or None}
    settings = load_settings(given)
    open_fetcher(settings)  # before the case file is made: it says so when its packages are missing
    with Store.open(settings.db) as store:
        raise typer.Exit(
            read_items(
                lambda engine: fetch_all(urls, settings),
                len(urls),
                settings,
                store,
                folders_of(codebook, settings, store),
                False,
                Output(Format.TABLE, short),
            )
        )
