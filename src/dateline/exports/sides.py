"""What a party is in the terms of other codebooks: a state's force, a rebel group, civilians. The rules are in ``data/sides.yaml``.

It knows actors by the codebook's kind and words by their last noun; it does not know whom a group fights for.
"""

from dateline.codebook.actors import ActorTable, fold
from dateline.exports.items import Side
from dateline.records import Record

NO_SIDE = Side()
_PREPOSITIONS = frozenset("of in at on for from with by near who that which led loyal allied".split())
_STATE_KINDS = ("government", "force")


class SideRow(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a side is called; with `words`, the nouns that show it."""

    words: tuple[str, ...] = ()
    acled: str = ""
    plover: str = ""
    ucdp: str = ""

    @property
    def side(self) -> Side:
        """The row without its words."""
        return Side(acled=self.acled, plover=self.plover, ucdp=self.ucdp)


class SideRows(Record, frozen=True, forbid_unknown_fields=True):
    """The rows of ``sides.yaml``."""

    kinds: dict[str, SideRow]
    words: tuple[SideRow, ...]


class Sides:
    """The rows, ready to be asked."""

    def __init__(self, rows: SideRows, actors: ActorTable) -> None:
        self._actors = actors
        self._by_kind = {kind: row.side for kind, row in rows.kinds.items()}
        self._by_word: dict[str, Side] = {}
        for row in rows.words:
            for word in row.words:
                self._by_word.setdefault(fold(word), row.side)
        self._phrases = tuple(word for word in self._by_word if " " in word)

    def of_actor(self, actor: str, name: str, on: str | None) -> tuple[str, Side]:
        """Kind and side of an actor of the codebook, under the name that it had.

        Args:
            on: ISO date, by which a person holds an office.
        """
        row = self._actors.get(actor)
        if row is None:
            return "", self.of_words(name)
        if row.kind == "force":
            owner = self._owner_kind(actor)
            if owner in ("armed_group", "organisation"):
                return row.kind, self._of_kind(owner)
            narrower = self.of_words(name)
            return row.kind, narrower if narrower.ucdp == "state" else self._of_kind("force")
        if row.kind == "person":
            owners = (self._actors.get(office.of) for office in (row.offices_on(on) if on else ()))
            official = any(owner is not None and owner.kind in _STATE_KINDS for owner in owners)
            return row.kind, self._of_kind("official" if official else "person")
        return row.kind, self._of_kind(row.kind)

    def of_words(self, words: str) -> Side:
        """The side that words show: by their last noun before a preposition, or the one before it where that says nothing."""
        folded = fold(words)
        for phrase in self._phrases:
            if f" {phrase} " in f" {folded} ":
                return self._by_word[phrase]
        tokens = folded.split()
        end = next((i for i, token in enumerate(tokens) if i and token in _PREPOSITIONS), len(tokens))
        return next((self._by_word[token] for token in reversed(tokens[:end]) if token in self._by_word), NO_SIDE)

    def _of_kind(self, kind: str) -> Side:
        return self._by_kind.get(kind, NO_SIDE)

    def _owner_kind(self, actor: str) -> str:
        """The kind of what a force belongs to in the end: a wing's group, an army's state."""
        seen: set[str] = set()
        row = self._actors.get(actor)
        while row is not None and row.kind == "force" and row.parent and row.id not in seen:
            seen.add(row.id)
            row = self._actors.get(row.parent)
        return row.kind if row else "force"
