"""`dateline publish`: the desk, read only, as a folder of files for any web server."""

from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.words import as_query
from dateline.errors import ServeError

ONE_MB = 1_000_000


def publish(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder, or one that was published before.", metavar="FOLDER")],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help="Which statements, as `dateline ask` takes it; all without it.")
    ] = None,
    with_names: Annotated[
        bool, typer.Option("--with-names", help="Keep the names of private persons, which are withheld otherwise.")
    ] = False,
    without_texts: Annotated[
        bool, typer.Option("--without-texts", help="Of each text only the sentences that statements rest on, for rights' sake.")
    ] = False,
    title: Annotated[str | None, typer.Option(help="What the case is called [default: the case file's name].")] = None,
    db: Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")] = None,
    codebook: Annotated[
        list[Path] | None, typer.Option(help="Your own codebook folder, for its types and names.", metavar="DIR")
    ] = None,
) -> None:
    """Write the desk, read only, as plain files: for any web server, under any address, without a program behind it.

    \b
    Examples:
      dateline publish site/
      dateline publish site/ place:Mosul since:2014-06 --without-texts
      python -m http.server --directory site/

    What was published there before is replaced as a whole; a folder with anything else in it is refused.
    """
    try:
        from dateline.api import read_site
    except ModuleNotFoundError as error:
        if error.name not in ("litestar", "uvicorn"):
            raise
        raise ServeError("The desk needs packages of its own; add them with `pip install 'dateline[desk]'`.") from error
    from dateline.archive.tables import Tables, understood
    from dateline.cli.link import link_with_progress
    from dateline.cli.phrases import plural
    from dateline.cli.statements import say_none
    from dateline.publish import check_folder, make_files, write_folder
    from dateline.settings import load_settings
    from dateline.store import Store
    from dateline.workbench.decisions import with_decisions

    check_folder(folder)
    query = as_query(words)
    settings = load_settings({"db": db})
    with Store.open(settings.db, create=False) as store:
        tables = Tables.load(with_decisions(codebook, settings.db))
        wanted = understood(query, tables)
        link_with_progress(store, tables)
        made = make_files(
            store,
            tables,
            read_site(),
            wanted,
            title=title or store.path.name,
            with_names=with_names,
            with_texts=not without_texts,
        )
        if not made.statements:
            say_none(store, wanted.unknown, asked=bool(query))
            raise typer.Exit(2)  # what was published before is better than an empty desk
    size = write_folder(folder, made.files)
    data = sum(len(content) for name, content in made.files.items() if name.startswith("data/"))
    typer.echo(
        f"{plural(made.statements, 'statement')} of {plural(made.documents, 'document')} published in {folder}: "
        f"{size / ONE_MB:.1f} MB, of it {data / ONE_MB:.1f} MB data; "
        + ("private names kept" if with_names else f"names of {plural(made.withheld, 'private person')} withheld"),
        err=True,
    )
    typer.echo(f"See it with: python -m http.server --directory {folder}", err=True)
