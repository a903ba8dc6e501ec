"""Statements of one document -> tellings: what the document says of each occurrence, as a reader who goes from its first sentence
to its last would put it together.

A statement joins the telling that it fits best, or opens a new one. What later sentences leave out (day, place) they have from the
telling they join. Other documents are not looked at, so a document's tellings never change when others come or go.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec import structs

from dateline.link.compare import Features, Meaning, compare
from dateline.link.places import describes, finest, is_known, place_feature, place_of
from dateline.link.words import plain
from dateline.records import Anchor, Document, Sentence, Statement, Telling, Voice

KINDS = ("event", "control")
ASSUMED_DAYS = 3
"""A report that gives no day is taken to tell of its day of publication or so many before it."""
REACH = {0: 1.0, 1: 1.0, 2: 0.7, 3: 0.4}
"""Sentences between a statement and what it may go on from -> how much that counts."""
DETAIL = 0.7
"""The same, where a lead without a day is followed by the details."""
NEARER = frozenset(("same_place", "same_name", "near", "within_region", "capital"))
SHORTEST_QUOTE = 6
"""Words that a span needs for its being taken over word for word to mean something."""


def tellings_of(
    document: Document, sentences: Iterable[Sentence], statements: Iterable[Statement], meaning: Meaning
) -> tuple[Telling, ...]:
    """The tellings of one document, in the order of their first statements. Every statement of an event or of control is in one."""
    open_ = _read_through(document, sentences, statements, meaning, lambda telling, new, features: None)
    return tuple(each.telling for each in open_)


def openings(
    document: Document, sentences: Iterable[Sentence], statements: Iterable[Statement], meaning: Meaning
) -> list[tuple[Telling, Telling, Features | None]]:
    """Every comparison that is made on the way: a telling as far as it was read, a new statement, and the features of the pair."""
    seen: list[tuple[Telling, Telling, Features | None]] = []
    _read_through(document, sentences, statements, meaning, lambda *compared: seen.append(compared))
    return seen


def _read_through(
    document: Document,
    sentences: Iterable[Sentence],
    statements: Iterable[Statement],
    meaning: Meaning,
    note: Callable[[Telling, Telling, Features | None], None],
) -> "list[_Open]":
    by_id = {sentence.id: sentence for sentence in sentences}
    ours = {s.id: s for s in statements if s.assertion.document == document.id and s.assertion.kind in KINDS}
    ordered = sorted(ours.values(), key=lambda s: (s.assertion.anchor.start, s.assertion.anchor.end, s.assertion.kind, s.id))
    open_: list[_Open] = []
    for statement in ordered:
        new = _One(statement, by_id.get(statement.assertion.sentence), telling_of(statement, document, meaning), meaning)
        best: tuple[float, int] = (-1.0, -1)
        for at, each in enumerate(open_):
            features = join_features(each, new, meaning)
            note(each.telling, new.telling, features)
            if features is not None:
                best = max(best, (features.points, at))
        if best[0] >= 0:
            open_[best[1]].add(new)
        else:
            open_.append(_Open(new))
    return open_


class _One:
    """A statement on its own, with its sentence."""

    def __init__(self, statement: Statement, sentence: Sentence | None, telling: Telling, meaning: Meaning) -> None:
        self.statement, self.telling = statement, telling
        self.index = sentence.index if sentence else -1
        self.text = sentence.anchor.exact if sentence else statement.assertion.anchor.exact
        self.tells_course = meaning.words.tell_a_course(statement.assertion.anchor.exact)
        span = sentence.anchor if sentence else statement.assertion.anchor
        time = statement.time.anchor if statement.time else None
        self.own_day = time is not None and span.start <= time.start < span.end


class _Open:
    """A telling that later statements may join."""

    def __init__(self, first: _One) -> None:
        self.telling = first.telling
        self.members = [first]

    def add(self, new: _One) -> None:
        self.members.append(new)
        self.telling = merged(self.telling, new.telling)


def join_features(telling: _Open, new: _One, meaning: Meaning) -> Features | None:
    """What speaks for and against a statement's being about what a telling of its document is about; None when its type forbids
    it."""
    features = compare(telling.telling, new.telling, meaning)
    if features is None:
        return None
    if any(_overlap(one.statement.assertion.anchor, new.statement.assertion.anchor) >= 0.5 for one in telling.members):
        features.add("same_span")
        return features
    gap = min(abs(new.index - one.index) for one in telling.members)
    apart = (gap and meaning.words.set_apart(new.text)) or _of_other_ground(telling, new, meaning)
    if apart or new.tells_course != telling.members[0].tells_course:
        features.add("told_apart")
    elif gap in REACH and _goes_on(telling.telling, new, meaning):
        features.add("told_on", REACH[gap])
        features.drop("other_victim_words")  # the next sentences of a report name its further victims
    elif (
        gap == 1
        and telling.telling.assumed
        and new.own_day
        and place_feature(telling.telling.places, new.telling.places, meaning) in NEARER
    ):
        features.add("told_on", DETAIL)
    if any(_gives_two_counts(one.statement, new.statement) for one in telling.members):
        features.add("same_voice_other_count")
    return features


def _goes_on(telling: Telling, new: _One, meaning: Meaning) -> bool:
    """Whether a statement leaves its day and place to what was told before."""
    known = {place.name for place in telling.places}
    own_place = any(place.name not in known and not describes(place) for place in new.telling.places)
    return not new.own_day and not own_place and meaning.told_once.isdisjoint(new.telling.types)


def _of_other_ground(telling: _Open, new: _One, meaning: Meaning) -> bool:
    """Whether two statements of control are of different places, of which neither is near or in the other: what changes hands is a
    place, and a text that names two tells of two changes."""
    if any(one.statement.assertion.kind != "control" for one in (*telling.members, new)):
        return False
    places = telling.telling.places, new.telling.places
    return all(map(is_known, (*places[0], *places[1]))) and all(places) and place_feature(*places, meaning) is None


def _overlap(one: Anchor, other: Anchor) -> float:
    """Characters shared, over those of the shorter stretch."""
    shorter = min(one.end - one.start, other.end - other.start)
    return (min(one.end, other.end) - max(one.start, other.start)) / shorter if shorter else 0.0


def _gives_two_counts(one: Statement, other: Statement) -> bool:
    """Whether one voice gives two exact counts of one kind, neither of which stands in both statements."""
    if voice_key(one.voice) != voice_key(other.voice):
        return False
    mine, theirs = _exact_counts(one), _exact_counts(other)
    return any(of in theirs and mine[of].isdisjoint(theirs[of]) for of in mine)


def _exact_counts(statement: Statement) -> Mapping[str, set[float]]:
    found: dict[str, set[float]] = {}
    for quantity in statement.quantities:
        exact = quantity.low is not None and quantity.low == quantity.high and not quantity.ratio
        if quantity.of and exact and (quantity.low or 0) > 1:  # one is a victim who is named, and may be one of many
            found.setdefault(quantity.of, set()).add(quantity.low or 0.0)
    return found


def voice_key(voice: Voice) -> str:
    """What makes two voices of one document the same."""
    return voice.actor or voice.name or (voice.anchor.exact.casefold() if voice.anchor else voice.type)


# ---------------------------------------------------------------------- a statement, as it is compared
def telling_of(statement: Statement, document: Document, meaning: Meaning) -> Telling:
    """A statement alone, with all that is compared."""
    assertion = statement.assertion
    start, end, assumed = _days(statement, document.published)
    actors, actor_words = _who(statement, ("actor",), meaning)
    victims, victim_words = _who(statement, ("recipient",), meaning)
    if assertion.type in meaning.two_sided:
        actors, actor_words = sorted({*actors, *victims}), sorted({*actor_words, *victim_words})
        victims, victim_words = [], []
    named = {part for name in (*(p.name for p in statement.places), *actor_words) for part in meaning.words.content(name)}
    quote = plain(assertion.anchor.exact)
    return Telling(
        id=statement.id,
        document=document.id,
        published=document.published,
        statements=(statement.id,),
        types=(assertion.type or assertion.kind,),
        modes=(statement.mode,) if statement.mode else (),
        start=start,
        end=end,
        assumed=assumed,
        places=finest(place_of(place, meaning) for place in statement.places),
        actors=tuple(actors),
        actor_words=tuple(actor_words),
        victims=tuple(victims),
        victim_words=tuple(victim_words),
        counts=tuple(sorted({(q.of, q.low, q.high) for q in statement.quantities if q.of and not q.ratio}, key=str)),
        targets=meaning.words.targets(assertion.anchor.exact),
        words=tuple(sorted(meaning.words.content(assertion.anchor.exact) - named)),
        quotes=(hashlib.sha256(quote.encode()).hexdigest()[:16],) if quote.count(" ") + 1 >= SHORTEST_QUOTE else (),
    )


def _days(statement: Statement, published: str | None) -> tuple[str | None, str | None, bool]:
    if statement.time:
        return statement.time.start[:10], statement.time.end[:10], False
    if not published:
        return None, None, False
    day = date.fromisoformat(published[:10])
    return (day - timedelta(days=ASSUMED_DAYS)).isoformat(), day.isoformat(), True


def _who(statement: Statement, roles: Sequence[str], meaning: Meaning) -> tuple[list[str], list[str]]:
    """Ids, and the words of those without one that say who it is."""
    ids, words = set(), set()
    for who in statement.participants:
        if who.role not in roles:
            continue
        known = who.actor or meaning.kinship.named(who.name)
        if known:
            ids.add(known)
        elif not meaning.words.describe_anybody(who.name):
            words.update(meaning.words.content(who.name) - meaning.words.anybody if who.role == "recipient" else [plain(who.name)])
    return sorted(ids), sorted(words)


# ---------------------------------------------------------------------- together
def merged(one: Telling, other: Telling) -> Telling:
    """Two tellings as one; `one` comes first and keeps its id. The narrower stretch of days is taken, and the finer places."""
    start, end, assumed = _narrower(one, other)

    def both(name: str) -> tuple:
        return tuple(dict.fromkeys((*getattr(one, name), *getattr(other, name))))

    return structs.replace(
        one,
        statements=both("statements"),
        types=both("types"),
        modes=both("modes"),
        start=start,
        end=end,
        assumed=assumed,
        places=finest((*one.places, *other.places)),
        words=tuple(sorted({*one.words, *other.words})),
        **{name: both(name) for name in ("actors", "actor_words", "victims", "victim_words", "counts", "targets", "quotes")},
    )


def _narrower(one: Telling, other: Telling) -> tuple[str | None, str | None, bool]:
    def width(telling: Telling) -> tuple[bool, bool, int]:
        if telling.start is None or telling.end is None:
            return True, True, 0
        return False, telling.assumed, (date.fromisoformat(telling.end) - date.fromisoformat(telling.start)).days

    least = min((one, other), key=width)
    return least.start, least.end, least.assumed
