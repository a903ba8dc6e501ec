"""Short reports, read with the shipped model: they become the incidents a reader sees. What the model misses is not asked here."""

import pytest
from link_fixtures import CODEBOOK, GAZETTEER, TABLES

from dateline.archive import explain, link_case, rows_of
from dateline.errors import UsageError
from dateline.ingest import ingest_text
from dateline.pipeline import add_all
from dateline.records import Document, Incident
from dateline.settings import Settings
from dateline.stages import load_stages
from dateline.store import Store

BLAST = """
A suicide bomber killed at least 20 people outside a hotel in Mogadishu on Saturday, police said. Witnesses saw dozens of bodies in
the street. The blast destroyed several cars and shops.
"""
RADIO = """
A truck bomb exploded in Mogadishu on Saturday. The Somali interior ministry said 31 people were killed and 60 wounded when the
truck bomb blew up near the Safari hotel.
"""
KYIV = """
Russian missiles hit the Ukrainian capital early on Monday. Nine people were killed in strikes on Kyiv, the mayor said.
"""
KYIV_LATER = """
Ukrainian officials said 33 people were killed and 125 were injured in Kyiv on Monday. In a separate attack, a missile killed 11
people in Kryvyi Rih.
"""
REPORTS = [
    ("wire", "2017-10-14", "Wire A", BLAST),
    ("copy", "2017-10-15", "Daily C", f"{BLAST} More to follow."),
    ("radio", "2017-10-15", "Radio B", RADIO),
    ("kyiv one", "2024-07-08", "Wire A", KYIV),
    ("kyiv two", "2024-07-09", "Radio B", KYIV_LATER),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("case") / "case.db"
    stages = load_stages(Settings(threads=1))
    documents = [
        ingest_text(" ".join(text.split()), name=name, published=day, outlet=outlet, url=None)
        for name, day, outlet, text in REPORTS
    ]
    assert all(isinstance(document, Document) for document in documents)
    with Store.open(path) as store:
        list(add_all(documents, store, Settings(), stages))
        link_case(store, TABLES)
        yield store


def incident_with(store: Store, words: str) -> Incident:
    statements = {s.id: s for s in store.statements(("event", "control"))}
    found = [i for i in store.incidents() if any(words in statements[name].assertion.anchor.exact for name in i.statements)]
    assert found, f"the model did not read {words!r}"
    return found[0]


def test_three_reports_of_one_blast_are_one_incident_of_two_independent_stories(store: Store) -> None:
    blast = incident_with(store, "suicide bomber killed")
    assert blast == incident_with(store, "truck bomb exploded")
    assert (len(blast.documents), blast.stories) == (3, 2)
    killed = {version.value: version for version in blast.versions if version.attribute == "killed"}
    assert (killed["at least 20"].stories, killed["31"].stories) == (1, 1)
    assert {version.standing for version in killed.values()} == {"compatible"}


def test_the_copy_is_known_as_one(store: Store) -> None:
    names = {document.id: document.name for document in store.documents()}
    stories = [[names[name] for name in story.documents] for story in store.stories()]
    assert sorted(stories) == [["kyiv one"], ["kyiv two"], ["radio"], ["wire", "copy"]]


def test_reports_without_a_word_in_common_join_and_the_separate_attack_does_not(store: Store) -> None:
    hit = incident_with(store, "hit the Ukrainian capital")
    assert hit == incident_with(store, "33 people were killed") != incident_with(store, "11 people in Kryvyi Rih")
    assert {version.value for version in hit.versions if version.attribute == "killed"} == {"9", "33"}


def test_why_is_told_with_what_was_compared(store: Store) -> None:
    one = incident_with(store, "hit the Ukrainian capital").statements[0]
    other = incident_with(store, "11 people in Kryvyi Rih").statements[0]
    told = explain(store, TABLES, one, other)
    assert not told.one_incident and told.explanation.total is not None and told.explanation.total < 0
    far = next(reason for reason in told.explanation.reasons if reason.name == "far")
    assert {far.one, far.other} >= {"Kryvyi Rih (UA)"} and far.points < 0
    assert told.explanation.total == pytest.approx(sum(reason.points for reason in told.explanation.reasons), abs=0.02)
    with pytest.raises(UsageError):
        explain(store, TABLES, one, one)


def test_every_row_of_every_view_rests_on_statements_of_the_case_file(store: Store) -> None:
    known = {s.id for s in store.statements(("event", "control"))}
    for view in ("timeline", "harm"):
        rows = rows_of(view, store, CODEBOOK, GAZETTEER)
        assert rows and all(row.statements and known.issuperset(row.statements) for row in rows)
    timeline = rows_of("timeline", store, CODEBOOK, GAZETTEER)
    assert {name for row in timeline for name in row.statements} == known
