"""A coder's sheet over HTTP: taken away to be reviewed in a spreadsheet, and brought back, first to see what it would change."""

import tempfile
from collections import Counter
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException, ValidationException
from litestar.params import Parameter
from litestar.response import Stream

from dateline.api.access import open_to
from dateline.api.bench import Bench, Seat
from dateline.api.exporting import IN_MEMORY_BYTES, chunks
from dateline.api.guard import from_own_pages
from dateline.api.parameters import Words
from dateline.archive.importing import ALREADY, NOTHING, RowDone, imported, unknown_columns
from dateline.archive.reviewing import Coder
from dateline.archive.sheets import written
from dateline.archive.shown import understood
from dateline.csvfile import opened, write_rows
from dateline.errors import InputError, UsageError
from dateline.records import Record
from dateline.review.sheet import COLUMNS, is_sheet

LARGEST_SHEET = 5_000_000
"""Bytes, some eight thousand statements; larger ones are for `dateline import`."""
MOST_TOLD = 200
"""Rows of which is told what came of them; of the others their number."""
NAME = "sheet.csv"


class SheetDone(Record, frozen=True):
    """What came of a sheet, or would come of it."""

    tried: bool
    """Whether it was only tried, and nothing was done."""
    tally: dict[str, int]
    """accept, correct, reject, nothing, already, aside -> number of rows."""
    rows: tuple[RowDone, ...]
    """The first ones that ask for something or were set aside."""
    unknown_columns: tuple[str, ...]
    """Columns that no sheet has; nothing is read from them."""


@get(
    "/sheet",
    sync_to_thread=True,
    media_type="text/csv",
    opt=open_to("coder"),
    raises=[ValidationException, PermissionDeniedException],
)
def take_sheet(
    bench: NamedDependency[Bench],
    seat: NamedDependency[Seat],
    kind: Annotated[list[Words] | None, Parameter(description="Kinds of statements.", max_items=20)] = None,
    document: Annotated[Words | None, Parameter(description="Id of a document.")] = None,
) -> Stream:
    """The statements as this coder sees them, as CSV to review in a spreadsheet; private names are withheld."""
    # Of a query only what no coder changes is asked: by the rest one who is blind would see what another one changed.
    kinds = [f"kind:{','.join(kind)}"] if kind else []
    try:
        wanted = understood(" ".join([*kinds, *([f'document:"{document}"'] if document else [])]), bench.tables)
    except UsageError as error:
        raise ValidationException(str(error)) from error
    coder = Coder(store=bench.store, tables=bench.tables, name=seat.coder)
    file = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 - closed when it is sent
    out = TextIOWrapper(file, encoding="utf-8", newline="")
    write_rows(out, COLUMNS, written(coder, wanted=wanted))
    out.flush()
    out.detach()
    file.seek(0)
    return Stream(chunks(file), headers={"Content-Disposition": f'attachment; filename="{NAME}"'})


@post(
    "/sheet",
    sync_to_thread=True,
    status_code=200,
    opt=open_to("coder"),
    guards=[from_own_pages],
    request_max_body_size=LARGEST_SHEET,
    raises=[ValidationException, PermissionDeniedException],
)
def bring_sheet(
    bench: NamedDependency[Bench],
    seat: NamedDependency[Seat],
    body: bytes,
    trying: Annotated[bool, Parameter(query="try", description="Say what would change, and change nothing.")] = False,
) -> SheetDone:
    """Bring a reviewed sheet back, the CSV as the body: its rows become acts of this coder, or are set aside with a reason."""
    coder = Coder(store=bench.store, tables=bench.tables, name=seat.coder)
    tally: Counter[str] = Counter()
    told: list[RowDone] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_bytes(body)
        try:
            with opened(path, name="The sheet") as table:
                unknown = tuple(unknown_columns(table)) if is_sheet(table.columns) else ()
                for done, _ in imported(coder, table, dry_run=trying):
                    tally[done.did] += 1
                    if done.did not in (NOTHING, ALREADY) and len(told) < MOST_TOLD:
                        told.append(done)
        except InputError as error:
            raise ValidationException(str(error)) from error
    return SheetDone(tried=trying, tally=dict(tally), rows=tuple(told), unknown_columns=unknown)
