"""The case file as an object: `read`, `ask`, `show`, `match`, `documents` and `text`, the commands of the same names."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

from dateline.archive import link_case
from dateline.archive.dossiers import dossiers
from dateline.archive.matching import Scope, compare, form_of_table, narrowed
from dateline.archive.shown import NAMES, show
from dateline.archive.tables import Tables, understood
from dateline.csvfile import opened
from dateline.errors import UsageError
from dateline.exports.tables import Tables as ExportTables
from dateline.exports.telling import items_of
from dateline.link.tellings import KINDS
from dateline.notebook.matching import ComparedRows
from dateline.notebook.results import Rows, Statements
from dateline.notebook.text import MarkedText
from dateline.pipeline import Tally, read_into
from dateline.records import Document, Statement
from dateline.settings import load_settings
from dateline.stages import Stages, load_stages
from dateline.store import Store


class Case:
    """An open case file. Use it as a context manager, or close it; what was read stays."""

    def __init__(self, path: str | Path, *, codebooks: Sequence[str | Path] = (), create: bool = True) -> None:
        """Open the case file at `path`.

        Args:
            codebooks: your own codebook folders, over the installed ones.
            create: make the file where there is none.

        Raises:
            StoreError: it cannot be opened, or is no case file.
            CodebookError: a codebook file is not well formed.
        """
        self._codebooks = [Path(folder) for folder in codebooks]
        self._store = Store.open(path, create=create)
        self._tables = Tables.load(self._codebooks)
        self._stages: Stages | None = None

    def __enter__(self) -> "Case":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def read(self, *paths: str | Path, date: str | None = None, outlet: str | None = None) -> Tally:
        """Read files and folders into the case file; what it has already is left as it is.

        Args:
            date: day of publication (ISO date) of plain texts, which do not say it.
            outlet: who published them.

        Returns:
            What came of it: documents, sentences, assertions, and what was set aside by reason.

        Raises:
            InputError: a path does not exist.
            UsageError: `date` is no ISO date.
        """
        settings = load_settings({"date": date, "outlet": outlet})
        if self._stages is None:
            self._stages = load_stages(settings, self._codebooks)
        tally = Tally()
        for item in read_into([Path(path) for path in paths], self._store, settings, self._stages):
            tally.add(item)
        return tally

    def ask(self, query: str = "") -> Statements:
        """The statements that a query means, all without one; the language is that of `dateline ask`.

        Raises:
            UsageError: the query cannot be understood.
        """
        return self._statements(self._store.statements(wanted=understood(query, self._tables)))

    def show(self, view: str, query: str = "", *, at: str | None = None) -> Rows:
        """The rows of a view: timeline, harm, control, lineage, numbers, labels, outlook, sources, checks, alerts.

        Args:
            query: which statements are meant.
            at: ISO date: the picture of that day; of control and of views of statements.

        Raises:
            UsageError: there is no such view, or the query cannot be understood.
        """
        if view not in NAMES:
            raise UsageError(f"There is no view {view!r}; there are {', '.join(NAMES)}.")
        link_case(self._store, self._tables)
        shown = show(self._store, view, self._tables, query=query, at=at)
        return Rows(shown.rows, shown.statements, shown.documents)

    def match(
        self,
        table: str | Path,
        query: str = "",
        *,
        since: str | None = None,
        until: str | None = None,
        days: int = 1,
        km: float = 30.0,
    ) -> ComparedRows:
        """What the case tells beside an event table of ACLED, UCDP or POLECAT, a CSV file; nothing of it is stored.

        Args:
            query: which of ours are meant.
            since: ISO date: only events from then on, of both sides.
            until: ISO date: only events up to then.
            days: how many days apart two may be and still be one event.
            km: how many kilometres apart they may be.

        Raises:
            InputError: the file cannot be read, or has not the columns of such a table.
            UsageError: the query cannot be understood.
        """
        with opened(Path(table)) as rows:
            form = form_of_table(rows)
            scope = narrowed(Scope(since=since, until=until, days=days, km=km), self._store, understood(query, self._tables))
            link_case(self._store, self._tables)
            exports = ExportTables.load(self._tables.codebook, self._tables.gazetteer)
            items = items_of(dossiers(self._store), exports, with_names=True)
            found = compare(self._store, items, exports, self._tables.gazetteer, rows, form, scope)
            statements = {statement.id: statement for statement in self._store.statements(KINDS)}
            return ComparedRows(found, statements, self._documents())

    def documents(self) -> tuple[Document, ...]:
        """All documents, by day of publication."""
        return tuple(self._store.documents())

    def text(self, document: str) -> MarkedText:
        """A document with the spans of its statements, to look at.

        Args:
            document: its id, the start of it, or its name.

        Raises:
            UsageError: there is none, or there are several.
        """
        found = [one for one in self._store.documents() if one.name == document or one.id.startswith(document)]
        if len(found) != 1:
            raise UsageError(
                f"There is no document {document!r}; `documents()` lists them."
                if not found
                else f"Several documents fit {document!r} ({', '.join(one.id for one in found[:3])}); give the start of one id."
            )
        statements = self._statements(self._store.statements(document=found[0].id))
        return MarkedText(found[0], statements)

    def _statements(self, statements: Iterator[Statement]) -> Statements:
        labels = {entry.id: entry.label for entry in self._tables.codebook.entries.values()}
        return Statements(statements, self._documents(), labels)

    def _documents(self) -> dict[str, Document]:
        return {document.id: document for document in self._store.documents()}
