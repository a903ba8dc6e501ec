"""Names that no table knows: which words are names, how they are counted, and whom they may be."""

import pytest
from annotated import archive, codebook, document, examples, gazetteer, read, row, sentences_of

from dateline.records import Row
from dateline.situation.candidates import candidates
from dateline.situation.likeness import KnownNames


def view(documents, statements) -> list[Row]:
    return candidates(statements, documents, sentences_of(documents), codebook().actors, gazetteer())


def told(*texts: str, name: str) -> list[Row]:
    """The rows of one-sentence reports in which somebody attacks."""
    documents = [document(text, f"d{n}", outlet=f"Outlet {n}", published=f"2023-05-0{n + 1}") for n, text in enumerate(texts)]
    found = [
        read(each, row("event", each.text.rstrip("."), type="attack", actors=[name], places=["Gao"] if "Gao" in each.text else []))
        for each in documents
    ]
    return view(*archive(*found, documents=documents))


def test_one_name_in_two_outlets_is_one_row_with_a_sentence_of_each() -> None:
    (found,) = told("The Sons of Dawra attacked Gao.", "Men of the Sons of Dawra burnt a farm.", name="Sons of Dawra")
    cells = found.cells
    assert (cells["name"], cells["documents"], cells["outlets"], cells["countries"]) == ("Sons of Dawra", 2, 2, ["ML"])
    assert cells["examples"] == ["The Sons of Dawra attacked Gao.", "Men of the Sons of Dawra burnt a farm."]
    assert cells["published"] == {"start": "2023-05-01", "end": "2023-05-02"} and found.statements == ("d0/0", "d1/0")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gunmen attacked Gao.", "Gunmen"),
        ("The gunmen attacked Gao.", "gunmen"),
        ("Many Soldiers say that soldiers attacked Gao.", "Soldiers"),
        ("Gao residents attacked the camp.", "Gao residents"),
        ("They attacked Gao.", "They"),
        ("Boko Haram attacked Gao.", "Boko Haram"),
        ("The United Nations attacked Gao.", "United"),
        ("The Committee for Peace attacked Gao.", "Committee"),
        ("GUNMEN ATTACKED GAO.", "Gunmen"),
        ("AIR FORCE PLANES ATTACKED GAO.", "Force Planes"),
    ],
)
def test_words_of_every_day_known_actors_and_parts_of_longer_names_are_no_candidates(text: str, name: str) -> None:
    assert told(text, name=name) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The men of Ansaru attacked Gao.", "Ansar-Fajr"),
        ("Men of Jaish al-Wadi attacked Gao.", "Jaish al-Wadi"),
        ("On Monday Dawra attacked Gao.", "Dawra"),
        ("The Committee for Peace attacked Gao.", "Committee for Peace"),
        ("ON MONDAY SONS OF DAWRA ATTACKED GAO.", "Sons of Dawra"),
    ],
)
def test_a_name_is_told_by_capitals_that_nothing_else_explains(text: str, name: str) -> None:
    assert [found.cells["name"] for found in told(text.replace("Ansaru", name), name=name)] == [name]


def test_of_two_named_together_the_unknown_one_is_the_candidate() -> None:
    text = "NATO and Jaish al-Wadi attacked Gao."
    assert [found.cells["name"] for found in told(text, name="NATO and Jaish al-Wadi")] == ["Jaish al-Wadi"]


@pytest.mark.parametrize(
    ("name", "countries", "actor"),
    [
        ("Mouvement du 23 mars", ["CD"], "m23"),
        ("Islamic State of Iraq and al-Shaam", ["IQ"], "islamic_state"),
        ("Hezbullah", ["LB"], "hezbollah"),
        ("U.N. Secretary-General Kofi Annan", [], "kofi_annan"),
    ],
)
def test_the_known_actor_that_a_name_is_like_comes_first(name: str, countries: list[str], actor: str) -> None:
    assert KnownNames(codebook().actors).like(name, countries)[0].actor == actor


@pytest.mark.parametrize("name", ["Vitaliy Kim", "Jesuit Priests", "Muhamed Sacirbey", "Qwxz"])
def test_a_name_like_nobodys_is_like_nobody(name: str) -> None:
    assert KnownNames(codebook().actors).like(name) == []


def test_a_country_that_does_not_fit_makes_less_alike() -> None:
    known = KnownNames(codebook().actors)
    here, there = (next(one for one in known.like("Hezbullah", [code]) if one.actor == "hezbollah") for code in ("LB", "CO"))
    assert here.score > there.score


def test_an_actor_that_a_report_calls_the_same_is_proposed_first() -> None:
    report = document("Jaish al-Wadi, another name of Boko Haram, is small.")
    said = row(
        "relation", "Jaish al-Wadi, another name of Boko Haram", type="alias_of", subject="Jaish al-Wadi", object="Boko Haram"
    )
    (found,) = view(*archive(read(report, said), documents=[report]))
    assert found.cells["like"][0].startswith("Boko Haram [boko_haram] 1.00")
    denied = read(report, {**said, "hedge": "denied"})
    assert not any("1.00" in like for like in view(*archive(denied, documents=[report]))[0].cells["like"])


def test_the_examples_give_names_and_no_descriptions() -> None:
    names = [found.cells["name"] for found in view(*examples())]
    assert "Vitaliy Kim" in names and not {"Soldiers", "Rescuers", "Gunmen", "United"} & set(names)
