"""The case file as a whole: what many documents give together. With `pipeline`, the only part that joins stages and store."""

from dateline.archive.deciding import Changed, resolve_again
from dateline.archive.explaining import Explained, explain
from dateline.archive.linking import Linked, link_case
from dateline.archive.views import VIEWS, rows_of

__all__ = ["VIEWS", "Changed", "Explained", "Linked", "explain", "link_case", "resolve_again", "rows_of"]
