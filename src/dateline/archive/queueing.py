"""What there is to review, in the order of what matters, as one coder may see it: blind to what others made of it.

The order comes from what was read and from nothing that coders did, so that it tells none of them what another one thought.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from dateline.records import Record, Review, Sentence, Statement
from dateline.review.ranking import Rank, load_weights, ordered, rank
from dateline.review.standing import Standing, standing
from dateline.review.words import by_statement
from dateline.store import Reviews, Store

Mode = Literal["open", "second", "mine", "disputed"]
MODES: dict[Mode, str] = {
    "open": "nobody has decided about it",
    "second": "another coder has decided about it, and what they said is not shown",
    "mine": "you have decided about it",
    "disputed": "coders differ about it, and nobody settled it",
}


class Task(Record, frozen=True):
    """One statement to look at."""

    statement: Statement
    """As this coder sees it: by their own word, else as it was read."""
    machine: Statement | None
    """As it was read; None where the machine had missed it."""
    sentence: Sentence
    document: str
    name: str
    outlet: str | None
    published: str | None
    rank: Rank
    decision: str | None
    """What this coder did last: accept, correct, reject or add; None where they have not decided."""
    words: tuple[Review, ...] = ()
    """Each coder's word side by side; only of what is to be settled."""


class Progress(Record, frozen=True):
    """How far review is."""

    statements: int
    """That the machine read."""
    decided: int
    """Of them, by one coder at least."""
    twice: int
    """By two at least."""
    disputed: int
    added: int
    """What the machine had missed, kept by one coder at least."""
    coders: dict[str, int]
    """Coder -> statements that they have decided about."""
    acts: int


class _Ranked(NamedTuple):
    id: str
    kind: str
    document: str
    rank: Rank


@dataclass
class Queue:
    """The order of a case file. It is kept until other texts are read, so that a face may ask as often as it likes."""

    store: Store
    _stamp: tuple[object, ...] = ()
    _order: list[_Ranked] = field(default_factory=list)

    def tasks(
        self,
        coder: str,
        mode: Mode = "open",
        *,
        kinds: Collection[str] = (),
        document: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[list[Task], int]:
        """A page of what a coder has to look at, and how much there is in all.

        Args:
            kinds: only these kinds of statements.
            document: only this document's.
        """
        with self.store.reviewing() as reviews:
            acts = by_statement(reviews.decisions())
            places = {id: standing(each) for id, each in acts.items()}
            order = [*self._ordered(reviews), *self._added(reviews, places, mode, coder)]
            wanted = self._wanted(reviews, places, mode, coder)
            found = [
                one for one in order if wanted(one.id) and (not kinds or one.kind in kinds) and document in (None, one.document)
            ]
            page = [task for one in found[offset : offset + limit] if (task := self._task(reviews, one, mode, coder))]
        return page, len(found)

    def progress(self) -> Progress:
        """How far review is, over all coders."""
        with self.store.reviewing() as reviews:
            acts = reviews.decisions()
            places = {id: standing(each) for id, each in by_statement(acts).items()}
            read = {one.id for one in self._ordered(reviews)}
            coders: dict[str, int] = {}
            for where in places.values():
                for act in where.decisions:
                    coders[act.by] = coders.get(act.by, 0) + 1
            ours = {id: len(where.decisions) for id, where in places.items() if id in read}
            return Progress(
                statements=len(read),
                decided=sum(number > 0 for number in ours.values()),
                twice=sum(number > 1 for number in ours.values()),
                disputed=len(_disputed(reviews, places)),
                added=sum(any(act.action != "reject" for act in places[id].decisions) for id in places.keys() - read),
                coders=dict(sorted(coders.items())),
                acts=len(acts),
            )

    def _ordered(self, reviews: Reviews) -> list[_Ranked]:
        if (stamp := reviews.stamp()) != self._stamp:
            weights = load_weights()
            ranked = ordered([(statement, rank(statement, weights)) for statement in reviews.read()])
            self._order = [_Ranked(s.id, s.assertion.kind, s.assertion.document, where) for s, where in ranked]
            self._stamp = stamp
        return self._order

    def _added(self, reviews: Reviews, places: dict[str, Standing], mode: Mode, coder: str) -> list[_Ranked]:
        """What coders added: to whoever added it, and to whoever settles it. One who looks blind is to find it by themselves."""
        if mode not in ("mine", "disputed"):
            return []
        read = {one.id for one in self._ordered(reviews)}
        found = []
        for id in sorted(places.keys() - read):
            if mode == "mine" and places[id].of(coder) is None:
                continue
            value = _last_value(reviews.acts(statement=id))
            if value is not None:
                found.append((value, rank(value, load_weights())))
        return [_Ranked(s.id, s.assertion.kind, s.assertion.document, where) for s, where in ordered(found)]

    def _wanted(self, reviews: Reviews, places: dict[str, Standing], mode: Mode, coder: str):
        nobody = Standing()
        match mode:
            case "open":
                return lambda id: places.get(id, nobody).decided is None
            case "mine":
                return lambda id: places.get(id, nobody).of(coder) is not None
            case "second":
                return lambda id: places.get(id, nobody).decided is not None and places[id].of(coder) is None
        return _disputed(reviews, places).__contains__

    def _task(self, reviews: Reviews, one: _Ranked, mode: Mode, coder: str) -> Task | None:
        acts = reviews.acts(statement=one.id)
        where = standing(acts)
        mine, machine = where.of(coder), reviews.machine(one.id)
        statement = (mine.value if mine else None) or machine or _last_value(acts)
        if statement is None or not reviews.has_document(one.document):
            return None
        document = self.store.document(one.document)
        sentences = {sentence.id: sentence for sentence in reviews.sentences(one.document)}
        return Task(
            statement=statement,
            machine=machine,
            sentence=sentences.get(statement.assertion.sentence) or next(iter(sentences.values())),
            document=document.id,
            name=document.name,
            outlet=document.outlet,
            published=document.published,
            rank=one.rank,
            decision=mine.action if mine else None,
            words=where.decisions if mode == "disputed" else (),
        )


def _last_value(acts: Iterable[Review]) -> Statement | None:
    return next((act.value or act.machine for act in reversed(tuple(acts)) if act.value or act.machine), None)


def _disputed(reviews: Reviews, places: dict[str, Standing]) -> set[str]:
    """What several coders see differently and nobody settled. Only of what several decided about is it looked up what they said."""
    several = [id for id, where in places.items() if len(where.decisions) > 1 and where.adjudication is None]
    return {id for id in several if standing(reviews.acts(statement=id)).disputed}
