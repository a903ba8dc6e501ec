"""Wordpieces are those of the package by which the model is trained, letter by letter and over whole reports."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import ModelError
from dateline.read.encoder import MODEL
from dateline.read.wordpieces import LONGEST_WORD, WordPieces

tokenizers = pytest.importorskip("tokenizers")
CONTENT = json.loads((MODEL / "tokenizer.json").read_text(encoding="utf-8"))
OURS = WordPieces.of(CONTENT)
THEIRS = tokenizers.Tokenizer.from_file(str(MODEL / "tokenizer.json"))
THEIRS.no_truncation()
THEIRS.no_padding()
REPORTS = sorted(Path("examples/reports").glob("*.*"))
YOUNGER = 600
"""Characters that came into Unicode after the tables of that package, at most: it takes them for unknown letters."""


def differ(text: str) -> bool:
    theirs = THEIRS.encode(text)
    ours = OURS.encode(text)
    return ours.ids != theirs.ids or ours.starts != [start for start, _ in theirs.offsets[1:-1]]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_a_report_is_cut_into_the_same_pieces(path: Path) -> None:
    assert not differ(path.read_text(encoding="utf-8", errors="replace"))


def test_every_character_is_treated_alike_but_those_that_are_younger() -> None:
    kinds = [chr(number) for number in range(0x20000) if not 0xD800 <= number <= 0xDFFF]
    apart = [character for character in kinds if differ(f"a{character}b {character}")]
    assert 0 < len(apart) < YOUNGER, "none apart would mean that nothing was compared"
    assert {unicodedata.category(character)[0] for character in apart} <= {"M", "P", "C", "S"}, "no letter, digit or space"


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("abé İßǅ ﬁ한国,.'’-—“”\u00ad\u200b\u0301\t\n\r\u2028\x85\x00\ufffdA1½")))
def test_any_mixture_of_letters_marks_and_spaces_is_cut_alike(text: str) -> None:
    assert not differ(text)


def test_a_word_too_long_is_one_unknown_piece() -> None:
    assert not differ("x" * LONGEST_WORD) and not differ("x" * (LONGEST_WORD + 1))
    assert len(OURS.encode("x" * (LONGEST_WORD + 1)).ids) == 3


def test_the_model_s_own_marks_mean_nothing_in_an_article() -> None:
    ids = OURS.encode("[MASK] [SEP] [CLS]").ids[1:-1]
    assert not {CONTENT["model"]["vocab"][mark] for mark in ("[MASK]", "[SEP]", "[CLS]")} & set(ids)


def test_a_tokenizer_of_another_kind_is_refused() -> None:
    with pytest.raises(ModelError, match=r"tokenizer\.json"):
        WordPieces.of({**CONTENT, "normalizer": None})
