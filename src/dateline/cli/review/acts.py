"""`dateline review accept|correct|reject|add|undo`: one act on one statement, and what it says afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.errors import UsageError

if TYPE_CHECKING:
    from dateline.archive.reviewing import Coder, Done
    from dateline.store import Store

Db = Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")]
Name = Annotated[str | None, typer.Option("--coder", help="Who reviews [default: your user name].", metavar="NAME")]
Books = Annotated[list[Path] | None, typer.Option(help="Your own codebook folder, for its types and names.", metavar="DIR")]
Note = Annotated[str, typer.Option(help="Why, in your words; kept with the act.", metavar="WORDS")]
Settles = Annotated[bool, typer.Option("--adjudicate", help="Settle what several coders see differently.")]
Id = Annotated[str, typer.Argument(help="The statement's id, or the start of it.", metavar="ID")]
Ids = Annotated[list[str], typer.Argument(help="Ids of statements, or the starts of them.", metavar="ID...")]
Span = Annotated[str | None, typer.Option(help="The words that state it, as they stand in the text.", metavar="WORDS")]
Type = Annotated[str | None, typer.Option(help="The codebook's type.", metavar="TYPE")]
Who = Annotated[
    list[str] | None,
    typer.Option(
        help="Who takes part: actor=, recipient=, subject=, object=, target=, addressee=; =none for nobody.", metavar="ROLE=NAME"
    ),
]
PlaceName = Annotated[
    list[str] | None, typer.Option(help="Where; NAME, or 'NAME, CC' with a country's code; none.", metavar="NAME")
]
Day = Annotated[str | None, typer.Option(help="When: a day, DAY..DAY, or none.", metavar="DAY")]
Count = Annotated[
    list[str] | None, typer.Option(help="Of an event: killed=3..5, injured=12, displaced=200.. ; none.", metavar="WHAT=N")
]
Numbers = Annotated[str | None, typer.Option("--number", help="Of a number: 3..5, 12, 200.. .", metavar="N")]
Voice = Annotated[str | None, typer.Option(help="Who says so: author, a name, or 'unnamed: WORDS'.", metavar="NAME")]
Hedge = Annotated[str | None, typer.Option(help="asserted, reported, possible, probable, denied.", metavar="WORD")]
Likely = Annotated[
    str | None,
    typer.Option("--likelihood", help="Of a forecast: certain, very_likely, likely, possible, unlikely, unstated.", metavar="WORD"),
]
Condition = Annotated[bool | None, typer.Option("--conditional/--unconditional", help="Whether a forecast hangs on a condition.")]


_GONE = {"reject": "It is set aside as rejected."}


@contextmanager
def coding(db: str | None, name: str | None, codebooks: list[Path] | None, *, adjudicates: bool = False) -> "Iterator[Coder]":
    """The open case file as the coder of this command sees it."""
    from dateline.archive.reviewing import Coder
    from dateline.archive.tables import Tables
    from dateline.settings import load_settings
    from dateline.store import Store
    from dateline.workbench.decisions import with_decisions

    settings = load_settings({"db": db, "coder": name})
    with Store.open(settings.db, create=False) as store:
        tables = Tables.load(with_decisions(codebooks, settings.db))
        yield Coder(store=store, tables=tables, name=settings.coder or user_name(), adjudicates=adjudicates)


def user_name() -> str:
    """The user of this machine.

    Raises:
        UsageError: the system does not know.
    """
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("This system does not tell who you are; give a name with --coder.") from None


def whole_id(store: "Store", start: str) -> str:
    """The id of the one statement that begins so.

    Raises:
        UsageError: there is none, or there are several.
    """
    with store.reviewing() as reviews:
        found = reviews.find(start)
    if not found:
        raise UsageError(f"{store.path} has no statement {start}; `dateline review queue` lists ids.")
    first, *others = found
    if others:
        raise UsageError(f"Several statements begin with {start} ({', '.join(found[:3])}); give more of the id.")
    return first


def accept(
    ids: Ids, note: Note = "", adjudicate: Settles = False, coder: Name = None, db: Db = None, codebook: Books = None
) -> None:
    """Say that statements are as the text has them.

    \b
    Examples:
      dateline review accept 4f2a9c
      dateline review accept 4f2a9c 8b11d0 --adjudicate
    """
    with coding(db, coder, codebook, adjudicates=adjudicate) as who:
        for id in [whole_id(who.store, start) for start in ids]:
            _say(who, who.accept(id, note=note))


def reject(
    ids: Ids, note: Note = "", adjudicate: Settles = False, coder: Name = None, db: Db = None, codebook: Books = None
) -> None:
    """Say that the text asserts no such thing; it is set aside, and comes back when that is undone.

    \b
    Example:
      dateline review reject 4f2a9c --note "a film, not an attack"
    """
    with coding(db, coder, codebook, adjudicates=adjudicate) as who:
        for id in [whole_id(who.store, start) for start in ids]:
            _say(who, who.reject(id, note=note))


def correct(
    id: Id, span: Span = None, type: Type = None, who: Who = None, place: PlaceName = None, day: Day = None, count: Count = None,
    number: Numbers = None, voice: Voice = None, hedge: Hedge = None, likelihood: Likely = None, conditional: Condition = None,
    note: Note = "", adjudicate: Settles = False, coder: Name = None, db: Db = None, codebook: Books = None,
) -> None:  # fmt: skip
    """Change what a statement says; what is not named stays. Names are looked up in the codebook and the gazetteer.

    \b
    Examples:
      dateline review correct 4f2a9c --type airstrike --hedge reported
      dateline review correct 4f2a9c --who actor=ISIS --who recipient=none --place "Mosul, IQ"
      dateline review correct 4f2a9c --day 2014-06-09..2014-06-10 --count killed=3..5
      dateline review correct 4f2a9c --span "seized the bridge" --voice "unnamed: officials"
    """
    from dateline.cli.review.given import correction
    from dateline.review.corrections import Correction

    with coding(db, coder, codebook, adjudicates=adjudicate) as one:
        whole = whole_id(one.store, id)
        seen = one.seen(whole)
        text = one.store.document(seen.assertion.document).text
        change = correction(
            text, seen.assertion.anchor, span=span, type=type, who=who or (), places=place or (), day=day, counts=count or (),
            number=number, voice=voice, hedge=hedge, likelihood=likelihood, conditional=conditional,
        )  # fmt: skip
        if change == Correction():
            raise UsageError("Nothing is changed; name a field, as in --type airstrike, or use `dateline review accept`.")
        _say(one, one.correct(whole, change, note=note))


def add(
    sentence: Annotated[str, typer.Argument(help="The sentence's id, as `show` prints it.", metavar="SENTENCE")],
    kind: Annotated[
        str,
        typer.Argument(help="event, control, relation, quantity, label, forecast, recommendation, judgement.", metavar="KIND"),
    ],
    span: Span = None, type: Type = None, who: Who = None, place: PlaceName = None, day: Day = None, count: Count = None,
    number: Numbers = None, voice: Voice = None, hedge: Hedge = None, likelihood: Likely = None, conditional: Condition = None,
    note: Note = "", adjudicate: Settles = False, coder: Name = None, db: Db = None, codebook: Books = None,
) -> None:  # fmt: skip
    """Add a statement that was missed; without --span it stands on the whole sentence.

    \b
    Example:
      dateline review add 4f2a9c:3 event --type arrest --span "detained four men" --who actor=police --count detained=4
    """
    import msgspec

    from dateline.cli.review.given import correction
    from dateline.cli.show import find_sentence

    with coding(db, coder, codebook, adjudicates=adjudicate) as one:
        found = find_sentence(one.store, sentence)
        text = one.store.document(found.document).text
        change = correction(
            text, found.anchor, span=span, type=type, who=who or (), places=place or (), day=day, counts=count or (),
            number=number, voice=voice, hedge=hedge, likelihood=likelihood, conditional=conditional,
        )  # fmt: skip
        if change.span is None:
            change = msgspec.structs.replace(change, span=(found.anchor.start, found.anchor.end))
        _say(one, one.add(found.document, kind, change, note=note))


def undo(
    act: Annotated[str | None, typer.Argument(help="The act, as `review log` prints it; your last one without it.")] = None,
    note: Note = "",
    coder: Name = None,
    db: Db = None,
    codebook: Books = None,
) -> None:
    """Undo one of your acts; what stood before stands again. Undoing an undoing brings the act back.

    \b
    Examples:
      dateline review undo
      dateline review undo 0d6b0d9f9f2c2f3e
    """
    with coding(db, coder, codebook) as who:
        _say(who, who.undo(act, note=note))


def _say(coder: "Coder", done: "Done") -> None:
    """What was done, and what it says: a coder's own word, for what stands may be another one's, whom they are not to see."""
    from dateline.cli import phrases
    from dateline.cli.screen import stdout_console

    act = done.act
    typer.echo(f"{act.action}: statement {act.statement}, act {act.id}, by {phrases.printable(act.by)}", err=True)
    value = done.stands if done.decides else act.value
    if value is None:
        typer.echo(_GONE.get(act.action, "Nothing stands of it now.") if done.decides else "Kept.", err=True)
        return
    labels = {entry.id: entry.label for entry in coder.tables.codebook.entries.values()}
    sentences = coder.store.sentences(act.document)
    sentence = next(one for one in sentences if one.id == value.assertion.sentence)
    console = stdout_console()
    for line in phrases.block(value, sentence, act.statement, labels, colour=console.color_system is not None):
        console.print(line)
