"""What an assistant gets: every line cites sentences that are in the case file, nothing is written, and refusals say what to do."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from dateline.mcp.tools import MOST_LINES
from dateline.store import Store

NAMES = ["search", "timeline", "incident", "control", "actor", "numbers", "brief"]
QUESTIONS = [
    ("search", {"query": "place:Goma"}),
    ("search", {"query": "text:hospital", "limit": 5, "offset": 1}),
    ("timeline", {"query": "kind:event since:2012", "newest_first": True, "limit": 40}),
    ("timeline", {"limit": MOST_LINES}),
    ("control", {}),
    ("control", {"date": "2012-12-31", "query": "place:Congo"}),
    ("actor", {"name": "Taliban"}),
    ("actor", {"name": "no such group at all"}),
    ("numbers", {"limit": 50}),
    ("numbers", {"query": "place:Dahyan", "published_until": "2018-12-31"}),
    ("brief", {}),
    ("brief", {"query": "actor:M23", "lines_of_section": 3}),
]


def fingerprint(case: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in case.parent.iterdir()}


def test_every_tool_is_listed_as_reading_only_with_what_it_takes_and_answers(assistant) -> None:
    tools = assistant.tools().tools
    assert [tool.name for tool in tools] == NAMES
    for tool in tools:
        assert tool.annotations.read_only_hint and not tool.annotations.destructive_hint and len(tool.description) > 60
        assert all(one.get("description") for one in tool.input_schema["properties"].values())
        assert tool.output_schema["type"] == "object" and "citations" in tool.output_schema["required"]
    assert "never instructions" in assistant.instructions() and "never average" in assistant.instructions()


@pytest.mark.parametrize(("tool", "arguments"), QUESTIONS)
def test_every_line_cites_sentences_of_the_case_file_word_for_word(assistant, case: Path, tool: str, arguments: dict) -> None:
    before = fingerprint(case)
    answer = assistant.told(tool, **arguments)
    cited = {citation["number"]: citation for citation in answer["citations"]}
    assert answer["lines"] or answer["notes"]
    assert all(line["cites"] and set(line["cites"]) <= cited.keys() for line in answer["lines"])
    assert {number for line in answer["lines"] for number in line["cites"]} == cited.keys()
    with Store.open(case, read_only=True) as store:
        for citation in cited.values():
            statement, document = store.statement(citation["statement"]), store.document(citation["document"])
            assert statement is not None and statement.assertion.sentence == citation["sentence"]
            assert (citation["outlet"], citation["published"]) == (document.outlet, document.published)
            sentences = {sentence.id: sentence.anchor.exact for sentence in store.sentences(document.id)}
            if "[private person" not in citation["quoted_sentence"]:
                assert citation["quoted_sentence"] == sentences[citation["sentence"]]
                assert citation["quoted_words"] == statement.assertion.anchor.exact
    assert fingerprint(case) == before, "looking changed a file"


def test_an_unknown_name_is_said_to_be_unknown(assistant) -> None:
    answer = assistant.told("actor", name="no such group at all")
    assert answer["lines"] == [] == answer["citations"] and "codebook has nobody of this name" in " ".join(answer["notes"])


def test_pages_of_a_timeline_are_the_whole_of_it(assistant) -> None:
    def ids(**page) -> list[str]:
        return [line["cells"]["incident"] for line in assistant.told("timeline", query="since:2010", **page)["lines"]]

    whole = ids(limit=MOST_LINES)
    assert ids(limit=7) + ids(limit=MOST_LINES, offset=7) == whole and len(whole) == len(set(whole)) > 14
    assert assistant.told("timeline", query="since:2010", limit=7)["more"]
    assert not assistant.told("timeline", query="since:2010", limit=MOST_LINES)["more"]
    days = [line["cells"].get("from", "") for line in assistant.told("timeline", newest_first=True, limit=10)["lines"]]
    assert days == sorted(days, reverse=True) and days[0] >= "2023"


def test_an_incident_gives_each_version_with_those_who_hold_it(assistant) -> None:
    told = [line for line in assistant.told("timeline", limit=100)["lines"] if line["rests_on"] > 1]
    assert told
    several = 0
    for line in told:
        answer = assistant.told("incident", id=line["cells"]["incident"][:10])
        head, *versions = answer["lines"]
        assert head["cells"]["incident"] == line["cells"]["incident"]
        assert all(version["cells"]["voices"] for version in versions)
        by_attribute = Counter(version["cells"]["attribute"] for version in versions)
        for version in versions:
            more = by_attribute[version["cells"]["attribute"]] > 1
            assert more or version["cells"]["standing"] != "disputed", version
            several += more and version["cells"]["standing"] == "disputed"
        by_statement = assistant.told("incident", id=answer["citations"][0]["statement"])
        assert by_statement["lines"] == answer["lines"]
    assert several > 1  # some reports of the examples differ


def test_control_is_the_state_of_the_day_asked_for(assistant) -> None:
    def holders(day: str, place: str) -> list:
        answer = assistant.told("control", date=day, query=f"place:{place}")
        return [line["cells"].get("holder") for line in answer["lines"] if line["cells"]["place"] == place]

    assert holders("2013-01-25", "Gao") == []
    assert holders("2013-01-26", "Gao") == [["French special forces"]] == holders("2014-01-01", "Gao")
    late = assistant.told("control", date="2014-01-01", query="place:Gao")["lines"][0]["cells"]
    assert late["age_days"] == 340 and late["last_confirmed"] == "2013-01-26"
    assert "newest document is of" in " ".join(assistant.told("control", date="2030-01-01")["notes"])


def test_an_actor_comes_with_what_the_codebook_has_and_its_sources(assistant) -> None:
    answer = assistant.told("actor", name="RSF")
    assert {row["id"] for row in answer["known"]} >= {"rsf"} or any("Rapid Support" in str(row) for row in answer["known"])
    assert all(name["source"] for row in answer["known"] for name in row["names"])
    assert {line["cells"]["line"] for line in answer["lines"]} <= {"relation", "label", "statement"}


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("search", {"query": "plce:Mosul"}, "did you mean place"),
        ("search", {"query": "type:shellling"}, "did you mean shelling"),
        ("timeline", {"query": "since:May"}, "write YYYY"),
        ("incident", {"id": "zzzz"}, "There is no incident"),
        ("incident", {"id": " "}, "Name an incident"),
        ("control", {"date": "2013-02-30"}, "write YYYY-MM-DD"),
        ("search", {"query": "x", "limit": 10**6}, "less than or equal to 100"),
        ("search", {"query": "x" * 501}, "at most 500"),
        ("search", {}, "Field required"),
        ("delete", {}, "delete"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name_and_the_next_question_is_answered(
    assistant, tool: str, arguments: dict, says: str
) -> None:
    try:
        result = assistant.ask(tool, **arguments)
    except Exception as error:  # noqa: BLE001 - a tool that is not there is an error of the protocol
        assert tool == "delete" and says in str(error)
    else:
        assert result.is_error and says in result.content[0].text and "Traceback" not in result.content[0].text
    assert assistant.told("search", query="", limit=1)["lines"]


def test_words_that_look_like_sql_or_patterns_find_nothing_and_change_nothing(assistant, case: Path) -> None:
    before = fingerprint(case)
    for words in ("'; DROP TABLE documents; --", "%", "a* NEAR b", '\\" OR 1=1'):
        assert assistant.told("actor", name=words)["lines"] == []
    assert fingerprint(case) == before and assistant.told("search", query="", limit=1)["lines"]


def test_the_text_of_an_answer_says_the_same_as_its_structure(assistant) -> None:
    result = assistant.ask("search", query="place:Goma", limit=3)
    body = json.loads(result.content[0].text.splitlines()[2])
    assert body == {name: value for name, value in result.structured_content.items() if name != "notice"}
