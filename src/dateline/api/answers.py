"""What the server answers beyond the records: pages of them, a document with all that was read in it, points as GeoJSON."""

from typing import Generic, Literal, TypeVar

import msgspec

from dateline.accounts import Account
from dateline.records import Document, Record, Sentence, SetAside, Statement
from dateline.situation.points import Dead
from dateline.store import Run

T = TypeVar("T")


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """Some of the items, and how many there are."""

    items: list[T]
    total: int
    """How many there are in all."""
    offset: int
    limit: int


class ViewName(Record, frozen=True):
    """A view that can be asked for by name."""

    name: str
    title: str
    kinds: tuple[str, ...]


class About(Record, frozen=True):
    """What the case file holds, what was set aside of it, and which versions read it."""

    dateline: str
    case: str
    """Name of the case file."""
    documents: int
    sentences: int
    sentences_with_assertions: int
    statements: dict[str, int]
    """By kind."""
    set_aside: dict[str, int]
    """By reason."""
    runs: list[Run]
    views: list[ViewName]
    situation: list[str]
    """Names of the views in which reports are added up and compared; none where there is no server to make them."""
    labels: dict[str, str]
    """The codebook's label of each type of event, change of control and relation."""
    coder: str | None
    """Who reviews at this desk; None where it is read only."""
    forms: list[str]
    """Forms of other projects in which statements can be taken away."""
    account: Account | None
    """Who is logged in; None where the desk has no accounts."""


class DocumentLine(Record, frozen=True):
    """A document in a list: what identifies it, without its text."""

    id: str
    name: str
    outlet: str | None
    url: str | None
    title: str | None
    byline: str | None
    published: str | None
    published_from: str | None
    language: str | None
    selected: int
    """Selected statements in it."""


class Entry(Record, frozen=True):
    """A codebook entry, for those who ask why."""

    id: str
    kind: str
    label: str
    definition: str


class DocumentText(Record, frozen=True):
    """A document with its text, sentences, statements and what was set aside in it."""

    document: Document
    sentences: list[Sentence]
    statements: list[Statement]
    set_aside: list[SetAside]
    run: Run | None
    entries: dict[str, Entry]
    """The codebook entries that its assertions name; one that is not there any more is missing."""


class Actor(Record, frozen=True):
    """Somebody who takes part in selected statements, by the name that they have there."""

    name: str
    statements: int


class Geometry(Record, frozen=True):
    """A GeoJSON point: longitude, latitude."""

    coordinates: tuple[float, float]
    type: Literal["Point"] = "Point"


class PlaceProperties(Record, frozen=True):
    """What is said of a place."""

    name: str
    country: str | None
    area: bool
    """A country, province or region: the point is only its middle."""
    kinds: dict[str, int]
    statements: int
    first: str
    """Id of the first statement."""
    dead: Dead | None


class PlaceFeature(Record, frozen=True):
    """A place as a GeoJSON feature."""

    geometry: Geometry
    properties: PlaceProperties
    type: Literal["Feature"] = "Feature"


class Places(Record, frozen=True):
    """The places of the selected statements as a GeoJSON collection."""

    features: list[PlaceFeature]
    total: int
    """Places in all: those with most statements are given."""
    unplaced: int
    """Selected statements without any place that has coordinates."""
    type: Literal["FeatureCollection"] = "FeatureCollection"
