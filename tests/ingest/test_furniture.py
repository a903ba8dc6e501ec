"""Page furniture: every row's examples, hard negatives, and what must hold for any text."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.codebook.furniture import load_furniture, read_furniture
from dateline.errors import CodebookError
from dateline.ingest.furniture import find_furniture

EXAMPLES = [(row.id, example) for row in load_furniture() for example in row.examples]


@pytest.mark.parametrize(("row", "example"), EXAMPLES)
def test_each_row_finds_what_its_examples_mark_and_nothing_else(row: str, example: str) -> None:
    text = re.sub("[⟦⟧]", "", example)
    assert [anchor.exact for anchor in find_furniture(text)] == re.findall("⟦([^⟧]*)⟧", example)


@pytest.mark.parametrize(
    "text",
    [
        "Photographs of the dead were shown. The minister, by contrast, stayed calm.",
        "He said: follow me on the road to the river, and do not look back.",
        "WAR: The army took the town.\nPEACE: Nobody wants it.",
        "Three officers (by then retired) were charged. Copyright lawyers were not among them.",
        "Published reports put the toll at 12. Posted at the gate, two guards fled.",
        "IT IS ADVERTISED AS A CEASEFIRE, BUT THE GUNS GO ON, THE MAYOR SAID.",
        "Share prices fell 3 percent. Print shops closed. Saved by the river, the town held out.",
        "Video shows soldiers beating a boy. Watch towers burned.",
        "Sign up or die, recruits were told. Register all weapons by noon, radio ordered.",
        "Related to the president by marriage, the general was spared.",
        "By Tell Rima the road divides.",
    ],
)
def test_the_article_s_own_words_are_never_furniture(text: str) -> None:
    assert find_furniture(text) == ()


def test_a_teaser_in_flattened_text_ends_with_its_sentence() -> None:
    text = "The bridge fell. Read more: Who holds it? Gen. Haddad said the army would return. READ ALSO: The river war. It rained."
    assert [anchor.exact for anchor in find_furniture(text)] == ["Read more: Who holds it?", "READ ALSO: The river war."]


def test_a_headline_that_runs_into_the_article_loses_its_label_only() -> None:
    text = (
        "SEE ALSO : Profile of the Front "
        + "The fall of the town has brought the valley "
        + "more fighting between gangs and " * 4
        + "police."
    )
    assert [anchor.exact for anchor in find_furniture(text)] == ["SEE ALSO :"]


def test_a_label_that_no_sentence_end_follows_takes_nothing_of_the_article() -> None:
    text = "READ MORE: " + "and the column moved on towards the river " * 40
    assert [anchor.exact for anchor in find_furniture(text)] == ["READ MORE:"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
def test_furniture_ends_before_any_kind_of_line_end(line_end: str) -> None:
    text = line_end.join(["The bridge fell.", "Advertisement", "Share on Facebook", "It was rebuilt."])
    assert [anchor.exact for anchor in find_furniture(text)] == ["Advertisement", "Share on Facebook"]


PIECES = st.one_of(st.text(), st.sampled_from([re.sub("[⟦⟧]", "", example) for _, example in EXAMPLES]))


@given(st.lists(PIECES, max_size=6).map("".join))
def test_every_anchor_is_a_quotation_of_the_text_in_order_without_overlap(text: str) -> None:
    anchors = find_furniture(text)
    done = 0
    for anchor in anchors:
        assert text[anchor.start : anchor.end] == anchor.exact
        assert anchor.exact.strip() == anchor.exact != ""
        assert done <= anchor.start < anchor.end
        done = anchor.end


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("- {id: a, what: b, opens: [line], pattern: '(', ends: match, examples: [⟦x⟧, y]}", "regular expression"),
        ("- {id: a, what: b, opens: [line], pattern: 'x*', ends: match, examples: [⟦x⟧, y]}", "nothing at all"),
        ("- {id: a, what: b, opens: [line], pattern: x, ends: match, examples: [⟦x⟧]}", "one without"),
        ("- {id: a, what: b, opens: [roof], pattern: x, ends: match, examples: [⟦x⟧, y]}", "roof"),
        ("- {id: a, what: b, opens: [line], pattern: x, ends: match, examples: [⟦x⟧, y], colour: red}", "colour"),
        ("- [", "YAML"),
    ],
)
def test_a_row_that_is_not_well_formed_is_refused_by_file_name(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "rows.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CodebookError, match=r"rows\.yaml") as caught:
        read_furniture(path)
    assert says in str(caught.value)
