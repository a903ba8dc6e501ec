"""What is not known: incidents of which nobody says who, where or when; counts without an upper end; places held by nobody named.

Said of what the reports leave open, and resting on them: it does not know what other reports would say.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from dateline.records import Incident, Row
from dateline.situation.accounts import Accounts
from dateline.situation.citations import Citation
from dateline.situation.control import UNKNOWN
from dateline.situation.lines import Group
from dateline.situation.standing import control_line, latest
from dateline.situation.timeline import COUNTS, of_attribute, values

HARMFUL = frozenset(
    "attack bombing airstrike shelling battle abduction execution sexual_violence arrest displacement destruction".split()
)
"""Types of which a reader asks who did it."""


def gaps(
    incidents: Sequence[Incident], control: Iterable[Row], accounts: Accounts, citations: Mapping[str, Citation]
) -> list[Group]:
    """A group for each question that reports leave open."""

    def asked(heading: str, is_open: Callable[[Incident], bool]) -> Group:
        return Group(heading=heading, lines=tuple(accounts.headline(one) for one in incidents if is_open(one)))

    groups = [
        asked("By whom", lambda one: not values(one, "actor") and not HARMFUL.isdisjoint(one.types)),
        asked("Where", lambda one: not one.places),
        asked("On which day", lambda one: one.time is None),
        asked("How many at the most", lambda one: any(v.high is None for of in COUNTS for v in of_attribute(one, of))),
        Group(
            heading="Who holds it",
            lines=tuple(control_line(row, citations) for row in latest(control) if row.cells["status"] == UNKNOWN),
        ),
    ]
    return [group for group in groups if group.lines]
