"""What a person types at a shell: a query, whose words may begin with a minus as options do, and a day."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from dateline.errors import UsageError

SHOWN = 8
"""Signs of a run's id that people see."""
RunOption = Annotated[
    str | None,
    typer.Option("--run", help="As this run read it: the start of an id of `dateline show runs`, or `previous`.", metavar="RUN"),
]
_NEGATED = re.compile(r"-[A-Za-z]+:")


class QueryCommand(TyperCommand):
    """A command whose arguments are a query: `-place:Mosul` is a word of it and no option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Turn the hyphen of a negated field into a minus sign, which the query language takes as well."""
        return super().parse_args(ctx, [f"\N{MINUS SIGN}{arg[1:]}" if _NEGATED.match(arg) else arg for arg in args])


def as_query(words: Sequence[str] | None) -> str:
    """The words of a query as one text; the shell has taken off quotation marks, and a value runs to the next field anyway."""
    return " ".join(words or ())


def day(at: str | None, option: str = "--at") -> str | None:
    """The day of an option in the one form that days have.

    Raises:
        UsageError: it is none.
    """
    try:
        return date.fromisoformat(at).isoformat() if at else None
    except ValueError:
        raise UsageError(f"{option} {at} is no day; write YYYY-MM-DD.") from None
