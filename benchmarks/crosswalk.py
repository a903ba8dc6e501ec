"""Sentences read on their own, and what other codebooks call what they tell: the codebook's crosswalk, as exports use it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.bootstrap import versions
from dateline.codebook import load_codebook
from dateline.exports.items import Dossier, Item, Versions
from dateline.exports.tables import Tables
from dateline.exports.telling import items_of
from dateline.gazetteer import Gazetteer
from dateline.ingest import ingest_text
from dateline.pipeline import Read, read_all
from dateline.read.encoder import MODEL
from dateline.read.reader import Reader
from dateline.resolve.statements import resolve
from dateline.stages import Stages

TOLD = ("event", "control", "relation")
"""Kinds that a crosswalk has codes for. What happens comes before how actors stand to one another."""


class Crosswalk(NamedTuple):
    """The whole program up to the items that exporters see, and what it was made of."""

    stages: Stages
    tables: Tables
    made_by: dict[str, str]

    @classmethod
    def open(cls, model: Path | None) -> "Crosswalk":
        """With the model in a folder, or the one that is shipped."""
        codebook, gazetteer = load_codebook(), Gazetteer.open()
        reader = Reader.load(codebook, model or MODEL)
        made_by = versions("onnxruntime", model=reader.encoder.labels.version, codebook=codebook.version)
        stages = Stages(reader=reader, resolve=resolve, codebook=codebook, gazetteer=gazetteer)
        return cls(stages, Tables.load(codebook, gazetteer), made_by)

    def told(self, texts: Iterable[str]) -> Iterator[list[Item]]:
        """What each text tells, events and changes of control first, the surest of each first; what is denied is left out."""
        documents = (ingest_text(text, name=str(i)) for i, text in enumerate(texts))
        for item in read_all(documents, self.stages):
            if not isinstance(item, Read):
                yield []
                continue
            dossier = Dossier(
                document=item.reading.document,
                statements=item.resolution.statements,
                sentences=item.reading.sentences,
                versions=Versions(dateline="", model="", codebook=self.tables.codebook.version),
            )
            found = [one for one in items_of([dossier], self.tables, with_names=True) if one.kind in TOLD and one.hedge != "denied"]
            yield sorted(found, key=lambda one: (one.kind == "relation", -one.score))
