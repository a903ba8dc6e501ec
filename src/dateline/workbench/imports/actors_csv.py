"""A table of actors (CSV, with commas, semicolons or tabs) -> actors.

The first line names the columns; which names mean what is in `forms.yaml`, and can be said for a file. Several aliases or countries
stand in one cell, parted by semicolons or vertical bars. Columns that mean nothing here are told in the report.
"""

import csv
import io
import re
from collections.abc import Mapping

from dateline.codebook import Codebook
from dateline.codebook.actor_rows import KINDS
from dateline.errors import InputError, UsageError
from dateline.workbench.imports.actors import ActorImport, ListedActor, iso_date
from dateline.workbench.imports.imported import Imported, load_forms
from dateline.workbench.row_drafts import country_codes

_PARTS = re.compile(r"\s*[;|]\s*")


def import_table(text: str, codebook: Codebook, source: str, columns: Mapping[str, str], kind: str | None) -> Imported:
    """The actors of a table.

    Args:
        source: what rows without a source of their own say they are from.
        columns: our key -> the table's heading, where the usual ones do not fit.
        kind: what the actors are, where no column says it.

    Raises:
        InputError: no column holds names.
        UsageError: a column is named that the table does not have.
    """
    found = Imported()
    forms = load_forms()
    reader = csv.DictReader(io.StringIO(text), dialect=_dialect(text))
    headings = [heading or "" for heading in reader.fieldnames or ()]
    keys = _keys(headings, forms["columns"], columns)
    if "name" not in keys:
        raise InputError(
            f"No column of the table holds names; it has {', '.join(headings) or 'none'}. Say which one: --column name=HEADING."
        )
    for heading in headings:
        if heading not in keys.values():
            found.leave("columns that mean nothing here", heading)
    kinds = {word: ours for ours, words in forms["kinds"].items() for word in (ours, *words)}
    into = ActorImport(codebook, found)
    for row in reader:
        cells = {key: (row.get(heading) or "").strip() for key, heading in keys.items()}
        line = f"line {reader.line_num}: {cells['name'] or '(no name)'}"
        if not cells["name"]:
            found.leave("rows without a name", line)
            continue
        ours = kinds.get(cells.get("kind", "").lower()) or kind
        if ours is None:
            found.leave(
                f"rows without a kind that is known (it can be {', '.join(KINDS)}; --kind says one for all)",
                f"{line} [{cells.get('kind', '')}]",
            )
            continue
        into.add(_actor(cells, ours, line, source, codebook, forms["countries"], found))
    return found


def _dialect(text: str) -> type[csv.Dialect] | csv.Dialect:
    try:
        return csv.Sniffer().sniff(text[:4096].splitlines()[0] if text else "", delimiters=",;\t")
    except (csv.Error, IndexError):
        return csv.excel


def _keys(headings: list[str], known: Mapping[str, list[str]], given: Mapping[str, str]) -> dict[str, str]:
    """Our key -> the heading that means it: as given, else the first that is known for it."""
    keys = {}
    for key, heading in given.items():
        if heading not in headings:
            raise UsageError(f"The table has no column {heading!r}; it has {', '.join(headings)}.")
        keys[key] = heading
    folded = {heading.strip().lower(): heading for heading in reversed(headings)}
    for key, words in known.items():
        match = next((folded[word] for word in words if word in folded and folded[word] not in keys.values()), None)
        if key not in keys and match is not None:
            keys[key] = match
    return keys


def _actor(
    cells: Mapping[str, str], kind: str, line: str, source: str, codebook: Codebook, iso3: Mapping[str, str], found: Imported
) -> ListedActor:
    countries = []
    for words in filter(None, _PARTS.split(cells.get("country", ""))):
        try:
            countries += country_codes([iso3.get(words.upper(), words)], codebook)
        except UsageError:
            found.leave("countries that are not known", f"{line}: {words}")
    dates: dict[str, str | None] = {}
    for key in ("from", "until"):
        words = cells.get(key, "")
        dates[key] = iso_date(words) if words else None
        if words and dates[key] is None:
            found.leave("dates that are not of the form YYYY, YYYY-MM or YYYY-MM-DD", f"{line}: {words}")
    parent = cells.get("parent") or None
    if parent and codebook.actors.get(parent) is None:
        found.leave("bodies to be part of that no actor of Dateline is (ids are wanted)", f"{line}: {parent}")
        parent = None
    return ListedActor(
        name=cells["name"],
        kind=kind,
        source=cells.get("source") or source,
        aliases=tuple(filter(None, _PARTS.split(cells.get("aliases", "")))),
        countries=tuple(dict.fromkeys(countries)),
        since=dates["from"],
        until=dates["until"],
        parent=parent,
        id=cells.get("id") or None,
    )
