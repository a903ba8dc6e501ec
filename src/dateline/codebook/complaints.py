"""What is wrong with a codebook file, in words that someone who does not program understands: file, line, what, and what to do."""

from collections.abc import Sequence
from typing import NamedTuple

from dateline.errors import CodebookError
from dateline.records import Record

Where = tuple[str | int, ...]
"""The way to a value in a file: keys and list positions, from 0."""


class Fault(NamedTuple):
    """One thing that is wrong with what a file says: the way to it, what, and what to do."""

    where: Where
    what: str
    remedy: str


class Complaint(Record, frozen=True):
    """A fault with its place. `hint` marks what is allowed and may yet not be meant."""

    file: str
    line: int | None
    what: str
    remedy: str
    hint: bool = False

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.what}; {self.remedy}{'' if self.remedy.endswith('?') else '.'}"


def refusal(complaints: Sequence[Complaint]) -> CodebookError:
    """The error for one or more complaints: it names the first, says how many there are, and carries them all."""
    more = len(complaints) - 1
    also = f" There {'is' if more == 1 else 'are'} {more} more: `dateline codebook check` lists them." if more else ""
    error = CodebookError(f"{complaints[0]}{also}")
    error.complaints = tuple(complaints)
    return error
