"""`dateline actors`: what is decided about names that no table knows, with effect on the case file at once."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.errors import UsageError

if TYPE_CHECKING:
    from dateline.codebook import Codebook
    from dateline.settings import Settings
    from dateline.store import Store
    from dateline.workbench.decisions import Decision

app = typer.Typer(
    name="actors",
    help="""Decide who the names are that no table knows; `dateline show candidates` lists them.

What you decide is written into a codebook of the case file's own, beside it (dateline.db: dateline-actors), which every command
with that case file uses; the documents that mention the name are resolved again at once. The model is not needed for that.

\b
Example:
  dateline show candidates
  dateline actors accept "Ansar al-Fajr" --kind armed_group --country ML --source "our field notes"
  dateline actors merge "Mouvement M23" m23
  dateline actors reject "Foreign Secretary"
  dateline actors undo
""",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
_Name = Annotated[str, typer.Argument(metavar="NAME", help="The name as `dateline show candidates` prints it.")]
_Db = Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")]
_Codebook = Annotated[
    list[Path] | None, typer.Option(help="Your own codebook folder, as it was given to `dateline read`; repeatable.", metavar="DIR")
]
_Since = Annotated[str | None, typer.Option("--from", help="First day of the name, YYYY, YYYY-MM or YYYY-MM-DD.", metavar="DAY")]
_Until = Annotated[str | None, typer.Option(help="Last day of the name.", metavar="DAY")]
_Source = Annotated[str | None, typer.Option(help="Where that is from [default: the first report that names it].", metavar="WORDS")]


@app.command("accept")
def accept(
    name: _Name,
    kind: Annotated[str, typer.Option(help="armed_group, government, force, organisation, person or people.", metavar="KIND")],
    country: Annotated[
        list[str] | None, typer.Option(help="Country, by name or two-letter code; repeatable.", metavar="COUNTRY")
    ] = None,
    alias: Annotated[list[str] | None, typer.Option(help="Another name; repeatable.", metavar="NAME")] = None,
    since: _Since = None,
    until: _Until = None,
    part_of: Annotated[str | None, typer.Option(help="Id of the actor that it is part of.", metavar="ID")] = None,
    source: _Source = None,
    db: _Db = None,
    codebook: _Codebook = None,
) -> None:
    """Make a name an actor of its own.

    \b
    Examples:
      dateline actors accept "Ansar al-Fajr" --kind armed_group --country ML --alias "Fajr Brigade"
      dateline actors accept "Vitaliy Kim" --kind person --country UA
    """
    from dateline.workbench.decisions import accept as decide
    from dateline.workbench.row_drafts import ActorAnswers

    def make(case: "_Case") -> "Decision":
        answers = ActorAnswers(
            name=name, kind=kind, country=tuple(country or ()), aliases=tuple(alias or ()), since=since, until=until,
            parent=part_of, source=source or case.first_report(name),
        )  # fmt: skip
        return decide(answers, case.codebook, case.folder)

    _decide(make, db, codebook)


@app.command("merge")
def merge(
    name: _Name,
    into: Annotated[str, typer.Argument(metavar="ID", help="Id of the actor whose further name it is.")],
    since: _Since = None,
    until: _Until = None,
    source: _Source = None,
    db: _Db = None,
    codebook: _Codebook = None,
) -> None:
    """Make a name a further name of a known actor.

    \b
    Examples:
      dateline actors merge "Mouvement M23" m23
      dateline actors merge "Wilayat Sinai" ansar_bait_al_maqdis --from 2014-11
    """
    from dateline.workbench.decisions import merge as decide

    def make(case: "_Case") -> "Decision":
        told = source or case.first_report(name)
        return decide(name, into, case.codebook, case.folder, since=since, until=until, source=told)

    _decide(make, db, codebook)


@app.command("reject")
def reject(
    name: _Name,
    source: Annotated[str | None, typer.Option(help="Why [default: no actor].", metavar="WORDS")] = None,
    db: _Db = None,
    codebook: _Codebook = None,
) -> None:
    """Say that a name is nobody's who is worth a row: it is no candidate any more, and stays as words.

    \b
    Example:
      dateline actors reject "Foreign Secretary" --source "an office"
    """
    from dateline.workbench.decisions import reject as decide

    def make(case: "_Case") -> "Decision":
        case.first_report(name)
        return decide(name, case.codebook, case.folder, source=source or "no actor")

    _decide(make, db, codebook)


@app.command("undo")
def undo(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="About which name; the last decision without it.")] = None,
    db: _Db = None,
    codebook: _Codebook = None,
) -> None:
    """Take the last decision back, or the last one about a name.

    \b
    Examples:
      dateline actors undo
      dateline actors undo "Ansar al-Fajr"
    """
    from dateline.workbench.decisions import undo as take_back

    _decide(lambda case: take_back(case.folder, name, others=codebook or ()), db, codebook, undone=True)


@app.command("list")
def list_(json: Annotated[bool, typer.Option("--json", help="JSON Lines for programs.")] = False, db: _Db = None) -> None:
    """List what was decided, the latest last.

    \b
    Example:
      dateline actors list --db mosul.db
    """
    from dateline.settings import load_settings
    from dateline.workbench.decisions import decisions, folder_of

    folder = folder_of(load_settings({"db": db}).db)
    made = decisions(folder)
    if json:
        from dateline.cli.rows import write_lines

        write_lines(made)
        return
    for one in made:
        typer.echo(one.row, nl=False)
    if not made:
        typer.echo(f"Nothing was decided yet; {folder} has no decisions.", err=True)


class _Case:
    """A case file with its decisions and the codebook that both give."""

    def __init__(self, store: "Store", settings: "Settings", codebooks: list[Path]) -> None:
        from dateline.plugins import load_codebook
        from dateline.workbench.decisions import folder_of, with_decisions

        self.store, self.folder = store, folder_of(settings.db)
        self._folders = lambda: with_decisions(codebooks, settings.db)
        self.codebook: Codebook = load_codebook(self._folders())

    def first_report(self, name: str) -> str:
        """Where a name stands first, as the source of its row.

        Raises:
            UsageError: no statement has it.
        """
        from dateline.codebook.actor_words import fold

        wanted = fold(name)
        for statement in self.store.statements():
            voice = statement.voice
            names = [*(one.name for one in statement.participants), voice.name or ""]
            if any(fold(each) == wanted for each in names):
                document = self.store.document(statement.assertion.document)
                return ", ".join(part for part in (document.outlet or document.name, document.published) if part)
        raise UsageError(f"{self.store.path} has nobody called {name!r}; `dateline show candidates` lists the names.")

    def take_effect(self, words: Iterable[str]) -> str:
        """Resolve what mentions the words again, and say what came of it."""
        from dateline import __version__
        from dateline.archive import resolve_again
        from dateline.cli.phrases import plural
        from dateline.gazetteer import Gazetteer
        from dateline.plugins import load_codebook

        changed = resolve_again(self.store, load_codebook(self._folders()), Gazetteer.open(), words, version=__version__)
        return f"Resolved again: {plural(changed.documents, 'document')}; {plural(changed.statements, 'statement')} changed."


def _decide(make: "Callable[[_Case], Decision]", db: str | None, codebooks: list[Path] | None, *, undone: bool = False) -> None:
    from dateline.settings import load_settings
    from dateline.store import Store

    settings = load_settings({"db": db})
    with Store.open(settings.db, create=False) as store:
        case = _Case(store, settings, codebooks or [])
        decision = make(case)
        typer.echo(decision.row, nl=False)
        typer.echo(f"{'Taken out of' if undone else 'Written into'} {case.folder}", err=True)
        if decision.what != "reject":
            typer.echo(case.take_effect(decision.names), err=True)
