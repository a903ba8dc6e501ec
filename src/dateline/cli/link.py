"""`dateline link`: which documents copy which, which statements are about one occurrence; and why two are or are not."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dateline.archive import Explained, Linked
    from dateline.archive.tables import Tables
    from dateline.store import Store


def link(
    explain: Annotated[
        tuple[str, str] | None,
        typer.Option(help="Say why two statements (ids, or the start of them) are or are not one incident.", metavar="A B"),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object for programs.")] = False,
    db: Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")] = None,
    codebook: Annotated[
        list[Path] | None, typer.Option(help="Your own codebook folder, added to the shipped one; repeatable.", metavar="DIR")
    ] = None,
) -> None:
    """Link what was read: copies become one story, statements about one occurrence one incident.

    The views do this by themselves when something new was read. The order in which documents came changes nothing.

    \b
    Examples:
      dateline link
      dateline link --db mosul.db --explain 4f2a9c 8b11d0
    """
    from dateline import archive
    from dateline.archive.tables import Tables
    from dateline.settings import load_settings
    from dateline.store import Store
    from dateline.workbench.decisions import with_decisions

    settings = load_settings({"db": db})
    tables = Tables.load(with_decisions(codebook, settings.db))
    with Store.open(settings.db, create=False) as store:
        if explain is None:
            _say_linked(link_with_progress(store, tables), json)
        else:
            _say_explained(archive.explain(store, tables, *explain), json)


def link_with_progress(store: "Store", tables: "Tables") -> "Linked":
    """Bring the case file up to date, with bars on a terminal when there is much to do."""
    from dateline.archive import link_case
    from dateline.cli.progress import Progress

    with Progress(0, "Linking") as progress, Progress(0, "Views") as views:
        return link_case(store, tables, progress.reach, views.reach)


def _say_linked(linked: "Linked", json: bool) -> None:
    if json:
        from dateline.cli.rows import write_lines

        write_lines([linked])
        return
    from dateline.cli.phrases import plural

    typer.echo(
        f"{plural(linked.documents, 'new document')}; made or made anew: {plural(linked.stories, 'story', 'stories')}, "
        f"{plural(linked.incidents, 'incident')}; {linked.removed:,} replaced"
    )


def _say_explained(explained: "Explained", json: bool) -> None:
    if json:
        from dateline.cli.rows import write_lines

        write_lines([explained])
        return
    from dateline.cli.phrases import printable

    told = explained.explanation
    typer.echo("One incident." if explained.one_incident else "Two incidents.")
    if told.total is None:
        one, other = told.reasons[0].one, told.reasons[0].other
        typer.echo(f"Their types are never used for one occurrence: {one}; {other} (families in occurrences.yaml).")
        return
    for reason in told.reasons:
        said = " | ".join(part for part in dict.fromkeys((reason.one, reason.other)) if part)
        typer.echo(f"  {reason.points:+6.2f}  {reason.name.replace('_', ' '):<24} {printable(said)}".rstrip())
    typer.echo(f"  {told.total:+6.2f}  in all; one occurrence from nought up")
    if (told.total >= 0) != explained.one_incident:
        typer.echo(
            "The two alone would be "
            + (
                "one, but the reports that each is linked to are not, on average."
                if told.total >= 0
                else "two; other reports join them."
            )
        )
    if told.alone != (1, 1):
        typer.echo(f"Compared as wholes: {told.alone[0]} and {told.alone[1]} statements that their documents tell together.")
