"""Readers beside each other on gold: figures reckoned by hand, differences with their sentences, gold that is not well formed."""

import json
import random
from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from benchmarks.assertions import load_scorer
from benchmarks.bootstrap import MissingDataError, shared
from dateline.codebook import load_codebook
from dateline.compare import Comparison, compare, load_gold, load_readers
from dateline.compare.counting import Key, count
from dateline.compare.fields import same_name
from dateline.compare.pairs import Words, assign
from dateline.compare.scores import FEWEST
from dateline.errors import DatelineError, InputError, UsageError
from dateline.settings import Settings

ACTORS = load_codebook().actors
Json = dict[str, Any]
TEXT = "Rebels shelled Misrata on Monday. The army may retake Goma, analysts say. Ten men were killed near Gao. It rained."


def row(quote: str, kind: str = "event", text: str = TEXT, doc: str = "one", **more: Any) -> Json:
    """An assertion of the exchange form over some words."""
    start = text.index(quote)
    about = {"type": "attack", "actors": [], "recipients": [], "counts": []} if kind == "event" else {}
    common = {"voice": {"type": "author"}, "hedge": "asserted", "time": None, "places": []}
    return {"doc": doc, "kind": kind, "span": [start, start + len(quote)], "quote": quote, **common, **about, **more}


def lines(rows: Sequence[Json]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows)


SHELLED = row("Rebels shelled Misrata on Monday", type="shelling", actors=[{"name": "Rebels", "span": [0, 6]}], id="1")
RETAKE = row("The army may retake Goma", "forecast", likelihood="possible", conditional=False, id="2")
KILLED = row("Ten men were killed near Gao", counts=[{"of": "killed", "low": 10, "high": 10}], id="3")


@pytest.fixture
def make_gold(tmp_path: Path) -> Callable[..., Path]:
    def make(rows: Sequence[Json], docs: Sequence[Json] = (), rejected: Sequence[Json] = (), **texts: str) -> Path:
        folder = tmp_path / "gold"
        (folder / "texts").mkdir(parents=True)
        for name, text in (texts or {"one": TEXT}).items():
            (folder / "texts" / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
        (folder / "gold.jsonl").write_text(lines(rows), encoding="utf-8")
        if docs:
            (folder / "docs.jsonl").write_text(lines(docs), encoding="utf-8")
        if rejected:
            (folder / "rejected.jsonl").write_text(lines(rejected), encoding="utf-8")
        return folder

    return make


def compared(gold: Path, tmp_path: Path, *predicted: Sequence[Json]) -> Comparison:
    """The gold and what files say of it."""
    names = []
    for number, rows in enumerate(predicted):
        file = tmp_path / f"reader-{number}.jsonl"
        file.write_text(lines(rows), encoding="utf-8")
        names.append(str(file))
    return compare(load_gold(gold), load_readers(names, Settings()), ACTORS)


def figures(found: Comparison, reader: int = 0) -> dict[Key, tuple[int, int, int]]:
    name = found.readers[reader].name
    return {Key(s.measure, s.kind, s.type): (s.right, s.given, s.wanted) for s in found.scores if s.reader == name}


def test_figures_are_those_reckoned_by_hand(make_gold: Callable[..., Path], tmp_path: Path) -> None:
    wrong_type = {**SHELLED, "type": "attack", "actors": [{"name": "the rebels"}, {"name": "Misrata"}]}
    killed = {**KILLED, "span": [KILLED["span"][0], KILLED["span"][1] - 9], "quote": "Ten men were killed"}
    killed["counts"] = [{"of": "killed", "low": 8, "high": 12}, {"of": "injured", "low": 1, "high": 1}]
    found = compared(make_gold([SHELLED, RETAKE, KILLED]), tmp_path, [wrong_type, killed, row("It rained", "judgement")])
    told = figures(found)
    assert told[Key("whole", "all")] == (1, 3, 3) and told[Key("found", "all")] == (2, 3, 3)
    assert told[Key("whole", "event")] == (1, 2, 2) and told[Key("found", "event")] == (2, 2, 2)
    assert told[Key("whole", "event", "shelling")] == (0, 0, 1) and told[Key("whole", "event", "attack")] == (1, 2, 1)
    assert told[Key("whole", "forecast")] == (0, 0, 1) and told[Key("whole", "judgement")] == (0, 1, 0)
    assert told[Key("actors", "event")] == (1, 2, 1) and told[Key("counts", "event")] == (1, 2, 1)
    assert told[Key("type", "event")] == (1, 2, 2) and told[Key("voice", "all")] == (2, 2, 2)
    (whole,) = (s for s in found.scores if (s.measure, s.kind) == ("whole", "all"))
    assert (whole.precision, whole.recall, whole.f1, whole.interval) == (0.3333, 0.3333, 0.3333, None)
    (rain,) = (s for s in found.scores if (s.measure, s.kind) == ("whole", "judgement"))
    assert (rain.precision, rain.recall, rain.f1) == (0.0, None, 0.0)


def test_who_or_where_is_named_twice_counts_once(make_gold: Callable[..., Path], tmp_path: Path) -> None:
    place = {"name": "Misrata", "country": "LY", "span": [15, 22]}
    gold = {**SHELLED, "places": [place]}
    twice = {**gold, "places": [place, {**place, "span": None}], "actors": [*SHELLED["actors"], {"name": "Rebels", "span": None}]}
    told = figures(compared(make_gold([gold]), tmp_path, [twice]))
    assert told[Key("places", "event")] == told[Key("actors", "event")] == (1, 1, 1)


def test_every_difference_has_its_sentence_and_says_who_shares_it(make_gold: Callable[..., Path], tmp_path: Path) -> None:
    extra = row("It rained", "judgement")
    found = compared(
        make_gold([SHELLED, RETAKE, KILLED]), tmp_path, [SHELLED, extra], [{**SHELLED, "hedge": "denied"}, extra, KILLED]
    )
    first, second = (one.name for one in found.readers)
    told = [(d.reader, d.what, d.kind, d.quote, d.also) for d in found.differences]
    assert told == [
        (first, "missed", "forecast", "The army may retake Goma", (second,)),
        (first, "missed", "event", "Ten men were killed near Gao", ()),
        (first, "extra", "judgement", "It rained", (second,)),
        (second, "hedge", "event", "Rebels shelled Misrata on Monday", ()),
        (second, "missed", "forecast", "The army may retake Goma", (first,)),
        (second, "extra", "judgement", "It rained", (first,)),
    ]
    sentences = {d.sentence for d in found.differences if d.kind == "forecast"}
    assert sentences == {"The army may retake Goma, analysts say."}
    (hedge,) = (d for d in found.differences if d.what == "hedge")
    assert (hedge.wanted, hedge.said, hedge.document, hedge.start, hedge.type) == ("asserted", "denied", "one", 0, "shelling")


def test_optional_rows_are_neither_missed_nor_earned_and_one_lawful_coding_is_enough(
    make_gold: Callable[..., Path], tmp_path: Path
) -> None:
    lawful = row("The army may retake Goma", "judgement", alt="a", id="4")
    gold = make_gold([{**SHELLED, "optional": True}, {**RETAKE, "alt": "a"}, lawful])
    found = compared(gold, tmp_path, [SHELLED, lawful], [], [lawful, RETAKE])
    assert figures(found, 0)[Key("whole", "all")] == (1, 1, 1)
    assert figures(found, 1)[Key("whole", "all")] == (0, 0, 1)
    assert figures(found, 2)[Key("whole", "all")] == (2, 2, 2)
    assert [(d.what, d.kind) for d in found.differences if d.reader == found.readers[1].name] == [("missed", "forecast")]


def test_what_nobody_decided_counts_neither_for_nor_against(make_gold: Callable[..., Path], tmp_path: Path) -> None:
    gold = make_gold([SHELLED], docs=[{"doc": "one", "complete": False}], rejected=[row("It rained", "judgement")])
    found = compared(gold, tmp_path, [SHELLED, RETAKE, row("It rained", "judgement")])
    assert figures(found)[Key("whole", "all")] == (1, 2, 1)
    assert (found.incomplete, found.readers[0].undecided, found.readers[0].assertions) == (1, 1, 3)
    assert [(d.what, d.kind) for d in found.differences] == [("extra", "judgement")]


def test_documents_in_which_nothing_is_asserted_tell_false_alarms(make_gold: Callable[..., Path], tmp_path: Path) -> None:
    gold = make_gold([SHELLED], docs=[{"doc": "one"}, {"doc": "quiet"}], one=TEXT, quiet="It was a quiet day.")
    found = compared(gold, tmp_path, [SHELLED, row("It was a quiet day", "judgement", "It was a quiet day.", "quiet")])
    assert found.documents == 2 and figures(found)[Key("whole", "all")] == (1, 2, 1)


def test_a_reader_beside_itself_does_not_differ_and_a_better_one_is_better_for_sure(
    make_gold: Callable[..., Path], tmp_path: Path
) -> None:
    names = [f"doc-{n}" for n in range(FEWEST)]
    rows = [{**one, "doc": name} for name in names for one in (SHELLED, RETAKE, KILLED)]
    gold = make_gold(rows, **dict.fromkeys(names, TEXT))
    worse = [one for at, one in enumerate(rows) if at % 4]
    found = compared(gold, tmp_path, worse, worse, rows)
    same, better = (one for one in found.beside if one.measure == "whole")
    assert (same.difference, same.interval) == (0.0, (0.0, 0.0))
    assert better.interval and 0 < better.interval[0] <= better.difference <= better.interval[1]


def test_figures_are_those_of_the_scorer_beside_the_gold(tmp_path: Path) -> None:
    try:
        scorer = load_scorer()
    except MissingDataError as error:
        pytest.skip(str(error))
    gold, chance = load_gold(shared() / "gold" / "dev"), random.Random(1)
    ours: dict[Key, list[int]] = {}
    predicted: list[Json] = []
    for one in gold:
        made = []
        for number, source in enumerate(one.rows):
            start, end = source["span"]
            span = [max(0, start + chance.randint(-9, 9)), min(len(one.document.text), end + chance.randint(-9, 40))]
            if span[0] < span[1] and chance.random() < 0.85:
                kind = chance.choice(["event", source["kind"], source["kind"]])
                made.append({**source, "id": f"{one.name}-{number}", "kind": kind, "span": span})
                made[-1].pop("optional", None)
                if kind == "event":
                    made[-1] |= {"type": chance.choice(["attack", source.get("type", "battle")])}
        predicted += made
        for key, numbers in count(one, made, Words(one.document.text), lambda name: None).counts.items():
            ours[key] = [a + b for a, b in zip(ours.get(key, [0, 0, 0]), numbers, strict=True)]
    rows = [each for one in gold for each in one.rows]
    texts = {one.name: scorer.Text(one.document.text) for one in gold}
    theirs = scorer.run(rows, predicted, texts, docs=sorted(texts), fld=False)
    for measure, name in (("whole", "typed"), ("found", "strict")):
        for kind, told in theirs[name].items():
            if kind not in ("macro_f1",):
                expected = [told["tp"], told["pred"], told["gold"]]
                assert ours.get(Key(measure, "all" if kind == "micro" else kind), [0, 0, 0]) == pytest.approx(expected, abs=2)


def test_pairs_are_those_that_together_share_most() -> None:
    chance = random.Random(0)
    for _ in range(60):
        rows, columns = chance.randint(1, 5), chance.randint(1, 5)
        weights = [[chance.choice([0.0, round(chance.random(), 2)]) for _ in range(columns)] for _ in range(rows)]
        found = assign(weights)
        taken = [column for column in found if column >= 0]
        assert len(taken) == len(set(taken)) == min(rows, columns)
        padded = [row + [0.0] * rows for row in weights]
        best = max(sum(padded[i][j] for i, j in enumerate(order)) for order in permutations(range(columns + rows), rows))
        assert sum(weights[i][j] for i, j in enumerate(found) if j >= 0) == pytest.approx(best)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ISIS", "Islamic State", True),  # by the table of actors
        ("ISIS", "al-Qaeda", False),
        ("the kidnappers", "armed kidnappers", True),
        ("men", "two armed men from the hills of Dolna", False),
        ("", "Mali", False),
    ],
)
def test_names_are_the_same_by_table_or_by_words(one: str, other: str, same: bool) -> None:
    def known(name: str) -> str | None:
        actor = ACTORS.find(name, "2015-01-01")
        return actor.id if actor else None

    assert same_name(one, other, known) is same


BROKEN = {
    "{": "gold.jsonl:1 is no JSON",
    "[1]": "gold.jsonl:1 is no JSON object",
    '{"doc": "one", "kind": "event"}': "gold.jsonl:1 is no assertion in the exchange form",
    '{"doc": "../one", "kind": "event", "span": [0, 2]}': "gold.jsonl:1 names no document",
    '{"doc": "none", "kind": "event", "span": [0, 2]}': "There is no text .*none.txt",
    '{"doc": "one", "kind": "rumour", "span": [0, 2]}': "has no kind of assertion, 'rumour'; there are event",
    '{"doc": "one", "kind": "event", "span": [0, 9000]}': "points at 0 to 9000, which is not in the text of one",
    '{"doc": "one", "kind": "event", "span": [0, 6], "quote": "rabble"}': "quotes words that do not stand at 0 to 6",
    "": "holds nothing",
}


@pytest.mark.parametrize("content", BROKEN)
def test_gold_that_is_not_well_formed_is_named_with_its_line(content: str, make_gold: Callable[..., Path]) -> None:
    folder = make_gold([])
    (folder / "gold.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=BROKEN[content]):
        load_gold(folder)


def test_a_file_about_other_documents_is_no_reader_of_this_gold(make_gold: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no assertion about a document of the gold"):
        compared(make_gold([SHELLED]), tmp_path, [{**SHELLED, "doc": "another"}])


@pytest.mark.parametrize("words", ["oracle", "model+nowhere", "model:nowhere", "nothing.jsonl", "model model"])
def test_words_that_name_no_reader_are_said(words: str) -> None:
    with pytest.raises(UsageError, match=r"names no reader|There is no|named twice"):
        load_readers(words.split(), Settings())


def test_a_language_model_without_an_address_is_said(tmp_path: Path) -> None:
    with pytest.raises(DatelineError, match="needs the setting llm_address"):
        load_readers(["llm:some"], Settings())
