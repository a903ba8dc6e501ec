"""Speed of the whole way, text to stored statements, on one core, warm; and how soon a first result is there.

A process of its own, held to one core, reads at least 60 articles into a fresh case file, after ten to warm up. An article is
about 600 words: paragraphs of the example reports put together in ever other ways, or the text given with `--file` (plain text, or
JSON Lines with a key `text`, whose documents are read as they are and counted by their words).

Every figure comes twice, as processor time and as wall time: on a machine that does other work only the first means something.
`articles_per_second` is by processor time. Shares are of processor time; the share of a stage is measured inside the run, those of
sentences, words and triggers by doing them once more. `encoder_share` is also the ratio of the whole way to the bare encoder.

`int8_roof_gops` is what the core does at most (`benchmarks.roof`), measured twice after reading, the higher of both;
`encoder_of_roof` is what the encoder's layers do of it, in percent, and counts their matrix products alone. `long_time_ratio` is
the time per word of one text of LONG words beside that of one a quarter as long: 1 is linear. `long_peak_mb` is the most memory by
then.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bootstrap import read_lines, versions
from benchmarks.roof import OPERATIONS_PER_PIECE, int8_roof
from dateline.codebook import Codebook
from dateline.ingest import ingest_path, ingest_text
from dateline.pipeline import Read, add_all
from dateline.read.encoder import MODEL, Chunk, Described, Encoder, Scores
from dateline.read.marks import Marks
from dateline.read.reader import Reader
from dateline.read.reading import find_all_sentences
from dateline.read.words import find_words
from dateline.records import Document, Reading, SetAside
from dateline.settings import Settings
from dateline.stages import Stages, load_stages
from dateline.store import Store

WORDS = 600
LEAST_ARTICLES = 60
STARTS = 3
LONG = 50_000
"""Words of the long text."""
EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "reports"
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
Json = dict[str, Any]


class Clock:
    """Processor and wall seconds by stage. Stages may lie inside others; whoever reads them subtracts."""

    def __init__(self) -> None:
        self.cpu: Counter[str] = Counter()
        self.wall: Counter[str] = Counter()

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        cpu, wall = time.process_time(), time.perf_counter()
        try:
            yield
        finally:
            self.cpu[stage] += time.process_time() - cpu
            self.wall[stage] += time.perf_counter() - wall


class TimedEncoder(Encoder):
    """The encoder with a clock on each of its doors."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        super().__init__(folder, threads=1)
        self.clock = clock
        self.pieces = 0
        """Wordpieces that were scored."""

    def chunk(self, text: str, words: list[tuple[int, int]], owners: list[int], marks: list[Marks]) -> Iterator[Chunk]:
        with self.clock.of("tokenise"):
            found = list(super().chunk(text, words, owners, marks))
        yield from found

    def _score(self, chunk: Chunk) -> Scores:
        self.pieces += len(chunk.ids)
        with self.clock.of("encoder"), self.clock.of("score"):
            return super()._score(chunk)

    def describe(self, scores: Scores, spans: np.ndarray) -> Described:
        with self.clock.of("encoder"):
            return super().describe(scores, spans)

    def point(self, scores: Scores, spans: np.ndarray, mixed: np.ndarray) -> np.ndarray:
        with self.clock.of("encoder"):
            return super().point(scores, spans, mixed)


class TimedReader(Reader):
    """The reader with a clock on it."""

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        encoder = self.encoder
        assert isinstance(encoder, TimedEncoder)
        with encoder.clock.of("read"):
            return super().read(documents)


def paragraphs(file: Path | None) -> list[str]:
    """Paragraphs of a text, or of the example reports."""
    documents = ingest_path(file or EXAMPLES)
    texts = [document.text for document in documents if isinstance(document, Document)]
    return [part.strip() for text in texts for part in text.split("\n\n") if part.strip()]


def articles(file: Path | None = None) -> list[str]:
    """Different texts: LEAST_ARTICLES of about WORDS words, or those of a JSON Lines file."""
    if file and ".jsonl" in file.suffixes:
        return [row["text"] for row in read_lines(file)]
    parts = paragraphs(file)
    made = []
    for number in range(LEAST_ARTICLES):
        step, at, taken, words = 1 + number // len(parts), number % len(parts), [], 0
        while words < WORDS:
            taken.append(parts[at % len(parts)])
            words += len(taken[-1].split())
            at += step
        made.append("\n\n".join(taken))
    return made


def read(texts: Iterable[str], stages: Stages, clock: Clock) -> int:
    """The whole way into a fresh case file; returns how many statements it holds."""

    def ingested() -> Iterator[Document | SetAside]:
        for number, text in enumerate(texts):
            with clock.of("ingest"):
                document = ingest_text(text, name=f"article-{number}", published="2016-12-13", outlet="Example Wire")
            yield document

    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "speed.db") as store, clock.of("all"):
        items = add_all(ingested(), store, Settings(threads=1), stages)
        return sum(len(item.resolution.statements) for item in items if isinstance(item, Read))


def timed(stages: Stages, model: Path) -> tuple[Stages, Clock]:
    """The stages with clocks on them."""
    clock = Clock()

    def resolve(reading: Reading, codebook: Any, gazetteer: Any) -> Any:
        with clock.of("resolve"):
            return stages.resolve(reading, codebook, gazetteer)

    return replace(stages, reader=TimedReader(TimedEncoder(model, clock), stages.codebook), resolve=resolve), clock


def again(texts: Iterable[str], codebook: Codebook, clock: Clock) -> None:
    """What cannot be told apart inside the reader, done once more on its own."""
    for text in texts:
        document = ingest_text(text)
        with clock.of("sentences and words"):
            sentences = find_all_sentences(document)
            for sentence, _ in sentences:
                find_words(text, sentence.anchor.start, sentence.anchor.end)
        with clock.of("triggers"):
            for sentence, _ in sentences:
                codebook.find_triggers(sentence.anchor.exact)


def shares(spent: Counter[str]) -> dict[str, float]:
    """Stage -> its part of the whole way, 0 to 1."""
    parts = {name: spent[name] for name in ("ingest", "sentences and words", "triggers", "tokenise", "encoder")}
    parts["decode and assemble"] = spent["read"] - sum(parts[name] for name in parts if name != "ingest")
    parts["resolve"] = spent["resolve"]
    parts["store"] = spent["all"] - spent["ingest"] - spent["read"] - spent["resolve"]
    return {name: round(seconds / spent["all"], 4) for name, seconds in parts.items()}


def measure(file: Path | None, model: Path) -> Json:
    """Run in this process, which should be a fresh one on one core."""
    texts = articles(file)
    words = sum(len(text.split()) for text in texts)
    stages, clock = timed(load_stages(Settings(threads=1)), model)
    read(texts[:10], stages, Clock())
    encoder = stages.reader.encoder
    encoder.pieces = 0
    for spent in (clock.cpu, clock.wall):
        spent.clear()
    statements = read(texts, stages, clock)
    peak = _peak_mb()
    operations = encoder.pieces * OPERATIONS_PER_PIECE / clock.cpu["score"]
    again(texts, stages.codebook, clock)
    split = shares(clock.cpu)
    rates = {name: (clock.cpu[name], clock.wall[name]) for name in ("all", "encoder")}
    roofs = [int8_roof()]
    long = _long(texts, stages, clock)
    roofs.append(int8_roof())
    roof = max(filter(None, roofs), default=None)
    of_roof = {"int8_roof_gops": round(roof / 1e9, 1), "encoder_of_roof": round(100 * operations / roof, 1)} if roof else {}
    return {
        "n": len(texts),
        "metrics": {
            "articles_per_second": round(words / WORDS / rates["all"][0], 2),
            "articles_per_second_wall": round(words / WORDS / rates["all"][1], 2),
            "bare_encoder_articles_per_second": round(words / WORDS / rates["encoder"][0], 2),
            "encoder_share": split["encoder"],
            **{f"share_{name.replace(' ', '_')}": share for name, share in split.items()},
            "peak_mb": round(peak, 1),
            **of_roof,
            **long,
        },
        "parts": {"words": words, "statements": statements},
        "versions": versions("onnxruntime", model=stages.reader.encoder.labels.version, codebook=stages.codebook.version),
    }


def _long(texts: Sequence[str], stages: Stages, clock: Clock) -> Json:
    """How time and memory grow with one text."""
    per_word = []
    for words in (LONG // 4, LONG):
        text, size = [], 0
        for each in cycle(texts):
            if size >= words:
                break
            text.append(each)
            size += len(each.split())
        clock.cpu.clear()
        read(["\n\n".join(text)], stages, clock)
        per_word.append(clock.cpu["all"] / size)
    return {"long_time_ratio": round(per_word[1] / per_word[0], 2), "long_peak_mb": round(_peak_mb(), 1)}


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def first_result() -> dict[str, float]:
    """Seconds from the start of the command to its first line, the best of STARTS; processor seconds of that whole run.

    Modules are compiled beforehand, as they are where Dateline is installed.
    """
    report = EXAMPLES / "san-salvador-1989.txt"
    command = [sys.executable, "-c", "from dateline.cli import main; main()", "read", str(report), "--date", "1989-11-17"]
    best: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as compiled:
        start = environment() | {"PYTHONPYCACHEPREFIX": compiled}
        start.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(STARTS + 1):
            best.append(_start([*command, "--format", "assertions"], start))
    del best[0]
    return {
        "first_result_seconds": round(min(seconds for seconds, _ in best), 2),
        "first_result_cpu_seconds": round(min(cpu for _, cpu in best), 2),
    }


def _start(command: list[str], environ: dict[str, str]) -> tuple[float, float]:
    """Wall seconds to the first line, processor seconds to the end."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        seconds = time.perf_counter() - wall
        process.stdout.read()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def environment() -> dict[str, str]:
    """This process's environment, with one thread for every library that would take more."""
    return os.environ | _ONE_THREAD


def run(file: Path | None = None, model: Path | None = None) -> Json:
    """Measure in a process of its own. n counts articles."""
    command = [sys.executable, "-m", "benchmarks.speed", "--model", str(model or MODEL), *(["--file", str(file)] if file else [])]
    root = Path(__file__).resolve().parents[1]
    path = os.pathsep.join([str(root), str(root / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment() | {"PYTHONPATH": path})
    found = json.loads(done.stdout)
    found["metrics"] |= first_result()
    return {"name": "speed", "n": found["n"], "metrics": found["metrics"], "interval": {}, **found}


def main() -> None:
    parser = argparse.ArgumentParser(description="What `python -m benchmarks speed` runs in a process of its own.")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--model", type=Path, default=MODEL)
    args = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print(json.dumps(measure(args.file, args.model)))


if __name__ == "__main__":
    main()
