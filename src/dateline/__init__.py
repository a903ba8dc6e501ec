"""Dateline reads conflict reporting: text in, sourced assertions out, each leading back to its sentence.

    import dateline
    for statement in dateline.read_text(text, published="2014-06-11", outlet="CNN"):
        print(statement.assertion.kind, statement.voice.name, statement.assertion.anchor.exact)

Importing opens no file; the model is loaded by the first call and kept.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.records import Statement

__version__ = "0.1.0"
__all__ = ["__version__", "read_text"]

_stages: dict[str, Any] = {}


def read_text(text: str, *, published: str | None = None, outlet: str | None = None, name: str = "text") -> "list[Statement]":
    """Read one text and give what it asserts, in the order of the text.

    Args:
        text: the article, as plain text; offsets in the result are character offsets into it.
        published: day of publication (ISO date). Without it, times relative to it stay unresolved.
        outlet: who published it.
        name: what to call it.

    Returns:
        One `dateline.records.Statement` for each assertion: kind, span, voice, hedge, time, places, participants, quantities.

    Raises:
        UsageError: `published` is no ISO date.
        ModelError: the model files are missing or of another version.
    """
    from dateline import ingest, pipeline
    from dateline.settings import load_settings

    settings = load_settings({"date": published, "outlet": outlet})
    if not _stages:
        _stages["shipped"] = pipeline.load_stages(settings)
    document = ingest.ingest_text(text, name=name, published=settings.published, outlet=settings.outlet, url=None)
    (item,) = pipeline.read_all([document], _stages["shipped"])
    return list(item.resolution.statements) if isinstance(item, pipeline.Read) else []
