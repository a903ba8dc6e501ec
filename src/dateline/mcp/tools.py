"""The tools as an assistant meets them: names, what each is for, its parameters with their bounds, and how failures are told.

A docstring here is what the assistant reads, so it speaks to it. Every tool reads and none writes.
"""

from collections.abc import Callable
from typing import Annotated

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from dateline.errors import DatelineError
from dateline.mcp import actors, incidents, statements
from dateline.mcp.answers import Answer
from dateline.mcp.case import OpenCase

LONGEST_QUERY = 500
MOST_LINES = 100

Query = Annotated[
    str,
    Field(
        max_length=LONGEST_QUERY,
        description=(
            "Which statements are meant; empty for all. Fields that all must hold: actor:NAME place:NAME country:NAME type:ID "
            "(attack, airstrike, seizes, leads, ...) kind:KIND (event, control, relation, quantity, label, forecast, "
            "recommendation, judgement) since:DAY until:DAY (YYYY, YYYY-MM or YYYY-MM-DD) voice:NAME (also author, unnamed) "
            "hedge:WORD (asserted, reported, possible, probable, denied) label:WORD outlet:NAME document:ID text:WORDS. A comma "
            "parts values of which any will do, a minus before a field means not; words before the first field are looked for "
            "in the sentences. "
            "Example: actor:ISIS place:Mosul,Falluja -hedge:denied since:2014-06-01"
        ),
    ),
]
Limit = Annotated[int, Field(ge=1, le=MOST_LINES, description="How many lines at most.")]
Offset = Annotated[int, Field(ge=0, le=10**6, description="How many lines to leave out at the beginning.")]
Date = Annotated[str | None, Field(max_length=10, description="A day, YYYY-MM-DD.")]


class Tools:
    """The tools over one case."""

    def __init__(self, case: OpenCase) -> None:
        self._case = case

    def all(self) -> tuple[Callable[..., Answer], ...]:
        """Every tool, in the order in which an assistant lists them."""
        return (self.search, self.timeline, self.incident, self.control, self.actor, self.numbers, self.brief)

    def search(self, query: Query, limit: Limit = 20, offset: Offset = 0) -> Answer:
        """Find statements: events, changes of control, relations, numbers, labels, forecasts, recommendations, judgements. Each
        line is one statement with who vouches for it and how surely, and cites the sentence it stands in."""
        return _told(lambda: statements.search(self._case, query, limit=limit, offset=offset))

    def timeline(
        self,
        query: Query = "",
        newest_first: Annotated[bool, Field(description="Begin with the latest incidents.")] = False,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Answer:
        """What happened, by day: reports of one occurrence are joined to one incident, with what is agreed and what is disputed
        about it. Counts are ranges over all versions; never average them. `incident` tells one in full."""
        return _told(lambda: incidents.timeline(self._case, query, newest_first=newest_first, limit=limit, offset=offset))

    def incident(
        self, id: Annotated[str, Field(min_length=1, max_length=80, description="Its id, or that of a statement in it.")]
    ) -> Answer:
        """One incident in full: every value that anybody gives for its day, place, actors and counts, with who holds it, in how
        many independent stories, and which values cannot both be true."""
        return _told(lambda: incidents.incident(self._case, id))

    def control(self, date: Date = None, query: Query = "", limit: Limit = 50, offset: Offset = 0) -> Answer:
        """Who holds each place on a day (the newest document's day without one): held, contested or unknown, with the reports and
        with how old the last one is. Nothing is asserted between reports. Ask for one place with query place:NAME."""
        return _told(lambda: incidents.control(self._case, query, incidents.checked_day(date), limit=limit, offset=offset))

    def actor(
        self,
        name: Annotated[str, Field(min_length=1, max_length=120, description="Any name or alias.")],
        limit: Limit = 15,
    ) -> Answer:
        """Somebody: what the codebook knows (in `known`: names with their years, offices, forebears, each with its source), then
        relations, what outlets and sources call them, and the latest statements about them."""
        return _told(lambda: actors.actor(self._case, name, limit=limit))

    def numbers(self, query: Query = "", published_until: Date = None, limit: Limit = 30, offset: Offset = 0) -> Answer:
        """A ledger of numbers: what is counted, of whom, where, as of when, who says so. Rival and later values stand side by side
        with how they differ; never average them. `basis` derived marks a number that a rate and a count give together."""
        at = published_until
        return _told(lambda: statements.numbers(self._case, query, incidents.checked_day(at), limit=limit, offset=offset))

    def brief(
        self,
        query: Query = "",
        lines_of_section: Annotated[int, Field(ge=1, le=50, description="How many lines of each section at most.")] = 6,
    ) -> Answer:
        """A briefing: what changed and happened, who holds what, numbers, what is disputed, what was declared, who says so, what
        they are called, outlook, recommendations, judgements, relations, what is not known. Each line cites its sentences; begin
        here for an overview."""
        return _told(lambda: statements.brief(self._case, query, lines_of_section=lines_of_section))


def _told(answer: Callable[[], Answer]) -> Answer:
    """The answer; what Dateline refuses on purpose is told to the assistant in its one sentence."""
    try:
        return answer()
    except DatelineError as error:
        raise ToolError(str(error)) from error
