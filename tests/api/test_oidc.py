"""Login by an identity provider: a real one on this machine, that holds us to PKCE; and answers that must let nobody in."""

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import flask
import httpx
import pytest
import werkzeug.serving
from teams import Desk, make_accounts

from dateline.accounts.book import Accounts
from dateline.api.entrance import BACK
from dateline.api.oidc import Provider
from dateline.archive.tables import Tables
from dateline.store import Store

HOME = "http://testserver.local"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The provider's address. It takes a code only with the verifier of the challenge under which it was asked for."""
    import threading

    from oidc_provider_mock import User, app

    people = {
        "1": {"email": "zoe@example.org", "email_verified": True, "preferred_username": "zoe"},
        "2": {"email": "zoe@example.org", "email_verified": False, "preferred_username": "mallory"},
        "3": {"email": "new@example.org", "email_verified": True, "preferred_username": "Nora New"},
        "4": {"email": "x@example.org", "email_verified": True, "preferred_username": "ANA"},
    }
    provider = app(require_nonce=True, user_claims=[User(sub=sub, claims=claims) for sub, claims in people.items()])
    challenges: dict[str, str] = {}

    @provider.after_request
    def remember(response: flask.Response) -> flask.Response:
        asked = flask.request.args
        if code := parse_qs(urlsplit(response.headers.get("Location", "")).query).get("code"):
            assert asked["code_challenge_method"] == "S256"
            challenges[code[0]] = asked["code_challenge"]
        return response

    @provider.before_request
    def verify():
        if "code" in flask.request.form:
            digest = hashlib.sha256(flask.request.form["code_verifier"].encode()).digest()
            if challenges.get(flask.request.form["code"]) != base64.urlsafe_b64encode(digest).rstrip(b"=").decode():
                return flask.jsonify(error="invalid_grant"), 400
        return None

    server = werkzeug.serving.make_server("localhost", 0, provider, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def make_desk(tmp_path: Path, stages, issuer: str) -> Iterator:
    tables = Tables(codebook=stages.codebook, gazetteer=stages.gazetteer)
    with Store.open(tmp_path / "case.db") as store, make_accounts(tmp_path / "accounts.db") as accounts:

        def make(role=None, issuer: str = issuer) -> Desk:
            provider = Provider(issuer=issuer, client="dateline", secret="a secret", name="Example Org", role=role)
            return Desk(store, accounts, tables, provider=provider, url=HOME)

        yield make


def to_provider(client) -> str:
    """Set out: the address at the provider."""
    answer = client.get("/api/session/provider", follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["location"]


def back_from(address: str, person: str) -> str:
    """Log in at the provider; where it sends the browser back to."""
    answer = httpx.post(address, data={"sub": person})
    assert answer.status_code in (302, 303), answer.text
    assert answer.headers["location"].startswith(HOME + BACK)
    return answer.headers["location"]


def comes(client, person: str) -> str:
    """All the way; where the desk sends the browser at last."""
    return client.get(back_from(to_provider(client), person), follow_redirects=False).headers["location"]


def who(client) -> dict | None:
    return client.get("/api/session").json()["account"]


def test_who_was_added_by_address_comes_in_and_stays_the_same_when_it_changes(make_desk, issuer: str) -> None:
    desk = make_desk()
    desk.accounts.add("zoe", "coder", email="Zoe@example.org")
    with desk.visitor() as client:
        assert client.get("/api/session").json()["provider"] == "Example Org"
        assert comes(client, "1") == HOME + "/" and who(client) == {"name": "zoe", "role": "coder"}
        assert client.get("/api/review/state").json()["coder"] == "zoe"
        assert desk.log_in(client, "zoe", "").status_code == 401
    httpx.put(f"{issuer}/users/1", json={"email": "other@example.org", "email_verified": True, "preferred_username": "zoe"})
    with desk.visitor() as client:
        assert comes(client, "1") == HOME + "/" and who(client) == {"name": "zoe", "role": "coder"}
    httpx.put(f"{issuer}/users/1", json={"email": "zoe@example.org", "email_verified": True, "preferred_username": "zoe"})


def test_an_address_that_was_not_seen_to_be_theirs_is_nobodys(make_desk) -> None:
    desk = make_desk()
    desk.accounts.add("zoe", "coder", email="zoe@example.org")
    with desk.visitor() as client:
        assert comes(client, "2") == HOME + "/?login=unknown" and who(client) is None


def test_who_has_no_account_is_let_in_only_where_that_is_said_and_never_as_another(make_desk) -> None:
    with make_desk().visitor() as client:
        assert comes(client, "3") == HOME + "/?login=unknown" and who(client) is None
    desk = make_desk("reader")
    with desk.visitor() as client:
        assert comes(client, "3") == HOME + "/" and who(client) == {"name": "Nora New", "role": "reader"}
    with desk.visitor() as client:
        # Called there as somebody is called here.
        assert comes(client, "4") == HOME + "/?login=unknown" and who(client) is None


def test_an_answer_to_somebody_else_lets_nobody_in(make_desk) -> None:
    desk = make_desk("reader")
    with desk.visitor() as mallory, desk.visitor() as victim:
        answer = back_from(to_provider(mallory), "3")
        for browser, address in (
            (victim, answer),  # login forced upon a browser that did not set out
            (mallory, answer.replace("state=", "state=x")),
            (mallory, f"{HOME}{BACK}?error=access_denied"),
            (mallory, HOME + BACK),
        ):
            assert browser.get(address, follow_redirects=False).headers["location"] == HOME + "/?login=unverified"
            assert who(browser) is None


@pytest.mark.parametrize("spoilt", [1, 2], ids=["nonce", "verifier"])
def test_a_code_is_worth_nothing_with_another_nonce_or_verifier(make_desk, spoilt: int) -> None:
    with make_desk("reader").visitor() as client:
        answer = back_from(to_provider(client), "3")
        kept = client.cookies["dateline-login"].split(".")
        kept[spoilt] = "x" * len(kept[spoilt])
        client.cookies.set("dateline-login", ".".join(kept), domain="testserver.local")
        client.headers["Cookie"] = "dateline-login=" + ".".join(kept)
        client.cookies.clear()
        assert client.get(answer, follow_redirects=False).headers["location"] == HOME + "/?login=unverified"


def test_a_code_is_taken_once(make_desk) -> None:
    with make_desk("reader").visitor() as client:
        answer = back_from(to_provider(client), "3")
        kept = client.cookies["dateline-login"]
        assert client.get(answer, follow_redirects=False).headers["location"] == HOME + "/"
        client.cookies.clear()
        client.headers["Cookie"] = f"dateline-login={kept}"
        assert client.get(answer, follow_redirects=False).headers["location"] == HOME + "/?login=unverified"


def test_a_provider_that_does_not_answer_or_is_another_is_said(make_desk, issuer: str) -> None:
    for address in ("http://localhost:1", issuer.replace("localhost", "127.0.0.1") + "/", issuer + "/none"):
        with make_desk(issuer=address).visitor() as client:
            assert to_provider(client) == HOME + "/?login=unreachable"


def test_the_book_binds_an_address_once(tmp_path: Path) -> None:
    with Accounts(tmp_path / "a.db", create=True) as accounts:
        accounts.add("zoe", "coder", email="zoe@example.org")
        assert accounts.vouched("issuer 1", "zoe@example.org") is not None
        assert accounts.vouched("issuer 2", "zoe@example.org") is None and accounts.vouched("issuer 1", None) is not None
