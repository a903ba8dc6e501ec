"""What a person types of a correction -> `Correction`: words of the text, names, days and counts, each in one short form."""

from collections.abc import Sequence

from dateline.errors import UsageError
from dateline.records import Anchor
from dateline.review.corrections import Correction
from dateline.review.given import NONE, find_days, find_number, find_span


def correction(
    text: str,
    near: Anchor,
    *,
    span: str | None = None,
    type: str | None = None,
    who: Sequence[str] = (),
    places: Sequence[str] = (),
    day: str | None = None,
    counts: Sequence[str] = (),
    number: str | None = None,
    voice: str | None = None,
    hedge: str | None = None,
    likelihood: str | None = None,
    conditional: bool | None = None,
) -> Correction:
    """What the options say.

    Args:
        text: the document's.
        near: where words of the text are looked for first.

    Raises:
        UsageError: one of them is not of its form, or the words are not in the text.
    """
    numbers = [find_number(each, counted=True) for each in counts] + ([find_number(number, counted=False)] if number else [])
    return Correction(
        span=find_span(text, span, near) if span else None,
        type=type,
        voice=voice,
        hedge=hedge,
        likelihood=likelihood,
        conditional=conditional,
        time=find_days(day) if day else None,
        places=tuple(place for place in places if place != NONE) if places else None,
        participants=_participants(who) if who else None,
        numbers=tuple(one for one in numbers if one) if numbers else None,
    )


def _participants(given: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in given:
        role, sign, name = each.partition("=")
        if not sign:
            raise UsageError(f"--who {each} is not of the form ROLE=NAME, as in --who actor=ISIS.")
        found.setdefault(role.strip(), ())
        if name.strip() and name.strip() != NONE:
            found[role.strip()] += (name.strip(),)
    return found
