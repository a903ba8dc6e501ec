"""Floors, results and the command: a floor never falls silently, and what is missing is said in one sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import gate, names, results
from benchmarks.speed import Clock, articles, shares

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {"factuality": {"n": 10, "sha256": "x", "metrics": {"pearson_r": 0.8, "mae": 0.5}}}


def report(pearson_r: float, mae: float, n: int = 10) -> dict[str, Any]:
    return {"name": "factuality", "n": n, "metrics": {"pearson_r": pearson_r, "mae": mae}, "interval": {}, "versions": {}}


@pytest.mark.parametrize(
    ("pearson_r", "mae", "says"),
    [
        (0.8, 0.5, ["passed", "passed"]),
        (0.9, 0.4, ["passed", "passed"]),
        (0.7999, 0.5, ["below", "passed"]),
        (0.8, 0.5001, ["passed", "below"]),
    ],
)
def test_an_error_may_not_rise_and_a_score_may_not_fall(pearson_r: float, mae: float, says: list[str]) -> None:
    assert [verdict.what for verdict in gate.judge(report(pearson_r, mae), "x", FLOORS)] == says


def test_another_corpus_is_not_compared() -> None:
    assert {verdict.what for verdict in gate.judge(report(0.9, 0.1), "y", FLOORS)} == {"changed"}
    assert {verdict.what for verdict in gate.judge(report(0.9, 0.1, n=11), "x", FLOORS)} == {"changed"}
    assert {verdict.what for verdict in gate.judge(report(0.9, 0.1), "y", {})} == {"new"}


def test_raising_lifts_what_was_reached_and_keeps_what_was_not() -> None:
    made = report(0.85, 0.6)
    after = gate.lifted(FLOORS["factuality"], gate.judge(made, "x", FLOORS), made["n"], "x")
    assert after == {"n": 10, "sha256": "x", "metrics": {"pearson_r": 0.85, "mae": 0.5}}


def test_raising_on_another_corpus_sets_floors_anew_and_the_verdict_says_so() -> None:
    made = report(0.7, 0.6, n=12)
    verdicts = gate.judge(made, "y", FLOORS)
    assert gate.lifted(FLOORS["factuality"], verdicts, 12, "y")["metrics"] == {"pearson_r": 0.7, "mae": 0.6}
    assert "NOT COMPARED" in gate.line(verdicts[0])


def test_floors_and_results_name_only_what_there_is() -> None:
    floors = json.loads(gate.FLOORS.read_text(encoding="utf-8"))
    for name, floor in floors.items():
        assert set(floor["metrics"]) <= set(names.BENCHMARKS[name].guarded)
    assert set(results.load()) <= set(names.BENCHMARKS)


def test_the_table_has_a_line_for_each_guarded_figure(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    results.save({**report(0.8, 0.5), "interval": {"mae": (0.4, 0.6)}}, path)
    results.save({**report(0.9, 0.5), "interval": {"mae": (0.4, 0.6)}}, path)
    lines = results.table(results.load(path)).splitlines()[2:]
    assert lines == [
        "| event factuality, UDS-IH2 | pearson_r | 10 | 0.90 |  | `python -m benchmarks factuality` |",
        "| event factuality, UDS-IH2 | mae | 10 | 0.50 | 0.40 to 0.60 | `python -m benchmarks factuality` |",
    ]


@pytest.mark.parametrize("arguments", [["re3d"], ["times"], ["seed", "--json"], ["ewt", "--file", "nowhere.jsonl"]])
def test_missing_data_is_one_sentence_and_exit_2(arguments: list[str], tmp_path: Path) -> None:
    environ = os.environ | {"DATELINE_SHARED": str(tmp_path / "nothing"), "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments], capture_output=True, text=True, env=environ, cwd=tmp_path
    )
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert done.stderr.startswith("There is no ")


def test_speed_reads_many_different_articles_of_600_words() -> None:
    texts = articles()
    assert len(texts) == len(set(texts)) == 60
    assert all(600 <= len(text.split()) < 900 for text in texts)


def test_the_stages_are_the_whole_way() -> None:
    clock = Clock()
    clock.cpu.update({"all": 10.0, "ingest": 1.0, "read": 6.0, "resolve": 2.0, "encoder": 4.0, "tokenise": 0.5, "triggers": 0.5})
    split = shares(clock.cpu)
    assert sum(split.values()) == pytest.approx(1.0)
    assert (split["decode and assemble"], split["store"]) == (0.1, 0.1)
