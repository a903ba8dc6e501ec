"""Forecasts and recommendations: likelihood, condition, horizon, addressee; later reports are offered, nothing is decided."""

import pytest
from annotated import archive, codebook, document, examples, read, row, seed, sentences_of

from dateline.records import Document, Row, Statement
from dateline.situation.outlook import condition_of, outlook


def view(documents: dict[str, Document], statements: list[Statement]) -> list[Row]:
    return outlook(statements, documents, sentences_of(documents), statements, codebook())


def of_kind(rows: list[Row], kind: str) -> list[dict]:
    return [row.cells for row in rows if row.cells["kind"] == kind]


def test_the_first_article_predicts_seven_things_and_recommends_six() -> None:
    rows = view(*seed())
    forecasts = of_kind(rows, "forecast")
    assert [(cells["likelihood"], cells["condition"]) for cells in forecasts] == [
        ("certain", None),
        ("certain", None),
        ("certain", "If left alone"),
        ("certain", "if left unchallenged"),
        ("certain", "implied"),
        ("very_likely", None),
        ("unstated", "if they are already extremists when they go out to Syria"),
    ]
    assert {cells["verdict"] for cells in forecasts} == {"open"}
    assert [cells["addressee"] for cells in of_kind(rows, "recommendation")] == [
        ["Government of Iraq"],
        ["Nuri al-Maliki"],
        ["the international community"],
        ["the international community"],
        ["the world"],
        [],
    ]


def test_every_forecast_and_recommendation_of_the_examples_has_a_row() -> None:
    documents, statements = examples()
    first = {row.statements[0] for row in view(documents, statements)}
    assert first == {s.id for s in statements if s.assertion.kind in ("forecast", "recommendation")}


def test_a_horizon_is_what_the_text_states() -> None:
    (cells,) = [c for c in of_kind(view(*examples()), "forecast") if c["what"].startswith("NATO")]
    assert cells["horizon"] == {"start": "1995-08-29", "end": "1995-09-08"} and cells["likelihood"] == "likely"


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("Unless rain falls, many will starve.", "Unless rain falls"),
        ("The war will end only if both sides talk; few expect it.", "only if both sides talk"),
        ("“Without it”, she said, thousands could die.", "Without it"),
        ("The army will attack.", None),
        ("The mayor, Iffat Said, will resign.", None),
    ],
)
def test_the_condition_is_the_clause_that_states_it(sentence: str, condition: str | None) -> None:
    assert condition_of(sentence) == condition


# ---------------------------------------------------------------------- what was reported since

FORECAST = document("The rebels will soon shell Kherson. It may rain.", "forecast", outlet="A", published="2022-11-11")
SAID = row("forecast", "The rebels will soon shell Kherson", likelihood="unstated", places=["Kherson/UA"])


def offered(text: str, published: str | None, *reports: dict) -> list[str]:
    later = document(text, "later", outlet="B", published=published)
    documents, statements = archive(read(FORECAST, SAID), read(later, *reports), documents=[FORECAST, later])
    (only,) = of_kind(view(documents, statements), "forecast")
    return only["since_then"]


def shelling(quote: str, **more) -> dict:
    return row("event", quote, type="shelling", **{"places": ["Kherson/UA"], **more})


TEXT = "Shells fell on Kherson at noon."


def test_a_later_report_of_the_same_type_and_place_is_offered() -> None:
    assert offered(TEXT, "2022-11-24", shelling("Shells fell on Kherson")) == ["2022-11-24 B: “Shells fell on Kherson”"]


@pytest.mark.parametrize(
    ("published", "report"),
    [
        ("2022-11-11", shelling("Shells fell on Kherson")),
        ("2022-11-01", shelling("Shells fell on Kherson")),
        (None, shelling("Shells fell on Kherson")),
        ("2026-01-01", shelling("Shells fell on Kherson")),
        ("2022-11-24", shelling("Shells fell on Kherson", time="2022-03-01")),
        ("2022-11-24", shelling("Shells fell on Kherson", hedge="denied")),
        ("2022-11-24", shelling("Shells fell on Kherson", places=["Aleppo/SY"])),
        ("2022-11-24", row("event", "Shells fell on Kherson", type="protest", places=["Kherson/UA"])),
        ("2022-11-24", row("judgement", "Shells fell on Kherson", places=["Kherson/UA"], target="Kherson")),
    ],
    ids=["same day", "before", "no day", "years later", "of what was over", "denied", "elsewhere", "of another type", "opinion"],
)
def test_what_does_not_bear_on_it_is_not_offered(published: str | None, report: dict) -> None:
    assert offered(TEXT, published, report) == []


def test_no_more_are_offered_than_a_person_looks_at() -> None:
    text = " ".join(f"Shells fell on Kherson {n} times." for n in range(9))
    reports = [shelling(f"Shells fell on Kherson {n} times") for n in range(9)]
    assert len(offered(text, "2022-11-24", *reports)) == 5
