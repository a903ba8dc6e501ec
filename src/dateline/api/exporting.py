"""Taking away what is seen: the statements that a query means, in the forms of other projects, private names withheld."""

import io
import tempfile
from collections.abc import Iterator
from typing import IO, Annotated, Any

from litestar import get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException, ValidationException
from litestar.params import Parameter
from litestar.response import Stream

from dateline.api.desk import Desk
from dateline.archive.dossiers import meant_dossiers
from dateline.errors import DatelineError
from dateline.exports import export, format_names, load_format
from dateline.exports.telling import items_of
from dateline.query import Filter

IN_MEMORY_BYTES = 2_000_000
"""Larger files lie on the disk until they are sent."""
CHUNK_BYTES = 64_000


@get(
    "/export/{form:str}",
    sync_to_thread=True,
    media_type="application/octet-stream",
    raises=[NotFoundException, ValidationException],
)
def export_file(
    desk: NamedDependency[Desk], wanted: NamedDependency[Filter], form: Annotated[str, Parameter(min_length=1, max_length=64)]
) -> Stream:
    """A file of the statements that a query means, in the form of another project; /api/about lists the forms."""
    if form not in format_names():
        raise NotFoundException(f"There is no form {form!r}; there are {', '.join(format_names())}.")
    exporter = load_format(form)
    file = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 - closed when it is sent
    try:
        out = file if exporter.BINARY else io.TextIOWrapper(file, encoding="utf-8", newline="")
        export(exporter, items_of(meant_dossiers(desk.store, wanted), desk.export_tables), out, desk.export_tables)
        if isinstance(out, io.TextIOWrapper):
            out.flush()
            out.detach()
    except DatelineError as error:
        file.close()
        raise ValidationException(str(error)) from error
    file.seek(0)
    name = f"dateline-{form}{exporter.SUFFIX}"
    return Stream(_chunks(file), headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _chunks(file: IO[Any]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
