"""One finding of a check: what the text says, what is known, whether the two go together. Nothing is decided: both sides stand."""

from collections.abc import Iterable

from dateline.records import Document, Row, Statement
from dateline.situation.cells import outlet_cell, voice_cell

VIEW = "checks"
CONSISTENT, DIFFERS = "consistent", "differs"
"""The two findings. Neither says that a text is right."""


def finding(
    check: str,
    *,
    about: str,
    says: str,
    known: str,
    known_from: str,
    consistent: bool,
    statements: Iterable[Statement],
    document: Document,
) -> Row:
    """A row of the view.

    Args:
        check: name of the check.
        about: whom or what it is about.
        says: the text's side.
        known: the other side.
        known_from: where the other side is from: codebook, gazetteer, the text itself.
        consistent: whether both can be so.
        statements: those that stand on the words, at least one.
    """
    found = tuple({statement.id: statement for statement in statements}.values())
    cells = {
        "check": check,
        "finding": CONSISTENT if consistent else DIFFERS,
        "about": about,
        "says": says,
        "known": known,
        "known_from": known_from,
        "voice": list(dict.fromkeys(voice_cell(statement) for statement in found)),
        "outlet": outlet_cell(document),
        "published": document.published,
    }
    return Row(view=VIEW, cells=cells, statements=tuple(statement.id for statement in found))
