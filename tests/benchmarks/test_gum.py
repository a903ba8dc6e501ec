"""Coreference of mentions that are found, not given: what is missed or made up, and those that are alone."""

import json
from pathlib import Path

import pytest

from benchmarks import gum
from benchmarks.coreference import b_cubed, ceaf_e, muc
from benchmarks.coreference import f1 as f1_of
from training.corpora.gum import Document

A, B, C, D, E = ((i, i + 1) for i in range(5))
GOLD = Document(
    "own", "news", "abcde", {A: ("person", "1"), B: ("person", "1"), C: ("person", "1"), D: ("place", "2"), E: ("time", "3")}
)


def test_mentions_that_only_one_side_has_are_in_no_cluster_of_the_other() -> None:
    found, gold = [frozenset("abx")], [frozenset("abc")]
    assert muc(found, gold) == (1, 2, 1, 2)
    assert b_cubed(found, gold) == (pytest.approx(4 / 3), 3, pytest.approx(4 / 3), 3)
    assert ceaf_e(found, gold) == (pytest.approx(2 / 3), 1, pytest.approx(2 / 3), 1)


def test_those_alone_count_as_mentions_but_not_as_clusters() -> None:
    alone = gum.count(GOLD, [A, B, C], [(0, 1, 2)])
    assert gum.figures([alone])["conll_f1"] == 1.0
    assert alone["mention"] == (3, 3, 3, 5)
    more = gum.count(GOLD, [A, B, C, D, (7, 9)], [(0, 1, 2), (3,), (4,)])
    assert gum.figures([more])["conll_f1"] == 1.0
    assert gum.figures([more])["mention_f1"] == 0.8


def test_nothing_found_is_nothing_right() -> None:
    nothing = gum.count(GOLD, [], [])
    assert gum.figures([nothing]) == {"conll_f1": 0.0, "mention_f1": 0.0, "muc": 0.0, "b_cubed": 0.0, "ceaf_e": 0.0}
    assert f1_of([nothing["muc"], gum.count(GOLD, [A, B, C], [(0, 1, 2)])["muc"]]) == pytest.approx(2 / 3)


def test_a_file_that_is_given_is_scored(tmp_path: Path) -> None:
    text = "The rebels left. They said so."
    marked = [(0, 10, "rebels"), (17, 21, "rebels")]
    mentions = [{"start": s, "end": e, "type": "person", "coref": name} for s, e, name in marked]
    file = tmp_path / "gold.jsonl"
    row = {"id": "own", "genre": "news", "licence": "CC-BY-2.5", "text": text, "mentions": mentions}
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    report = gum.run(file)
    assert (report["name"], report["n"], report["metrics"]["conll_f1"]) == ("gum", 2, 1.0)
    assert report["parts"]["news"]["mention_recall"] == 1.0
