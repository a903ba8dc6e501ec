"""Why two statements are or are not one incident, feature by feature: the same sums as linking makes, shown with what was
compared."""

from collections.abc import Callable, Iterable, Sequence

from dateline.link.compare import Features
from dateline.link.incidents import pair_features
from dateline.link.meaning import Meaning
from dateline.link.tellings import openings
from dateline.records import Document, Record, Sentence, Statement, Telling

Show = Callable[[Telling], str]


class Reason(Record, frozen=True):
    """One likeness or difference, with its points and what each side says."""

    name: str
    points: float
    one: str
    other: str


class Explanation(Record, frozen=True):
    """What speaks for and against two statements' being of one occurrence. `total` is compared with nought."""

    compared: str
    """telling: within one document, as it is read; tellings: what two documents say, or one document of two occurrences; nothing:
    the types are never used for one occurrence."""
    total: float | None
    reasons: tuple[Reason, ...]
    alone: tuple[int, int]
    """How many statements stand on each side: what a document says of one occurrence is compared as a whole."""


def explain_telling(
    document: Document, sentences: Sequence[Sentence], statements: Iterable[Statement], pair: tuple[str, str], meaning: Meaning
) -> Explanation:
    """Why the later of two statements of one document was or was not put to what the earlier one is part of."""
    for telling, new, features in openings(document, sentences, statements, meaning):
        if new.id in pair and any(name in telling.statements for name in pair if name != new.id):
            return _explanation("telling", features, telling, new)
    raise AssertionError("both statements are of the document")


def explain_tellings(one: Telling, other: Telling, meaning: Meaning) -> Explanation:
    """Why two tellings are or are not of one occurrence."""
    first, second = (one, other) if one.id < other.id else (other, one)
    return _explanation("tellings", pair_features(first, second, meaning), first, second)


def _explanation(compared: str, features: Features | None, one: Telling, other: Telling) -> Explanation:
    sizes = len(one.statements), len(other.statements)
    if features is None:
        types = Reason(name="types", points=0.0, one=", ".join(one.types), other=", ".join(other.types))
        return Explanation(compared="nothing", total=None, reasons=(types,), alone=sizes)
    reasons = []
    for name, points in features.listed():
        show = SHOWN.get(name, _nothing)
        reasons.append(Reason(name=name, points=round(points, 2), one=show(one), other=show(other)))
    return Explanation(compared=compared, total=round(features.points, 2), reasons=tuple(reasons), alone=sizes)


def _nothing(telling: Telling) -> str:
    return ""


def _types(telling: Telling) -> str:
    return ", ".join(telling.types)


def _manners(telling: Telling) -> str:
    return ", ".join(telling.modes)


def _places(telling: Telling) -> str:
    return ", ".join(f"{place.name} ({place.country})" if place.country else place.name for place in telling.places)


def _days(telling: Telling) -> str:
    if telling.start is None:
        return ""
    days = telling.start if telling.start == telling.end else f"{telling.start} to {telling.end}"
    return f"{days} (by the day of publication)" if telling.assumed else days


def _actors(telling: Telling) -> str:
    return ", ".join((*telling.actors, *telling.actor_words))


def _victims(telling: Telling) -> str:
    return ", ".join((*telling.victims, *telling.victim_words))


def _counts(telling: Telling) -> str:
    return ", ".join(f"{of} {_range(low, high)}" for of, low, high in telling.counts)


def _range(low: float | None, high: float | None) -> str:
    if high is None:
        return f"{low or 0:g} or more"
    return f"{high:g}" if low == high else f"{low or 0:g} to {high:g}"


def _targets(telling: Telling) -> str:
    return ", ".join(telling.targets)


def _words(telling: Telling) -> str:
    return ", ".join(telling.words)


_GROUPS: tuple[tuple[Show, str], ...] = (
    (_types, "same_type same_family"),
    (_manners, "other_manner"),
    (_places, "same_place same_name near around within_region within_country capital far unlike_words"),
    (
        _days,
        "same_day overlap_week overlap_month overlap_long unlike_lengths next_day days_apart other_day assumed_day assumed_other",
    ),
    (_actors, "same_actor kin_actor same_actor_words other_actor"),
    (_victims, "same_person same_victims same_victim_words other_victim_words other_victims"),
    (_counts, "same_count near_count like_count unlike_count far_count same_voice_other_count"),
    (_targets, "same_target other_target"),
    (_words, "wording"),
)
SHOWN: dict[str, Show] = {name: show for show, names in _GROUPS for name in names.split()}
"""Feature -> what of a telling it compares."""
