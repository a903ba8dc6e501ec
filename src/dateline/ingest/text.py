"""Plain text -> Document: the decoded file unchanged, line ends included.

It knows no title and no date but that of a line at its head: a file of text has no fields.
"""

from dateline.ingest.documents import Origin, make_document
from dateline.records import Document, SetAside


def read_plain_text(text: str, origin: Origin) -> Document | SetAside:
    """The text as a document, or a SetAside when it is blank or not English."""
    return make_document(text, origin)
