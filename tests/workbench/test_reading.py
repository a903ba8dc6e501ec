"""The workbench with the shipped model: trials, explanations, and what a change of the codebook does to an archive."""

from pathlib import Path

import pytest

from dateline.codebook import load_codebook
from dateline.pipeline import add_all
from dateline.settings import Settings
from dateline.stages import Stages, load_stages
from dateline.store import Store
from dateline.workbench.checks import check_folder
from dateline.workbench.differences import compare
from dateline.workbench.explanations import explain
from dateline.workbench.trials import sentence_document, try_entries, try_names, try_words

RAID = """id: cattle_raid
label: Cattle raid
kind: event
definition: Armed people drive off herds.
triggers:
  - {lemma: rustle, pos: verb}
  - {lemma: steal, pos: verb, object: [cattle, goat, camel], unless: market}
  - {lemma: herd, strength: weak}
examples:
  "yes":
    - Youths from the hills stole goats and camels in Turkana.
    - Warriors drove off a herd of camels.
  "no":
    - {text: The farmer sold his goats at the fair., why: a sale, trigger: false}
    - {text: The thief stole a goat at dusk., why: one thief, trigger: false}
    - {text: The chief denied that his men had stolen cattle., why: denied}
"""
ACTORS = """- id: lake_guard
  kind: armed_group
  country: [KE]
  names: [{name: Lake Guard, from: 2023, source: notes}]
  aliases: [Guard of the Lake, Hamas]
- {adds_to: islamic_courts_union, names: [{name: Courts of the Coast, until: 2006-10, source: notes}]}
"""
REPORTS = (
    "On Tuesday youths from across the hills stole goats and camels from a settlement outside Lodwar. Soldiers shelled Dolna.",
    "The governor accused the Lake Guard of arming the raiders, officials said.",
    "Gunmen abducted nine teachers in the town of Kesra.",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book")
    for name, text in (
        ("events/cattle_raid", RAID),
        ("actors/a", ACTORS),
        ("labels", "- {words: [zorbler]}\n"),
        ("codebook", "name: mine\n"),
    ):
        (path / f"{name}.yaml").parent.mkdir(exist_ok=True)
        (path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def shipped() -> Stages:
    return load_stages(Settings(threads=1))


@pytest.fixture(scope="module")
def mine(shipped: Stages, folder: Path) -> Stages:
    return shipped.with_codebook(load_codebook([folder]))


# ---------------------------------------------------------------------- trials


def test_examples_pass_by_their_words_and_what_the_reader_makes_of_them_is_told(folder: Path, mine: Stages) -> None:
    trials = {trial.sentence[:12]: trial for trial in try_entries(check_folder(folder), mine.codebook, mine)}
    yes, missed, sale, thief, denied = trials.values()
    assert yes.passes and yes.fired == (("stole", "strong"),) and yes.found
    assert not missed.passes and missed.fired == (("herd", "weak"),)  # a weak word does not do
    assert sale.passes and not sale.fired and not sale.found and sale.why == "a sale"
    assert not thief.passes and thief.must_be_silent
    assert denied.passes and denied.fired and not denied.found


def test_words_alone_are_tried_without_the_reader(folder: Path) -> None:
    trials = list(try_entries(check_folder(folder), load_codebook([folder]), None))
    assert [trial.passes for trial in trials] == [True, False, True, False, True] and all(trial.read is None for trial in trials)


def test_names_are_tried_on_a_day_on_which_they_are_borne(folder: Path, mine: Stages) -> None:
    found = {trial.name: trial for trial in try_names(check_folder(folder), mine.codebook)}
    assert found["Lake Guard"].passes and found["Lake Guard"].on == "2023-01-01"
    assert found["Courts of the Coast"].passes and found["Courts of the Coast"].on == "2006-10-01"
    assert not found["Hamas"].passes or "hamas" not in found["Hamas"].found


def test_words_of_lists_are_found_as_they_stand(folder: Path, mine: Stages) -> None:
    assert [(w.list, w.words, w.passes) for w in try_words(check_folder(folder), mine.codebook)] == [("labels", "zorbler", True)]


# ---------------------------------------------------------------------- explanations


def test_an_explanation_says_what_fires_and_where_it_stands_in_the_users_file(folder: Path, mine: Stages) -> None:
    (one,) = explain(sentence_document("Youths from the hills stole goats in Turkana."), None, mine, [folder])
    (word,) = [word for word in one.fired if word.entry == "cattle_raid"]
    assert (word.words, word.strength) == ("stole", "strong")
    assert word.where == f"{folder / 'events' / 'cattle_raid.yaml'}, line 7"
    assert word.trigger == "trigger 2, “steal”"


def test_an_explanation_says_how_types_were_weighed_and_the_highest_sum_is_the_type(folder: Path, mine: Stages) -> None:
    (one,) = explain(sentence_document("Youths from the hills stole goats and camels in Turkana."), None, mine, [folder])
    (found,) = [found for found in one.found if found.statement.assertion.kind == "event"]
    assert found.statement.assertion.type == found.types[0].type == "cattle_raid"
    sums = [type_.model + type_.words for type_ in found.types]
    assert sums == sorted(sums, reverse=True) and not found.types[0].known and found.types[1].known


def test_an_explanation_of_one_type_tells_of_every_word_of_it_why_it_does_not_fire(folder: Path, mine: Stages) -> None:
    document = sentence_document("The thief stole goats at the market.")
    (one,) = explain(document, None, mine, [folder], only="cattle_raid")
    assert [(word.words, word.obstacle and word.obstacle.by, word.obstacle and word.obstacle.words) for word in one.kept] == [
        ("stole", "unless", "market")
    ]


def test_words_that_fire_where_the_reader_sees_nothing_are_told_with_how_sure_it_is(folder: Path, mine: Stages) -> None:
    (one,) = explain(sentence_document("The novel tells how somebody rustled once."), None, mine, [folder])
    assert not [found for found in one.found if found.statement.assertion.kind == "event"]
    (missed,) = [missed for missed in one.missed if missed.entry == "cattle_raid"]
    assert 0 <= missed.sure < missed.needed < 1


def test_an_explanation_names_whom_a_name_may_mean_and_when(folder: Path, mine: Stages) -> None:
    document = sentence_document("The Guard of the Lake and the Islamic Courts met in Kismayo.", "1999-05-05")
    (one,) = explain(document, None, mine, [folder])
    guard = next(name for name in one.names if name.actor == "lake_guard")
    assert (guard.surface, guard.as_name, guard.since, guard.on_the_day) == ("Guard of the Lake", False, "2023", False)


def test_an_explanation_gives_the_reading_of_number_words_with_its_reason(mine: Stages) -> None:
    (one,) = explain(sentence_document("At least dozens of people fled."), None, mine)
    assert [(n.words, n.reading) for n in one.numbers] == [
        ("At least", "the number is the least; the upper end is open"),
        ("dozens", "24 to 99"),
    ]
    assert all(number.reason for number in one.numbers)


def test_only_the_sentence_asked_for_is_explained_in_the_light_of_the_others(mine: Stages) -> None:
    document = sentence_document("Soldiers shelled Dolna. They seized the bridge.")
    assert [one.sentence for one in explain(document, 1, mine)] == ["They seized the bridge."]


# ---------------------------------------------------------------------- differences


@pytest.fixture(scope="module")
def archive(shipped: Stages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "case.db"
    with Store.open(path) as store:
        list(add_all([sentence_document(text, "2024-05-08") for text in REPORTS], store, Settings(), shipped))
    return path


def test_a_change_shows_what_it_retypes_and_whom_it_means_and_writes_nothing(archive: Path, shipped: Stages, mine: Stages) -> None:
    before = archive.read_bytes()
    with Store.open(archive, create=False) as store:
        compared = list(compare(store.documents(), shipped, mine))
    changes = [change for one in compared for change in one.changes]
    (raid,) = [change for change in changes if change.after == "cattle_raid"]
    assert raid.what in ("added", "retyped") and (raid.what == "added") == (raid.before is None)
    assert "stole goats" in raid.sentence.anchor.exact
    assert ("Lake Guard (only words)", "Lake Guard (lake_guard)") in {(c.before, c.after) for c in changes if c.what == "meant"}
    assert archive.read_bytes() == before


def test_documents_in_which_the_two_see_the_same_are_not_read(archive: Path, shipped: Stages, mine: Stages) -> None:
    with Store.open(archive, create=False) as store:
        read = {store.document(one.document).text[:10]: one.read for one in compare(store.documents(), shipped, mine)}
    assert read == {REPORTS[0][:10]: True, REPORTS[1][:10]: True, REPORTS[2][:10]: False}


def test_the_way_back_is_the_same_change_the_other_way_round(archive: Path, shipped: Stages, mine: Stages) -> None:
    with Store.open(archive, create=False) as store:
        documents = list(store.documents())
    there = {(c.what, c.before, c.after, c.quote) for one in compare(documents, shipped, mine) for c in one.changes}
    back = {(c.what, c.after, c.before, c.quote) for one in compare(documents, mine, shipped) for c in one.changes}
    opposite = {"added": "removed", "removed": "added"}
    assert there == {(opposite.get(what, what), before, after, quote) for what, before, after, quote in back}


def test_a_codebook_compared_with_itself_changes_nothing(archive: Path, mine: Stages) -> None:
    with Store.open(archive, create=False) as store:
        assert not any(one.changes or one.read for one in compare(store.documents(), mine, mine))


def test_what_is_skipped_would_not_have_changed(archive: Path, shipped: Stages, mine: Stages) -> None:
    with Store.open(archive, create=False) as store:
        skipped = [store.document(one.document) for one in compare(store.documents(), shipped, mine) if not one.read]
    assert skipped
    for document in skipped:
        readings = [stages.reader.read([document])[0].assertions for stages in (shipped, mine)]
        assert readings[0] == readings[1]
