"""Query parameters, each with its bounds: what is longer, larger or of another form is refused before the case file is asked."""

from typing import Annotated, Any

from litestar.di import NamedDependency
from litestar.exceptions import ValidationException
from litestar.params import Parameter
from msgspec import Meta

from dateline.api.desk import Desk
from dateline.archive.tables import understood
from dateline.errors import UsageError
from dateline.query import Filter

MOST_ITEMS = 500
"""The largest page."""
BOUNDS: dict[str, Any] = {"min_length": 1, "max_length": 200, "pattern": "^[^\\x00]*$"}
"""Of one value. A null character ends a pattern of SQLite's LIKE, so none is let in."""
Words = Annotated[str, Meta(**BOUNDS), Parameter(**BOUNDS)]
Limit = Annotated[int, Parameter(ge=1, le=MOST_ITEMS, description="How many items at most.")]
Offset = Annotated[int, Parameter(ge=0, le=10**9, description="How many items to leave out at the beginning.")]


LONGEST_QUERY = 2000
"""Characters of a query."""
QUERY_BOUNDS: dict[str, Any] = {"max_length": LONGEST_QUERY, "pattern": "^[^\\x00]*$"}


def filter_of(
    desk: NamedDependency[Desk],
    q: Annotated[
        Annotated[str, Meta(**QUERY_BOUNDS)] | None,
        Parameter(
            description="Which statements, in the query language: actor:ISIS place:Mosul since:2014-06-01. All without it.",
            **QUERY_BOUNDS,
        ),
    ] = None,
) -> Filter:
    """The filter that the query of an address means.

    Raises:
        ValidationException: it cannot be understood; the one sentence says what to write instead.
    """
    try:
        return understood(q or "", desk.tables)
    except UsageError as error:
        raise ValidationException(str(error)) from error
