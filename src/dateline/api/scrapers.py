"""Who is told the numbers of a desk and what of it has failed: whoever may read the case anyway, or who carries a token for it.

A token and not an address decides on a desk with accounts: a web server before it on the same machine may forget to say who asks,
and then everybody would come from here.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from dateline.api.guard import answers_to

CLOSED = "Metrics of a desk with accounts need the setting metrics_token, and scrapers that carry it (docs/operations.md)."
NO_TOKEN = "Metrics are for who carries the token of this desk (Authorization: Bearer ...)."
STRANGE_NAME = "This desk answers to localhost only."


@dataclass(frozen=True, kw_only=True)
class Scrapers:
    """What decides it for one desk."""

    host: str = "127.0.0.1"
    """The address it listens at."""
    token: str | None = None
    """What they must carry; None where nothing was set."""
    team: bool = False
    """Whether the desk has accounts; then it tells nothing without a token."""

    def refused(self, headers: Mapping[bytes, bytes]) -> tuple[int, str] | None:
        """Status and sentence of a refusal; None for whoever may be told.

        >>> Scrapers(team=True).refused({})[0]
        403
        >>> Scrapers(team=True, token="of the scraper").refused({b"authorization": b"Bearer of the scraper"})
        """
        if self.token is not None:
            kind, _, given = headers.get(b"authorization", b"").partition(b" ")
            right = kind.lower() == b"bearer" and hmac.compare_digest(given.strip(), self.token.encode())
            return None if right else (401, NO_TOKEN)
        if self.team:
            return 403, CLOSED
        # As for all of a desk at the loopback address: a page elsewhere may have made its own name point here.
        return None if answers_to(headers.get(b"host", b"").decode("latin-1"), self.host) else (400, STRANGE_NAME)
