"""Which benchmarks there are, what each reads by default, and which of its figures are kept from falling."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.bootstrap import MissingDataError, present, shared

LOWER_IS_BETTER = frozenset({"mae", "mean_error_km", "peak_mb", "first_result_seconds"})


class Benchmark(NamedTuple):
    """One task."""

    about: str
    data: tuple[str, ...]
    """Files of gold below the shared folder; their hash is in floors.json. Empty: needs no corpus."""
    guarded: tuple[str, ...]
    """Metrics that have a floor."""
    reads_model: bool = True
    asks_file: bool = False
    """Whether it has no development part: it scores what --file gives."""


BENCHMARKS = {
    "assertions": Benchmark("whole assertions", ("gold/dev/gold.jsonl",), ("typed_f1", "strict_f1", "lenient_f1")),
    "seed": Benchmark("whole assertions, first article", ("seed/expected.jsonl",), ("typed_f1", "strict_f1", "lenient_f1")),
    "re3d": Benchmark("entities, re3d", ("data/re3d/conflibert_dev.jsonl.gz",), ("f1",)),
    "polnear": Benchmark(
        "attribution, PolNeAR", ("data/polnear/dev.jsonl.gz",), ("source_f1", "cue_f1", "content_f1", "attribution_f1")
    ),
    "ewt": Benchmark("words and dependencies, UD English EWT", ("data/ewt/dev.jsonl.gz",), ("upos", "uas", "las")),
    "roles": Benchmark("PropBank roles, EWT", ("data/ewt/dev.jsonl.gz",), ("argument_f1", "sense_accuracy")),
    "factuality": Benchmark("event factuality, UDS-IH2", ("data/factuality/uds_ih2.dev.jsonl.gz",), ("pearson_r", "mae")),
    "muc4": Benchmark("role fillers, MUC-4", ("data/muc4/dev.jsonl.gz",), ("ceaf_ree_f1",)),
    "muc4-templates": Benchmark("incidents with their fillers, MUC-4", ("data/muc4/dev.jsonl.gz",), ("ceaf_rme_f1",)),
    "event-class": Benchmark(
        "PLOVER root and quad of a dyad", ("data/event_coding/train.jsonl.gz",), ("root_macro_f1", "quad_macro_f1")
    ),
    "police": Benchmark(
        "what police did, IndiaPoliceEvents",
        ("data/event_classification/IndiaPoliceEvents_sents.dev.jsonl.gz",),
        ("arrest_f1", "force_f1", "kill_f1"),
    ),
    "acled": Benchmark("ACLED sub-events of sentences (--file)", (), (), asks_file=True),
    "times": Benchmark("values of times, TimeBank", ("data/timeml/timebank.jsonl.gz",), ("value_accuracy",), reads_model=False),
    "quantities": Benchmark(
        "values of numbers", ("gold/dev/gold.jsonl",), ("value_f1", "value_unit_f1", "value_change_f1"), reads_model=False
    ),
    "places": Benchmark(
        "places, LGL, GeoWebNews and GeoVirus",
        tuple(f"data/geoparsing/{corpus}.jsonl.gz" for corpus in ("lgl", "geowebnews", "geovirus")),
        ("acc_161km", "exact_id", "detection_f1", "mean_error_km"),
        reads_model=False,
    ),
    "gum": Benchmark("coreference of entity mentions, GUM", ("data/gum/dev.jsonl.gz",), ("conll_f1", "mention_f1")),
    "ecb": Benchmark("cross-document events, ECB+", ("data/ecb_plus/dev.jsonl.gz",), ("conll_f1",)),
    "linking": Benchmark("seconds to link an archive, and until views answer", (), (), reads_model=False),
    "speed": Benchmark("articles a second on one core", (), ()),
    "archive": Benchmark("articles a second, web archive to store", (), (), reads_model=False),
}


def data_files(name: str) -> list[Path]:
    """The gold that a benchmark reads by default.

    Raises:
        MissingDataError: a file is not there.
    """
    return [present(shared() / path) for path in BENCHMARKS[name].data]


def run(name: str, file: Path | None = None, model: Path | None = None) -> dict[str, Any]:
    """Run one benchmark and return its report.

    Raises:
        MissingDataError: its gold, or the file given, is not there.
    """
    if file is None and BENCHMARKS[name].asks_file:
        raise MissingDataError(f"{name} has no dev part: the labelled sentences are given with --file.")
    present(file) if file else data_files(name)
    measure: Callable[..., dict[str, Any]] = importlib.import_module(f"benchmarks.{name.replace('-', '_')}").run
    report = measure(file, model) if BENCHMARKS[name].reads_model else measure(file)
    return report | {"metrics": {metric: round(value, 4) for metric, value in report["metrics"].items()}}
