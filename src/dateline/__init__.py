"""Dateline reads conflict reporting: text in, sourced assertions out, each leading back to its sentence.

    import dateline
    for statement in dateline.read_text(text, published="2014-06-11", outlet="CNN"):
        print(statement.assertion.kind, statement.voice.name, statement.assertion.anchor.exact)

    case = dateline.open_case("dateline.db")
    case.ask("place:Mosul").to_pandas()

Importing opens no file; the model is loaded by the first call and kept.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.notebook import Statements
    from dateline.notebook.case import Case

__version__ = "0.1.0"
__all__ = ["__version__", "open_case", "read_text"]

_stages: dict[str, Any] = {}


def read_text(text: str, *, published: str | None = None, outlet: str | None = None, name: str = "text") -> "Statements":
    """Read one text and give what it asserts, in the order of the text.

    Args:
        text: the article, as plain text; offsets in the result are character offsets into it.
        published: day of publication (ISO date). Without it, times relative to it stay unresolved.
        outlet: who published it.
        name: what to call it.

    Returns:
        A list of one `dateline.records.Statement` for each assertion: kind, span, voice, hedge, time, places, participants,
        quantities. In a notebook it shows itself as a table; `to_pandas()`, `to_polars()` and `to_geopandas()` make frames of it.

    Raises:
        UsageError: `published` is no ISO date.
        ModelError: the model files are missing or of another version.
    """
    from dateline import ingest, pipeline
    from dateline.notebook import Statements
    from dateline.settings import load_settings
    from dateline.stages import load_stages

    settings = load_settings({"date": published, "outlet": outlet})
    if not _stages:
        _stages["shipped"] = load_stages(settings)
    document = ingest.ingest_text(text, name=name, published=settings.published, outlet=settings.outlet, url=None)
    (item,) = pipeline.read_all([document], _stages["shipped"])
    statements = item.resolution.statements if isinstance(item, pipeline.Read) else ()
    labels = {entry.id: entry.label for entry in _stages["shipped"].codebook.entries.values()}
    return Statements(statements, {document.id: document}, labels)


def open_case(path: "str | Path" = "dateline.db", *, codebooks: "Sequence[str | Path]" = (), create: bool = True) -> "Case":
    """Open a case file to read texts into it and to ask it, as the command line does.

    Args:
        path: the SQLite file.
        codebooks: your own codebook folders, over the shipped and the installed ones.
        create: make the file where there is none.

    Raises:
        StoreError: it cannot be opened, or is no case file.
        CodebookError: a codebook file is not well formed.
    """
    from dateline.notebook.case import Case

    return Case(path, codebooks=codebooks, create=create)
