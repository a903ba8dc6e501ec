"""Changing the own password at a team's desk: who may, what ends by it, and guessing at the present one."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from teams import Desk, make_accounts, password_of

from dateline.accounts.book import Accounts
from dateline.api.guard import HEADER
from dateline.api.throttle import PAIR
from dateline.archive.tables import Tables
from dateline.store import Store

NEW = "another phrase that is long"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Accounts]:
    with make_accounts(tmp_path_factory.mktemp("accounts") / "accounts.db") as accounts:
        yield accounts


@pytest.fixture
def desk(own_copy: Path, book: Accounts, stages) -> Iterator[Desk]:
    with Store.open(own_copy) as store:
        yield Desk(store, book, Tables(codebook=stages.codebook, gazetteer=stages.gazetteer))
    for name in ("ana", "bea"):
        book.change_password(name, password_of(name))


@pytest.fixture
def member(desk: Desk) -> Iterator:
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(desk.member(name))


def change(client, present: str, password: str = NEW, **headers: str):
    return client.put("/api/session/password", json={"present": present, "password": password}, headers=headers)


def test_all_sessions_end_but_the_new_one_here_and_the_new_password_alone_counts(desk: Desk, member) -> None:
    ana, elsewhere, bea = member("ana"), member("ana"), member("bea")
    before = ana.cookies["dateline"]
    answer = change(ana, password_of("ana"))
    assert answer.status_code == 200 and answer.json()["account"] == {"name": "ana", "role": "coder"}
    assert ana.cookies["dateline"] != before and answer.json()["token"] != ana.headers[HEADER]
    assert [one.get("/api/about").status_code for one in (ana, elsewhere, bea)] == [200, 401, 200]
    # The token before is worth nothing, whoever has it, and acts need that of the new session.
    assert desk.accounts.session(before) is None
    assert ana.post("/api/review/acts", json={"action": "undo"}).status_code == 403
    ana.headers[HEADER] = answer.json()["token"]
    assert ana.post("/api/review/acts", json={"action": "undo"}).json()["detail"] == "ana has nothing to undo."
    with desk.visitor() as visitor:
        assert desk.log_in(visitor, "ana").status_code == 401 and desk.log_in(visitor, "ana", NEW).status_code == 201


@pytest.mark.parametrize(
    ("present", "password", "says"),
    [
        ("a wrong pass phrase", NEW, "not your present password"),
        (password_of("bea"), NEW, "not your present password"),
        ("", NEW, "not your present password"),
        (password_of("ana"), "short", "12 to 256 characters"),
        (password_of("ana"), "123456789012", "guessed at once"),
        (password_of("ana"), "anaanaanaana", "guessed at once"),
        (password_of("ana"), password_of("ana"), "take another one"),
    ],
)
def test_what_is_refused_is_one_sentence_and_changes_nothing(desk: Desk, member, present: str, password: str, says: str) -> None:
    ana, elsewhere = member("ana"), member("ana")
    refused = change(ana, present, password)
    assert refused.status_code == 400 and says in refused.json()["detail"]
    assert ana.get("/api/about").status_code == elsewhere.get("/api/about").status_code == 200
    assert desk.accounts.knows("ana", password_of("ana")) is not None


def test_nobody_changes_it_without_the_session_or_from_another_page(desk: Desk, member) -> None:
    ana, rob = member("ana"), member("rob")
    with desk.visitor() as visitor:
        assert change(visitor, password_of("ana"), **{HEADER: "1"}).status_code == 401
    for headers in ({HEADER: "1"}, {HEADER: rob.headers[HEADER]}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
        assert change(ana, password_of("ana"), **headers).status_code == 403
    named = ana.put("/api/session/password", json={"present": password_of("ana"), "password": NEW, "name": "bea"})
    assert named.status_code == 400 and desk.accounts.knows("bea", password_of("bea")) is not None
    assert desk.accounts.knows("ana", password_of("ana")) is not None


def test_who_guesses_at_it_from_a_desk_left_open_is_slowed(member) -> None:
    ana = member("ana")
    answers = [change(ana, f"a wrong pass phrase {number}").status_code for number in range(PAIR.amount)]
    refused = change(ana, password_of("ana"))
    assert set(answers) == {400} and refused.status_code == 429 and int(refused.headers["retry-after"]) > 0


def test_a_reader_may_too_and_who_comes_by_an_identity_provider_has_none(desk: Desk, member) -> None:
    rob = member("rob")
    assert rob.get("/api/session").json()["password"] is True
    assert change(rob, "a wrong pass phrase").status_code == 400
    account = desk.accounts.add("ida", "coder", email="ida@example.org")
    with desk.visitor() as ida:
        ida.cookies.set("dateline", desk.accounts.begin(account, 60))
        found = ida.get("/api/session").json()
        assert found["account"]["name"] == "ida" and found["password"] is False
        refused = change(ida, "", **{HEADER: found["token"]})
        assert refused.status_code == 400 and desk.accounts.has_password("ida") is False
