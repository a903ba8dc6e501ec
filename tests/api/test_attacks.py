"""Attacks on the server: SQL in every filter, paths that climb, other hosts, large bodies, a case file that changes under it."""

import sqlite3
from pathlib import Path
from urllib.parse import quote

import pytest
from injections import INJECTIONS
from litestar.testing import TestClient

from dateline.api import make_application, read_site
from dateline.api.guard import HEADERS
from dateline.api.site import SITE
from dateline.query import FIELDS, Term
from dateline.store import Store

FILTERS = tuple(field for field in FIELDS if field not in ("since", "until"))
ROUTES = (
    "statements", "documents", "places", "moments", "actors", "days", "facets", "views/numbers", "export/acled",
    "situation/timeline", "situation/lineage", "situation/numbers", "situation/sources",
)  # fmt: skip
CLOSED = ("kind", "type", "hedge", "country")
"""Fields whose values are checked before anything is asked."""


@pytest.mark.parametrize("name", FILTERS)
def test_sql_in_a_filter_is_a_value_like_any_other(client: TestClient, name: str) -> None:
    before = client.get("/api/about").json()
    for value in INJECTIONS:
        for route in ROUTES:
            answer = client.get(f"/api/{route}", params={"q": str(Term(field=name, values=(value,)))})
            refused = name in CLOSED or not any(character.isalnum() for character in value)
            assert answer.status_code == (400 if refused else 200), (route, value, answer.text)
            assert "Traceback" not in answer.text and "SELECT" not in answer.text.replace("UNION SELECT", "")
        answer = client.get("/api/statements", params={"q": str(Term(field=name, values=(value,)))})
        assert answer.json().get("total", 0) == 0, value
    assert client.get("/api/about").json() == before


@pytest.mark.parametrize("name", ["since", "until"])
def test_sql_in_a_day_is_refused(client: TestClient, name: str) -> None:
    for value in INJECTIONS:
        for route in ROUTES:
            answer = client.get(f"/api/{route}", params={"q": str(Term(field=name, values=(value,)))})
            assert answer.status_code == 400 and "Traceback" not in answer.text, (route, value, answer.text)


def test_sql_in_what_is_no_query_finds_nothing(client: TestClient) -> None:
    before = client.get("/api/about").json()
    for value in INJECTIONS:
        assert client.get("/api/set-aside", params={"reason": value[:64]}).json()["total"] == 0
        assert client.get("/api/situation/alerts", params={"at": value}).status_code == 400
        for route in ("statements", "documents", "views", "situation", "export"):
            assert client.get(f"/api/{route}/{quote(value[:64], safe='')}").status_code in (400, 404), (route, value)
    assert client.get("/api/about").json() == before


def test_the_case_file_cannot_be_written_through_the_server(case: Path) -> None:
    with Store.open(case, read_only=True) as store, store.reading() as connection:
        for statement in ("DELETE FROM documents", "DROP TABLE runs", "CREATE TABLE x (y)"):
            with pytest.raises(Exception, match="readonly"):
                connection.exec_driver_sql(statement)


@pytest.mark.parametrize("name", FILTERS)
def test_a_null_character_is_refused(client: TestClient, name: str) -> None:
    assert client.get("/api/statements", params={"q": f"{name}:a\x00b"}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/api/about", "/api/none", "/none", "/api/statements?limit=0", "/api/openapi.json"])
def test_every_answer_has_the_headers_that_keep_a_browser_safe(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_lets_no_inline_script_and_no_other_host_in() -> None:
    policy = dict(part.strip().split(" ", 1) for part in HEADERS["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["script-src"] == "'self'" and policy["connect-src"] == "'self'"
    assert "unsafe" not in HEADERS["Content-Security-Policy"] and "http" not in HEADERS["Content-Security-Policy"]


@pytest.fixture
def with_pages(case: Path, entries, tmp_path: Path):
    """The server with pages of its own, beside a file that it must not give."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    site = tmp_path / "site"
    (site / "assets").mkdir(parents=True)
    (site / "index.html").write_text("<!doctype html><title>Desk</title>", encoding="utf-8")
    (site / "assets" / "worker.mjs").write_text("export {}", encoding="utf-8")
    with Store.open(case, read_only=True) as store, TestClient(make_application(store, entries, site=read_site(site))) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/assets/../../secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets%2f..%2f..%2fsecret.txt",
        "/etc/passwd",
        "//etc/passwd",
        "/..%5csecret.txt",
        "/index.html%00.txt",
    ],
)
def test_a_path_that_climbs_finds_nothing(with_pages: TestClient, path: str) -> None:
    answer = with_pages.get(path)
    assert answer.status_code == 404 and "secret" not in answer.text and "root:" not in answer.text


def test_pages_come_with_their_type_and_modules_as_javascript(with_pages: TestClient) -> None:
    assert with_pages.get("/").headers["content-type"] == "text/html; charset=utf-8"
    module = with_pages.get("/assets/worker.mjs")
    assert module.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in module.headers["cache-control"]


def test_a_page_elsewhere_cannot_ask_through_a_name_of_its_own(client: TestClient) -> None:
    assert client.get("/api/about", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/api/about", headers={"Host": "127.0.0.1:8321"}).status_code == 200
    assert "access-control-allow-origin" not in client.get("/api/about", headers={"Origin": "http://evil.example"}).headers


def test_script_in_an_article_comes_as_data_that_no_browser_runs(hostile_case: Path, entries) -> None:
    with Store.open(hostile_case, read_only=True) as store, TestClient(make_application(store, entries)) as client:
        line = client.get("/api/documents").json()["items"][0]
        assert "<script>" in line["title"] and "<script>" in line["outlet"]
        answer = client.get(f"/api/documents/{line['id']}")
        assert answer.headers["content-type"] == "application/json" and answer.headers["x-content-type-options"] == "nosniff"
        assert "<script>" in answer.json()["document"]["text"]


def test_the_pages_never_make_markup_of_data() -> None:
    sources = list((Path(__file__).parents[2] / "web" / "src").rglob("*.*"))
    assert sources
    for source in sources:
        text = source.read_text(encoding="utf-8")
        assert not any(
            way in text for way in ("{@html", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
        ), source


def test_the_built_pages_name_no_other_machine_to_load_from() -> None:
    if not (SITE / "index.html").is_file():
        pytest.skip("the pages were not built: install Dateline from source")
    page = (SITE / "index.html").read_text(encoding="utf-8")
    assert "http:" not in page and "https:" not in page and "<style" not in page and "javascript:" not in page
    assert "<script>" not in page


def test_a_case_file_that_breaks_while_it_is_served_is_one_sentence(own_copy: Path, entries) -> None:
    with Store.open(own_copy, read_only=True) as store, TestClient(make_application(store, entries)) as client:
        assert client.get("/api/about").status_code == 200
        with sqlite3.connect(own_copy) as other:
            other.execute("DROP TABLE set_aside")
        answer = client.get("/api/about")
        assert answer.status_code == 503 and "cannot be used" in answer.json()["detail"] and "Traceback" not in answer.text
