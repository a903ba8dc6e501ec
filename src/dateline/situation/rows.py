"""Statements -> rows of the plain views: one statement, one row, or one row for each number in it. Nothing is merged or inferred.

Cells are plain values, lists of them, a stretch of days (``start``, ``end``) or a range (``low``, ``high``, ``approx``, ``ratio``,
``words``), so that one table can show every view. A cell of None means that the text does not say.
What it does not know: which statements speak of one thing.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dateline.records import Document, Quantity, Record, Row, Statement
from dateline.situation import wording

Cells = dict[str, Any]
Maker = Callable[[Statement, Document, Mapping[str, str]], Iterator[Cells]]


class View(Record, frozen=True):
    """A view by its name: of which kinds of statements it shows rows, and how one statement becomes them."""

    name: str
    title: str
    kinds: tuple[str, ...]
    cells: Maker
    single: bool = True
    """Each statement gives exactly one row, so a page of rows is a page of statements."""


def rows_of(view: View, statement: Statement, document: Document, labels: Mapping[str, str]) -> list[Row]:
    """The rows of one statement in a view.

    Args:
        document: the one it stands in.
        labels: event type -> the codebook's label.
    """
    return [Row(view=view.name, cells=cells, statements=(statement.id,)) for cells in view.cells(statement, document, labels)]


def what_words(statement: Statement, labels: Mapping[str, str]) -> str:
    """What a statement says in one phrase, its hedge first; opinions and expectations are the text's own words."""
    match statement.assertion.kind:
        case "event":
            phrase = wording.event_words(statement, labels)
        case "control":
            phrase = wording.control_words(statement)
        case "relation":
            phrase = wording.relation_words(statement)
        case "quantity":
            phrase = "; ".join(f"{_flat(q.what or 'number')}: {wording.range_words(q)}" for q in statement.quantities)
        case "label":
            target = wording.target_words(statement.participants, "target") or "somebody not named"
            phrase = f"{target}: “{_flat(statement.assertion.anchor.exact)}”"
        case _:
            return _quote(statement)
    return wording.hedged(statement, phrase) if phrase else _quote(statement)


def _all(statement: Statement, document: Document, labels: Mapping[str, str]) -> Iterator[Cells]:
    yield {"kind": statement.assertion.kind, "what": what_words(statement, labels), **_said(statement, document)}


def _events(statement: Statement, document: Document, labels: Mapping[str, str]) -> Iterator[Cells]:
    kind = statement.assertion.type or "event"
    counts = [f"{wording.COUNT_WORD.get(q.of, q.of)} {wording.range_words(q)}" for q in statement.quantities if q.of]
    yield {
        "event": labels.get(kind, kind.replace("_", " ")) + (f" ({statement.mode.replace('_', ' ')})" if statement.mode else ""),
        "by": wording.names(statement, "actor"),
        "on": wording.names(statement, "recipient"),
        "count": counts,
        **_said(statement, document),
    }


def _control(statement: Statement, document: Document, labels: Mapping[str, str]) -> Iterator[Cells]:
    said = _said(statement, document)
    place = wording.names(statement, "place") or said.pop("place")
    said.pop("place", None)
    change = statement.assertion.type or "contests"
    yield {"place": place, "change": wording.CHANGE_WORD.get(change, change), "actor": wording.names(statement, "actor"), **said}


def _relations(statement: Statement, document: Document, labels: Mapping[str, str]) -> Iterator[Cells]:
    relation = statement.assertion.type or "related to"
    yield {
        "actor": wording.names(statement, "subject"),
        "relation": wording.RELATION_WORD.get(relation, relation.replace("_", " ")),
        "other": wording.names(statement, "object"),
        **_said(statement, document),
    }


def _numbers(statement: Statement, document: Document, labels: Mapping[str, str]) -> Iterator[Cells]:
    for quantity in statement.quantities:
        event = statement.assertion.type if statement.assertion.kind == "event" else None
        what = wording.COUNT_WORD.get(quantity.of, quantity.of) if quantity.of else _flat(quantity.what or "number")
        label = labels.get(event, event.replace("_", " ")) if event else None
        yield {"what": what, "range": _range(quantity), "event": label, **_said(statement, document)}


def _labels(statement: Statement, document: Document, labels: Mapping[str, str]) -> Iterator[Cells]:
    said = _said(statement, document)
    yield {
        "target": wording.target_words(statement.participants, "target") or None,
        "term": _flat(statement.assertion.anchor.exact),
        "outlet": said["outlet"],
        "voice": said["voice"],
        "hedge": said["hedge"],
        "published": document.published,
    }


def _outlook(statement: Statement, document: Document, labels: Mapping[str, str]) -> Iterator[Cells]:
    assertion = statement.assertion
    said = _said(statement, document)
    yield {
        "kind": assertion.kind,
        "what": _quote(statement),
        "likelihood": (assertion.likelihood or "unstated") if assertion.kind == "forecast" else None,
        "condition": "conditional" if assertion.conditional else None,
        "addressee": wording.names(statement, "addressee"),
        "horizon": said["when"],
        "place": said["place"],
        "voice": said["voice"],
        "outlet": said["outlet"],
        "made": document.published,
    }


def _judgements(statement: Statement, document: Document, labels: Mapping[str, str]) -> Iterator[Cells]:
    said = _said(statement, document)
    yield {
        "about": wording.names(statement, "target"),
        "what": _quote(statement),
        "voice": said["voice"],
        "hedge": said["hedge"],
        "outlet": said["outlet"],
        "published": document.published,
    }


def _said(statement: Statement, document: Document) -> Cells:
    """Where and when, who says so and how surely, and where it was printed."""
    outlet = _flat(document.outlet or document.name)
    return {
        "place": list(dict.fromkeys(_flat(place.name) for place in statement.places)),
        "when": {"start": statement.time.start, "end": statement.time.end} if statement.time else None,
        "voice": "author" if statement.voice.type == "author" else wording.voice_name(statement, outlet),
        "hedge": statement.assertion.hedge,
        "outlet": outlet,
    }


def _range(quantity: Quantity) -> Cells:
    ends = {"low": _whole(quantity.low), "high": _whole(quantity.high)}
    return {**ends, "approx": quantity.approx, "ratio": quantity.ratio, "words": wording.range_words(quantity)}


def _whole(value: float | None) -> float | None:
    return int(value) if value is not None and float(value).is_integer() else value


def _quote(statement: Statement) -> str:
    return _flat(statement.assertion.anchor.exact)


def _flat(words: str) -> str:
    return " ".join(words.split())


_KINDS = ("event", "control", "relation", "quantity", "label", "forecast", "recommendation", "judgement")
VIEWS: dict[str, View] = {
    view.name: view
    for view in (
        View(name="statements", title="All statements", kinds=_KINDS, cells=_all),
        View(name="events", title="Events", kinds=("event",), cells=_events),
        View(name="control", title="Control", kinds=("control",), cells=_control),
        View(name="relations", title="Relations", kinds=("relation",), cells=_relations),
        View(name="numbers", title="Numbers", kinds=("event", "quantity"), cells=_numbers, single=False),
        View(name="labels", title="Labels", kinds=("label",), cells=_labels),
        View(name="outlook", title="Outlook", kinds=("forecast", "recommendation"), cells=_outlook),
        View(name="judgements", title="Judgements", kinds=("judgement",), cells=_judgements),
    )
}
"""The plain views by name, in the order in which a face offers them."""
