"""Review over HTTP: only where the desk was started for it, only from its own pages, and blind."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from litestar.testing import TestClient
from reviewed_reports import READ, read_again

from dateline.api import make_application
from dateline.api.guard import HEADER
from dateline.api.review import LARGEST_BODY
from dateline.archive.tables import Tables
from dateline.store import Store

OWN = {HEADER: "1"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, stages) -> Path:
    """Two of the example reports: enough to review, and soon read."""
    path = tmp_path_factory.mktemp("review") / "case.db"
    with Store.open(path) as store:
        for name, day in list(READ.items())[:2]:
            read_again(store, stages, name, day)
    return path


@pytest.fixture(scope="session")
def tables(stages) -> Tables:
    return Tables(codebook=stages.codebook, gazetteer=stages.gazetteer)


@pytest.fixture
def desks(own_copy: Path, tables: Tables) -> Iterator:
    """A desk over the same case file for each coder who is named."""
    opened: list[TestClient] = []
    with Store.open(own_copy) as store:

        def desk(coder: str) -> TestClient:
            client = TestClient(make_application(store, tables.codebook.entries, coder=coder, tables=tables))
            client.headers.update(OWN)
            opened.append(client.__enter__())
            return client

        yield desk
        for client in opened:
            client.__exit__(None, None, None)


def act(client: TestClient, action: str, **fields):
    return client.post("/api/review/acts", json={"action": action, **fields})


def first(client: TestClient, mode: str = "open") -> dict:
    return client.get("/api/review/queue", params={"mode": mode, "limit": 1}).json()["items"][0]["task"]["statement"]


def test_a_desk_that_only_reads_has_no_way_to_write(case: Path, tables: Tables) -> None:
    with Store.open(case, read_only=True) as store, TestClient(make_application(store, tables.codebook.entries)) as client:
        _has_no_way_to_write(client)


def _has_no_way_to_write(client: TestClient) -> None:
    assert client.get("/api/about").json()["coder"] is None
    assert client.post("/api/review/acts", json={"action": "undo"}, headers=OWN).status_code in (404, 405)
    assert client.get("/api/review/queue").status_code == 404


def test_an_act_is_in_every_view_at_once_and_can_be_undone(desks) -> None:
    ana = desks("ana")
    before = first(ana)
    id = before["assertion"]["id"]
    done = act(ana, "correct", statement=id, change={"hedge": "denied", "places": ["Goma, CD"]}, note="as printed")
    assert done.status_code == 201 and done.json()["act"]["by"] == "ana" and done.json()["decides"] is True
    after = ana.get(f"/api/statements/{id}").json()
    assert after["assertion"]["hedge"] == "denied" and after["review"]["status"] == "corrected"
    assert id in [
        s["assertion"]["id"] for s in ana.get("/api/statements", params={"place": "Goma", "hedge": "denied"}).json()["items"]
    ]
    assert first(ana)["assertion"]["id"] != id and ana.get("/api/review/state").json()["progress"]["decided"] == 1
    assert act(ana, "undo").status_code == 201
    assert ana.get(f"/api/statements/{id}").json() == before == first(ana)


def test_a_second_coder_is_told_nothing_of_what_the_first_one_said(desks) -> None:
    ana, bea = desks("ana"), desks("bea")
    before = first(ana)
    id = before["assertion"]["id"]
    act(ana, "correct", statement=id, change={"hedge": "denied"}, note="a secret reason")
    task = bea.get("/api/review/queue", params={"mode": "second"}).json()
    assert task["total"] == 1 and task["items"][0]["task"]["statement"] == before and task["items"][0]["sides"] == []
    assert "secret" not in json.dumps(task) and "ana" not in json.dumps(task)
    done = act(bea, "correct", statement=id, change={"hedge": "possible"})
    assert done.json()["decides"] is False and done.json()["stands"]["assertion"]["hedge"] == "possible"
    assert "denied" not in done.text and "secret" not in done.text
    (found,) = bea.get("/api/review/queue", params={"mode": "disputed"}).json()["items"]
    assert [(side["by"], side["words"]["hedge"]) for side in found["sides"]] == [
        ("machine", before["assertion"]["hedge"]), ("ana", "denied"), ("bea", "possible"),
    ]  # fmt: skip
    taken = act(desks("eva"), "take", act=found["sides"][2]["act"])
    assert taken.status_code == 201 and taken.json()["act"]["adjudication"] is True
    after = ana.get(f"/api/statements/{id}").json()
    assert after["assertion"]["hedge"] == "possible" and after["review"]["adjudicated"] is True
    assert {row["field"] for row in ana.get("/api/review/agreement").json()} >= {"exists", "hedge"}


def test_what_was_missed_is_added(desks) -> None:
    ana = desks("ana")
    document = first(ana)["assertion"]["document"]
    change = {"span": [0, 12], "type": "aid", "participants": {"actor": ["Red Cross"]}}
    done = act(ana, "add", document=document, kind="event", change=change)
    assert done.status_code == 201 and done.json()["stands"]["review"]["status"] == "added"
    again = act(ana, "add", document=document, kind="event", change=change)
    assert again.status_code == 400 and "added this already" in again.json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [{HEADER: ""}, {"Origin": "http://evil.example", HEADER: "1"}, {"Origin": "null", HEADER: "1"}, {"Host": "evil.example"}],
)
def test_no_other_page_can_act(desks, headers: dict[str, str]) -> None:
    ana = desks("ana")
    id = first(ana)["assertion"]["id"]
    if headers == {HEADER: ""}:
        del ana.headers[HEADER]
        headers = {}
    refused = ana.post("/api/review/acts", json={"action": "accept", "statement": id}, headers=headers)
    assert refused.status_code in (400, 403), refused.text
    form = ana.post("/api/review/acts", data={"action": "accept", "statement": id})
    assert form.status_code in (400, 403, 415)
    assert ana.get("/api/review/state").json()["progress"]["acts"] == 0


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"action": "accept"}, "needs a statement"),
        ({"action": "accept", "statement": "0' OR '1'='1"}, "has no statement"),
        ({"action": "take", "act": "0"}, "no word of a coder"),
        ({"action": "undo", "act": "0"}, "no act"),
        ({"action": "destroy", "statement": "0"}, ""),
        ({"action": "accept", "statement": "0", "by": "somebody else"}, ""),
        ({"action": "accept", "statement": "0", "note": "x" * 5000}, ""),
        ({"action": "add", "document": "0", "kind": "event", "change": {"span": [0, 5], "type": "aid"}}, "no document"),
    ],
)
def test_an_act_that_makes_no_sense_is_refused_in_one_sentence(desks, fields: dict, says: str) -> None:
    ana = desks("ana")
    refused = ana.post("/api/review/acts", json=fields)
    assert refused.status_code == 400 and says in refused.json()["detail"]
    assert ana.get("/api/review/state").json()["progress"]["acts"] == 0


def test_a_large_act_is_refused_at_the_door(desks) -> None:
    ana = desks("ana")
    refused = ana.post("/api/review/acts", json={"action": "undo", "note": "x" * (LARGEST_BODY + 1)})
    assert refused.status_code == 413


# ---------------------------------------------------------------------- contract
ROUTES = ("/api/review/acts", "/api/review/agreement", "/api/review/queue", "/api/review/state")


@pytest.fixture
def contract(own_copy: Path, tables: Tables) -> Iterator:
    with Store.open(own_copy) as store:
        application = make_application(store, tables.codebook.entries, host="0.0.0.0", coder="ana", tables=tables)
        yield schemathesis.openapi.from_asgi("/api/openapi.json", application)


@pytest.mark.parametrize("route", ROUTES)
def test_what_the_openapi_says_of_review_is_so(contract, route: str) -> None:
    assert [name for name in sorted(contract) if "/review/" in name] == list(ROUTES)
    method = "POST" if route.endswith("acts") else "GET"

    @given(case=contract[route][method].as_strategy())
    @settings(max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def ask(case) -> None:
        answer = case.call(headers=OWN)
        assert answer.status_code < 500, answer.text
        assert str(answer.status_code) in case.operation.definition.raw["responses"], answer.text

    ask()


def test_the_desk_is_opened_for_review_by_nobody_else() -> None:
    from dateline.cli.serve import serve
    from dateline.errors import UsageError

    with pytest.raises(UsageError, match="this machine only"):
        serve(host="0.0.0.0", review=True)
