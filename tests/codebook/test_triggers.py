"""How words are found: lemmas, parts of speech, surroundings, phrases, and the evidence for a type."""

import time
from pathlib import Path

import pytest

from dateline.codebook import load_codebook
from dateline.codebook.word_forms import guess_pos, tokens
from dateline.errors import CodebookError

CODEBOOK = load_codebook()


def strongest(text: str, kind: str) -> str | None:
    found = {k: v for k, v in CODEBOOK.type_evidence(text).items() if CODEBOOK.entries[k].kind == kind}
    return max(found, key=lambda k: found[k]) if found else None


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Fighters of the front overran the garrison at Elephant Pass", "control", "seizes"),
        ("the garrison was overrun by the Tigers", "control", "seizes"),
        ("three nurses were taken hostage near Baidoa", "event", "abduction"),
        ("a truck bomb exploded at the gate", "event", "bombing"),
        ("jets bombed the bridge", "event", "airstrike"),
        ("howitzers shelled the old town", "event", "shelling"),
        ("the bishop was gunned down at the altar", "event", "attack"),
        ("police detained two editors", "event", "arrest"),
        ("two thousand families fled across the river", "event", "displacement"),
        ("the front and the ministry signed a peace accord", "event", "agreement"),
        ("the militia claimed responsibility", "event", "statement"),
        ("a court convicted the warlord", "event", "legal"),
        ("THE RANGERS WITHDREW FROM THE PROVINCE", "event", "withdrawal"),
        ("the splinter group broke away from the party", "relation", "split_from"),
        ("the leader of the movement", "relation", "leads"),
        ("the fort has been besieged for a month", "control", "besieges"),
    ],
)
def test_the_words_speak_most_for_the_right_type(text: str, kind: str, expected: str) -> None:
    assert strongest(text, kind) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The bakery opens at seven and sells bread.",
        "It rained all week in the valley.",
        "Her book is about the history of glass.",
        "",
        "   \n\t ",
        "مرحبا بالعالم 🙂 e\u0301",
    ],
)
def test_ordinary_words_speak_for_nothing(text: str) -> None:
    assert {k: v for k, v in CODEBOOK.type_evidence(text).items() if v > 0.5} == {}


@pytest.mark.parametrize(
    ("entry", "text", "mode"),
    [
        ("statement", "the front claimed responsibility", "claim_of_responsibility"),
        ("statement", "Harare accused London of meddling", "accusation"),
        ("statement", "the envoy urged both sides to stop", "demand"),
        ("statement", "bishops condemned the killing", "condemnation"),
        ("statement", "the general vowed to go on", "pledge"),
        ("statement", "they threatened to close the port", "threat"),
        ("displacement", "families fled the valley", "flee"),
        ("displacement", "the wounded were evacuated", "evacuation"),
        ("displacement", "refugees returned home", "return"),
        ("talks", "the talks collapsed on Friday", "failure"),
        ("talks", "the delegations met in Oslo", None),
    ],
)
def test_words_show_the_manner(entry: str, text: str, mode: str | None) -> None:
    assert CODEBOOK.find_mode(entry, text) == mode


@pytest.mark.parametrize(
    ("before", "word", "after", "expected"),
    [
        ("the", "attack", "on", "noun"),
        ("to", "attack", "the", "verb"),
        ("they", "strike", "at", "verb"),
        ("rebel", "attacks", "killed", "noun"),
        ("rebels", "attacked", "a", "verb"),
        ("are", "fighting", "for", "verb"),
        ("heavy", "fighting", "in", "noun"),
        ("by", "killing", "the", None),
        ("rebel", "attacks", "in", None),
    ],
)
def test_the_part_of_speech_is_guessed_only_where_neighbours_make_it_plain(
    before: str, word: str, after: str, expected: str | None
) -> None:
    assert guess_pos(before, word, after) == expected


def test_tokens_keep_their_places_in_any_script() -> None:
    text = "L’armée’s tanks—12—רצועת 🙂 didn’t stop."
    for token in tokens(text):
        assert text[token.start : token.end].lower().replace("’", "'") == token.word


def test_a_longer_phrase_hides_the_shorter_of_the_same_kind() -> None:
    found = [m for m in CODEBOOK.find_triggers("a car bomb") if m.strength == "strong"]
    assert [(m.entry, m.start, m.end) for m in found] == [("bombing", 2, 10)]


def test_a_users_entry_is_added_and_one_of_the_same_id_replaces_ours(tmp_path: Path) -> None:
    folder = tmp_path / "events"
    folder.mkdir()
    text = (
        "id: {id}\nlabel: L\nkind: event\ndefinition: D.\ntriggers: [{{lemma: zorble, pos: verb}}]\nroles: {{}}\n"
        'examples:\n  "yes": [They zorbled it.]\n  "no": [{{text: They sat., why: nothing}}]\n'
    )
    (folder / "zorbling.yaml").write_text(text.format(id="zorbling"), encoding="utf-8")
    (folder / "riot.yaml").write_text(text.format(id="riot"), encoding="utf-8")
    mine = load_codebook([tmp_path])
    assert {m.entry for m in mine.find_triggers("they zorbled the mill")} == {"zorbling", "riot"}
    assert mine.version != CODEBOOK.version
    assert len(mine.entries) == len(CODEBOOK.entries) + 1


def test_an_unknown_word_class_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(
        'id: odd\nlabel: L\nkind: event\ndefinition: D.\ntriggers: [{phrase: "#nothing here"}]\nroles: {}\n'
        'examples:\n  "yes": [a]\n  "no": [{text: b, why: c}]\n',
        encoding="utf-8",
    )
    with pytest.raises(CodebookError, match="nothing"):
        load_codebook([path])


def test_two_loads_give_the_same_version_and_matches() -> None:
    again = load_codebook()
    text = "Rebels attacked the town and took twelve hostages, officials said."
    assert again.version == CODEBOOK.version
    assert again.find_triggers(text) == CODEBOOK.find_triggers(text)


def test_time_grows_with_the_text_and_not_with_its_square() -> None:
    text = " ".join(sentence for entry in CODEBOOK.entries.values() for sentence in entry.examples.yes)

    def spent(times: int) -> float:
        begin = time.process_time()
        CODEBOOK.find_triggers(f"{text} " * times)
        return time.process_time() - begin

    assert min(spent(16) for _ in range(2)) < 48 * min(spent(1) for _ in range(3))  # sixteen times the text; its square is 256


def test_the_worked_example_of_the_documentation_holds(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "codebook.md").read_text(encoding="utf-8")
    (tmp_path / "cattle_raid.yaml").write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    mine = load_codebook([tmp_path])
    entry = mine.entries["cattle_raid"]
    for sentence in entry.examples.yes:
        assert any(m.entry == entry.id and m.strength != "weak" for m in mine.find_triggers(sentence)), sentence
    for row in entry.examples.no:
        if not row.trigger:
            assert not any(m.entry == entry.id and m.strength != "weak" for m in mine.find_triggers(row.text)), row.text
