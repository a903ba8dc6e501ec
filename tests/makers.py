"""Two makers of readings, for tests of several readings of one archive; other processes import it."""

from collections.abc import Sequence

import msgspec
from readings import Table, WordReader, resolve

from dateline.records import Document, Reading, Resolution
from dateline.stages import Stages


class OtherReader(WordReader):
    """Like its parent, but takes no rebels for a label, calls shelling an attack, and believes officials."""

    version = "words-2"

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        return [_other(reading) for reading in super().read(documents)]


def _other(reading: Reading) -> Reading:
    kept = [assertion for assertion in reading.assertions if assertion.kind != "label"]
    changed = tuple(
        msgspec.structs.replace(one, hedge="asserted", type="attack" if one.type == "shelling" else one.type) for one in kept
    )
    return msgspec.structs.replace(reading, assertions=changed)


def old_stages(wait_seconds: float = 0.0) -> Stages:
    """The first maker."""
    return Stages(reader=WordReader(wait_seconds), resolve=_resolve, codebook=Table(), gazetteer=Table())


def new_stages(wait_seconds: float = 0.0) -> Stages:
    """The second."""
    return Stages(reader=OtherReader(wait_seconds), resolve=_resolve, codebook=Table(), gazetteer=Table())


def _resolve(reading: Reading, codebook: Table, gazetteer: Table) -> Resolution:
    return resolve(reading, codebook, gazetteer)
