"""Words for a reader -> the reader: the model that is built in, a language model, or what another program wrote into a file.

`model`, `model:FOLDER` (other weights), `llm`, `llm:NAME` (another model at the endpoint), each with `+CODEBOOK` for a codebook
folder of one's own; `FILE.jsonl` for assertions in the exchange form.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dateline.compare.gold import Gold
from dateline.compare.rows import Json, read_lines, read_rows
from dateline.errors import InputError, UsageError
from dateline.exports.assertions import to_json
from dateline.gazetteer import Gazetteer
from dateline.pipeline import Read, read_all
from dateline.plugins import load_codebook
from dateline.records import Spending
from dateline.settings import Settings, load_key
from dateline.stages import Stages

if TYPE_CHECKING:
    from dateline.read.llm.ledger import Ledger

MODEL, LLM = "model", "llm"
Found = Mapping[str, Sequence[Json] | None]
"""Document of the gold -> what a reader found in it; None where it could not read it."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A reader that waits to be asked.

    `read` yields each document of the gold by name with what was found, or None where it could not be read.
    """

    name: str
    version: str
    codebook: str | None
    read: Callable[[Sequence[Gold]], Iterator[tuple[str, Sequence[Json] | None]]]
    spent: Callable[[], Spending | None]
    """What reading took since this was last asked."""


@dataclass(frozen=True)
class _Spec:
    words: str
    maker: str
    which: str
    codebook: Path | None


def load_readers(words: Sequence[str], settings: Settings, codebooks: Sequence[Path] = ()) -> list[Reading]:
    """The readers of the words; nothing is sent anywhere yet. Language models among them spend from the same caps.

    Args:
        codebooks: folders that every reader reads with.

    Raises:
        UsageError: words that name no reader, or one twice; a setting that a language model needs is missing.
        ModelError, CodebookError: what they name cannot be loaded.
    """
    specs = [_parse(one) for one in words]
    if len({spec.words for spec in specs}) < len(specs):
        raise UsageError("A reader is named twice; name different ones.")
    loading = _Loading(settings, codebooks)
    return [loading.load(spec) for spec in specs]


class _Loading:
    """Loads readers one after the other; what they share is loaded once."""

    def __init__(self, settings: Settings, codebooks: Sequence[Path]) -> None:
        self._settings, self._codebooks = settings, codebooks
        self._gazetteer: Gazetteer | None = None
        self._ledger: Ledger | None = None

    def load(self, spec: _Spec) -> Reading:
        if spec.maker == "file":
            return _of_file(Path(spec.words))
        from dateline.resolve.statements import resolve

        codebook = load_codebook([*self._codebooks, *([spec.codebook] if spec.codebook else [])])
        self._gazetteer = self._gazetteer or Gazetteer.open()
        if spec.maker == LLM:
            from dateline.read.llm import load_reader

            named = {"llm_model": spec.which} if spec.which else {}
            reader = load_reader(msgspec.structs.replace(self._settings, **named), load_key(), codebook, self._ledger)
            self._ledger = ledger = reader.ledger
        else:
            from dateline.read import Reader
            from dateline.read.encoder import MODEL as SHIPPED

            reader, ledger = Reader.load(codebook, Path(spec.which) if spec.which else SHIPPED, self._settings.threads), None
        stages = Stages(reader=reader, resolve=resolve, codebook=codebook, gazetteer=self._gazetteer, ledger=ledger)
        return Reading(
            name=spec.words,
            version=reader.version,
            codebook=codebook.version,
            read=lambda gold: _read(gold, stages, self._settings.batch_documents),
            spent=lambda: ledger.take() if ledger else None,
        )


def _parse(words: str) -> _Spec:
    if words.endswith(".jsonl"):
        return _Spec(words, "file", "", None)
    before, plus, folder = words.rpartition("+")
    if not plus:
        before = words
    maker, _, which = before.partition(":")
    if maker not in (MODEL, LLM):
        raise UsageError(f"{words} names no reader; give model, llm, model:FOLDER, llm:NAME, each with +CODEBOOK, or FILE.jsonl.")
    if plus and not Path(folder).is_dir():
        raise UsageError(f"There is no codebook folder {folder} for the reader {words}; check the name.")
    if maker == MODEL and which and not Path(which).is_dir():
        raise UsageError(f"There is no folder {which} with weights for the reader {words}; check the name.")
    return _Spec(words, maker, which, Path(folder) if plus else None)


def _read(gold: Sequence[Gold], stages: Stages, batch: int) -> Iterator[tuple[str, Sequence[Json] | None]]:
    names = {one.document.id: one.name for one in gold}
    left = dict.fromkeys(one.name for one in gold)
    for item in read_all((one.document for one in gold), stages, batch_documents=batch):
        if isinstance(item, Read):
            name = names[item.reading.document.id]
            left.pop(name, None)
            yield name, [to_json(statement, name) for statement in item.resolution.statements]
    for name in left:
        yield name, None


def _of_file(path: Path) -> Reading:
    def read(gold: Sequence[Gold]) -> Iterator[tuple[str, Sequence[Json] | None]]:
        rows = read_rows(path, {one.name: one.document.text for one in gold})
        if not rows and read_lines(path):
            raise InputError(f"{path} has no assertion about a document of the gold; `doc` must be what the gold calls it.")
        for one in gold:
            yield one.name, rows.get(one.name, [])

    if not path.exists():
        raise UsageError(f"There is no file {path} of assertions; check the name.")
    return Reading(name=str(path), version="as written", codebook=None, read=read, spent=lambda: None)
