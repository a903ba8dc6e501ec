"""Who may change a team's codebook: whoever reads looks at it, editors change it, from their own session."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from teams import Desk, make_accounts

from dateline.api.guard import HEADER
from dateline.api.shelf import Shelf
from dateline.api.throttle import Throttle
from dateline.archive.tables import Tables
from dateline.store import Store

EDIT = {"edit": {"file": "labels.yaml", "text": "- {words: [raider], tone: hostile}\n"}, "base": ""}


@pytest.fixture
def team(store: Store, shelf: Shelf, stages, tmp_path: Path) -> Iterator[Desk]:
    tables = Tables(codebook=stages.codebook, gazetteer=stages.gazetteer)
    with make_accounts(tmp_path / "accounts.db") as accounts:
        yield Desk(store, accounts, tables, shelf)


@pytest.mark.parametrize(("name", "may"), [("rob", False), ("ana", False), ("eva", True)])
def test_editors_change_and_the_others_look(team: Desk, own: Path, name: str, may: bool) -> None:
    with team.member(name) as client:
        assert client.get("/api/codebook").json()["writable"] is may
        assert client.get("/api/codebook/entry", params={"part": "event", "id": "attack"}).status_code == 200
        for path, body, done in (("drafts", {"remove": True}, 400), ("tests", EDIT["edit"], 200), ("saves", EDIT, 201)):
            answer = client.post(f"/api/codebook/{path}", json=body)
            assert answer.status_code == (done if may else 403) or (may and path == "drafts" and answer.status_code == 200)
            assert may or "role editor" in answer.json()["detail"]
    assert (own / "labels.yaml").exists() is may


def test_nobody_without_an_account_and_no_act_without_its_session(team: Desk, own: Path) -> None:
    with team.visitor() as client:
        assert client.get("/api/codebook").status_code == 401
        assert client.post("/api/codebook/saves", json=EDIT, headers={HEADER: "1"}).status_code == 401
    with team.member("eva") as client:
        client.headers[HEADER] = "another session's"
        assert client.post("/api/codebook/saves", json=EDIT).status_code == 403
    assert not own.exists()


def test_changes_count_as_requests(store: Store, shelf: Shelf, stages, tmp_path: Path) -> None:
    tables = Tables(codebook=stages.codebook, gazetteer=stages.gazetteer)
    with make_accounts(tmp_path / "accounts.db") as accounts:
        team = Desk(store, accounts, tables, shelf, throttle=Throttle(3))
        with team.member("eva") as client:
            answers = [client.post("/api/codebook/drafts", json={"form": {"label": {"words": ["raider"]}}}) for _ in range(4)]
    assert [answer.status_code for answer in answers][-1] == 429 and "Retry-After" in answers[-1].headers
