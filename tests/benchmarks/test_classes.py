"""Classes of events: scorers counted by hand, forms of files, the part kept for development, and the head that is shipped."""

import csv
import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import acled, event_class, names, police
from benchmarks.bootstrap import MissingDataError
from benchmarks.counts import macro_f1, one_of, weighted_f1
from dateline.read.encoder import Encoder
from training.corpora import own_dyads
from training.corpora.event_coding import Dyad, development, dyads

ROWS = [
    {
        "id": f"s{i}",
        "text": text,
        "dyads": [{"root": root, "penta": 1, "source_span": [0, 3], "target_span": None}] if root else [],
    }
    for i, (text, root) in enumerate(
        [
            *((f"A{i} met B{i} and C{i} and D{i} for talks.", "CONSULT") for i in range(30)),
            *((f"E{i} shot F{i} and G{i} and H{i} at night.", "ASSAULT") for i in range(6)),
            ("An aside about the weather of the coast.", None),
        ]
    )
]


def dyad(text: str, source: str, target: str, root: str, quad: int) -> Dyad:
    spans = ((text.index(words), text.index(words) + len(words)) for words in (source, target))
    return Dyad("s", text, next(spans), next(spans), root, quad)


# ------------------------------------------------------------------ scorers
def test_macro_and_weighted_means_of_two_labels() -> None:
    pairs = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), (None, "a")]
    counts = np.sum([one_of("abc", predicted, gold) for predicted, gold in pairs], axis=0)
    assert counts.tolist() == [[2, 3, 3], [1, 1, 2], [0, 0, 0]]
    assert macro_f1(counts) == pytest.approx((2 / 3 + 2 / 3) / 2)
    assert weighted_f1(np.array([[2, 3, 3], [0, 1, 1]])) == pytest.approx((2 / 3 * 3 + 0) / 4)


def test_a_quad_class_follows_from_the_root_and_gold_keeps_its_own() -> None:
    met = dyad("Chad met Mali.", "Chad", "Mali", "CONSULT", 1)
    right, near = event_class.count("CONSULT", met), event_class.count("AGREE", met)
    roots, quads = event_class.MEASURES["root_macro_f1"], event_class.MEASURES["quad_macro_f1"]
    assert (roots([right]), quads([right])) == (1.0, 1.0)
    assert (roots([near]), quads([near])) == (0.0, 1.0)
    assert quads([event_class.count(None, met)]) == 0.0


def test_roots_of_the_later_manual_are_those_of_the_first() -> None:
    freed = dyad("Chad freed Ali.", "Chad", "Ali", "RETREAT", 2)
    assert event_class.MEASURES["root_macro_f1"]([event_class.count("YIELD", freed)]) == 1.0


# ------------------------------------------------------------------ parts
def test_the_development_part_has_of_every_root_and_a_fifth_of_all() -> None:
    dev = development(ROWS)
    coded = dyads(row for row in ROWS if row["id"] in dev)
    assert {d.root for d in coded} == {"CONSULT", "ASSAULT"}
    assert sum(d.root == "CONSULT" for d in coded) == 6 and sum(d.root == "ASSAULT" for d in coded) == 4
    assert development(list(reversed(ROWS))) == dev


def test_nearly_the_same_sentences_lie_on_one_side() -> None:
    copies = [row | {"id": f"{row['id']}-copy", "text": f"On Monday {row['text']}"} for row in ROWS]
    dev = development([*ROWS, *copies])
    assert dev and all((row["id"] in dev) == (f"{row['id']}-copy" in dev) for row in ROWS)


def test_our_own_sentences_are_all_dyads_of_the_roots() -> None:
    found = list(own_dyads.load())
    assert {d.root for d in found} == set(event_class.ROOTS)
    for d in found:
        assert d.source and d.target and d.text[slice(*d.source)].strip() and d.text[slice(*d.target)].strip()
        assert not set("[]{}|") & set(d.text)


@pytest.mark.parametrize("line", ["AID [Norway] fed {the town}.", "AID | Norway fed {the town}.", "AID | [Norway fed {the town}."])
def test_a_line_without_a_root_or_a_side_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="is no line of a root"):
        own_dyads.read_line("x", line)


# ------------------------------------------------------------------ the head
@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("ASSAULT | [Gunmen] shot dead {a teacher} in Tumaco.", "AID"),
        ("CONSULT | [The envoy] held talks with {the foreign minister} in Amman.", "ASSAULT"),
        ("COERCE | [Police] arrested {four students} in Rabat.", "CONSULT"),
        ("PROTEST | [Thousands] marched against {the government} in Lome.", "AID"),
    ],
)
def test_the_head_tells_plain_deeds_and_gives_shares(encoder: Encoder, line: str, other: str) -> None:
    told = own_dyads.read_line("x", line)
    assert event_class.predict(encoder, told) == told.root
    assert event_class.predict(encoder, told._replace(source=None, target=None)) in event_class.ROOTS
    assert encoder.labels.roots == list(event_class.ROOTS) and other in encoder.labels.roots


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(threads=1)


# ------------------------------------------------------------------ files of labelled sentences
TOLD = ("Two men were arrested in Lyon, police said after the raid.", "ARREST")
OTHER = ("A storm took the roof of the school in the night.", "NATURAL_DISASTER")


@pytest.mark.parametrize(
    ("name", "header"), [("a.tsv", ["id", "snippet", "type"]), ("a.tsv", None), ("a.csv", ["label", "text"]), ("a.jsonl", None)]
)
def test_files_are_read_by_the_names_of_their_columns_or_without(tmp_path: Path, name: str, header: list[str] | None) -> None:
    path, out = tmp_path / name, []
    rows = [dict(zip(("text", "label"), pair, strict=True), id=str(i)) for i, pair in enumerate((TOLD, OTHER))]
    if name.endswith("jsonl"):
        out = [json.dumps(row) for row in rows]
    else:
        mark = "," if name.endswith("csv") else "\t"
        order = {"snippet": "text", "type": "label"}
        columns = header or ["id", "text", "label"]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=mark)
            writer.writerows([columns] if header else [])
            writer.writerows([row[order.get(column, column)] for column in columns] for row in rows)
    if out:
        path.write_text("\n".join(out), encoding="utf-8")
    zipped = path.with_name(f"{name}.gz")
    zipped.write_bytes(gzip.compress(path.read_bytes()))
    expected = [acled.Labelled(TOLD[0], "Arrests"), acled.Labelled(OTHER[0], "NATURAL_DISASTER")]
    assert acled.read_labelled(path) == acled.read_labelled(zipped) == expected


def test_a_file_without_texts_or_labels_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "A sentence."}', encoding="utf-8")
    with pytest.raises(MissingDataError, match=r"a\.jsonl needs a column"):
        acled.read_labelled(path)


def test_without_a_file_acled_says_that_it_has_no_dev_part() -> None:
    with pytest.raises(MissingDataError, match="no dev part"):
        names.run("acled")


def test_every_sub_event_of_the_codebook_is_one_that_a_file_can_have() -> None:
    known = {f"{event}/{sub}" for event, subs in acled_types().items() for sub in subs}
    assert {sub for kind in acled_types().values() for sub in kind} == set(acled.CASE_2021.values())
    assert {acled.sub_event(code) for code in known} == set(acled.CASE_2021.values())


def acled_types() -> dict[str, dict[str, str]]:
    from dateline.codebook import load_codebook
    from dateline.exports.tables import Tables
    from dateline.gazetteer import Gazetteer

    return {k: dict(v) for k, v in Tables.load(load_codebook(), Gazetteer.open()).acled_types.items()}


# ------------------------------------------------------------------ sentences through the codebook
def test_four_in_five_of_our_own_sentences_come_through_the_codebook_to_their_sub_event() -> None:
    made = acled.run(Path(__file__).with_name("acled_sentences.tsv"))
    assert made["n"] == 100
    assert made["metrics"]["weighted_f1"] > 0.8
    assert made["parts"]["ACLED's own types"] == {"n": 100, "weighted_f1": made["metrics"]["weighted_f1"]}


def test_a_sentence_of_which_nothing_is_told_is_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("1\tThe weather was mild on the coast last week.\tOTHER\n", encoding="utf-8")
    assert acled.run(path)["metrics"]["weighted_f1"] == 1.0


def test_what_police_did_is_told_by_type_and_by_who_acts(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [
        {"text": "Police shot dead two men in Godhra on Friday.", "labels": [1, 0, 1, 0, 1]},
        {"text": "Police arrested nine people in Vadodara.", "labels": [0, 1, 1, 0, 0]},
        {"text": "A mob killed a shopkeeper in the old town.", "labels": [0, 0, 0, 0, 0]},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    made = police.run(path)
    assert made["metrics"] == {"arrest_f1": 1.0, "force_f1": 1.0, "kill_f1": 1.0}
