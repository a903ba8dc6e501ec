"""The whole way from a web archive to stored statements, by one and by two processes, beside the bare encoder in the same run.

A crawl as it might be (`crawls`) is read into a fresh case file; the first articles are for warming up and are not counted. An
article counts by its words, 600 to one. `articles_per_second_N` is by the clock with N processes;
`encoder_articles_per_second_N` is what N processes do that run the encoder alone over the same texts, cut up beforehand; `ratio_N`
is the one by the other, `scaling` what two processes do by what one does, `fast_` where articles are found the fast way.
`memory_mb_early` and `memory_mb_late` are what all processes hold together (shared pages counted once), early and at the end.

    python -m benchmarks archive
    python -m benchmarks.archive --articles 5000 --words 100     # as many as you like, to see that memory stays flat
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.bootstrap import MissingDataError, versions
from benchmarks.kills.programs import children
from benchmarks.speed import environment
from dateline.engine import open_engine
from dateline.pipeline import Read, add_all, ingest_all
from dateline.read.encoder import MODEL
from dateline.read.reader import find_all_sentences
from dateline.records import Document
from dateline.settings import Settings
from dateline.stages import load_stages, loader
from dateline.store import Store

WORDS = 600
ARTICLES = 240
WARM = 48
"""Articles before the clock starts: by then every process has loaded."""
Json = dict[str, Any]


def whole_way(crawl: Path, jobs: int, articles: int, fast: bool) -> Json:
    """Read a crawl with so many processes into a fresh case file; words a second after the first articles, and memory."""
    settings = Settings(threads=1, jobs=jobs, pages="fast" if fast else "careful")
    stages = load_stages(settings)
    memory: list[float] = []
    began, words, done, statements = 0.0, 0, 0, 0
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder) / "case.db") as store,
        open_engine(loader(settings, (), jobs), jobs=jobs, loaded=stages) as engine,
    ):
        for item in add_all(ingest_all([crawl], settings, engine), store, settings, stages, engine=engine):
            if not isinstance(item, Read):
                continue
            done += 1
            statements += len(item.resolution.statements)
            if done == WARM:
                began = time.perf_counter()
            words += len(item.reading.document.text.split()) if done > WARM else 0
            if done % max(1, articles // 20) == 0:
                memory.append(_held_mb())
        seconds = time.perf_counter() - began
    return {"words_per_second": words / seconds, "documents": done, "statements": statements, "memory_mb": memory}


def bare_encoder(crawl: Path, part: int, parts: int) -> Json:
    """Words a second of the encoder alone over a share of a crawl's articles."""
    stages = load_stages(Settings(threads=1))
    reader: Any = stages.reader
    found = [one for one in ingest_all([crawl], Settings(pages="fast")) if isinstance(one, Document)][part::parts]
    chunks = []
    for document in found:
        chunks += reader.prepare(document, find_all_sentences(document))[0]
    for _ in reader.encoder.score(chunks[:20]):
        pass
    began = time.perf_counter()
    for _ in reader.encoder.score(chunks):
        pass
    words = sum(len(document.text.split()) for document in found)
    return {"words": words, "seconds": time.perf_counter() - began}


def _held_mb() -> float:
    """Memory of this process and its children; pages that several share are counted once."""
    return sum(_proportional_kb(process) for process in (os.getpid(), *children(os.getpid()))) / 1024


def _proportional_kb(process: int) -> int:
    with suppress(OSError):  # it has just ended
        for line in (Path("/proc") / str(process) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def measure(articles: int, words: int) -> Json:
    """Everything, each part in processes of its own."""
    try:
        from benchmarks.crawls import write_crawl
    except ModuleNotFoundError as error:
        raise MissingDataError("Web archives need packages of their own: `pip install 'dateline[crawl]'`.") from error
    metrics: dict[str, float] = {}
    parts: Json = {}
    with tempfile.TemporaryDirectory() as folder:
        crawl = Path(folder) / "crawl.warc.gz"
        write_crawl(crawl, articles, words=words)
        for jobs in (1, 2):
            started = [_start("--encoder", str(crawl), "--part", str(part), "--parts", str(jobs)) for part in range(jobs)]
            encoded = [_answer(process) for process in started]
            bare = sum(one["words"] for one in encoded) / max(one["seconds"] for one in encoded) / WORDS
            metrics[f"encoder_articles_per_second_{jobs}"] = bare
            for name, more in (("", ()), ("fast_", ("--fast",))):
                told = _answer(_start("--crawl", str(crawl), "--jobs", str(jobs), "--articles", str(articles), *more))
                rate = told["words_per_second"] / WORDS
                metrics[f"{name}articles_per_second_{jobs}"] = rate
                metrics[f"{name}ratio_{jobs}"] = rate / bare
                memory = told["memory_mb"]
                if not name:
                    metrics |= {f"memory_mb_early_{jobs}": memory[len(memory) // 4], f"memory_mb_late_{jobs}": memory[-1]}
                    parts[f"processes {jobs}"] = {"documents": told["documents"], "statements": told["statements"]}
    for name in ("", "fast_"):
        metrics[f"{name}scaling"] = metrics[f"{name}articles_per_second_2"] / metrics[f"{name}articles_per_second_1"]
    metrics["encoder_scaling"] = metrics["encoder_articles_per_second_2"] / metrics["encoder_articles_per_second_1"]
    return {
        "name": "archive",
        "n": articles,
        "metrics": {name: round(value, 2) for name, value in metrics.items()},
        "interval": {},
        "parts": parts,
        "versions": versions("onnxruntime", model=json.loads((MODEL / "labels.json").read_text(encoding="utf-8"))["version"]),
    }


def run(file: Path | None = None) -> Json:
    """Measure with the crawl of the usual size. There is no gold; n counts articles."""
    return measure(ARTICLES, WORDS)


def _start(*arguments: str) -> subprocess.Popen:
    root = Path(__file__).resolve().parents[1]
    path = os.pathsep.join([str(root), str(root / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-m", "benchmarks.archive", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment() | {"PYTHONPATH": path})


def _answer(process: subprocess.Popen) -> Json:
    out, _ = process.communicate()
    if process.returncode:
        raise MissingDataError("A part of the measurement failed; its reason stands above.")
    return json.loads(out)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description="From a web archive to stored statements.")
    parser.add_argument("--articles", type=int, default=ARTICLES, metavar="N")
    parser.add_argument("--words", type=int, default=WORDS, metavar="N", help="of an article")
    parser.add_argument("--jobs", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--crawl", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--fast", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--encoder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--part", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--parts", type=int, default=1, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.encoder:
        told = bare_encoder(args.encoder, args.part, args.parts)
    elif args.crawl:
        told = whole_way(args.crawl, args.jobs, args.articles, args.fast)
    else:
        told = measure(args.articles, args.words)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
