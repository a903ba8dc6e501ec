"""Verdicts are somebody's word: all are kept, the last of each person counts, none is averaged; persons are never counted."""

import msgspec
from dossiers import anchor, document, statement, tables

from dateline.records import Row, Statement, Verdict, Voice
from dateline.situation.verdicts import calibration, judged_rows

DOC = document("Peace is likely. War may come. It will rain. Talks will fail.", outlet="The Courier")
WORDS = ("Peace is likely", "War may come", "It will rain", "Talks will fail")


def forecast(number: int, voice: Voice = Voice(), likelihood: str = "likely") -> Statement:  # noqa: B008 - immutable
    return statement(DOC, WORDS[number], "forecast", None, likelihood=likelihood, voice=voice)


def said(about: Statement | str, word: str, by: str = "Ana", day: str = "2015-01-01", **more: str) -> Verdict:
    ident = about if isinstance(about, str) else about.id
    return Verdict(
        **{"view": "outlook", "check": "", "statement": ident, "verdict": word, "by": by, "at": f"{day}T00:00:00+00:00", **more}
    )


def row(one: Statement, view: str = "outlook", **cells: str) -> Row:
    return Row(view=view, cells={"kind": "forecast", "verdict": "open"} | cells, statements=(one.id, "later report"))


def test_the_last_word_of_each_person_counts_and_those_who_differ_stand_beside_each_other() -> None:
    one = forecast(0)
    word = [said(one, "did_not"), said(one, "came_true", day="2015-02-01", note="signed")]
    (judged,) = judged_rows([row(one)], word)
    assert judged.cells["verdict"] == "came_true"
    assert judged.cells["verdict_by"] == ["came true, says Ana, 2015-02-01: signed"]
    (judged,) = judged_rows([row(one)], [*word, said(one, "did_not", by="Ben")])
    assert judged.cells["verdict"] == "disputed" and len(judged.cells["verdict_by"]) == 2
    (judged,) = judged_rows([row(one)], [*word, said(one, "open")])
    assert (judged.cells["verdict"], judged.cells["verdict_by"]) == ("open", [])


def test_a_verdict_is_on_one_forecast_or_one_check_and_on_nothing_else() -> None:
    one, other = forecast(0), forecast(1)
    rows = judged_rows([row(one), row(other)], [said(one, "came_true")])
    assert [r.cells["verdict"] for r in rows] == ["came_true", "open"]
    office, age = (msgspec.structs.replace(row(one, "checks"), cells={"check": name}) for name in ("office", "age"))
    rows = judged_rows([office, age], [said(one, "other_holds", view="checks", check="office")])
    assert [r.cells["verdict"] for r in rows] == ["other_holds", "open"]
    advice = row(one, kind="recommendation", verdict="none")
    assert judged_rows([advice], [said(one, "came_true")]) == [advice]


def test_forecasts_are_counted_by_source_and_those_of_persons_only_by_outlet() -> None:
    person = Voice(type="source", name="Nuri al-Maliki", actor="nouri_al_maliki", anchor=anchor(DOC.text, "War"))
    stranger = Voice(type="source", name="Karim Haddad", anchor=anchor(DOC.text, "It"))
    body = Voice(type="source", name="United Nations", actor="united_nations", anchor=anchor(DOC.text, "Talks"))
    forecasts = [forecast(0), forecast(1, person), forecast(2, stranger), forecast(3, body, "certain")]
    assert tables().codebook.actors.get("nouri_al_maliki"), "he is in the codebook, as a person"
    rows = calibration(
        forecasts, {DOC.id: DOC}, tables().codebook.actors, [said(forecasts[1], "came_true"), said(forecasts[3], "did_not")]
    )
    told = [
        (r.cells["source"], r.cells["likelihood"], r.cells["forecasts"], r.cells["came_true"], r.cells["did_not"]) for r in rows
    ]
    assert told == [
        ("The Courier", "likely", 1, 0, 0),
        ("United Nations", "certain", 1, 0, 1),
        ("persons and others quoted by The Courier", "likely", 2, 1, 0),
    ]
    assert not any(name in str(r.cells) for r in rows for name in ("Maliki", "Haddad"))
    assert {s for r in rows for s in r.statements} == {f.id for f in forecasts}
