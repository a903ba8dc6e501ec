"""`dateline review queue|status|log`: what there is to do, how far it is, and what was done."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.review.acts import Db, Name, user_name, whole_id
from dateline.errors import UsageError

if TYPE_CHECKING:
    from dateline.store import Store

Json = Annotated[bool, typer.Option("--json", help="JSON Lines for programs.")]


def queue(
    mode: Annotated[
        str,
        typer.Option(
            help="open: nobody decided; second: another coder did, you did not; mine: you did; disputed: coders differ.",
            metavar="MODE",
        ),
    ] = "open",
    kind: Annotated[list[str] | None, typer.Option(help="Only this kind of statement; repeatable.", metavar="KIND")] = None,
    document: Annotated[
        str | None, typer.Option(help="Only this document: its name or its id; to decide it to the end.", metavar="NAME")
    ] = None,
    limit: Annotated[int, typer.Option(help="How many.", min=1, max=10_000)] = 20,
    json: Json = False,
    coder: Name = None,
    db: Db = None,
    codebook: Annotated[list[Path] | None, typer.Option(help="Your own codebook folder, for its labels.", metavar="DIR")] = None,
) -> None:
    """List what to look at first: what is in doubt and much hangs on. What other coders said is not shown, but for `disputed`.

    \b
    Examples:
      dateline review queue
      dateline review queue --mode second --coder ana
      dateline review queue --mode disputed
      dateline review queue --document sarajevo-1995 --limit 100
    """
    from dateline.archive.queueing import MODES, Queue
    from dateline.settings import load_settings
    from dateline.store import Store

    if mode not in MODES:
        raise UsageError(f"--mode {mode} is none; there are {', '.join(MODES)}.")
    settings = load_settings({"db": db, "coder": coder})
    with Store.open(settings.db, create=False) as store:
        within = _document(store, document) if document else None
        who = settings.coder or user_name()
        tasks, total = Queue(store).tasks(who, mode, kinds=kind or (), document=within, limit=limit)  # type: ignore[arg-type]
        if json:
            from dateline.cli.rows import write_lines

            write_lines(tasks)
        elif tasks:
            _print(tasks, codebook or [])
    if total > len(tasks):
        typer.echo(f"{len(tasks)} of {total}; --limit shows more.", err=True)
    elif not tasks:
        typer.echo(f"Nothing to do: there is no statement of which {MODES[mode]}.", err=True)  # type: ignore[index]


def _document(store: "Store", name: str) -> str:
    """The id of a document by its name or its id."""
    found = [one.id for one in store.documents() if name in (one.name, one.id)]
    if not found:
        raise UsageError(f"There is no document {name} in {store.path}; `dateline show documents` lists them.")
    if len(found) > 1:
        raise UsageError(f"{len(found)} documents are called {name} ({', '.join(found[:3])}); give the id of one.")
    return found[0]


def _print(tasks, codebooks: list[Path]) -> None:
    from rich.text import Text

    from dateline.cli import phrases
    from dateline.cli.screen import paged, stdout_console
    from dateline.cli.show import load_labels

    console, labels = stdout_console(), load_labels(codebooks)
    with paged(console):
        for task in tasks:
            reasons = f" ({', '.join(task.rank.reasons)})" if task.rank.reasons else ""
            done = f", you: {task.decision}" if task.decision else ""
            about = f"{task.statement.assertion.kind}, doubt {task.rank.doubt:.2f}{reasons} x weight {task.rank.weight:.2f}{done}"
            console.print(Text(f"{task.statement.id}  {about}", style="bold"))
            for line in phrases.block(task.statement, task.sentence, task.name, labels, colour=console.color_system is not None):
                console.print(Text("    ") + line)
            for act in task.words:
                said = ", ".join(_words_of(act, task)) or "as it was read"
                console.print(Text(f"    {phrases.printable(act.by)}: {act.action}: {phrases.printable(said)}"))


def _words_of(act, task) -> list[str]:
    """In what one coder's word differs from what was read, field by field."""
    from dateline.review.fields import differences
    from dateline.review.shown import field_words

    if act.value is None or task.machine is None:
        return [act.note or "there is no such thing"] if act.value is None else ["the machine missed it"]
    return [f"{field} {field_words(act.value, field)}" for field in differences(task.machine, act.value)]


def status(json: Json = False, db: Db = None) -> None:
    """Say how far review is.

    \b
    Example:
      dateline review status
    """
    from dateline.archive.queueing import Queue
    from dateline.settings import load_settings
    from dateline.store import Store

    with Store.open(load_settings({"db": db}).db, create=False) as store:
        progress = Queue(store).progress()
    if json:
        from dateline.cli.rows import write_lines

        write_lines([progress])
        return
    share = f" ({progress.decided / progress.statements:.0%})" if progress.statements else ""
    typer.echo(f"statements  {progress.statements}")
    typer.echo(f"decided  {progress.decided}{share}, {progress.twice} by two coders or more")
    typer.echo(f"disputed  {progress.disputed}")
    typer.echo(f"added  {progress.added}")
    for name, number in progress.coders.items():
        typer.echo(f"by {name}  {number}")


def log(
    id: Annotated[str | None, typer.Argument(help="Only of this statement (its id, or the start of it).", metavar="ID")] = None,
    json: Json = False,
    db: Db = None,
) -> None:
    """List what was done, by whom and when; nothing is ever taken out of it.

    \b
    Examples:
      dateline review log
      dateline review log 4f2a9c
      dateline review log --json > acts.jsonl
    """
    from dateline.cli.phrases import printable
    from dateline.settings import load_settings
    from dateline.store import Store

    with Store.open(load_settings({"db": db}).db, create=False) as store:
        statement = whole_id(store, id) if id else None
        with store.reviewing() as reviews:
            acts = reviews.acts(statement=statement)
    if json:
        from dateline.cli.rows import write_lines

        write_lines(acts)
        return
    for act in acts:
        parts = [
            act.id,
            act.at[:19].replace("T", " "),
            act.by,
            act.action + (" (adjudication)" if act.adjudication else ""),
            act.statement,
        ]
        parts += [f"of act {act.undoes}"] if act.undoes else []
        parts += [f"“{act.value.assertion.anchor.exact}”"] if act.value else []
        parts += [f"({act.note})"] if act.note else []
        typer.echo(printable("  ".join(parts)))
    if not acts:
        typer.echo("Nobody has reviewed anything yet; `dateline review queue` lists what there is.", err=True)
