"""Scorers against cases counted by hand: what is right gives 1, what is wrong gives what it should. No corpus and no model."""

from typing import Any

import numpy as np
import pytest

from benchmarks import assertions, ewt, factuality, polnear, re3d, roles
from benchmarks.bootstrap import shared
from benchmarks.counts import by_document, compare, f1, f1_of, share_of
from benchmarks.tagging import find_tokens, tag_spans, touched
from dateline.ingest import ingest_text

SCORER = shared() / "tools" / "score_assertions.py"

TAGS = ["B-Person", "I-Person", "O", "B-Location", "B-Location", "I-Weapon"]


def test_perfect_entities_give_1() -> None:
    assert f1_of(0)([re3d.count(tag_spans(TAGS), TAGS)]) == 1.0


def test_entities_need_the_exact_span_and_the_type() -> None:
    predicted = [("Person", 0, 1), ("Location", 3, 4), ("Weapon", 4, 4)]
    assert re3d.count(predicted, TAGS).tolist() == [[1, 3, 4]]
    assert f1_of(0)([re3d.count(predicted, TAGS)]) == pytest.approx(2 / 7)


def test_an_inside_tag_that_continues_nothing_begins_a_span() -> None:
    assert tag_spans(["I-Person", "O", "I-Person", "B-Person"]) == [("Person", 0, 0), ("Person", 2, 2), ("Person", 3, 3)]


def test_figures_are_of_sums_not_means_of_documents() -> None:
    documents = by_document([("a", np.array([[1, 1, 1]])), ("b", np.array([[0, 4, 3]])), ("a", np.array([[1, 1, 1]]))])
    assert [document.tolist() for document in documents] == [[[2, 2, 2]], [[0, 4, 3]]]
    assert f1_of(0)(documents) == pytest.approx(4 / 11)


def test_nothing_found_where_nothing_is_gives_1_and_elsewhere_0() -> None:
    assert f1(compare([], [])) == 1.0
    assert f1(compare([], ["a"])) == 0.0
    assert f1(compare(["a"], [])) == 0.0


# ------------------------------------------------------------------ attribution
WORDS = find_tokens("Officials said the bridge fell , she added .", "Officials said the bridge fell , she added .".split())
SAID = [
    {"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 30]]},
    {"source": [[33, 36]], "cue": [[37, 42]], "content": [[15, 18], [26, 30]]},
]


def test_attribution_pairs_every_content_piece_with_its_source() -> None:
    gold = polnear.gold_of(SAID, WORDS)
    assert gold["content"] == {(2, 4), (2, 2), (4, 4)}
    assert gold["link"] == {(2, 4, 0, 0), (2, 2, 6, 6), (4, 4, 6, 6)}
    assert [f1_of(i)([polnear.count(gold, gold)]) for i in range(4)] == [1.0] * 4


def test_a_content_with_another_source_is_no_attribution() -> None:
    predicted = {"source": {(0, 0), (6, 6)}, "cue": {(1, 1)}, "content": {(2, 4)}, "link": {(2, 4, 6, 6)}}
    assert polnear.count(predicted, polnear.gold_of(SAID, WORDS)).tolist() == [[2, 2, 2], [1, 1, 2], [1, 1, 3], [0, 1, 3]]


def test_spans_are_cut_at_the_border_of_the_chunk() -> None:
    assert polnear.gold_of(SAID, WORDS[3:])["content"] == {(0, 1), (1, 1)}
    assert touched(WORDS, 30, 31) is None


# ------------------------------------------------------------------ trees
TOKENS = [
    {"upos": "PRON", "head": 2, "deprel": "nsubj:pass"},
    {"upos": "VERB", "head": 0, "deprel": "root"},
    {"upos": "PUNCT", "head": 2, "deprel": "punct"},
]


def test_a_perfect_tree_gives_1_and_the_root_is_its_own_head() -> None:
    gold = ewt.gold_of(TOKENS)
    assert gold[1] == [1, 1, 1]
    assert [share_of(i)([ewt.count(gold, gold)]) for i in range(4)] == [1.0] * 4


def test_las_asks_for_head_and_whole_relation() -> None:
    predicted = (["PRON", "NOUN", "PUNCT"], [1, 1, 0], ["nsubj", "root", "punct"])
    assert ewt.count(predicted, ewt.gold_of(TOKENS))[:, 0].tolist() == [2, 2, 1, 2]


# ------------------------------------------------------------------ roles
PROPS = [
    {
        "pred": 2,
        "sense": "say.01",
        "args": [
            {"role": "ARG1", "tok_start": 0, "tok_end": 2},
            {"role": "C-ARG1", "tok_start": 4, "tok_end": 6},
            {"role": "ARG0", "tok_start": 3, "tok_end": 4},
            {"role": "C-V", "tok_start": 6, "tok_end": 7},
        ],
    }
]


def test_a_continuation_belongs_to_its_argument() -> None:
    gold = roles.gold_of(PROPS)
    assert gold == {2: ("01", {("ARG1", ((0, 1), (4, 5))), ("ARG0", ((3, 3),))})}
    assert [measure([roles.count(gold, gold)]) for measure in (f1_of(0), share_of(1))] == [1.0, 1.0]


def test_an_argument_without_its_continuation_is_wrong() -> None:
    predicted = {2: ("02", roles.whole([("ARG1", 0, 1), ("ARG0", 3, 3), ("ARGM-TMP", 5, 5)]))}
    assert roles.count(predicted, roles.gold_of(PROPS)).tolist() == [[1, 3, 2], [0, 1, 1]]


def test_a_predicate_that_the_model_never_saw_counts_as_missed() -> None:
    assert roles.count({}, roles.gold_of(PROPS)).tolist() == [[0, 0, 2], [0, 0, 1]]


# ------------------------------------------------------------------ factuality
def test_correlation_and_error_are_those_of_numpy_over_all_sentences() -> None:
    predicted, gold = [[3.0, 1.0], [-2.0, 0.5, 2.5]], [[2.0, 2.0], [-3.0, 1.0, 3.0]]
    sentences = [factuality.sums(p, g) for p, g in zip(predicted, gold, strict=True)]
    every = np.array([v for row in predicted for v in row]), np.array([v for row in gold for v in row])
    assert factuality.pearson_r(sentences) == pytest.approx(np.corrcoef(*every)[0, 1])
    assert factuality.mae(sentences) == pytest.approx(np.abs(every[0] - every[1]).mean())


def test_predictions_beyond_the_scale_are_clipped() -> None:
    sentences = [factuality.sums([9.0, -9.0], [3.0, -3.0])]
    assert (factuality.pearson_r(sentences), factuality.mae(sentences)) == (pytest.approx(1.0), 0.0)


def test_a_model_that_always_says_the_same_has_no_correlation() -> None:
    assert factuality.pearson_r([factuality.sums([1.0, 1.0], [3.0, -3.0])]) == 0.0


# ------------------------------------------------------------------ assertions
def said(doc: str, kind: str, start: int, end: int, **others: Any) -> dict[str, Any]:
    return {
        "id": f"{doc}/{start}",
        "doc": doc,
        "kind": kind,
        "span": [start, end],
        "voice": {"type": "author"},
        "time": None,
        **others,
    }


TEXTS = {"a": "Rebels shelled the port on Monday. The port may fall.", "b": "Farmers sold maize. A shell hit the mill."}
GOLD = [
    said("a", "event", 0, 23, type="shelling", hedge="asserted"),
    said("a", "forecast", 35, 52, likelihood="possible", conditional=False, hedge="possible"),
    said("b", "event", 20, 40, type="shelling", hedge="asserted"),
]


@pytest.mark.skipif(not SCORER.exists(), reason=f"the scorer {SCORER} is not on this machine")
def test_whole_assertions_are_counted_by_document_as_the_scorer_counts_them() -> None:
    scorer = assertions.load_scorer(SCORER)
    documents = [ingest_text(text, name=name) for name, text in TEXTS.items()]
    perfect = assertions.count(scorer, GOLD, GOLD, documents)
    assert [f1_of(i)(perfect) for i in range(3)] == [1.0, 1.0, 1.0]
    wrong = [{**GOLD[0], "type": "battle"}, said("b", "event", 0, 18, type="aid", hedge="asserted")]
    counts = assertions.count(scorer, GOLD, wrong, documents)
    assert [document.tolist() for document in counts] == [[[0, 1, 2], [1, 1, 2], [1, 1, 2]], [[0, 1, 1]] * 3]


def test_every_field_of_the_scorer_becomes_one_figure() -> None:
    scored = {"fields": {"hedge": {"acc": 0.5, "n": 4}, "places": {"p": 1.0, "r": 0.5, "f1": 2 / 3}}}
    assert assertions.fields_of(scored) == {"hedge": 0.5, "places": 0.6667}
