"""One sentence and all that was read in it: spans, the codebook entry and trigger that fired, voice, hedge, arguments, versions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.text import Text

from dateline.cli import phrases
from dateline.records import Anchor, Capture, Document, Place, Sentence, SetAside, Statement
from dateline.situation.wording import range_words
from dateline.store import Run


def sentence_lines(
    sentence: Sentence,
    document: Document,
    statements: Sequence[Statement],
    aside: Sequence[SetAside],
    run: Run | None,
    entries: Mapping[str, Any],
    *,
    colour: bool,
) -> Iterator[Text]:
    """The sentence, then each assertion in it, then the versions that read it.

    Args:
        entries: the codebook's entries by id; one that is not there any more is shown by its id.
        colour: mark spans by colour; else by brackets.
    """
    about = (document.name, document.outlet, document.published or "no known date", f"sentence {sentence.index}")
    yield Text(phrases.printable(", ".join(part for part in about if part)), style="bold underline")
    spans = [(anchor, style) for statement in statements for anchor, style in _spans(statement)]
    yield phrases.marked(sentence, spans, colour=colour)
    for item in aside:
        yield Text(f"\nSet aside: {item.reason.replace('_', ' ')}" + (f" ({item.detail})" if item.detail else ""))
    for number, statement in enumerate(statements, start=1):
        yield Text("")
        yield from _assertion_lines(number, statement, sentence, entries, colour=colour)
    yield Text("")
    if document.capture:
        yield from _capture_lines(document, document.capture)
    if run:
        parts = (f"dateline {run.dateline}", f"model {run.model}", f"codebook {run.codebook}", f"gazetteer {run.gazetteer}")
        yield Text("Read by " + ", ".join(part for part in parts if not part.endswith(" ")), style="dim")


def _capture_lines(document: Document, capture: Capture) -> Iterator[Text]:
    """Where the page came from and is kept, and what was said of its use."""
    fetched = f", fetched {capture.fetched}" if capture.fetched else ""
    cut = f" (cut off by the crawler: {capture.truncated})" if capture.truncated else ""
    yield Text(phrases.printable(f"Page {capture.url}{fetched}, kept in {document.source}{cut}"), style="dim")
    yield Text(f"Its bytes: {capture.digest}", style="dim")
    if said := (*capture.robots, *capture.rights):
        yield Text(phrases.printable(f"Its site says: {'; '.join(said)}"), style="dim")


def _spans(statement: Statement) -> Iterator[tuple[Anchor, str]]:
    assertion = statement.assertion
    style = phrases.STYLES.get(assertion.kind, "bold")
    yield assertion.anchor, style
    if assertion.trigger:
        yield assertion.trigger, f"{style} underline"
    yield from ((argument.anchor, f"{style} italic") for argument in assertion.arguments)
    if assertion.attribution:
        yield assertion.attribution.source, "bold white"


def _assertion_lines(
    number: int, statement: Statement, sentence: Sentence, entries: Mapping[str, Any], *, colour: bool
) -> Iterator[Text]:
    assertion = statement.assertion
    style = phrases.STYLES.get(assertion.kind, "bold")
    heading = (
        assertion.kind + (f": {assertion.type}" if assertion.type else "") + (f" ({statement.mode})" if statement.mode else "")
    )
    yield Text(f"{number}. {heading}", style=style) + Text(f"  {assertion.id}", style="dim")
    yield _field("span", phrases.marked(sentence, [(assertion.anchor, style)], colour=colour))
    if assertion.entry:
        entry = entries.get(assertion.entry)
        yield _field("codebook", f"{assertion.entry}: {entry.definition}" if entry else assertion.entry)
    yield _field("trigger", f"“{assertion.trigger.exact}”" if assertion.trigger else "none: decided by the model")
    cue = assertion.attribution.cue if assertion.attribution else None
    yield _field("voice", phrases.voice_words(statement) + (f", by “{cue.exact}”" if cue else ""))
    yield _field("hedge", assertion.hedge)
    if assertion.kind == "forecast":
        yield _field("likelihood", (assertion.likelihood or "unstated") + (", conditional" if assertion.conditional else ""))
    yield _field(
        "date", phrases.time_words(statement) + (f", from “{t.exact}”" if statement.time and (t := statement.time.anchor) else "")
    )
    for place in statement.places:
        words = f" from “{place.anchor.exact}”" if place.anchor and place.anchor.exact != place.name else ""
        yield _field("place", phrases.place_words([place]) + words + ("" if place.feature else ", not in the gazetteer"))
        yield from _place_lines(place)
    yield from _argument_lines(statement)
    if statement.review:
        yield _field("review", statement.review.words)
    yield _field("found by", f"{assertion.extractor}, score {assertion.score:.2f}; codebook {statement.codebook}")


def _place_lines(place: Place) -> Iterator[Text]:
    """How exact and how sure a place is, and which others of the name it may be."""
    if place.precision is not None:
        within = f", within {place.radius_km:g} km of {place.latitude:.2f}, {place.longitude:.2f}" if place.radius_km else ""
        yield _field("", f"precision {place.precision}{within}")
    if place.runners_up:
        others = ", ".join(f"{o.name} ({o.country or 'no country'}, {o.feature}) {o.probability:.0%}" for o in place.runners_up)
        yield _field("", f"{place.probability:.0%} sure ({place.feature}); may be {others}")


def _argument_lines(statement: Statement) -> Iterator[Text]:
    meant = {(who.role, who.anchor): who for who in statement.participants}
    for argument in statement.assertion.arguments:
        who = meant.get((argument.role, argument.anchor))
        words = f"“{argument.anchor.exact}”"
        if who and who.how != "words":
            words += f" = {who.name}" + (f" [{who.actor}]" if who.actor else "") + f", by {who.how}"
        yield _field(argument.role, words)
    for quantity in statement.quantities:
        yield _field(quantity.of or "number", range_words(quantity))


def _field(name: str, value: str | Text) -> Text:
    return Text(f"   {name:<12}", style="dim") + (value if isinstance(value, Text) else Text(phrases.printable(value)))
