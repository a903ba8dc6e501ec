"""An analytical framework as DEEP exports it (CSV: pillars and sub-pillars, crossed with sectors) -> drafts of types.

A sub-pillar is what people tag text with: the nearest that a framework has to a type. Its pillar goes into the draft's note and,
where two pillars have a sub-pillar of one name, into its name. Sectors cut across all of them and have no place here: what a
statement is about is its type, and no second tag. Frameworks of other programs fit when their columns have these names.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dateline.codebook import Codebook
from dateline.errors import InputError
from dateline.workbench.imports.drafts import Concept, add_drafts
from dateline.workbench.imports.imported import Imported, read_text

WIDGET, PILLAR, SUB_PILLAR = "Title", "Pillar", "Sub pillar"
SECTORS = ("2D column", "2D sub column")
_APART = re.compile(r"\s*[/,;]\s*|\s+(?:and|or|&)\s+")


def import_types(path: Path, codebook: Codebook, source: str, kind: str = "event") -> Imported:
    """The sub-pillars of a framework as drafts of types of one kind.

    Raises:
        InputError: it is no table with pillars and sub-pillars.
    """
    reader = csv.DictReader(io.StringIO(read_text(path)))
    headings = reader.fieldnames or ()
    if not {PILLAR, SUB_PILLAR} <= set(headings):
        raise InputError(f"{path} is no framework as DEEP exports it: it has no columns {PILLAR} and {SUB_PILLAR}.")
    found = Imported()
    for heading in headings:
        if heading not in (WIDGET, PILLAR, SUB_PILLAR, *SECTORS):
            found.leave("columns that mean nothing here", heading)
    rows = [{name: (value or "").strip() for name, value in row.items() if isinstance(value, str)} for row in reader]
    for sector in dict.fromkeys(" / ".join(filter(None, (row.get(name, "") for name in SECTORS))) for row in rows):
        if sector:
            found.leave("sectors: a statement has a type and no second tag", sector)
    add_drafts(_concepts(rows, found), codebook, source, kind, found)
    return found


def _concepts(rows: list[dict[str, str]], found: Imported) -> Iterator[Concept]:
    """Each sub-pillar once, in the order of the table."""
    cells = dict.fromkeys((row.get(WIDGET, ""), row[PILLAR], row[SUB_PILLAR]) for row in rows)
    names = Counter(name.casefold() for _, _, name in cells)
    for widget, pillar, name in cells:
        if not any(map(str.isalpha, name)):
            found.leave("rows without a sub-pillar", pillar)
            continue
        whole = name if names[name.casefold()] == 1 else f"{pillar}: {name}"
        parts = tuple(part for part in _APART.split(name) if any(map(str.isalpha, part)))
        yield Concept(note=" / ".join(filter(None, (widget, pillar, name))), name=whole, words=parts)
