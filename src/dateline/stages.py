"""The stages, loaded: the reader, what resolves its readings, and the tables that both take as arguments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from dateline.records import Document, Reading, Resolution, SetAside, Spending
from dateline.settings import Settings, load_key

if TYPE_CHECKING:  # the case file's library takes half a second to load, and reading without a case file needs none of it
    from dateline.store import Run

MODEL, LLM = "model", "llm"
EXTRACTORS = (MODEL, LLM)
"""What reads: the model that is shipped, or a language model behind an endpoint that the user names."""


class ReaderLike(Protocol):
    """What the pipeline asks of a reader: documents in, readings out, one each and in their order.

    A document that it could not read whole is set aside.
    """

    version: str

    def read(self, documents: Sequence[Document]) -> Sequence[Reading | SetAside]: ...
    def with_codebook(self, codebook: Any) -> "ReaderLike": ...


class LedgerLike(Protocol):
    """Counts what a reader that costs something spends."""

    @property
    def total(self) -> Spending:
        """All that was spent since the start."""
        ...

    def take(self) -> Spending:
        """What was spent since this was last asked."""
        ...


@dataclass(frozen=True, kw_only=True)
class Stages:
    """The loaded stages and the tables that they take as arguments."""

    reader: ReaderLike
    resolve: Callable[[Reading, Any, Any], Resolution]
    codebook: Any
    gazetteer: Any
    ledger: LedgerLike | None = None

    def with_codebook(self, codebook: Any) -> "Stages":
        """The same stages with another codebook; the model is not loaded again."""
        return replace(self, reader=self.reader.with_codebook(codebook), codebook=codebook)

    def run(self, settings: Settings) -> "Run":
        """The versions and settings that decide what is read; those that only decide how fast are left out."""
        from dateline import __version__
        from dateline.store import Run

        decisive = {"date": settings.published, "max_bytes": settings.max_bytes, "outlet": settings.outlet}
        if settings.pages != "careful":  # as it was before there was a choice, so that the same reading stays the same run
            decisive["pages"] = settings.pages
        return Run(
            dateline=__version__,
            model=str(self.reader.version),
            codebook=str(self.codebook.version),
            gazetteer=str(getattr(self.gazetteer, "version", "")),
            settings=msgspec.json.encode(decisive).decode(),
        )


def load_stages(settings: Settings, codebooks: Sequence[Path] = (), extractor: str = MODEL) -> Stages:
    """Load model, codebook and gazetteer: the slow part of a start, so it is done once.

    Args:
        codebooks: the user's own codebook folders, which add to the shipped and the installed ones.
        extractor: one of EXTRACTORS.
    """
    from dateline.gazetteer import Gazetteer
    from dateline.plugins import load_codebook
    from dateline.resolve.statements import resolve

    codebook = load_codebook(codebooks)
    if extractor == LLM:
        from dateline.read.llm import load_reader

        reader = load_reader(settings, load_key(), codebook)
        ledger = reader.ledger
    else:
        from dateline.read import Reader
        from dateline.read.encoder import MODEL as SHIPPED

        folder = Path(settings.model) if settings.model else SHIPPED
        reader, ledger = Reader.load(codebook, folder, settings.threads), None
    return Stages(reader=reader, resolve=resolve, codebook=codebook, gazetteer=Gazetteer.open(), ledger=ledger)


def loader(settings: Settings, codebooks: Sequence[Path], jobs: int) -> Callable[[], Stages]:
    """What loads the stages in each process of an engine; several processes leave one thread to each."""
    if jobs > 1:
        settings = msgspec.structs.replace(settings, threads=1)
    return partial(load_stages, settings, codebooks)
