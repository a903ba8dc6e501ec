"""What is published: nothing private in any byte, every offset where its words are, and no more of a text than is asked for."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from private_words import PRIVATE, TEXT, UNQUOTED

from dateline.publish import Published
from dateline.records import Statement
from dateline.situation.rows import VIEWS

Publish = Callable[..., Published]


def data(made: Published, name: str) -> Any:
    return json.loads(made.files[f"data/{name}.json"])


def anchors(value: Any) -> Iterator[dict[str, Any]]:
    """Every stretch of a text that stands anywhere in a record."""
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "exact"}:
            yield value
        for inner in value.values():
            yield from anchors(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from anchors(inner)


def texts(made: Published) -> dict[str, dict[str, Any]]:
    return {line["id"]: data(made, f"texts/{line['id']}") for line in data(made, "documents")}


@pytest.mark.parametrize("with_texts", [True, False])
def test_nothing_private_is_in_any_byte(publish: Publish, with_texts: bool) -> None:
    made = publish(with_texts=with_texts)
    for name, content in made.files.items():
        if name.startswith("data/") or name == "index.html":
            assert [word for word in PRIVATE if word in f"{name} {content.decode()}"] == [], name
    assert made.withheld >= 2
    (text,) = [text for text in texts(made).values() if "shot [private person 1], a baker" in text["document"]["text"]]
    assert text["document"]["title"] == "Baker [private person 1] Shot" and text["document"]["url"] == "https://example.org/"
    assert text["document"]["name"] == text["document"]["id"]


def test_names_are_kept_where_that_is_asked_for_and_the_house_stays_at_home(publish: Publish) -> None:
    made = publish(with_names=True)
    everything = b"".join(content for name, content in made.files.items() if name.startswith("data/")).decode()
    assert "Vrenok Tolashi" in everything and made.withheld == 0
    assert [word for word in PRIVATE[3:] if word in everything] == []


@pytest.mark.parametrize("options", [{}, {"with_names": True}, {"with_texts": False}, {"with_texts": False, "with_names": True}])
def test_every_stretch_is_where_its_words_are(publish: Publish, options: dict[str, bool]) -> None:
    made = publish(**options)
    documents = texts(made)
    statements = data(made, "statements")
    assert statements and all(msgspec.convert(one, Statement) for one in statements)
    checked = 0
    for one in [*statements, *documents.values()]:
        text = documents[one["assertion"]["document"] if "assertion" in one else one["document"]["id"]]["document"]["text"]
        for anchor in anchors(one):
            assert text[anchor["start"] : anchor["end"]] == anchor["exact"] != ""
            checked += 1
    assert checked > 500


def test_without_texts_there_are_the_sentences_of_statements_and_no_other(publish: Publish) -> None:
    whole, quoted = publish(with_names=True), publish(with_names=True, with_texts=False)
    assert UNQUOTED in str(whole.files) and UNQUOTED not in str(quoted.files)
    for id, text in texts(quoted).items():
        bearing = {s["assertion"]["sentence"] for s in data(quoted, "statements") if s["assertion"]["document"] == id}
        assert bearing <= {sentence["id"] for sentence in text["sentences"]}
        assert len(text["document"]["text"]) <= len(texts(whole)[id]["document"]["text"]) + 5 * text["document"]["text"].count(
            "[…]"
        )
    ours = next(text for text in texts(quoted).values() if "Soldiers shot" in text["document"]["text"])
    assert ours["document"]["text"].split("\n[…]\n")[0] == TEXT.split(". ")[0] + "."


def test_a_query_publishes_what_it_means_and_nothing_of_other_documents(publish: Publish) -> None:
    made = publish("country:UA kind:event")
    ids = {one["assertion"]["id"] for one in data(made, "statements")}
    documents = {one["assertion"]["document"] for one in data(made, "statements")}
    assert ids and {one["assertion"]["kind"] for one in data(made, "statements")} == {"event"}
    assert {name for name in made.files if name.startswith("data/texts/")} == {f"data/texts/{id}.json" for id in documents}
    assert data(made, "about")["documents"] == len(documents) == len(data(made, "documents"))
    for view in VIEWS:
        assert {id for row in data(made, f"views/{view}") for id in row["statements"]} <= ids
    told = data(made, "moments")
    assert {id for one in [*told["happenings"], *told["holdings"]] for id in one["statements"]} <= ids
    assert "Goma" not in str(made.files["data/statements.json"])


def test_what_was_set_aside_is_counted_whole_and_no_path_of_this_machine_is_told(publish: Publish) -> None:
    made = publish()
    assert data(made, "about")["set_aside"]["empty"] == 1
    assert [item["stage"] for item in data(made, "set-aside")] == ["read"]


def test_the_page_has_the_policy_of_the_server_and_no_server_is_named(publish: Publish) -> None:
    page = publish().files["index.html"].decode()
    assert "default-src &#x27;none&#x27;" in page and "frame-ancestors" not in page and 'content="data/"' in page
    assert "http:" not in page and "https:" not in page
    assert page.index("Content-Security-Policy") < page.index("<script")


def test_the_same_case_gives_the_same_bytes(publish: Publish) -> None:
    assert publish().files == publish().files
