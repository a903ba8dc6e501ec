"""Names of private persons: who is one, and that the name goes while the rest of the words stay."""

import pytest
from dossiers import document, dossier, statement, tables

from dateline.exports.mask import Mask, mask_of
from dateline.exports.telling import items_of
from dateline.records import Participant

P1, P2 = "[private person 1]", "[private person 2]"


def mask(text: str, **fields: str | None) -> Mask:
    return mask_of(document(text, **fields), (), tables().names)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # beside a job, an age, a title, a verb of saying
        ("A baker, Karim Haddad, was shot dead.", f"A baker, {P1}, was shot dead."),
        ("Police arrested Karim Haddad, 34, at home.", f"Police arrested {P1}, 34, at home."),
        ("The shop belongs to Mr Haddad.", f"The shop belongs to Mr {P1}."),
        ("“They came at night,” said Matt Thompson.", f"“They came at night,” said {P1}."),
        ("Soldiers shot Vrenok Tolashi near the bridge.", f"Soldiers shot {P1} near the bridge."),
        # possessives, and the surname alone later on
        ("Karim Haddad's brother fled. Haddad's house burned.", f"{P1}'s brother fled. {P1}'s house burned."),
        ("Karim Haddad’s brother fled.", f"{P1}’s brother fled."),
        # a name that is part of a place's name, and a surname that is a place's
        ("Omar Said, a baker, was shot near Port Said.", f"{P1}, a baker, was shot near Port Said."),
        ("Ana Kidal, a nurse, fled from Kidal. Kidal wept.", f"{P1}, a nurse, fled from Kidal. {P1} wept."),
        ("Troops entered San Vicente. Vicente Ruiz, a farmer, hid.", f"Troops entered San Vicente. {P1}, a farmer, hid."),
        # a surname that is an ordinary word
        ("Grace Hope, a nurse, said that there was little hope.", f"{P1}, a nurse, said that there was little hope."),
        # all in capitals: there the capitals say nothing
        (
            "GUNMEN KILLED THE TEACHER ROSA ELIZONDO IN SANTA ANA, POLICE SAID. ELIZONDO WAS 40.",
            f"GUNMEN KILLED THE TEACHER {P1} IN SANTA ANA, POLICE SAID. {P1} WAS 40.",
        ),
        # a headline in title case, in which every word has a capital
        ("Baker Vrenok Tolashi Shot Dead In Mosul\nDead men lay there.", f"Baker {P1} Shot Dead In Mosul\nDead men lay there."),
        # broken over a line
        ("Soldiers shot Vrenok\nTolashi.", f"Soldiers shot {P1}."),
        # two of one surname are two
        ("Karim Haddad, 34, and Lina Haddad, 30, were killed.", f"{P1}, 34, and {P2}, 30, were killed."),
        # kin of somebody with an office have none
        ("The governor's wife, Olena Marchuk, fled.", f"The governor's wife, {P1}, fled."),
        ("The wife of the governor, Olena Marchuk, fled.", f"The wife of the governor, {P1}, fled."),
        ("The general's driver, Olena Marchuk, fled.", f"The general's driver, {P1}, fled."),
    ],
)
def test_a_private_name_is_withheld_and_nothing_else(text: str, told: str) -> None:
    assert mask(text).words(text) == told


@pytest.mark.parametrize(
    "text",
    [
        # offices in the text: before, after, as a title, in small letters
        "The governor, Olena Marchuk, fled.",
        "Olena Marchuk, the head of the council, fled.",
        "Foreign Minister Olena Marchuk fled.",
        "A spokesman for the rebels, Karim Haddad, denied it. Haddad said it was a lie.",
        "The rebel commander Karim Haddad was wounded.",
        # whom the codebook knows
        "Saddam Hussein was captured near Tikrit. Hussein had hidden for months.",
        "PRESIDENT ALFREDO CRISTIANI CONDEMNED THE MURDERS.",
        # groups, bodies, places, peoples, days, events
        "The Farabundo Marti National Liberation Front attacked San Salvador.",
        "Fighters of al-Qaeda in the Islamic Maghreb burned the Ahmed Baba Institute in Timbuktu.",
        "The Sudan Doctors' Union counted the dead on Good Friday near the Markale Market.",
        "Warplanes bombed bases in Omdurman, witnesses said.",
        "Bosnian Serb troops fired on Sarajevo in July. Several people died.",
        "Operation Desert Storm began on 17 January 1991.",
        "WITNESSES SAID ABOUT 30 MEN IN UNIFORM ENTERED THE RESIDENCE OF THE JESUIT PRIESTS ON THURSDAY.",
        "THEY BURNED THE AHMED BABA INSTITUTE AND SHELLED A SCHOOL IN OMDURMAN.",
        "Rebels Take Goma As Peacekeepers Look On\nIt fell without a fight.",
        "Human Rights Watch and Amnesty International asked the Security Council to act.",
    ],
)
def test_public_persons_groups_and_places_keep_their_names(text: str) -> None:
    assert mask(text).words(text) == text


def test_the_same_name_is_the_same_person_in_title_participants_and_voice() -> None:
    text = "Karim Haddad, 34, was killed in Mosul."
    doc = document(text, title="Mourning for Haddad", url="https://courier.example/2014/karim-haddad-dead", name="haddad-dead")
    who = Participant(role="recipient", name="Karim Haddad", anchor=statement(doc, "Karim Haddad").assertion.anchor)
    (item,) = items_of([dossier(doc, statement(doc, text[:-1], participants=(who,)))], tables())
    (report,) = item.reports
    assert item.parties[0].name == item.parties[0].words == P1 and item.parties[0].private
    assert report.title == f"Mourning for {P1}" and report.url == "https://courier.example/" and report.name == doc.id
    assert report.quote == f"{P1}, 34, was killed in Mosul" and report.masked


def test_a_participant_that_only_the_statement_names_is_withheld() -> None:
    text = "Police arrested Mwangi on Sunday."
    doc = document(text)
    who = Participant(role="recipient", name="Mwangi", anchor=statement(doc, "Mwangi").assertion.anchor)
    (item,) = items_of([dossier(doc, statement(doc, text[:-1], type_="arrest", participants=(who,)))], tables())
    assert item.reports[0].quote == f"Police arrested {P1} on Sunday"


def test_who_leads_or_founded_a_group_is_public() -> None:
    text = "Dozens follow Vrenok Tolashi. Tolashi founded the Dawn Brigade."
    doc = document(text)
    founder = Participant(role="subject", name="Vrenok Tolashi", anchor=statement(doc, "Vrenok Tolashi").assertion.anchor)
    founded = statement(doc, "Tolashi founded the Dawn Brigade", "relation", "founder_of", participants=(founder,))
    (item,) = items_of([dossier(doc, founded)], tables())
    assert item.parties[0].name == "Vrenok Tolashi"


def test_names_are_kept_when_asked_for() -> None:
    text = "Karim Haddad, 34, was killed in Mosul."
    doc = document(text, title="Mourning for Haddad")
    (item,) = items_of([dossier(doc, statement(doc, text[:-1]))], tables(), with_names=True)
    assert item.reports[0].quote == text[:-1] and item.reports[0].title == "Mourning for Haddad" and not item.reports[0].masked


def test_a_filter_does_not_make_a_private_person_public_or_a_public_one_private() -> None:
    text = "Vrenok Tolashi was shot on Monday. Vrenok Tolashi leads the Dawn Brigade."
    doc = document(text)
    leader = Participant(role="subject", name="Vrenok Tolashi", anchor=statement(doc, "Vrenok Tolashi").assertion.anchor)
    shot = statement(doc, "Vrenok Tolashi was shot on Monday")
    leads = statement(doc, "Vrenok Tolashi leads the Dawn Brigade", "relation", "leads", participants=(leader,))
    whole = dossier(doc, shot, leads)
    filtered = type(whole)(
        document=doc, statements=whole.statements, sentences=whole.sentences, versions=whole.versions, told=(shot,)
    )
    (item,) = items_of([filtered], tables())
    assert item.reports[0].quote == "Vrenok Tolashi was shot on Monday"


def test_a_name_cut_through_at_the_edge_of_the_context_is_not_given_in_part() -> None:
    gap = " fled so far away that day"[:27] + "... "
    text = f"Vrenok Tolashi{gap}Soldiers shelled the town."
    doc = document(text)
    (item,) = items_of([dossier(doc, statement(doc, "Soldiers shelled the town"))], tables())
    around = text[text.index("Soldiers") - 32 : text.index("Soldiers")]
    assert around.startswith("hi fled") and mask(text).words(around) == around, "the case is not the one that is meant"
    assert item.reports[0].masked and (item.reports[0].prefix, item.reports[0].suffix) == ("", "")
    assert item.reports[0].quote == "Soldiers shelled the town"
