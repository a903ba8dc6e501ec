"""Who a phrase names: titles, acronyms, appositions, and what is no name at all."""

import pytest

from dateline.codebook import load_codebook
from dateline.resolve.actors import Names
from dateline.resolve.wording import main_country

TABLE = load_codebook().actors
STORY = (
    "The Orange Valley Front (OVF) freed the hostages. Defence Minister Ana Maria Quiroga spoke in Lima. Quiroga thanked Peru. "
    "The Lake Union of Farmers struck again; the LUF has no leader."
)


def names(text: str = STORY, published: str = "2012-05-01") -> Names:
    return Names(text, TABLE, published)


def learned(*phrases: str, text: str = STORY) -> Names:
    found = names(text)
    for phrase in phrases:
        found.learn(phrase)
    return found


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Defence Minister Ana Maria Quiroga", "Ana Maria Quiroga"),
        ("Gen. Pavel Orlik's", "Pavel Orlik"),
        ("the town's police chief, Colonel Pavel Orlik", "Pavel Orlik"),
        ("Pavel Orlik, the town's police chief", "Pavel Orlik"),
        ("a former ambassador to the United Nations Pavel Orlik", "Pavel Orlik"),
        ("the columnist Pavel Orlik", "Pavel Orlik"),
        ("Mr Quiroga's chief of staff, Colonel Pavel Orlik", "Pavel Orlik"),
        ("Peru's foreign minister, Ana Quiroga", "Ana Quiroga"),
        ("the OVF", "Orange Valley Front"),
        ("OVF fighters", "Orange Valley Front"),
        ("the LUF", "Lake Union of Farmers"),
        ("a spokesman for the OVF", "Orange Valley Front"),
        ("Peru", "Peru"),
        ("the U.S.", "United States"),
        ("the U.S", "United States"),
        ("(the U.N.),", "United Nations"),
        ("U.S. troops", "US troops"),
        ("the WHO", "World Health Organization"),
        ("Saudi-led warplanes", "Saudi-led coalition"),
    ],
)
def test_the_name_is_what_is_left_without_title_apposition_and_company(phrase: str, name: str) -> None:
    found = names().find(phrase)
    assert found is not None and found.name == name


@pytest.mark.parametrize(
    "phrase",
    [
        "the rebels",
        "gunmen",
        "two women",
        "the defence minister",
        "several officials",
        "a man wearing a mask",
        "U.S. officials",
        "French officials",
    ],
)
def test_a_description_names_nobody(phrase: str) -> None:
    assert names().find(phrase) is None


def test_a_surname_is_completed_wherever_the_full_name_stands() -> None:
    found = learned("Quiroga", "Defence Minister Ana Maria Quiroga").find("Quiroga")
    assert found is not None and (found.name, found.kind) == ("Ana Maria Quiroga", "person")


def test_capitals_of_a_wire_are_written_readably_and_acronyms_stay() -> None:
    wire = Names("THE ORANGE VALLEY FRONT (OVF) SAID SO. COLONEL JOSE MARIA LUNA SPOKE.", TABLE, "1989-05-01")
    assert wire.shouting
    assert wire.write("COLONEL JOSE LUNA") == "Colonel Jose Luna"
    assert wire.write("THE OVF") == "OVF"
    assert wire.write("TWO ARMED MEN") == "two armed men"
    luna = wire.find("LUNA")
    assert luna is not None and luna.name == "Jose Maria Luna"


def test_a_name_is_never_empty() -> None:
    for words in ("the", "'s", "...", " a "):
        assert names().write(words)


def test_the_country_a_text_is_about_is_the_one_it_names_most() -> None:
    assert main_country("Peruvian police and Peru's army met in Chile.", TABLE) == "PE"
    assert main_country("Peru and Chile", TABLE) is None
    assert main_country("nothing here", TABLE) is None


def test_of_main_country_gives_the_army_a_country() -> None:
    found = names("Peru's president met the army. Peruvian towns are quiet.").of_main_country("army")
    assert found is not None and found.name == "Peruvian army"


def test_one_person_of_a_nation_is_not_the_nation() -> None:
    names = Names("A Peruvian was hurt.", TABLE, "2012-05-01")
    assert names.find("a Peruvian") is None
    found = names.find("Peru")
    assert found is not None and found.kind == "country"


def test_a_middle_name_learned_from_the_text_finds_its_person() -> None:
    names = Names("Ana Marin Castro met him. Marin left.", TABLE, "2012-05-01")
    names.learn("Ana Marin Castro")
    found = names.find("Marin")
    assert found is not None and found.name == "Ana Marin Castro"


def test_a_people_keeps_the_words_it_is_called_by() -> None:
    found = Names("The Salvadoran people wait.", TABLE, "2012-05-01").find("the Salvadoran people")
    assert found is not None and (found.name, found.actor) == ("Salvadoran people", "el_salvador_people")
