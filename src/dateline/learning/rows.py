"""What coders decided in one document, as far as something can be learned from it: kind, type and words."""

from dataclasses import dataclass
from typing import NamedTuple

from dateline.records import Document


class Row(NamedTuple):
    """One statement that a coder keeps, or rejected."""

    kind: str
    type: str | None
    start: int
    end: int
    """Offsets into the document's text."""


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """A document in which coders decided."""

    document: Document
    kept: tuple[Row, ...]
    rejected: tuple[Row, ...]
    complete: bool
    """Whether everything that was read in it is decided: only there does what is not kept count as wrong."""

    @property
    def rows(self) -> int:
        """Statements decided."""
        return len(self.kept) + len(self.rejected)
