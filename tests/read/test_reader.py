"""The whole read stage with the shipped model: conservation, true quotes, determinism, the codebook's word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.codebook import Codebook, load_codebook
from dateline.ingest import ingest_text
from dateline.read import Reader
from dateline.records import Anchor, Document

REPORT = (
    "Fighters of the Northern Front captured the town of Harim on Tuesday, the army said. At least 12 soldiers were killed and "
    "dozens of families fled to the border.\n\nThe government must open the road, the Red Cross said in a statement. Analysts said "
    "that the offensive would probably continue.\n\nREAD MORE: Siege of Harim in pictures"
)
_ODD = st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from(". \n\r\"'“”é́‏🙂‍ﷺ")), max_size=300)


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


@pytest.fixture(scope="module")
def reader(codebook: Codebook) -> Reader:
    return Reader.load(codebook, threads=1)


def document(text: str, name: str = "report") -> Document:
    return ingest_text(text, name=name, published="2016-05-05", outlet="Example Wire", url=None)


def test_every_sentence_bears_an_assertion_or_is_set_aside(reader: Reader) -> None:
    reading = reader.read([document(REPORT)])[0]
    bearing = {a.sentence for a in reading.assertions}
    aside = {s.item for s in reading.set_aside}
    assert bearing | aside == {s.id for s in reading.sentences}
    assert not bearing & aside


def test_it_finds_what_a_plain_report_says(reader: Reader) -> None:
    found = {(a.kind, a.type) for a in reader.read([document(REPORT)])[0].assertions}
    assert ("control", "seizes") in found
    assert "forecast" in {k for k, _ in found}


def test_page_furniture_is_set_aside_and_never_read(reader: Reader) -> None:
    reading = reader.read([document(REPORT)])[0]
    aside = [s.anchor.exact for s in reading.set_aside if s.reason == "furniture" and s.anchor]
    assert aside == ["READ MORE: Siege of Harim in pictures"]
    assert all("READ MORE" not in a.anchor.exact for a in reading.assertions)


@settings(max_examples=40, deadline=None)
@given(_ODD)
def test_quotes_are_true_and_sentences_conserved_for_any_text(reader: Reader, text: str) -> None:
    odd = Document(id="d", text=text, name="odd")
    reading = reader.read([odd])[0]
    anchors: list[Anchor] = [s.anchor for s in reading.sentences]
    for a in reading.assertions:
        anchors += [a.anchor, *(x.anchor for x in a.arguments)]
        anchors += [x for x in (a.trigger, a.attribution and a.attribution.source, a.attribution and a.attribution.cue) if x]
    assert all(text[x.start : x.end] == x.exact for x in anchors)
    assert {a.sentence for a in reading.assertions} | {s.item for s in reading.set_aside} == {s.id for s in reading.sentences}


def test_batch_order_and_threads_change_nothing(codebook: Codebook, reader: Reader) -> None:
    texts = (REPORT, "Nothing happened. " * 30, REPORT.replace("Harim", "Azaz"))
    documents = [document(text, f"report-{i}") for i, text in enumerate(texts)]
    alone = [reader.read([d])[0] for d in documents]
    assert reader.read(documents) == alone
    assert reader.read(documents[::-1]) == alone[::-1]
    assert Reader.load(codebook, threads=2).read(documents) == alone


def test_line_ends_are_kept_in_quotes(reader: Reader) -> None:
    text = REPORT.replace("\n", "\r\n")
    assert all(text[a.anchor.start : a.anchor.end] == a.anchor.exact for a in reader.read([document(text)])[0].assertions)


def test_a_word_of_a_thousand_letters_and_ten_thousand_words_pass(reader: Reader) -> None:
    text = "x" * 1_000 + " rebels seized the town. " + "Troops left the village of Ain. " * 1_500
    reading = reader.read([document(text)])[0]
    assert len(reading.sentences) > 1_000


def test_what_must_be_done_is_a_recommendation(reader: Reader) -> None:
    text = "The government must open the road, the Red Cross said in a statement."
    assert "recommendation" in {a.kind for a in reader.read([document(text)])[0].assertions}


@pytest.mark.xfail(strict=True, reason="known failure since the first weights: when it passes, make it a plain test")
def test_a_captured_town_is_no_arrest(reader: Reader) -> None:
    text = "M23 fighters captured Goma on Tuesday after government troops fled towards Sake."
    assert ("control", "seizes") in {(a.kind, a.type) for a in reader.read([document(text)])[0].assertions}
