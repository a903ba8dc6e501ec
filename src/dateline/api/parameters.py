"""Query parameters, each with its bounds: what is longer, larger or of another form is refused before the case file is asked."""

import datetime
from typing import Annotated, Any

from litestar.params import Parameter
from msgspec import Meta

from dateline.store import Selection

MOST_ITEMS = 500
"""The largest page."""
MOST_VALUES = 50
"""The most values of one filter."""
BOUNDS: dict[str, Any] = {"min_length": 1, "max_length": 200, "pattern": "^[^\\x00]*$"}
"""Of one value. SQLite's LIKE takes a pattern to end at a null character, so none is let in."""
Words = Annotated[str, Meta(**BOUNDS), Parameter(**BOUNDS)]
Limit = Annotated[int, Parameter(ge=1, le=MOST_ITEMS, description="How many items at most.")]
Offset = Annotated[int, Parameter(ge=0, le=10**9, description="How many items to leave out at the beginning.")]


def _some(description: str):
    return Parameter(description=f"{description} Repeat for any of several.", max_items=MOST_VALUES)


def selection_of(
    kind: Annotated[list[Words] | None, _some("Kind of statement: event, control, quantity, ...")] = None,
    type: Annotated[list[Words] | None, _some("Type of event, change of control or relation.")] = None,
    hedge: Annotated[list[Words] | None, _some("asserted, reported, possible, probable or denied.")] = None,
    voice: Annotated[list[Words] | None, _some("Name of a source; `author` for the document's own voice.")] = None,
    outlet: Annotated[list[Words] | None, _some("Outlet, as the case file has it.")] = None,
    document: Annotated[list[Words] | None, _some("Id of a document.")] = None,
    place: Annotated[list[Words] | None, _some("Name of a place.")] = None,
    country: Annotated[list[Words] | None, _some("ISO 3166-1 alpha-2 code of a country.")] = None,
    actor: Annotated[list[Words] | None, _some("Name of an actor.")] = None,
    since: Annotated[datetime.date | None, Parameter(description="Its time reaches this day or a later one.")] = None,
    until: Annotated[datetime.date | None, Parameter(description="Its time begins on this day or an earlier one.")] = None,
    text: Annotated[str | None, Parameter(description="Words that the quote holds.", **BOUNDS)] = None,
) -> Selection:
    """The selection that the filters of an address mean."""
    return Selection(
        kinds=tuple(kind or ()),
        types=tuple(type or ()),
        hedges=tuple(hedge or ()),
        voices=tuple(voice or ()),
        outlets=tuple(outlet or ()),
        documents=tuple(document or ()),
        places=tuple(place or ()),
        countries=tuple(country or ()),
        actors=tuple(actor or ()),
        since=since.isoformat() if since else None,
        until=until.isoformat() if until else None,
        text=text,
    )
