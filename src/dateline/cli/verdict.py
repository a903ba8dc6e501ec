"""`dateline verdict`: your word on a forecast or on a finding of a check, kept in the case file under your name."""

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from dateline.errors import UsageError


def verdict(
    statement: Annotated[str, typer.Argument(metavar="ID", help="The forecast's statement, or one that a finding rests on.")],
    word: Annotated[
        str,
        typer.Argument(metavar="WORD", help="came-true, did-not or open; of a finding text-holds, other-holds, both-hold or open."),
    ],
    check: Annotated[
        str | None, typer.Option(help="The check whose finding is meant, as `show checks` names it.", metavar="NAME")
    ] = None,
    on: Annotated[list[str] | None, typer.Option(help="A statement that your word rests on; repeatable.", metavar="ID")] = None,
    note: Annotated[str, typer.Option(help="Why, in your words.")] = "",
    by: Annotated[str | None, typer.Option(help="Your name [default: your user name].", metavar="NAME")] = None,
    db: Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")] = None,
    codebook: Annotated[
        list[Path] | None, typer.Option(help="Your own codebook folder, by which checks are made.", metavar="DIR")
    ] = None,
) -> None:
    """Say what came of a forecast, or which side of a finding holds.

    Nothing is overwritten: your later word counts, and it stands beside those of others.

    \b
    Examples:
      dateline verdict 4f2a9c came-true --on 8b11d0 --note "the town fell on the 12th"
      dateline verdict 77ab01 other-holds --check office
    """
    from dateline.archive.judging import judge
    from dateline.archive.tables import Tables
    from dateline.settings import load_settings
    from dateline.store import Store
    from dateline.workbench.decisions import with_decisions

    name = (by or getpass.getuser()).strip()
    if not name:
        raise UsageError("A verdict bears a name; give yours with --by.")
    settings = load_settings({"db": db})
    with Store.open(settings.db, create=False) as store:
        given = judge(
            store,
            Tables.load(with_decisions(codebook, settings.db)),
            statement,
            word.replace("-", "_"),
            check=check,
            on=tuple(on or ()),
            by=name,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            note=note,
        )
    typer.echo(f"Kept: {given.verdict.replace('_', ' ')}, says {given.by}; `dateline show {given.view}` shows it.", err=True)
