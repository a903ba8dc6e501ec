"""What can be imported into a codebook, and what it may become; apart from the importers, so that help need not load them."""

from enum import StrEnum


class Form(StrEnum):
    """The forms of other people's codebooks that can be imported."""

    PETRARCH = "petrarch"
    ACTORS_CSV = "actors-csv"
    SKOS = "skos"
    DEEP = "deep"


class What(StrEnum):
    """What the concepts of a vocabulary become."""

    EVENT_TYPES = "event-types"
    RELATIONS = "relations"
    ACTORS = "actors"
    LABELS = "labels"
