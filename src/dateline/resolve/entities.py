"""Those whom a document speaks of, and their mentions in the order of the text."""

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(eq=False)
class Entity:
    """Somebody the document speaks of, with all the words used so far."""

    name: str
    kind: str
    many: bool
    named: bool = True
    """Whether it can be called by a name; False for a pronoun that led nowhere."""
    actor: str | None = None
    country: tuple[str, ...] = ()
    words: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    count: int = 0
    members: tuple["Entity", ...] = ()
    """The two that "both sides" or "Ana Ruiz and Ali Bey" stands for."""


@dataclass
class Seen:
    """One mention of an entity."""

    start: int
    end: int
    sentence: int
    entity: Entity
    role: str
    """Its role in an assertion; "" for a name in passing."""
    form: str = "name"
    """name, pronoun or description."""
    first: bool = False
    """Whether it is the first mention of its sentence."""
    of: frozenset[str] = frozenset()
    """The assertions in which it acts or is acted upon."""


class Anaphor(NamedTuple):
    """What is to be resolved, and where it stands."""

    start: int
    sentence: int
    role: str
    words: str
    speaker: Entity | None
    """Whose words it is part of."""
    of: frozenset[str] = frozenset()
    """The assertions in which it acts or is acted upon: mostly it is nobody else in them."""
    deed: str = ""
    """The type of the first of them: who treats the wounded did not shell them."""
