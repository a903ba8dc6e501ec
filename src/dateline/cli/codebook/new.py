"""`dateline codebook new`: one entry or row, by answering questions on a terminal, or by options."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from dateline.errors import CodebookError, UsageError

if TYPE_CHECKING:
    from dateline.codebook import Codebook


class Kind(StrEnum):
    """What can be added."""

    EVENT_TYPE = "event-type"
    CONTROL = "control"
    RELATION = "relation"
    ACTOR = "actor"
    LABEL = "label"


KIND_OF: dict[Kind, Literal["event", "control", "relation"]] = {
    Kind.EVENT_TYPE: "event",
    Kind.CONTROL: "control",
    Kind.RELATION: "relation",
}


class Tone(StrEnum):
    """How a label judges the side that it names."""

    PLAIN = "plain"
    HOSTILE = "hostile"
    FRIENDLY = "friendly"


def new(
    kind: Annotated[Kind, typer.Argument(help="What to add.")],
    name: Annotated[str, typer.Argument(help="What it is called, as people read it.")],
    folder: Annotated[
        Path | None, typer.Option(help="Your codebook's folder [default: the one here, else my-codebook].", metavar="DIR")
    ] = None,
    definition: Annotated[str | None, typer.Option(help="Types: what it means, and what it is not.", metavar="WORDS")] = None,
    word: Annotated[
        list[str] | None,
        typer.Option(help="Types: words that show it: `raid`, `cattle raid`, `steal: cattle, goat`; repeatable.", metavar="WORDS"),
    ] = None,
    yes: Annotated[
        list[str] | None, typer.Option(help="Types: a sentence in which it happens; repeatable.", metavar="SENTENCE")
    ] = None,
    no: Annotated[
        list[str] | None,
        typer.Option(help="Types: a sentence in which it does not happen; repeatable.", metavar="SENTENCE"),
    ] = None,
    why: Annotated[
        list[str] | None, typer.Option(help="Types: why not, one for each --no, in their order.", metavar="WORDS")
    ] = None,
    actor_kind: Annotated[
        str | None,
        typer.Option("--kind", help="Actors: armed_group, government, force, organisation, person or people.", metavar="KIND"),
    ] = None,
    country: Annotated[
        list[str] | None, typer.Option(help="Actors: country, by name or two-letter code; repeatable.", metavar="COUNTRY")
    ] = None,
    alias: Annotated[list[str] | None, typer.Option(help="Actors: another name; repeatable.", metavar="NAME")] = None,
    since: Annotated[
        str | None, typer.Option("--from", help="Actors: first day, YYYY, YYYY-MM or YYYY-MM-DD.", metavar="DAY")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Actors: last day.", metavar="DAY")] = None,
    part_of: Annotated[str | None, typer.Option(help="Actors: id of the actor that it is part of.", metavar="ID")] = None,
    source: Annotated[str | None, typer.Option(help="Actors: where the name is from.", metavar="WORDS")] = None,
    adds_to: Annotated[str | None, typer.Option(help="Actors: id of the actor whose further name this is.", metavar="ID")] = None,
    another: Annotated[bool, typer.Option("--another", help="Actors: also where somebody else bears the name.")] = False,
    tone: Annotated[Tone | None, typer.Option(help="Labels: how it judges.", metavar="TONE")] = None,
    weak: Annotated[bool, typer.Option("--weak", help="Labels: only with words that say whose side it is.")] = False,
    not_label: Annotated[bool, typer.Option("--not-label", help="Labels: it only looks like one.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Types: take the place of Dateline's own of that name.")] = False,
) -> None:
    """Add a type, an actor or a label to a codebook of your own.

    On a terminal, what you do not give as an option is asked. Nothing is written before all is there and well formed.

    \b
    Examples:
      dateline codebook new event-type "cattle raid"
      dateline codebook new event-type "cattle raid" --definition "Armed people drive off herds." \\
        --word rustle --word "steal: cattle, goat" --yes "Youths stole goats in Turkana." \\
        --no "The farmer sold his goats." --why "a sale"
      dateline codebook new actor "Ansar al-Fajr" --country ML --from 2023-05 --source "our field notes"
      dateline codebook new label bandit --tone hostile
    """
    from dateline.plugins import load_codebook
    from dateline.workbench.folders import folder_to_write

    home = folder_to_write(folder)
    codebook = load_codebook([home] if home.is_dir() else [])
    match kind:
        case Kind.ACTOR:
            from dateline.cli.codebook.questions import ask_actor
            from dateline.workbench.row_drafts import ActorAnswers, add_actor

            given = ActorAnswers(
                name=name, kind=actor_kind or "", country=tuple(country or ()), aliases=tuple(alias or ()), since=since,
                until=until, parent=part_of, source=source or "", adds_to=adds_to,
            )  # fmt: skip
            answers = ask_actor(given, codebook, another=another)
            _add_row(lambda: add_actor(answers, codebook, home, another=another), home)
        case Kind.LABEL:
            from dateline.cli.codebook.questions import ask_tone
            from dateline.workbench.row_drafts import LabelAnswers, add_label

            judged = ask_tone(tone, not_label).value
            label = LabelAnswers(words=(name,), tone=judged, weak=weak, label=not not_label)
            _add_row(lambda: add_label(label, home), home)
        case _:
            _new_entry(KIND_OF[kind], name, codebook, home, definition, word, yes, no, why, replace)


def _new_entry(
    kind: Literal["event", "control", "relation"], name: str, codebook: "Codebook", home: Path, definition: str | None,
    word: list[str] | None, yes: list[str] | None, no: list[str] | None, why: list[str] | None, replace: bool,
) -> None:  # fmt: skip
    from dateline.cli.codebook.questions import ask_entry
    from dateline.workbench.entry_drafts import Answers, draft_entry
    from dateline.workbench.folders import begin, write_whole

    if len(no or ()) != len(why or ()):
        raise UsageError("Each --no needs its --why, in the same order.")
    given = Answers(
        kind=kind, name=name, definition=definition or "", words=tuple(word or ()), yes=tuple(yes or ()),
        no=tuple(zip(no or (), why or (), strict=True)),
    )  # fmt: skip
    draft = draft_entry(ask_entry(given, codebook, replace=replace), codebook, home, replace=replace)
    path = Path(draft.path)
    if path.exists() and not replace:
        raise UsageError(f"{path} is there already; change it, or say --replace to write it anew.")
    for made in begin(home):
        typer.echo(f"Made {made}", err=True)
    write_whole(path, draft.text)
    for note in draft.notes:
        typer.echo(f"Note: {note}", err=True)
    typer.echo(f"Wrote {path}", err=True)
    typer.echo(draft.text, nl=False)
    typer.echo(f"Next: dateline codebook test {home}", err=True)


def _add_row(add: Callable[[], tuple[Path, str]], home: Path) -> None:
    from dateline.workbench.folders import begin

    try:
        path, row = add()
    except CodebookError as error:
        raise CodebookError(f"{error} Nothing was written.") from error
    for made in begin(home):
        typer.echo(f"Made {made}", err=True)
    typer.echo(f"Added to {path}", err=True)
    typer.echo(row, nl=False)
    typer.echo(f"Next: dateline codebook test {home}", err=True)
