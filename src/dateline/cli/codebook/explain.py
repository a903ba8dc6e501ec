"""`dateline codebook explain`: why a sentence is read as it is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection

    from rich.text import Text

    from dateline.codebook import Codebook
    from dateline.codebook.triggers import Obstacle
    from dateline.records import Document
    from dateline.workbench.explanations import Explanation, Found, Missed, NameMatch, Weighed, Word

MOST_WORDS = 6
"""Words that a trigger asks for beside it and that are shown."""
_ID = re.compile(r"[0-9a-f]{4,32}(:\d+)?")


def explain(
    sentence: Annotated[str, typer.Argument(help="A sentence, a name, or the id of a sentence in the case file.")],
    codebook: Annotated[
        list[Path] | None, typer.Option(help="Your own codebook folder [default: the one here, if any]; repeatable.", metavar="DIR")
    ] = None,
    date: Annotated[
        str | None, typer.Option(help="Day of publication, YYYY-MM-DD: which names are valid then.", metavar="DAY")
    ] = None,
    type_: Annotated[
        str | None, typer.Option("--type", help="Tell of every word of this type why it does not fire.", metavar="ID")
    ] = None,
    db: Annotated[str | None, typer.Option(help="Case file for an id [default: dateline.db].", metavar="FILE")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object for programs.")] = False,
) -> None:
    """Explain a sentence: words that fire and words that do not, how the type was weighed, names, numbers.

    \b
    Examples:
      dateline codebook explain "Gunmen stole 200 goats near Lodwar."
      dateline codebook explain "Hamas" --date 2010-01-01
      dateline codebook explain 4f2a9c:3 --codebook my-codebook --type cattle_raid
    """
    from dateline.settings import load_settings
    from dateline.stages import load_stages
    from dateline.workbench.explanations import explain as explain_document

    settings = load_settings({"db": db, "date": date})
    folders = codebook if codebook is not None else _folder_here()
    document, index = _document(sentence, settings, db)
    stages = load_stages(settings, folders)
    if type_ is not None and type_ not in stages.codebook.entries:
        raise UsageError(f"There is no type {type_}; an entry's id is its file's name without .yaml.")
    explanations = explain_document(document, index, stages, folders, only=type_)
    if json:
        from dateline.cli.rows import write_lines

        write_lines(explanations)
        return
    from dateline.cli.screen import print_all, stdout_console

    print_all(stdout_console(), (line for one in explanations for line in explanation_lines(one, stages.codebook, document, type_)))
    if not explanations:
        typer.echo("There is no sentence in it.", err=True)


def _folder_here() -> list[Path]:
    from dateline.workbench.folders import find_folder

    try:
        return [find_folder(None)]
    except UsageError:
        return []


def _document(sentence: str, settings: Any, db: str | None) -> "tuple[Document, int | None]":
    """The document to read and which sentence of it; a sentence given as words is a document of its own."""
    from dateline.workbench.trials import sentence_document

    if _ID.fullmatch(sentence) and (db is not None or any(c.isdigit() for c in sentence)):
        from dateline.cli.show import find_sentence
        from dateline.store import Store

        with Store.open(settings.db, create=False) as store:
            found = find_sentence(store, sentence)
            return store.document(found.document), found.index
    return sentence_document(sentence, settings.published), None


def explanation_lines(one: "Explanation", codebook: "Codebook", document: "Document", only: str | None) -> "Iterator[Text]":
    """The explanation of one sentence, part by part; parts without content are left out, but for the words that fire."""
    from rich.text import Text

    from dateline.cli.phrases import printable

    yield Text(printable(one.sentence), style="bold underline")
    yield from _part("Words that fire", [_fired(word) for word in one.fired] or [Text("none", style="dim")])
    yield from _part(
        f"Words of {only} that do not fire" if only else "Words that do not fire, and why",
        [_kept(word, codebook) for word in one.kept]
        or ([Text("none of its words stand in the sentence", style="dim")] if only else []),
    )
    yield from _part("What the reader finds", [line for found in one.found for line in _found(found, codebook)] or [_nothing(one)])
    yield from _part("Words that fire where the reader sees nothing", list(map(_missed, one.missed)))
    yield from _part("Names", [_name(name, document) for name in one.names])
    yield from _part("Words of number", [Text(f"“{printable(n.words)}”: {n.reading}. {n.reason}") for n in one.numbers])
    yield Text("")


def _part(heading: str, lines: "list[Text]") -> "Iterator[Text]":
    from rich.text import Text

    if lines:
        yield Text(f"\n{heading}", style="bold")
        yield from (Text("  ") + line for line in lines)


def _nothing(one: "Explanation") -> "Text":
    from rich.text import Text

    return Text("nothing about a conflict" + (", though words of the codebook fire" if one.fired else ""), style="dim")


def _missed(one: "Missed") -> "Text":
    from rich.text import Text

    from dateline.cli.phrases import printable

    kind = {"event": "an event", "control": "a change of control", "relation": "a relation"}.get(one.kind, one.kind)
    sure = f"it is {one.sure:.0%} sure that {kind} is told here, and would have to be {one.needed:.0%}"
    if one.sure >= one.needed:
        sure = f"it is sure enough ({one.sure:.0%}) that {kind} is told here, but not of which type, or takes other words for it"
    return Text(f"“{printable(one.words)}” for {one.entry}: {sure}")


def _fired(word: "Word") -> "Text":
    from rich.text import Text

    from dateline.cli.phrases import printable

    mode = f", manner {word.mode}" if word.mode else ""
    where = f"; {word.where}" if word.where else ""
    head = Text(f"“{printable(word.words)}”", style="bold") + Text(f" for {word.entry} ({word.label}), {word.strength}{mode}")
    return head + Text(f"  [{word.trigger}{where}]", style="dim")


def _kept(word: "Word", codebook: "Codebook") -> "Text":
    from rich.text import Text

    from dateline.cli.phrases import printable

    why = _why_not(word.obstacle, codebook.triggers.classes) if word.obstacle else ""
    return Text(f"“{printable(word.words)}” for {word.entry}, {word.strength}: {why}") + Text(f"  [{word.trigger}]", style="dim")


def _why_not(obstacle: "Obstacle", classes: "Collection[str]") -> str:
    named = [f"a word of the class {word}" if word in classes else word for word in obstacle.words.split(", ")]
    words = ", ".join(named[:MOST_WORDS]) + (", ..." if len(named) > MOST_WORDS else "")
    match obstacle.by:
        case "pos":
            return f"it stands as a {words} here, and the trigger wants another part of speech"
        case "object":
            return f"it needs one of these after it in its clause (before it in the passive): {words}"
        case "subject":
            return f"it needs one of these before it in its clause (after it in the passive): {words}"
        case "near":
            return f"it needs one of these beside it in its clause: {words}"
        case "unless":
            return f"“{words}” stands beside it, which rules it out"
    return f"its words belong to the longer or stronger {words}"


def _found(found: "Found", codebook: "Codebook") -> "Iterator[Text]":
    from rich.text import Text

    from dateline.cli import phrases

    statement = found.statement
    assertion = statement.assertion
    entry = codebook.entries.get(assertion.type or "")
    kind = assertion.kind + (f": {assertion.type}" if assertion.type else "") + (f" ({entry.label})" if entry else "")
    facts = (assertion.hedge, f"{assertion.score:.0%} sure", phrases.time_words(statement), phrases.place_words(statement.places))
    yield Text(kind, style=phrases.STYLES.get(assertion.kind, "bold")) + Text("  " + " · ".join(facts))
    yield Text(f"  “{phrases.printable(assertion.anchor.exact)}”")
    if found.types:
        yield Text("  type, the highest sum wins: " + "; ".join(map(_weighed, found.types)), style="dim")
    for who in statement.participants:
        meant = f" = {who.name} [{who.actor}]" if who.actor else "" if who.how == "words" else f" = {who.name}"
        quote = who.anchor.exact if who.anchor else who.name
        yield Text(f"  {who.role}: “{phrases.printable(quote)}”{meant}, by {who.how}")


def _weighed(one: "Weighed") -> str:
    """One type with its sum, and where that comes from."""
    model = f"reader {one.model:+.1f}" if one.known else f"not in training {one.model:+.1f}"
    return f"{one.type} {one.model + one.words:+.1f} ({model}, words {one.words:+.1f})"


def _name(name: "NameMatch", document: "Document") -> "Text":
    from rich.text import Text

    from dateline.cli.phrases import printable

    span = f"from {name.since or 'ever'} until {name.until or 'now'}" if name.since or name.until else "at any time"
    as_what = f"the name “{name.surface}”" if name.as_name else f"the alias “{name.surface}”"
    day = "" if name.on_the_day is not False else f", but not on {document.published}"
    head = Text(f"“{printable(name.words)}”", style="bold") + Text(f" {'is' if name.chosen else 'is not'} {name.name}")
    return head + Text(f" [{name.actor}], by {as_what}, valid {span}{day}")
