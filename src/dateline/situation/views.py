"""The views by name: what each needs, and how its rows are made from a case. A new view is one module and one line here.

A view is a pure function; here are only its arguments. A view that sets statements against others of the archive is made of the
whole, and a query then keeps the rows that rest on a statement it means; the others are made of those statements alone.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from dateline.codebook import Codebook
from dateline.gazetteer import Gazetteer
from dateline.records import Document, Row, Sentence, Statement, Verdict
from dateline.situation.alerts import alerts
from dateline.situation.candidates import candidates
from dateline.situation.checks import checks
from dateline.situation.labels import labels
from dateline.situation.lineage import lineage
from dateline.situation.numbers import numbers
from dateline.situation.outlook import outlook
from dateline.situation.sources import sources
from dateline.situation.verdicts import calibration, judged_rows


class Case(NamedTuple):
    """What a view is made from."""

    statements: Sequence[Statement]
    """Those that are asked for; of a view of the whole, all."""
    archive: Sequence[Statement]
    """All statements, for a view that looks beside those asked for; else nothing."""
    documents: Mapping[str, Document]
    sentences: Mapping[str, Sentence]
    codebook: Codebook
    gazetteer: Gazetteer
    at: str | None = None
    verdicts: Sequence[Verdict] = ()
    """What people say of forecasts and findings."""


class View(NamedTuple):
    """How a view is made."""

    rows: Callable[[Case], list[Row]]
    kinds: tuple[str, ...] | None = None
    """Kinds of statements that it is made of; None for all."""
    owes: tuple[str, ...] = ()
    """Kinds of which every statement should stand in a row; those that do not are counted."""
    whole: bool = False
    """Made of the whole archive, whatever is asked for."""
    archive: bool = False
    """Looks at the whole archive beside what is asked for."""
    sentences: bool = False
    """Looks at the words around statements."""


VIEWS: Mapping[str, View] = {
    "lineage": View(lambda c: lineage(c.statements, c.documents, c.codebook.actors), kinds=("relation",), owes=("relation",)),
    "numbers": View(
        lambda c: numbers(c.statements, c.documents, c.codebook.quantities),
        kinds=("quantity", "event"),
        owes=("quantity",),
        whole=True,
    ),
    "labels": View(lambda c: labels(c.statements, c.documents, c.codebook), kinds=("label",), owes=("label",)),
    "outlook": View(
        lambda c: judged_rows(outlook(c.statements, c.documents, c.sentences, c.archive, c.codebook), c.verdicts),
        kinds=("forecast", "recommendation"),
        owes=("forecast", "recommendation"),
        archive=True,
        sentences=True,
    ),
    "sources": View(lambda c: sources(c.statements, c.documents)),
    "candidates": View(
        lambda c: candidates(c.statements, c.documents, c.sentences, c.codebook.actors, c.gazetteer), sentences=True
    ),
    "checks": View(
        lambda c: judged_rows(checks(c.statements, c.documents, c.sentences, c.codebook, c.gazetteer), c.verdicts), sentences=True
    ),
    "calibration": View(
        lambda c: calibration(c.statements, c.documents, c.codebook.actors, c.verdicts), kinds=("forecast",), owes=("forecast",)
    ),
    "alerts": View(lambda c: alerts(c.statements, c.documents, c.codebook.actors, at=c.at), whole=True),
}
