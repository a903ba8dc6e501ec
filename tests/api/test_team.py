"""A desk with accounts: who may do what, sessions that end, and the attacks on them; the contract of its OpenAPI."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from injections import INJECTIONS
from litestar import Router, post
from reviewed_reports import READ, read_again
from teams import FIRST, Desk, act, first, make_accounts, password_of

from dateline.accounts.book import Accounts
from dateline.api.entrance import LARGEST_BODY
from dateline.api.guard import HEADER, HEADERS
from dateline.api.team import act_token
from dateline.api.throttle import ANYWHERE, PAIR, PLACE, Throttle
from dateline.archive.tables import Tables
from dateline.errors import AccountsError, UsageError
from dateline.store import Store

URL = "https://desk.example.org"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, stages) -> Path:
    """Two of the example reports, and the accounts beside them, which take a moment to hash."""
    path = tmp_path_factory.mktemp("team") / "case.db"
    with Store.open(path) as store:
        for name, day in list(READ.items())[:2]:
            read_again(store, stages, name, day)
    make_accounts(path.with_name("accounts.db")).close()
    return path


@pytest.fixture
def accounts(case: Path, tmp_path: Path) -> Iterator[Accounts]:
    with sqlite3.connect(case.with_name("accounts.db")) as original, sqlite3.connect(tmp_path / "accounts.db") as copy:
        original.backup(copy)
    with Accounts(tmp_path / "accounts.db") as accounts:
        yield accounts


@pytest.fixture(scope="session")
def tables(stages) -> Tables:
    return Tables(codebook=stages.codebook, gazetteer=stages.gazetteer)


@pytest.fixture
def make_desk(own_copy: Path, accounts: Accounts, tables: Tables) -> Iterator:
    with Store.open(own_copy) as store:
        yield lambda **team: Desk(store, accounts, tables, **team)


@pytest.fixture
def desk(make_desk) -> Desk:
    return make_desk()


@pytest.fixture
def member(desk: Desk) -> Iterator:
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(desk.member(name))


def done(desk: Desk) -> list[tuple[str, str]]:
    with desk.store.reviewing() as reviews:
        return [(one.by, one.action) for one in reviews.acts()]


# ---------------------------------------------------------------------- who may do what
def test_nothing_is_told_to_whoever_is_not_logged_in(desk: Desk) -> None:
    with desk.visitor() as client:
        asked = [
            (method, path.replace("{name}", "numbers").replace("{document_id}", "0").replace("{statement_id}", "0"))
            for path, routes in (desk.application.openapi_schema.paths or {}).items()
            for method in ("get", "post", "put", "patch", "delete")
            if getattr(routes, method) and not path.startswith("/api/session")
        ]
        assert {"get", "post"} <= {method for method, _ in asked}
        for method, path in asked:
            answer = client.request(method, path, headers=FIRST)
            assert (answer.status_code, answer.json()["detail"]) == (401, "Log in first."), (method, path)
        for path in ("/api/openapi.json", "/api/schema"):
            assert client.get(path).status_code == 401
        assert client.get("/api/session").json() == {"account": None, "token": None, "provider": None, "password": False}


def test_a_reader_reads_and_cannot_write(desk: Desk, member) -> None:
    rob, ana = member("rob"), member("ana")
    about = rob.get("/api/about").json()
    assert about["account"] == {"name": "rob", "role": "reader"} and about["coder"] is None
    assert rob.get("/api/statements").json()["total"] == ana.get("/api/statements").json()["total"] > 0
    for path in ("state", "queue", "agreement"):
        assert rob.get(f"/api/review/{path}").status_code == 403
    refused = act(rob, "accept", statement=first(ana))
    assert refused.status_code == 403 and refused.json()["detail"] == "This takes the role coder; yours is reader."
    assert done(desk) == []


def test_coders_act_under_their_own_names_and_blind(desk: Desk, member) -> None:
    ana, bea = member("ana"), member("bea")
    id = first(ana)
    corrected = act(ana, "correct", statement=id, change={"hedge": "denied"}, note="a secret reason").json()["act"]
    assert corrected["by"] == "ana"
    task = bea.get("/api/review/queue", params={"mode": "second"})
    assert task.json()["total"] == 1 and "secret" not in task.text and "ana" not in task.text
    seconded = act(bea, "correct", statement=id, change={"hedge": "possible"})
    assert seconded.json()["act"]["by"] == "bea" and "denied" not in seconded.text
    assert done(desk) == [("ana", "correct"), ("bea", "correct")]


@pytest.mark.parametrize("field", ["by", "coder", "name"])
def test_a_coder_cannot_act_for_another(desk: Desk, member, field: str) -> None:
    ana, bea = member("ana"), member("bea")
    id = first(ana)
    refused = act(ana, "accept", statement=id, **{field: "bea"})
    assert refused.status_code == 400 and field in refused.text
    assert ana.post(f"/api/review/acts?{field}=bea", json={"action": "accept", "statement": id}).json()["act"]["by"] == "ana"
    mine = act(bea, "accept", statement=id).json()["act"]["id"]
    refused = act(ana, "undo", act=mine)
    assert refused.status_code == 400 and "only they can undo it" in refused.json()["detail"]
    assert done(desk) == [("ana", "accept"), ("bea", "accept")]


def test_editors_alone_settle_what_coders_differ_about(desk: Desk, member) -> None:
    ana, bea, eva = member("ana"), member("bea"), member("eva")
    id = first(ana)
    for one, hedge in ((ana, "denied"), (bea, "possible")):
        act(one, "correct", statement=id, change={"hedge": hedge})
    (found,) = eva.get("/api/review/queue", params={"mode": "disputed"}).json()["items"]
    taken = found["sides"][2]["act"]
    for refused in (
        ana.get("/api/review/queue", params={"mode": "disputed"}),
        act(ana, "take", act=taken),
        act(ana, "accept", statement=id, adjudicate=True),
    ):
        assert refused.status_code == 403 and "editor" in refused.json()["detail"]
    settled = act(eva, "take", act=taken).json()["act"]
    assert (settled["by"], settled["adjudication"]) == ("eva", True)
    assert ana.get("/api/review/state").json()["settles"] is False and eva.get("/api/review/state").json()["settles"] is True
    # Who is no editor any more cannot take back what they settled as one.
    desk.accounts.change_role("eva", "coder")
    eva = member("eva")
    for named in ({}, {"act": settled["id"]}):
        refused = act(eva, "undo", **named)
        assert refused.status_code == 400 and "only who may do that" in refused.json()["detail"]
    assert done(desk)[-1] == ("eva", "correct")


def test_a_route_that_writes_and_says_nothing_is_for_editors(desk: Desk) -> None:
    @post("/forgotten", sync_to_thread=False)
    def forgotten() -> str:
        return "done"

    desk.application.register(Router(path="/api", route_handlers=[forgotten]))
    for name, status in (("rob", 403), ("ana", 403), ("eva", 201)):
        with desk.member(name) as client:
            assert client.post("/api/forgotten").status_code == status
            del client.headers[HEADER]
            assert client.post("/api/forgotten").status_code == 403


# ---------------------------------------------------------------------- sessions
def test_a_cookie_that_no_script_reads_and_no_other_site_sends(make_desk) -> None:
    for url, name, secure in ((None, "dateline", False), (URL, "__Host-dateline", True)):
        desk = make_desk(url=url)
        with desk.visitor(base_url=url or "http://testserver.local") as client:
            answer = desk.log_in(client, "ana")
            cookie = SimpleCookie(answer.headers["set-cookie"])[name]
            assert cookie["httponly"] and cookie["samesite"].lower() == "strict" and cookie["path"] == "/" and not cookie["domain"]
            assert bool(cookie["secure"]) is secure and int(cookie["max-age"]) == 12 * 3600
            assert ("Strict-Transport-Security" in answer.headers) is secure
            assert {header: answer.headers.get(header) for header in HEADERS} == HEADERS
            assert answer.headers["cache-control"] == "no-store" and client.get("/api/about").status_code == 200


def test_only_the_hash_of_a_session_is_kept(desk: Desk, accounts: Accounts) -> None:
    with desk.member("ana") as ana:
        token = ana.cookies["dateline"]
        with sqlite3.connect(accounts.path) as file:
            ((kept,),) = file.execute("SELECT token FROM sessions")
            assert all(row[0].startswith("$argon2id$") for row in file.execute("SELECT password FROM accounts"))
        assert token not in kept and accounts.session(token) is not None and accounts.session(kept) is None


def test_the_file_of_accounts_is_for_its_owner_alone(tmp_path: Path) -> None:
    with Accounts(tmp_path / "new.db", create=True):
        assert [path.stat().st_mode & 0o077 for path in tmp_path.iterdir()] == [0] * len(list(tmp_path.iterdir()))


@pytest.mark.parametrize("forged", ["", "x" * 43, "' OR '1'='1", "%", "null", "ana", "../../etc/passwd", "x" * 4000])
def test_a_forged_session_is_nobodys(desk: Desk, member, forged: str) -> None:
    member("ana")
    with desk.visitor() as client:
        client.cookies.set("dateline", forged)
        assert client.get("/api/about").status_code == 401
        # Who plants a token in a browser does not share the session that is begun there.
        desk.log_in(client, "eva")
    with desk.visitor() as other:
        other.cookies.set("dateline", forged)
        assert other.get("/api/about").status_code == 401


def test_after_logout_the_token_is_worth_nothing(desk: Desk, member) -> None:
    ana = member("ana")
    token = ana.cookies["dateline"]
    assert ana.delete("/api/session").status_code == 204 and "dateline" not in ana.cookies
    ana.cookies.set("dateline", token)
    assert ana.get("/api/about").status_code == 401 and act(ana, "undo").status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        lambda accounts: accounts.change_role("ana", "editor"),
        lambda accounts: accounts.change_role("ana", "reader"),
        lambda accounts: accounts.change_password("ana", "another phrase that is long"),
        lambda accounts: accounts.remove("ana"),
    ],
)
def test_sessions_end_when_role_or_password_changes(desk: Desk, member, accounts: Accounts, change) -> None:
    ana, other, bea = member("ana"), member("ana"), member("bea")
    # As `dateline users` does it: from another process, by the file.
    with Accounts(accounts.path) as elsewhere:
        change(elsewhere)
    assert [one.get("/api/about").status_code for one in (ana, other, bea)] == [401, 401, 200]


def test_a_session_ends_by_itself(make_desk) -> None:
    desk = make_desk(session_seconds=0)
    with desk.visitor() as client:
        assert desk.log_in(client, "ana").status_code == 201 and client.get("/api/about").status_code == 401


def test_logging_in_again_ends_the_session_before(desk: Desk, member) -> None:
    ana = member("ana")
    before = ana.cookies["dateline"]
    assert desk.log_in(ana, "ana").status_code == 201 and ana.cookies["dateline"] != before
    assert desk.accounts.session(before) is None


# ---------------------------------------------------------------------- requests that others forge
def test_an_act_needs_the_token_of_its_own_session(desk: Desk, member) -> None:
    ana, bea = member("ana"), member("bea")
    id, own = first(ana), ana.headers[HEADER]
    for stolen in ("", "1", bea.headers[HEADER], act_token("x"), own[:-1], own.upper(), "\u00e9"):
        answer = ana.post("/api/review/acts", json={"action": "accept", "statement": id}, headers={HEADER: stolen.encode()})
        assert answer.status_code == 403, stolen
    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://testserver.local.evil.example"}):
        assert ana.post("/api/review/acts", json={"action": "accept", "statement": id}, headers=headers).status_code == 403
    form = ana.post("/api/review/acts", data={"action": "accept", "statement": id}, headers={HEADER: ""})
    assert form.status_code == 403 and ana.delete("/api/session", headers={HEADER: "1"}).status_code == 403
    assert done(desk) == [] and ana.get("/api/about").status_code == 200


def test_no_other_page_logs_a_browser_in(make_desk) -> None:
    desk = make_desk(url=URL)
    given = {"name": "ana", "password": password_of("ana")}
    with desk.visitor(base_url=URL) as client:
        for headers in ({}, {**FIRST, "Origin": "https://evil.example"}, {**FIRST, "Origin": "http://desk.example.org"}):
            assert client.post("/api/session", json=given, headers=headers).status_code == 403
        assert client.post("/api/session", json=given, headers={**FIRST, "Host": "evil.example"}).status_code == 400
        assert client.post("/api/session", json=given, headers={**FIRST, "Origin": URL}).status_code == 201


# ---------------------------------------------------------------------- guessing
def test_guessing_a_password_is_slowed_and_locks_out_nobody_else(desk: Desk) -> None:
    with desk.visitor() as client, desk.visitor(address="192.0.2.9") as elsewhere:
        answers = [desk.log_in(client, "ana", f"a wrong pass phrase {number}") for number in range(PAIR.amount)]
        assert {answer.status_code for answer in answers} == {401}
        refused = desk.log_in(client, "Ana")
        assert refused.status_code == 429 and 0 < int(refused.headers["retry-after"]) <= 15 * 60
        assert "try again in 15 minutes" in refused.json()["detail"]
        assert desk.log_in(client, "bea").status_code == 201 and desk.log_in(elsewhere, "ana").status_code == 201


def test_who_mistyped_and_then_knows_it_starts_anew(desk: Desk) -> None:
    with desk.visitor() as client:
        for _ in range(2):
            for number in range(PAIR.amount - 1):
                assert desk.log_in(client, "ana", f"a wrong pass phrase {number}").status_code == 401
            assert desk.log_in(client, "ana").status_code == 201


def test_many_guesses_at_once_are_no_better_off(desk: Desk) -> None:
    found: list[int] = []
    with desk.visitor() as client:
        guess = lambda: found.append(desk.log_in(client, "eva", "a wrong pass phrase").status_code)  # noqa: E731
        threads = [threading.Thread(target=guess) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(found) == [401] * PAIR.amount + [429] * (20 - PAIR.amount)


def test_names_are_not_told_apart_from_those_that_nobody_has(desk: Desk) -> None:
    with desk.visitor() as client:
        known, unknown = desk.log_in(client, "ana", "a wrong pass phrase"), desk.log_in(client, "zoe", "a wrong pass phrase")
        assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())


def test_one_address_tries_no_list_of_names_and_many_addresses_no_list_of_passwords() -> None:
    throttle = Throttle(100)
    sprayed = [throttle.login(f"name {number}", f"2001:db8::{number:x}") for number in range(PLACE.amount + 1)]
    assert sprayed[:-1] == [0] * PLACE.amount and sprayed[-1] > 0
    spread = [throttle.login("ana", f"198.51.100.{number}") for number in range(ANYWHERE.amount + 1)]
    assert spread[:-1] == [0] * ANYWHERE.amount and spread[-1] > 0


def test_one_account_asks_no_more_than_it_may(make_desk) -> None:
    desk = make_desk(throttle=Throttle(20))
    with desk.visitor() as one, desk.visitor(address="192.0.2.2") as other:
        desk.log_in(one, "ana")
        answers = [one.get("/api/session") for _ in range(25)]
        assert [answer.status_code for answer in answers].count(200) == 20
        assert int(answers[-1].headers["retry-after"]) <= 60 and {n: answers[-1].headers.get(n) for n in HEADERS} == HEADERS
        assert other.get("/api/session").status_code == 200


# ---------------------------------------------------------------------- what is sent
def test_sql_in_names_tokens_and_filters_of_review_is_a_value(desk: Desk, member) -> None:
    ana, before = member("ana"), desk.accounts.listed()
    for value in INJECTIONS:
        assert desk.accounts.knows(value, password_of("ana")) is None and desk.accounts.session(value) is None
        for filter in ("kind", "document"):
            assert ana.get("/api/review/queue", params={filter: value}).json()["total"] == 0
        for field in ("statement", "document", "act"):
            refused = [act(ana, action, **{field: value}) for action in ("accept", "undo", "reject")]
            assert {answer.status_code for answer in refused} == {400}, field
    assert desk.accounts.listed() == before and done(desk) == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b'{"name": "ana"}', b'{"name": 1, "password": 2}', b'{"name": "ana", "password": "x", "role": "editor"}',
     b'{"name": "' + b"a" * 81 + b'", "password": "x"}', b'{"name": "ana", "password": "' + b"p" * 257 + b'"}', b"\xff"],
)  # fmt: skip
def test_a_login_of_another_form_is_refused(desk: Desk, body: bytes) -> None:
    with desk.visitor() as client:
        answer = client.post("/api/session", content=body, headers={**FIRST, "Content-Type": "application/json"})
        assert answer.status_code == 400 and "Traceback" not in answer.text
        large = client.post("/api/session", json={"name": "x" * LARGEST_BODY, "password": ""}, headers=FIRST)
        assert large.status_code == 413


# ---------------------------------------------------------------------- the book of accounts
@pytest.mark.parametrize(
    ("name", "password", "says"),
    [
        ("ANA", "a long pass phrase", "already"),
        ("\uff41na", "a long pass phrase", "already"),
        ("Machine", "a long pass phrase", "Nobody can be named"),
        (" zoe", "a long pass phrase", "one line"),
        ("zo\ne", "a long pass phrase", "one line"),
        ("z" * 81, "a long pass phrase", "one line"),
        ("zoe", "short", "12 to 256"),
        ("zoe", "1" * 40, "guessed"),
        ("zoe", "123456789012345", "guessed"),
        ("zoe the coder", "zoe the coder", "guessed"),
    ],
)
def test_names_and_passwords_that_cannot_be_taken(accounts: Accounts, name: str, password: str, says: str) -> None:
    before = accounts.listed()
    with pytest.raises(UsageError, match=says):
        accounts.add(name, "coder", password=password)
    assert accounts.listed() == before


def test_another_file_is_no_book_of_accounts(case: Path, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database", encoding="utf-8")
    for path, says in (
        (case, "holds no accounts"),
        (tmp_path / "text.db", "cannot be used"),
        (tmp_path / "none.db", "no accounts yet"),
    ):
        with pytest.raises(AccountsError, match=says):
            Accounts(path)
    assert not (tmp_path / "none.db").exists()


# ---------------------------------------------------------------------- contract
@pytest.fixture
def contract(own_copy: Path, accounts: Accounts, tables: Tables) -> Iterator:
    with Store.open(own_copy) as store:
        desk = Desk(store, accounts, tables)
        with desk.member("eva") as eva:
            headers = {"Cookie": f"dateline={eva.cookies['dateline']}", HEADER: eva.headers[HEADER], "Host": "localhost"}
            yield schemathesis.openapi.from_asgi("/api/openapi.json", desk.application, headers=headers), headers


ROUTES = [
    ("/api/session", "GET"), ("/api/session", "POST"), ("/api/session", "DELETE"), ("/api/session/password", "PUT"),
    ("/api/about", "GET"), ("/api/review/acts", "POST"), ("/api/review/queue", "GET"),
]  # fmt: skip


@pytest.mark.parametrize(("route", "method"), ROUTES)
@pytest.mark.parametrize("logged_in", [True, False])
def test_what_the_openapi_says_of_a_desk_with_accounts_is_so(contract, route: str, method: str, logged_in: bool) -> None:
    loaded, headers = contract

    @given(case=loaded[route][method].as_strategy())
    @settings(max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def ask(case) -> None:
        answer = case.call(headers=headers if logged_in else {"Host": "localhost"})
        assert answer.status_code < 500, answer.text
        assert str(answer.status_code) in case.operation.definition.raw["responses"], answer.text

    ask()
