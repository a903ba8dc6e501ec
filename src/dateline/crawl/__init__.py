"""Addresses -> web archives: pages are fetched politely and kept as the server sent them; what they say is not its matter.

It runs nothing, follows few redirects, connects to no private address, and stops at limits of size and time. The archives that it
writes are read as any other.
"""

from dateline.crawl.fetching import Answered, Fetcher, RefusedError, Visit
from dateline.crawl.keeping import Keeper
from dateline.crawl.sources import Source, load_sources
from dateline.crawl.state import Known, State, Watched
from dateline.crawl.visiting import Visitor
from dateline.crawl.watching import DEAD_FAILURES, Polled, Watch, is_dead

__all__ = [
    "DEAD_FAILURES",
    "Answered",
    "Fetcher",
    "Keeper",
    "Known",
    "Polled",
    "RefusedError",
    "Source",
    "State",
    "Visit",
    "Visitor",
    "Watch",
    "Watched",
    "is_dead",
    "load_sources",
]
