"""The views that rest on incidents, for people: each row in words, then the quotes it rests on with their sentence ids."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.cli.phrases import plural, printable
from dateline.records import Row, Statement
from dateline.situation import wording
from dateline.situation.harm import VAGUE

if TYPE_CHECKING:
    from dateline.archive.shown import Shown
    from dateline.store import Store

MOST_QUOTES = 4
"""Quotes shown of a row; the others are counted, and `--json` has all ids."""


def show_rows(store: "Store", view: str, query: str, codebooks: list[Path], *, json: bool, at: str | None) -> None:
    """Bring the case file up to date, and print the rows of a view of it that rest on a statement that the query means."""
    from dateline.archive.shown import Tables, show_all
    from dateline.cli.link import link_with_progress
    from dateline.cli.statements import say_none

    tables = Tables.load(codebooks)
    link_with_progress(store, tables)
    pages = show_all(store, view, tables, query=query, at=at)
    first = next(pages)
    if json:
        from dateline.cli.rows import write_lines

        write_lines(row for shown in chain([first], pages) for row in shown.rows)
    elif first.rows:
        _print(store, chain([first], pages), {entry.id: entry.label for entry in tables.codebook.entries.values()})
    if not first.rows:
        say_none(store, first.unknown, asked=bool(query))


def _print(store: "Store", pages: Iterable["Shown"], labels: Mapping[str, str]) -> None:
    from rich.text import Text

    from dateline.cli.screen import paged, short_ids, stdout_console

    console = stdout_console()
    ids = short_ids(store.document_ids())
    with paged(console):
        for row, statements in ((row, shown.statements) for shown in pages for row in shown.rows):
            first, *others = lines_of(row, labels)
            console.print(Text(printable(first), style="bold"))
            for line in others:
                console.print(Text(f"    {printable(line)}"))
            for line in _quotes(row, statements, ids):
                console.print(Text(f"    {printable(line)}", style="dim"))


def _quotes(row: Row, statements: Mapping[str, Statement], ids: Mapping[str, str]) -> Iterator[str]:
    for name in row.statements[:MOST_QUOTES]:
        statement = statements[name]
        number = statement.assertion.sentence.rpartition(":")[2]
        review = f", {statement.review.words}" if statement.review else ""
        yield f"“{statement.assertion.anchor.exact}”  {ids[statement.assertion.document]}:{number}{review}"
    if len(row.statements) > MOST_QUOTES:
        yield f"and {len(row.statements) - MOST_QUOTES} more"


def lines_of(row: Row, labels: Mapping[str, str]) -> list[str]:
    """A row in words: what it says, then what a reader must know about it."""
    match row.view:
        case "timeline":
            return _timeline_lines(row.cells, labels)
        case "harm":
            return _harm_lines(row.cells)
        case "provinces":
            return _province_lines(row.cells)
        case _:
            return _control_lines(row.cells)


def _timeline_lines(cells: Mapping[str, Any], labels: Mapping[str, str]) -> list[str]:
    telling = [kind for kind in cells["types"] if kind != VAGUE] or cells["types"]
    kinds = wording.and_list(labels.get(kind, kind.replace("_", " ")) for kind in telling)
    head = f"{_days(cells)}  {_where(cells['places'], cells['countries'])}: {kinds}"
    if "happened" not in cells["occurrence"]:
        head += f" ({wording.and_list(cells['occurrence'])})"
    lines = [head]
    if cells["actors"]:
        lines.append(f"by or among: {wording.and_list(cells['actors'])}")
    if cells["recipients"]:
        lines.append(f"towards: {wording.and_list(cells['recipients'])}")
    for of, count in cells["counts"].items():
        lines.append(f"{of}: {_range(count)}" + (f" ({_held(count['values'])})" if len(count["values"]) > 1 else ""))
    told = f"{plural(cells['stories'], 'independent story', 'independent stories')}, {plural(cells['documents'], 'document')}"
    notes = [f"{word}: {wording.and_list(cells[word])}" for word in ("agreed", "disputed", "revised") if cells[word]]
    if "denied" in cells["occurrence"] and "happened" in cells["occurrence"]:
        notes.append("denied by some")
    return [*lines, "; ".join((told, *notes))]


def _held(values: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(f"{value['value']} by {wording.and_list(value['voices'])}, {value['standing']}" for value in values)


def _harm_lines(cells: Mapping[str, Any]) -> list[str]:
    where = f"{cells['place']} ({cells['country']})" if cells["country"] else cells["place"]
    counts = ", ".join(f"{of} {_range(cells[of])}" for of in ("killed", "injured", "abducted", "displaced") if of in cells)
    who = wording.and_list(cells["by"])
    role = "by, as reported:" if cells["role"] == "perpetrator" else "involved:" if cells["role"] == "involved" else "by:"
    lines = [f"{cells['period']}  {where}: {counts}", f"{role} {who}; {plural(cells['incidents'], 'incident')}"]
    return [*lines, f"disputed: {wording.and_list(cells['disputed'])}"] if cells["disputed"] else lines


def _control_lines(cells: Mapping[str, Any]) -> list[str]:
    where = f"{cells['place']} ({cells['country']})" if cells["country"] else cells["place"]
    holder = wording.and_list(cells["holder"]) or "nobody named"
    status = {"held": f"held by {holder}", "contested": "contested", "unknown": "holder not known"}[cells["status"]]
    if cells["status"] == "contested":
        sides = wording.and_list([*cells["holder"], *cells["contested_by"]])
        status += f" ({sides})" if sides else ""
    lines = [f"{cells['from']}  {where}: {status}"]
    if cells["province"] and cells["province"] != cells["place"]:
        lines.append(f"in {cells['province']}")
    if cells["last_confirmed"] and cells["last_confirmed"] != cells["from"]:
        lines.append(f"last confirmed {cells['last_confirmed']}")
    if cells["since"] and cells["since"] != cells["last_confirmed"]:
        lines.append(f"so since {cells['since']}, last confirmed {cells['last_confirmed']}")
    if cells["age_days"]:
        lines.append(f"no later report until {cells['to']}, {plural(cells['age_days'], 'day')} after")
    for report in cells["reports"]:
        by = wording.and_list(report["by"]) or "a side that is not named"
        change = wording.CHANGE_WORD.get(report["change"], report["change"])
        hedge = "" if report["hedge"] == "asserted" else f" ({report['hedge']})"
        lines.append(
            f"{change} {by}{hedge}, says {report['voice']}"
            + (f", {report['outlet']}" if report["outlet"] != report["voice"] else "")
        )
    return lines


def _province_lines(cells: Mapping[str, Any]) -> list[str]:
    where = f"{cells['province']} ({cells['country']})" if cells["country"] else cells["province"]
    lines = [f"{cells['from']}  {where}: {cells['status']}; {plural(cells['places'], 'place')} reported of"]
    for side, places in cells["held"].items():
        lines.append(f"held by {side or 'a side that is not named'}: {wording.and_list(places)}")
    for word in ("contested", "unknown"):
        if cells[word]:
            lines.append(f"{'holder not known' if word == 'unknown' else word}: {wording.and_list(cells[word])}")
    if cells["last_confirmed"]:
        first, last = cells["first_confirmed"], cells["last_confirmed"]
        lines.append(f"last confirmed {last}" if first == last else f"last confirmed between {first} and {last}, place by place")
    return lines


def _days(cells: Mapping[str, Any]) -> str:
    if cells["from"] is None:
        return "day not stated"
    return cells["from"] if cells["from"] == cells["to"] else f"{cells['from']} to {cells['to']}"


def _where(places: Sequence[str], countries: Sequence[str]) -> str:
    named = wording.and_list(places) or "place not stated"
    return f"{named} ({', '.join(countries)})" if countries else named


def _range(count: Mapping[str, Any]) -> str:
    low, high = count["low"], count["high"]
    if high is None:
        return f"at least {low or 0:,.0f}"
    if low is None:
        return f"up to {high:,.0f}"
    return f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
