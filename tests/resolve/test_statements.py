"""One statement for each assertion, with its meaning, and nothing lost."""

import pytest

from dateline.codebook import load_codebook
from dateline.gazetteer import Gazetteer
from dateline.records import Anchor, Argument, Assertion, Attribution, Document, Reading, Resolution, Sentence
from dateline.resolve.statements import resolve

CODEBOOK = load_codebook()
GAZETTEER = Gazetteer.open()


def read(text: str, *assertions: dict, published: str | None = "2013-02-06") -> Resolution:
    """Resolve a text with assertions given as words: kind, type, span, then roles; `source` is who says it."""
    sentences, start = [], 0
    for index, words in enumerate(text.split("\n")):
        anchor = Anchor(start=start, end=start + len(words), exact=words)
        sentences.append(Sentence(id=f"d:{index}", document="d", index=index, anchor=anchor))
        start += len(words) + 1

    def at(words: str) -> Anchor:
        found = text.index(words)
        return Anchor(start=found, end=found + len(words), exact=words)

    made = []
    for number, given in enumerate(assertions):
        span = at(given["span"])
        made.append(
            Assertion(
                id=f"d/{number}",
                document="d",
                sentence=next(s.id for s in sentences if s.anchor.start <= span.start <= s.anchor.end),
                kind=given.get("kind", "event"),
                type=given.get("type", "attack" if "kind" not in given else None),
                anchor=span,
                arguments=tuple(Argument(role=role, anchor=at(words)) for role, words in given.get("roles", ())),
                attribution=Attribution(source=at(given["source"])) if "source" in given else None,
            )
        )
    document = Document(id="d", text=text, name="d", published=published)
    return resolve(
        Reading(document=document, sentences=tuple(sentences), assertions=tuple(made), set_aside=()), CODEBOOK, GAZETTEER
    )


STORY = "Gunmen shot two guards near Gao in Mali on Monday, a hospital spokesman said.\nThey burned a school.\nThe town is calm."


def test_every_assertion_gets_one_statement_in_order() -> None:
    resolution = read(STORY, {"span": "They burned a school"}, {"span": "Gunmen shot two guards"})
    assert [statement.id for statement in resolution.statements] == ["d/0", "d/1"]


@pytest.mark.parametrize(
    ("text", "pointed", "name"),
    [
        ("A massacre could follow if they take El Fasher, the last town of Darfur.", "El", "El Fasher"),
        ("They fled to Goma Monday.", "Goma", "Goma"),
    ],
)
def test_a_place_of_which_the_first_word_was_seen_is_the_whole(text: str, pointed: str, name: str) -> None:
    (event,) = read(text, {"span": text[:-1], "roles": (("place", pointed),)}).statements
    assert [place.name for place in event.places] == [name]


def test_an_estimated_number_is_one_number() -> None:
    text = "An estimated 49,000 people fled."
    (one,) = read(
        text, {"kind": "quantity", "span": text[:-1], "roles": (("number", "An estimated"), ("number", "49,000"))}
    ).statements
    assert [(number.low, number.high, number.approx, number.what) for number in one.quantities] == [
        (49_000, 49_000, True, "people")
    ]


def test_the_army_is_that_of_where_all_happens_not_of_a_country_named_in_passing() -> None:
    text = "The junta lost Lashio, Kutkai and Hsenwi. A truce arranged by China failed."
    roles = (("actor", "The junta"), ("place", "Lashio"), ("place", "Kutkai"), ("place", "Hsenwi"))
    (event,) = read(text, {"span": text[:40], "roles": roles}, published="2023-11-14").statements
    assert [one.name for one in event.participants] == ["State Administration Council"]


def test_an_event_gets_its_day_its_places_and_its_counts() -> None:
    roles = (("actor", "Gunmen"), ("place", "Gao"), ("place", "Mali"), ("count:killed", "two guards"))
    (event,) = read(STORY, {"span": "Gunmen shot two guards near Gao in Mali on Monday", "roles": roles}).statements
    assert event.time is not None and (event.time.start, event.time.end) == ("2013-02-04", "2013-02-04")
    assert [(place.name, place.country) for place in event.places] == [("Gao", "ML"), ("Mali", "ML")]
    assert [(count.of, count.low, count.high, count.what) for count in event.quantities] == [("killed", 2, 2, "guards")]
    assert [(who.role, who.name, who.how) for who in event.participants] == [("actor", "Gunmen", "words")]


def test_the_next_deed_of_the_same_story_takes_its_day_and_its_actor() -> None:
    first = {"span": "Gunmen shot two guards near Gao in Mali on Monday", "roles": (("actor", "Gunmen"),)}
    second = {"span": "They burned a school", "roles": (("actor", "They"),)}
    statement = read(STORY, first, second).statements[1]
    assert statement.time is not None and statement.time.start == "2013-02-04"
    assert (statement.participants[0].name, statement.participants[0].how) == ("Gunmen", "coreference")


def test_a_state_takes_no_day_from_its_surroundings() -> None:
    (state,) = read(STORY, {"kind": "judgement", "span": "The town is calm"}).statements
    assert state.time is None


def test_a_place_that_is_described_is_the_place_named_before() -> None:
    event = {"span": "Gunmen shot two guards near Gao", "roles": (("place", "Gao"),)}
    state = {"kind": "judgement", "span": "The town is calm", "roles": (("place", "The town"),)}
    assert read(STORY, event, state).statements[1].places[0].name == "Gao"


def test_voices_are_named_by_their_organisation_and_else_left_without_a_name() -> None:
    text = "The Defence Ministry of Mali said it fled.\nOfficials said so.\nIt is believed so.\nColonel Pavel Orlik said so."
    spans = [("it fled", "The Defence Ministry of Mali"), ("Officials said so", "Officials"), ("It is believed so", "is believed")]
    given = [{"span": span, "source": source} for span, source in [*spans, ("Colonel Pavel Orlik said so", "Colonel Pavel Orlik")]]
    voices = [statement.voice.name for statement in read(text, *given).statements]
    assert voices == ["Malian Defense Ministry", None, None, "Pavel Orlik"]


@pytest.mark.parametrize(("speaker", "name"), [("a brigade commander", None), ("Colonel Pavel Orlik", "Pavel Orlik")])
def test_a_pronoun_has_a_name_as_a_voice_only_where_its_speaker_has_one(speaker: str, name: str | None) -> None:
    text = f"A road was cut, {speaker} from Gao said.\nSix guards were caught, he added."
    given = [{"span": "A road was cut", "source": speaker}, {"span": "Six guards were caught", "source": "he"}]
    assert [statement.voice.name for statement in read(text, *given).statements] == [name, name]


def test_a_label_is_about_the_name_beside_it() -> None:
    text = "Hezbollah, a militant group, denied it."
    (label,) = read(text, {"kind": "label", "span": "militant group"}).statements
    assert [(who.role, who.name) for who in label.participants] == [("target", "Hezbollah")]


def test_without_a_publication_date_relative_times_are_set_aside_with_the_reason() -> None:
    resolution = read(STORY, {"span": "Gunmen shot two guards near Gao in Mali on Monday"}, published=None)
    assert resolution.statements[0].time is None
    assert [(aside.stage, aside.reason) for aside in resolution.set_aside] == [("resolve", "unresolved_time")]


def test_the_same_reading_gives_the_same_statements() -> None:
    given = {"span": "Gunmen shot two guards near Gao in Mali on Monday", "roles": (("actor", "Gunmen"), ("place", "Gao"))}
    assert read(STORY, given) == read(STORY, given)


def test_we_is_whom_the_speaker_speaks_for() -> None:
    text = "Chadian Foreign Minister Ana Ruiz spoke.\nShe said we sent soldiers.\nThe baker Omar Deby said we left."
    sent = {"span": "we sent soldiers", "source": "Ana Ruiz", "roles": (("actor", "we"),)}
    assert read(text, sent).statements[0].participants[0].name == "Chad"
    left = {"span": "we left", "source": "Omar Deby", "roles": (("actor", "we left"[:2]),)}
    (statement,) = read(text.partition("\nShe said we sent soldiers.")[2], left).statements
    assert statement.participants[0].name == "Omar Deby"


def test_i_is_the_speaker_alone() -> None:
    text = "Chadian Foreign Minister Ana Ruiz said I signed it."
    (statement,) = read(text, {"span": "I signed it", "source": "Ana Ruiz", "roles": (("actor", "I"),)}).statements
    assert statement.participants[0].name == "Ana Ruiz"


def test_a_place_described_with_its_kind_goes_by_its_own_name() -> None:
    text = "Shells hit the Georgian city of Batumi and the capital, Tbilisi."
    roles = (("place", "the Georgian city of Batumi"), ("place", "the capital, Tbilisi"))
    places = (
        read(text, {"span": "Shells hit the Georgian city of Batumi and the capital, Tbilisi", "roles": roles}).statements[0].places
    )
    assert [(place.name, place.country) for place in places] == [("Batumi", "GE"), ("Tbilisi", "GE")]
    assert places[0].anchor is not None and places[0].anchor.exact == "the Georgian city of Batumi"


def test_a_call_names_whom_it_is_made_to() -> None:
    text = "The envoy's call is a demand of Chad."
    (statement,) = read(text, {"kind": "recommendation", "span": "a demand of Chad"}).statements
    assert [(who.role, who.name) for who in statement.participants] == [("addressee", "Chad")]


def test_a_place_that_the_gazetteer_lacks_lies_in_the_country_of_its_neighbours() -> None:
    roles = (("place", "Qurbanabad Ghazi"), ("place", "Kandahar"))
    (event,) = read(
        "Gunmen shot a man in Qurbanabad Ghazi and fled to Kandahar.", {"span": "Gunmen shot a man", "roles": roles}
    ).statements
    assert [(place.name, place.country, place.latitude is None) for place in event.places] == [
        ("Qurbanabad Ghazi", "AF", True),
        ("Kandahar", "AF", False),
    ]


def test_an_unknown_place_without_neighbours_has_no_country() -> None:
    text = "Gunmen shot a man in Qurbanabad Ghazi."
    (event,) = read(text, {"span": "Gunmen shot a man", "roles": (("place", "Qurbanabad Ghazi"),)}).statements
    assert [(place.name, place.country) for place in event.places] == [("Qurbanabad Ghazi", None)]


def test_both_sides_are_two_actors_of_one_event() -> None:
    text = "Ethiopia fought Eritrea.\nBoth countries signed a truce."
    roles = (("actor", "Ethiopia"), ("recipient", "Eritrea"))
    resolution = read(
        text,
        {"span": "Ethiopia fought Eritrea", "roles": roles},
        {"span": "Both countries signed a truce", "roles": (("actor", "Both countries"),)},
    )
    assert [(who.name, who.how) for who in resolution.statements[1].participants] == [
        ("Ethiopia", "coreference"),
        ("Eritrea", "coreference"),
    ]


def test_of_two_times_pointed_at_the_one_inside_the_words_counts() -> None:
    text = "Both sides met on Tuesday.\nSoldiers shot two herders on Sunday night, the elders said."
    roles = (("time", "Tuesday"), ("time", "Sunday night"))
    (event,) = read(text, {"span": "Soldiers shot two herders on Sunday night", "roles": roles}).statements
    assert event.time is not None and (event.time.start, event.time.end) == ("2013-02-03", "2013-02-03")
    roles = (("time", "Tuesday"),)
    (event,) = read(text, {"span": "Soldiers shot two herders", "roles": roles}).statements
    assert event.time is not None and event.time.start == "2013-02-05"  # pointed at alone, it counts from where it stands


def test_nobody_acts_upon_himself_by_a_plain_pronoun() -> None:
    text = "Shining Path killed them with their guns."
    roles = (("actor", "Shining Path"), ("recipient", "them"))
    (event,) = read(text, {"span": "Shining Path killed them with their guns", "roles": roles}).statements
    assert {who.role: who.name for who in event.participants}["recipient"] == "them"


def test_what_belongs_to_several_takes_an_apostrophe_alone() -> None:
    text = "Lemon Party guards came.\nTheir cook was shot."
    roles = (("recipient", "Their cook"),)
    first = {"span": "Lemon Party guards came", "roles": (("actor", "Lemon Party guards"),)}
    event = read(text, first, {"span": "Their cook was shot", "roles": roles}).statements[1]
    assert event.participants[0].name == "Lemon Party guards' cook"


def test_the_forces_of_a_ministry_are_those_of_its_country() -> None:
    text = "Russia's Defence Ministry said its forces shelled Gao.\nThe Red Cross said its trucks reached Gao."
    shelled = {"span": "its forces shelled Gao", "roles": (("actor", "its forces"),), "source": "Russia's Defence Ministry"}
    helped = {"span": "its trucks reached Gao", "type": "aid", "roles": (("actor", "its trucks"),), "source": "The Red Cross"}
    first, second = read(text, shelled, helped).statements
    assert first.participants[0].actor == "russia_forces"
    assert second.participants[0].actor is None


def test_a_count_in_two_pieces_is_one() -> None:
    roles = (("count:killed", "as many as"), ("count:killed", "131 people"), ("recipient", "131 people"))
    (event,) = read(
        "A strike killed as many as 131 people.", {"span": "A strike killed as many as 131 people", "roles": roles}
    ).statements
    assert [(count.low, count.high, count.what) for count in event.quantities] == [(None, 131, "people")]


def test_a_count_inside_another_is_kept() -> None:
    text = "A strike killed 82 civilians, among them 13 children."
    roles = (("count:killed", "82 civilians, among them 13 children"), ("count:killed", "13 children"))
    (event,) = read(text, {"span": text[:-1], "roles": roles}).statements
    assert [count.low for count in event.quantities] == [82, 13]


def test_a_hyphened_name_is_one_place_and_a_road_has_two_ends() -> None:
    roles = (("place", "Haut"), ("place", "Uele"))
    (raid,) = read("They raided Haut-Uele.", {"span": "They raided Haut-Uele", "roles": roles}).statements
    assert [(place.name, place.country) for place in raid.places] == [("Haut-Uele", "CD")]
    roles = (("place", "Baghdad"), ("place", "Mosul"))
    (raid,) = read("They cut the Baghdad-Mosul road.", {"span": "They cut the Baghdad-Mosul road", "roles": roles}).statements
    assert [place.name for place in raid.places] == ["Baghdad", "Mosul"]


def test_whom_two_mentions_of_one_role_name_is_there_once() -> None:
    roles = (("subject", "ISIS"), ("subject", "Daesh"), ("object", "Ansar Dine"))
    text = "ISIS, or Daesh, is allied with Ansar Dine."
    (relation,) = read(
        text, {"kind": "relation", "type": "allied_with", "span": text[:-1], "roles": roles}, published="2015-02-06"
    ).statements
    assert [who.role for who in relation.participants] == ["subject", "object"]
