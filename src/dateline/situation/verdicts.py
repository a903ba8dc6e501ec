"""What people say of forecasts and of findings of checks, beside what the program shows; and how forecasts of each source came out.

A verdict is somebody's word and bears the name. The last word of each person counts, and where persons differ all stand there:
nothing is decided here. Forecasts are counted by source, and never by person: those of persons are counted together under the
outlet that carries them. Counts are no score: few forecasts are ever judged, and which ones is no sample.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dateline.codebook.actors import ActorTable
from dateline.records import Document, Row, Statement, Verdict
from dateline.situation.cells import in_archive_order, outlet_cell, voice_cell
from dateline.situation.outlook import LIKELIHOODS
from dateline.situation.parts import Part, part_of, place_of, rows_of

VIEW = "calibration"
OPEN, DISPUTED = "open", "disputed"
OF_FORECASTS = ("came_true", "did_not", OPEN)
OF_CHECKS = ("text_holds", "other_holds", "both_hold", OPEN)
"""`other_holds`: what codebook, gazetteer or text have beside it. `open` takes an earlier word back."""
WORDS: Mapping[str, tuple[str, ...]] = {"outlook": OF_FORECASTS, "checks": OF_CHECKS}
_GROUPS = frozenset(("armed_group", "force", "government", "country", "organisation", "body", "people"))


def judged_rows(rows: Iterable[Row], verdicts: Iterable[Verdict]) -> list[Row]:
    """Rows of forecasts or findings with what people say of each: `verdict`, and who says so."""
    told = _by_row(verdicts)
    return [
        Row(view=row.view, cells=row.cells | _cells(told.get(row_key(row), ())), statements=row.statements)
        if is_judged(row)
        else row
        for row in rows
    ]


def row_key(row: Row) -> tuple[str, str, str]:
    """What a verdict is about: the view, the name of the check, and the first statement of the row."""
    return row.view, row.cells.get("check", ""), row.statements[0]


def is_judged(row: Row) -> bool:
    """Whether a verdict can be given: of a recommendation it cannot."""
    return row.view in WORDS and row.cells.get("kind", "forecast") == "forecast"


def calibration(
    statements: Iterable[Statement], documents: Mapping[str, Document], actors: ActorTable, verdicts: Iterable[Verdict]
) -> list[Row]:
    """One row for each source and likelihood, by source, the likeliest first: how many forecasts, and what is said to have come."""
    return counted_rows(rows_of(calibration_parts(statements, documents, actors)), verdicts)


def calibration_parts(statements: Iterable[Statement], documents: Mapping[str, Document], actors: ActorTable) -> Iterator[Part]:
    """The row of each source and likelihood, without what people say."""
    groups: dict[tuple[str, str, int], list[Statement]] = {}
    for statement in in_archive_order(statements, documents):
        if statement.assertion.kind == "forecast":
            kind, name = _source(statement, documents[statement.assertion.document], actors)
            likelihood = LIKELIHOODS.index(statement.assertion.likelihood or "unstated")
            groups.setdefault((kind, name, likelihood), []).append(statement)
    for key, forecasts in groups.items():
        cells = {"source": key[1], "kind": key[0], "likelihood": LIKELIHOODS[key[2]], "forecasts": len(forecasts)}
        row = Row(view=VIEW, cells=cells, statements=tuple(forecast.id for forecast in forecasts))
        yield part_of(key, (forecast.assertion.document for forecast in forecasts), [(place_of(*key), row)])


def counted_rows(rows: Iterable[Row], verdicts: Iterable[Verdict]) -> list[Row]:
    """Rows of forecasts by source, with how many of them are said to have come."""
    told = _by_row(verdicts)
    return [Row(view=row.view, cells=row.cells | _counts(row, told), statements=row.statements) for row in rows]


def _counts(row: Row, told: Mapping[tuple, Sequence[Verdict]]) -> dict[str, int]:
    said = Counter(_word(told.get(("outlook", "", forecast), ())) for forecast in row.statements)
    return {word: said[word] for word in ("came_true", "did_not", DISPUTED, OPEN)}


def _source(statement: Statement, document: Document, actors: ActorTable) -> tuple[str, str]:
    """What kind of source, and its name; who may be a person is named by the outlet alone."""
    outlet = outlet_cell(document)
    if statement.voice.type == "author":
        return "author", outlet
    if not statement.voice.name:
        return "unnamed", f"unnamed sources of {outlet}"
    known = actors.get(statement.voice.actor) if statement.voice.actor else None
    if known is not None and known.kind in _GROUPS:
        return "organisation", voice_cell(statement)
    return "persons and others", f"persons and others quoted by {outlet}"


def _by_row(verdicts: Iterable[Verdict]) -> dict[tuple[str, str, str], list[Verdict]]:
    """The last word of each person on each row, in the order in which they were first given."""
    last: dict[tuple[str, str, str], dict[str, Verdict]] = {}
    for verdict in verdicts:
        last.setdefault((verdict.view, verdict.check, verdict.statement), {})[verdict.by] = verdict
    return {key: list(by.values()) for key, by in last.items()}


def _word(verdicts: Sequence[Verdict]) -> str:
    words = {verdict.verdict for verdict in verdicts} - {OPEN}
    return OPEN if not words else words.pop() if len(words) == 1 else DISPUTED


def _cells(verdicts: Sequence[Verdict]) -> dict[str, object]:
    said = []
    for verdict in verdicts:
        if verdict.verdict != OPEN:
            note = f": {verdict.note}" if verdict.note else ""
            said.append(f"{verdict.verdict.replace('_', ' ')}, says {verdict.by}, {verdict.at[:10]}{note}")
    return {"verdict": _word(verdicts), "verdict_by": said}
