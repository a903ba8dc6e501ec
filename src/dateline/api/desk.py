"""The open case file as the routes see it: the store, read only, and the codebook's words for what is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dateline import __version__
from dateline.accounts import Account, may
from dateline.api.answers import About, DocumentLine, DocumentText, Entry, Geometry, PlaceFeature, PlaceProperties, Places, ViewName
from dateline.archive.selected import map_points
from dateline.archive.shown import NAMES
from dateline.archive.tables import Tables
from dateline.exports import format_names
from dateline.exports.tables import Tables as ExportTables
from dateline.query import Filter
from dateline.situation.rows import VIEWS
from dateline.store import Store

MOST_POINTS = 2000
"""Places of one map; those with most statements come first, and `total` says how many there are."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What every route needs."""

    store: Store
    entries: Mapping[str, Entry]
    tables: Tables
    """What the words of a query are looked up in."""
    coder: str | None = None
    """Who reviews here; None where nobody does."""

    @property
    def labels(self) -> dict[str, str]:
        """The codebook's label of each type."""
        return {id: entry.label for id, entry in self.entries.items()}

    @cached_property
    def export_tables(self) -> ExportTables:
        """What exporters look up."""
        return ExportTables.load(self.tables.codebook, self.tables.gazetteer)

    def about(self, account: Account | None = None) -> About:
        """How much there is, what read it, and who asks, where that is known."""
        coder = account.name if account and may(account.role, "coder") else self.coder
        counts = self.store.counts()
        return About(
            dateline=__version__,
            case=self.store.path.name,
            documents=counts.documents,
            sentences=counts.sentences,
            sentences_with_assertions=counts.sentences_with_assertions,
            statements=counts.statements,
            set_aside=counts.set_aside,
            runs=self.store.runs(),
            views=[ViewName(name=view.name, title=view.title, kinds=view.kinds) for view in VIEWS.values()],
            situation=list(NAMES),
            labels=self.labels,
            coder=coder,
            forms=list(format_names()),
            account=account,
        )

    def documents(self, wanted: Filter, limit: int, offset: int) -> tuple[list[DocumentLine], int]:
        """A page of the documents that have selected statements; without any condition, all."""
        selected = self.store.select(wanted)
        if wanted.conditions:
            counted = selected.by_document()
            ids, total = list(counted)[offset : offset + limit], len(counted)
        else:
            ids, total = self.store.first_documents(limit, offset)
            counted = selected.by_document(ids)
        documents = self.store.documents_by_id(ids)
        names = [name for name in DocumentLine.__struct_fields__ if name != "selected"]
        return [
            DocumentLine(**{name: getattr(documents[id], name) for name in names}, selected=counted.get(id, 0)) for id in ids
        ], total

    def text(self, document: str) -> DocumentText:
        """A document and all that was read in it."""
        statements = list(self.store.statements(document=document))
        named = {s.assertion.entry for s in statements} | {s.assertion.type for s in statements}
        return DocumentText(
            document=self.store.document(document),
            sentences=list(self.store.sentences(document)),
            statements=statements,
            set_aside=list(self.store.set_aside(document=document)),
            run=self.store.run_of(document),
            entries={id: self.entries[id] for id in sorted(filter(None, named)) if id in self.entries},
        )

    def places(self, wanted: Filter) -> Places:
        """The places of the selected statements."""
        points, total, nowhere = map_points(self.store, wanted, self.tables, MOST_POINTS)
        names = PlaceProperties.__struct_fields__
        features = [
            PlaceFeature(
                geometry=Geometry(coordinates=(point.longitude, point.latitude)),
                properties=PlaceProperties(**{name: getattr(point, name) for name in names}),
            )
            for point in points
        ]
        return Places(features=features, total=total, unplaced=nowhere)
