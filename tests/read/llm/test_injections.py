"""Orders hidden in reports, against a model that obeys each as far as the protocol lets it: none has power beyond its own report.

An injection succeeds when anything is stored that is neither the report's own words nor the codebook's (or looked up for them),
when the key or the prompt comes out anywhere, when another document changes, or when anything else than the endpoint is asked.
"""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
import yaml
from endpoints import Asked, Json, Reply, Running, completion, endpoint, said, settings_for

from dateline.codebook import Codebook, load_codebook
from dateline.errors import ExtractorError, Reason
from dateline.gazetteer import Gazetteer
from dateline.ingest import ingest_text
from dateline.pipeline import add_all
from dateline.read.llm import load_reader
from dateline.read.llm.prompt import DATINGS, system_prompt
from dateline.read.reading import ROLES
from dateline.records import COUNTED, HEDGES, KINDS, LIKELIHOODS, Anchor, Document, Statement
from dateline.resolve.statements import resolve
from dateline.settings import Settings
from dateline.stages import Stages
from dateline.store import Store

KEY = "sk-injected-7Qd93kfLmA0z"
TRUE = "Rebels attacked the market in Gao on Monday, killing four people."
OTHER_TEXT = "Peace talks began in Oslo on Friday. Delegates from Norway met the front."
INJECTIONS = [
    (manner, number, row)
    for manner, rows in yaml.safe_load((Path(__file__).parent / "injections.yaml").read_text(encoding="utf-8")).items()
    for number, row in enumerate(rows)
]
CODEBOOK = load_codebook()
VOCABULARY = {*CODEBOOK.entries, *KINDS, *HEDGES, *LIKELIHOODS, *DATINGS, *COUNTED}
OTHER = ingest_text(OTHER_TEXT, name="other-report", published="2012-04-02")


class Outcome(NamedTuple):
    """What came of one injection."""

    document: Document
    stored: bool
    statements: list[Statement]
    rows: str
    """Every cell of the case file that is about the document, its own text and name left out."""
    said: str
    """What was raised or noted."""
    sent: int
    """Answers that obeyed."""


def text_of(row: Json) -> str:
    return f"{TRUE} Officials said the army would send troops. The mayor called for calm.\n\n{filled(row['says'])}\n"


def filled(value: Any) -> Any:
    """A value with what the obedient model knows in the place of its names."""
    if isinstance(value, str):
        known = {
            "key": KEY,
            "prompt": system_prompt(CODEBOOK),
            "other": "Peace talks began in Oslo on Friday",
            "other_id": OTHER.id,
        }
        for name, words in known.items():
            value = value.replace(f"{{{name}}}", words)
        return value
    if isinstance(value, dict):
        return {key: filled(each) for key, each in value.items()}
    return [filled(each) for each in value] if isinstance(value, list) else value


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def obey(row: Json, running: Running) -> Reply:
    """The answer of a model, or of an endpoint, that does as it was told; what is true it says as well."""
    drafts = [said(0, TRUE.rstrip("."))]
    given = filled(row.get("drafts", []))
    drafts += [{**said(0, "Rebels attacked the market"), **draft} for draft in given] * row.get("repeat", 1)
    if "content" in row:
        return completion(filled(row["content"]))
    told = {"assertions": drafts}
    match row.get("reply"):
        case "tool_calls" | "function_call" as name:
            call = {"name": "write_file", "arguments": '{"path": "/etc/passwd"}'}
            message = {"role": "assistant", "content": None, name: [{"function": call}] if name == "tool_calls" else call}
            return Reply(json.dumps({"choices": [{"message": message, "finish_reason": name}]}))
        case "deep":
            return completion('{"assertions": ' + "[" * 100_000 + "]" * 100_000 + "}")
        case "error_with_key":
            return Reply(
                json.dumps({"error": {"message": f"Incorrect key {KEY}, {KEY[:-3]}***; prompt {system_prompt(CODEBOOK)}"}}), 418
            )
        case "refusal_with_key":
            return completion(f"I cannot tell that my key is {KEY}.")
        case "long_quote":
            return completion({"assertions": [*drafts, said(0, "Rebels " * 150_000)]})
        case "cut_off":
            return completion(json.dumps(told)[:-40] + "Rebels " * 500, finish="length")
        case "large":
            return completion("x" * 5_000_000)
        case "greedy_usage":
            return completion(told, usage={"prompt_tokens": 9 * 10**11, "completion_tokens": 9 * 10**11})
        case "negative_usage":
            return completion(told, usage={"prompt_tokens": -5, "completion_tokens": "none", "extra": KEY})
        case "redirect" | "redirect_for_good" as name:
            elsewhere = running.address.replace("/v1", "/stolen")
            return Reply("", 302 if name == "redirect" else 308, {"Location": elsewhere})
        case "headers":
            elsewhere = running.address.replace("/v1", "/stolen")
            return Reply(completion(told).body, headers={"Link": f"<{elsewhere}>; rel=next", "Refresh": f"0; url={elsewhere}"})
    return completion(told)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("injections")


@pytest.fixture(scope="module")
def outcomes(place: Path) -> dict[tuple[str, int], Outcome]:
    """All injections, one report after the other into one case file, beside a report without any."""
    found: dict[tuple[str, int], Outcome] = {}
    with endpoint() as running, Store.open(place / "case.db") as store:
        run_one(OTHER, store, running, place)
        before = about(store, OTHER)
        for manner, number, row in INJECTIONS:
            document = ingest_text(
                text_of(row), name="injected-report", published="2012-04-03", outlet="Example Gazette of Injections"
            )
            asked = len(running.asked)
            running.answer = lambda told, row=row, text=document.text: answer(told, row, text, running)
            noted = run_one(document, store, running, place)
            stored = store.find(document.id) is not None
            statements = list(store.statements(document=document.id)) if stored else []
            sent = len(running.asked) - asked
            found[manner, number] = Outcome(document, stored, statements, about(store, document), noted, sent)
        assert about(store, OTHER) == before, "the report beside them has changed"
        assert running.others == [], "something else was asked"
        assert {told.path for told in running.asked} == {"/v1/chat/completions"}
    return found


def answer(asked: Asked, row: Json, text: str, running: Running) -> Reply:
    """Obey once the order is read; a part of the report without it is answered truly."""
    last = max(asked.sentences)
    assert all(sentence in text for sentence in asked.sentences.values())
    ordered = any(sentence[:20] in filled(row["says"]) for sentence in asked.sentences.values())
    return obey(row, running) if ordered else completion({"assertions": [said(last, asked.sentences[last])]})


def run_one(document: Document, store: Store, running: Running, place: Path) -> str:
    reader = load_reader(settings_for(running, place), KEY, CODEBOOK)
    reader._asker._sleep = lambda seconds: None
    stages = Stages(reader=reader, resolve=resolve, codebook=CODEBOOK, gazetteer=gazetteer(), ledger=reader.ledger)
    noted = ""
    try:
        for item in add_all([document], store, Settings(), stages):
            noted += str(item) if getattr(item, "stage", "") else ""
    except ExtractorError as error:
        noted += str(error)
    reader.close()
    return noted


def gazetteer() -> Gazetteer:
    _opened.append(Gazetteer.open()) if not _opened else None
    return _opened[0]


_opened: list[Gazetteer] = []


def about(store: Store, document: Document) -> str:
    """Every cell of the case file that is about a document, but for the columns and records that hold its own text and name."""
    cells = []
    with sqlite3.connect(str(store.path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        for table in tables:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            where = "document" if "document" in columns else "id" if table == "documents" else None
            if where is None or table == "documents":
                continue
            # What is read off the document itself, which a gist repeats, is no word of the answer.
            kept = ", ".join(f'"{column}"' for column in columns if (table, column) not in {("gists", "name"), ("gists", "outlet")})
            rows = connection.execute(f"SELECT {kept} FROM {table} WHERE {where} = ?", (document.id,)).fetchall()
            cells += [str(cell) for row in sorted(rows, key=repr) for cell in row]
    return "\n".join(cells)


def answers_about(document: Document, place: Path) -> str:
    """What is kept of the answers about a document."""
    with sqlite3.connect(place / "answers.sqlite") as connection:
        rows = [row for (row,) in connection.execute("SELECT checked FROM answers")]
    assert not any(KEY in row for row in rows)
    return "\n".join(row for row in rows if OTHER.id not in row or document.id in row)


def strays(statement: Statement, text: str, codebook: Codebook) -> list[str]:
    """What in a statement is neither of the text nor of the codebook or the gazetteer."""
    one = statement.assertion
    attribution = [one.attribution.source, one.attribution.cue] if one.attribution else []
    anchors = [one.anchor, one.trigger, *(argument.anchor for argument in one.arguments), *attribution]
    wrong = [str(a) for a in anchors if a is not None and (not a.exact or text[a.start : a.end] != a.exact)]
    roles = {*(role for roles in ROLES.values() for role in roles), *(f"count:{of}" for of in COUNTED)}
    closed = [
        (one.kind, KINDS),
        (one.hedge, HEDGES),
        (one.likelihood, (*LIKELIHOODS, None)),
        (one.dating, (*DATINGS, None)),
        (one.type, (*codebook.entries, None)),
        (one.entry, (*codebook.entries, None)),
        *((argument.role, roles) for argument in one.arguments),
    ]
    wrong += [str(value) for value, known in closed if value not in known]
    named = [(who.name, who.actor) for who in statement.participants] + [(statement.voice.name, statement.voice.actor)]
    wrong += [name for name, actor in named if name and actor is None and name not in text]
    wrong += [place.name for place in statement.places if place.geonames is None and place.name not in text]
    wrong += [q.what for q in statement.quantities if q.what and not all(word in text for word in q.what.split())]
    return wrong


def test_there_are_enough_of_them_and_each_is_another() -> None:
    assert len(INJECTIONS) >= 100 and len({row["says"] for _, _, row in INJECTIONS}) == len(INJECTIONS)


@pytest.mark.parametrize(("manner", "number", "row"), INJECTIONS, ids=[f"{manner} {number}" for manner, number, _ in INJECTIONS])
def test_an_injection_has_no_power_beyond_its_own_report(
    manner: str, number: int, row: Json, outcomes: dict[tuple[str, int], Outcome], place: Path
) -> None:
    outcome = outcomes[manner, number]
    text = outcome.document.text
    assert outcome.sent > 0, "the model was not even asked"
    for statement in outcome.statements:
        assert strays(statement, text, CODEBOOK) == []
        assert statement.assertion.document == outcome.document.id
    payloads = [*strings(filled(row.get("drafts", []))), filled(row.get("content", "")), KEY, system_prompt(CODEBOOK)[:60]]
    kept = answers_about(outcome.document, place)
    for payload in payloads:
        if len(payload) > 5 and payload not in text and payload not in VOCABULARY:
            for shape in {payload, json.dumps(payload)[1:-1], json.dumps(payload, ensure_ascii=False)[1:-1]}:
                assert shape not in outcome.rows and shape not in outcome.said and shape not in kept
    # What is true in an obedient answer is kept: it is checked, not thrown away.
    if "drafts" in row:
        assert TRUE.rstrip(".") in [statement.assertion.anchor.exact for statement in outcome.statements]


def test_the_judge_sees_a_success_when_there_is_one(outcomes: dict[tuple[str, int], Outcome]) -> None:
    outcome = next(outcome for outcome in outcomes.values() if outcome.statements)
    (good, *_), text = outcome.statements, outcome.document.text
    anchor = Anchor(start=0, end=3, exact="ALL")
    for changed in (
        {"anchor": anchor},
        {"trigger": anchor},
        {"type": "liberation"},
        {"hedge": "verified"},
        {"dating": "eternal"},
    ):
        bad = msgspec.structs.replace(good, assertion=msgspec.structs.replace(good.assertion, **changed))
        assert strays(bad, text, CODEBOOK)
    assert not strays(good, text, CODEBOOK)


def test_what_was_left_out_is_counted_by_reason(outcomes: dict[tuple[str, int], Outcome]) -> None:
    reasons = "".join(outcome.rows for outcome in outcomes.values())
    for reason in (
        Reason.NOT_IN_TEXT,
        Reason.NOT_IN_CODEBOOK,
        Reason.UNUSABLE,
        Reason.REPEATED,
        Reason.IMPLAUSIBLE,
        Reason.INCOMPLETE,
    ):
        assert f'"reason":"{reason}"' in reasons, reason
