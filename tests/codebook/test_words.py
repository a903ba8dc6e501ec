"""The word lists: who-says-so, hedges, likelihoods and labels as the codebook reads them."""

from pathlib import Path

import pytest

from dateline.codebook import load_codebook
from dateline.errors import CodebookError

CODEBOOK = load_codebook()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Rain will most likely follow", "very_likely"),
        ("It will probably go on", "likely"),
        ("They could return", "possible"),
        ("A truce is unlikely to hold", "unlikely"),
        ("It is not likely to hold", "unlikely"),
        ("Famine is certain to come", "certain"),
        ("They will return", None),
    ],
)
def test_likelihood_words_give_their_step(text: str, value: str | None) -> None:
    assert next((m.value for m in CODEBOOK.find_likelihood(text)), None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The bridge was reportedly blown up", "reported"),
        ("Perhaps forty were held", "possible"),
        ("They apparently fled by night", "probable"),
        ("The mayor denied the story", "denied"),
        ("There is no evidence of a raid", "denied"),
        ("The bridge was blown up", None),
    ],
)
def test_hedge_words_give_their_hedge(text: str, value: str | None) -> None:
    assert next((m.value for m in CODEBOOK.find_hedges(text)), None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("rebels", "label"),
        ("the Maoist insurgents", "label"),
        ("the regime", "label"),
        ("gunmen", "label"),
        ("an armed group", "label"),
        ("soldiers", "not_label"),
        ("the police", "not_label"),
        ("coalition", "not_label"),
        ("fighters", "weak"),
        ("the teapot", None),
    ],
)
def test_label_nouns_are_told_from_plain_nouns(text: str, value: str | None) -> None:
    assert next((m.value for m in reversed(CODEBOOK.find_labels(text))), None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("he said", "say"),
        ("according to the ministry", "say"),
        ("she denied it", "deny"),
        ("Paris accused him", "accuse"),
        ("analysts predict rain", "predict"),
        ("the report shows it", "report"),
        ("the cat slept", None),
    ],
)
def test_reporting_words_give_their_kind_of_speaking(text: str, value: str | None) -> None:
    assert next((m.value for m in CODEBOOK.find_reporting(text)), None) == value


@pytest.mark.parametrize("name", ["reporting", "hedges", "likelihood", "labels"])
def test_every_word_of_a_list_is_found_by_itself(name: str) -> None:
    rows = getattr(CODEBOOK, name)
    missing = [word for row in rows for word in row.words if not CODEBOOK.tables[name].find(word)]
    assert missing == []


def test_a_list_row_with_an_unknown_key_is_refused_by_file(tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    path.write_text("- {words: [rebel], colour: red}\n", encoding="utf-8")
    with pytest.raises(CodebookError) as error:
        load_codebook([path])
    assert "labels.yaml" in str(error.value) and "colour" in str(error.value)


def test_a_users_rows_are_added(tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    path.write_text("- {words: [zealot]}\n", encoding="utf-8")
    assert [m.value for m in load_codebook([path]).find_labels("the zealots")] == ["label"]
