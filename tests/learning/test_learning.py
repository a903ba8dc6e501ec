"""What reviewed rows teach: a project's convention is learned, and kept only where it is better on other reports."""

import dataclasses
import random
from pathlib import Path

import msgspec
import pytest
from learned_reports import golds, report
from readings import make_document

from dateline.errors import LearningError, ModelError
from dateline.learning import Retrained, keep, retrain
from dateline.learning.measuring import FOLDS, SHARES, steps
from dateline.read import Reader
from dateline.read.learned import FILE, Learned, load_learned
from dateline.records import Assertion
from dateline.stages import Stages


@pytest.fixture(scope="module")
def reader(stages: Stages) -> Reader:
    return Reader(stages.reader.encoder, stages.codebook)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def lesson(reader: Reader, taught: Path) -> Retrained:
    return retrain(reader, golds(taught))


def told(reader: Reader, town: str) -> list[Assertion]:
    """What is read in a report that nobody reviewed."""
    return list(reader.read([make_document(report(town, 2), town.lower())])[0].assertions)


def test_what_coders_correct_and_reject_is_learned_for_other_reports(reader: Reader, lesson: Retrained, tmp_path: Path) -> None:
    shipped, *_, last = lesson.measured.curve
    assert last.f1 > shipped.f1 + 0.2 and last.gain_interval[0] > 0 and lesson.measured.better
    keep(lesson, tmp_path / "model")
    learned = Reader.load(reader.codebook, tmp_path / "model")
    before, after = told(reader, "Homs"), told(learned, "Homs")
    assert {"shelling", None} <= {one.type for one in before} and "judgement" in {one.kind for one in before}
    assert "judgement" not in {one.kind for one in after} and "shelling" not in {one.type for one in after}
    assert [one.anchor for one in after if one.type == "attack"] and "abduction" in {one.type for one in after}
    assert all(one.extractor == f"dateline-reader {lesson.learned.model}+{lesson.learned.version}" for one in after)


def test_the_curve_grows_in_doublings_from_the_shipped_model(lesson: Retrained) -> None:
    curve, calls = lesson.measured.curve, steps()
    assert [point.documents for point in curve] == [0, 1, 3, 6, 11] and curve[0].gain == 0
    assert sorted(point.rows for point in curve) == [point.rows for point in curve] and curve[-1].rows < lesson.measured.rows
    assert calls == FOLDS * len(SHARES)
    assert all(point.interval[0] <= point.f1 <= point.interval[1] for point in curve)


def test_where_everything_was_right_nothing_is_kept(reader: Reader, content: Path, tmp_path: Path) -> None:
    learned = retrain(reader, golds(content))
    assert not learned.measured.better and learned.measured.curve[0].f1 > 0.95
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / FILE).write_text("what was there", encoding="utf-8")
    with pytest.raises(LearningError, match=r"no better than the shipped model .*: nothing was written, and more rows") as refused:
        keep(learned, tmp_path / "model")
    assert str(refused.value).count("\n") == 0
    assert [path.read_text(encoding="utf-8") for path in (tmp_path / "model").iterdir()] == ["what was there"]


def test_the_same_rows_teach_the_same_in_any_order(reader: Reader, lesson: Retrained, taught: Path) -> None:
    shuffled = golds(taught)
    random.Random(3).shuffle(shuffled)
    assert msgspec.json.encode(retrain(reader, shuffled)) == msgspec.json.encode(lesson)


def test_too_few_rows_are_refused_before_anything_is_read(reader: Reader, taught: Path) -> None:
    few = golds(taught)[:9]
    rows = sum(len(gold.rows) + len(gold.rejected) for gold in few)
    read: list[None] = []
    with pytest.raises(LearningError, match=rf"^{rows} reviewed rows in 9 documents are too few to learn from; it takes 50 in 10"):
        retrain(reader, few, lambda: read.append(None))
    assert read == []


def test_of_what_nobody_decided_nothing_is_learned(reader: Reader, taught: Path) -> None:
    """Documents of which only what was kept is decided do not say that the rest is wrong."""
    half, whole = ([dataclasses.replace(gold, rejected=(), complete=done) for gold in golds(taught)] for done in (False, True))
    lenient, strict = retrain(reader, half).learned, retrain(reader, whole).learned
    assert "judgement" not in lenient.kinds and strict.kinds["judgement"] < 0


def test_nothing_learned_changes_nothing_but_the_version(reader: Reader) -> None:
    blank = Reader(reader.encoder, reader.codebook, Learned(model=reader.encoder.labels.version))
    strip = [msgspec.structs.replace(one, extractor="") for one in told(blank, "Homs")]
    assert strip == [msgspec.structs.replace(one, extractor="") for one in told(reader, "Homs")]
    assert blank.version != reader.version and blank.with_codebook(reader.codebook).version == blank.version


def test_what_explains_a_reading_weighs_as_the_reading_did(reader: Reader) -> None:
    name = reader.encoder.labels.version
    turned = Reader(
        reader.encoder, reader.codebook, Learned(model=name, preferred={"event:shelling": -9.0}, types={"event:attack": 1})
    )
    document = make_document(report("Homs", 2), "homs")
    audit: dict = {}
    read = [one for one in turned.read([document], audit)[0].assertions if one.kind == "event"]
    assert read and all(one.type == max(audit[one.id], key=lambda t: sum(audit[one.id][t])) for one in read)
    (match,) = [m for m in reader.codebook.find_triggers(document.text) if (m.entry, m.start) == ("shelling", 5)]
    (before,), (after,) = (
        each.likeliest(document, [match]).values()
        for each in (reader, Reader(reader.encoder, reader.codebook, Learned(model=name, types={"event:shelling": 1.0})))
    )
    assert after[0] == before[0] and after[1] < before[1]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"model": "another"}', "was learned on the model another, and this Dateline comes with"),
        ('{"model": 3}', "is not well formed"),
        ("not JSON", "is not well formed"),
        ('{"model": "x", "weights": {}}', "is not well formed"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(reader: Reader, tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=says):
        load_learned(tmp_path, reader.encoder.labels.version)
