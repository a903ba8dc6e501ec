"""A comparison with an event table as people read it: the figures, then each row with how far apart the two are, and our quotes."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from dateline.cli.phrases import printable

if TYPE_CHECKING:
    from dateline.archive.matching import Comparison
    from dateline.matching.events import Event
    from dateline.matching.scores import Compared, Scores
    from dateline.store import Store

QUOTES = 2
"""Quotes shown of one of ours; `--json` has the ids of all statements."""


def print_comparison(store: "Store", comparison: "Comparison", figures: "Scores", *, rows: bool) -> None:
    """Print the figures and, if wanted, the rows.

    Args:
        rows: whether the rows are wanted.
    """
    from rich.text import Text

    from dateline.cli.screen import paged, stdout_console

    console = stdout_console()
    with paged(console):
        for line in _figures(figures, comparison.form.label):
            console.print(Text(line))
        if rows:
            quotes = _quotes(store, comparison)
            standing = ""
            for row in comparison.rows():
                if row.standing != standing:
                    standing = row.standing
                    console.print(Text(f"\n{standing.capitalize()}", style="bold"))
                head, *others = _lines(row, quotes)
                console.print(Text(f"  {printable(head)}"))
                for line in others:
                    console.print(Text(f"      {printable(line)}", style="dim"))


def _figures(figures: "Scores", label: str) -> Iterator[str]:
    yield f"{figures.ours:,} of ours, {figures.theirs:,} of {label}, {figures.both:,} in both"
    if figures.first and figures.last:
        yield f"  ours are of {figures.first} to {figures.last}; --from and --until narrow both sides"
    if figures.both:
        n = figures.both
        yield f"  of ours in the table    {_share(n, figures.ours)}"
        yield f"  of the table told       {_share(n, figures.theirs)}"
        yield f"  of both: same type      {_share(figures.same_type, n)}"
        yield f"           day may be one {_share(figures.same_day, n)}"
        yield f"           killed agree   {_share(figures.counts_agree, figures.counted)}"
        yield f"           apart          {figures.median_km:g} km (median, n = {n:,})"
    if figures.types:
        names = {one.type: printable(one.type) for one in figures.types}
        width = max(map(len, names.values()))
        yield f"  {'type':<{width}}  {'theirs':>7}{'both':>7}{'same':>7}{'ours':>7}"
        for one in figures.types:
            yield f"  {names[one.type]:<{width}}  {one.theirs:>7,}{one.both:>7,}{one.same_type:>7,}{one.ours:>7,}"
    for side, reasons in (("ours", figures.ours_left_out), ("theirs", figures.theirs_left_out)):
        for reason, count in reasons.items():
            yield f"  {count:,} of {side} not compared ({printable(reason)})"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f} % ({part:,} of {whole:,})" if whole else "    - (0)"


def _lines(row: "Compared", quotes: Mapping[str, str]) -> Iterator[str]:
    first = row.ours or row.theirs
    assert first is not None, "a row is of one side at least"
    if row.pair is None:
        where = f", line {first.line}" if row.theirs else ""
        yield f"{_days(first)} {_where(first)}: {first.label}{_killed(first)}{where}"
    elif row.theirs is not None:
        by = {"name": " (same name)", "province": " (same province)"}.get(row.pair.by, "")
        apart = "same day" if row.pair.days == 0 else f"{row.pair.days} days apart" if row.pair.days > 1 else "a day apart"
        kind = "same type" if row.pair.same_type else "other type"
        counts = {True: ", killed agree", False: ", killed differ", None: ""}[row.counts_agree]
        yield f"{_days(first)} {_where(first)}: {first.label}{_killed(first)}"
        other = row.theirs
        yield f"theirs, line {other.line}: {_days(other)} {_where(other)}: {other.label}{_killed(other)}"
        yield f"{apart}, {row.pair.km:g} km{by}, {kind}{counts}"
    for name in row.ours.statements[:QUOTES] if row.ours else ():
        yield quotes[name]
    if row.ours and len(row.ours.statements) > QUOTES:
        yield f"and {len(row.ours.statements) - QUOTES} more"


def _days(event: "Event") -> str:
    return event.start if event.start == event.end else f"{event.start} to {event.end}"


def _where(event: "Event") -> str:
    return "; ".join(dict.fromkeys(place.label for place in event.places)) or "no name"


def _killed(event: "Event") -> str:
    if not event.counts:
        return ""
    low, high = event.low, event.high
    if high is None:
        return f", at least {low:g} killed"
    if low is None:
        return f", up to {high:g} killed"
    return f", {low:g} killed" if low == high else f", {low:g} to {high:g} killed"


def _quotes(store: "Store", comparison: "Comparison") -> dict[str, str]:
    """The quotes of the statements that are shown, each with its sentence's id."""
    from dateline.cli.screen import short_ids

    wanted = {name for event in comparison.ours for name in event.statements[:QUOTES]}
    ids = short_ids(store.document_ids())
    found = {}
    for statement in store.statements(("event", "control")):
        if statement.id in wanted:
            assertion = statement.assertion
            review = f", {statement.review.words}" if statement.review else ""
            where = f"{ids[assertion.document]}:{assertion.sentence.rpartition(':')[2]}"
            found[statement.id] = f"“{' '.join(assertion.anchor.exact.split())}”  {where}{review}"
    return found
