"""The case file: one database, SQLite or PostgreSQL, with all that was read, each row leading back to its sentence.

It keeps records and gives them back; it does not know how they were made, nor what they mean.
"""

from dateline.store.cases import Store
from dateline.store.contents import Contents
from dateline.store.links import Links
from dateline.store.looking import Counts, Stored
from dateline.store.readings import Kept, Manifest
from dateline.store.reviews import Reviews
from dateline.store.rows import Run
from dateline.store.selection import Days, Facets, Selected
from dateline.store.views import Views

__all__ = [
    "Contents",
    "Counts",
    "Days",
    "Facets",
    "Kept",
    "Links",
    "Manifest",
    "Reviews",
    "Run",
    "Selected",
    "Store",
    "Stored",
    "Views",
]
