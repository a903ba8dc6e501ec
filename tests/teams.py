"""A team's desk for tests: accounts with known passwords, the real application, and a client for each who logs in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from litestar.testing import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from dateline.accounts.book import Accounts
from dateline.api import make_application
from dateline.api.guard import HEADER
from dateline.api.shelf import Shelf
from dateline.api.team import Team
from dateline.api.throttle import Throttle
from dateline.archive.tables import Tables
from dateline.store import Store

PEOPLE = {"rob": "reader", "ana": "coder", "bea": "coder", "eva": "editor"}
FIRST = {HEADER: "1"}
"""What a page sends before it has a session."""


def password_of(name: str) -> str:
    """The password of an account of the tests."""
    return f"a long pass phrase of {name}"


def make_accounts(path: Path) -> Accounts:
    """A file with an account of each role."""
    accounts = Accounts(path, create=True)
    for name, role in PEOPLE.items():
        accounts.add(name, role, password=password_of(name))  # type: ignore[arg-type]
    return accounts


class Desk:
    """A team's desk, and whoever comes to it."""

    def __init__(self, store: Store, accounts: Accounts, tables: Tables, shelf: Shelf | None = None, **team) -> None:
        self.store, self.accounts = store, accounts
        self.team = Team(accounts=accounts, **{"throttle": Throttle(100_000), **team})
        self.application = make_application(store, tables.codebook.entries, tables=tables, team=self.team, shelf=shelf)

    @contextmanager
    def visitor(self, base_url: str = "http://testserver.local", address: str = "192.0.2.1") -> Iterator[TestClient]:
        """Somebody who is not logged in, at an address, by way of a proxy."""
        behind = ProxyHeadersMiddleware(self.application, "*")  # type: ignore[arg-type]
        with TestClient(behind, base_url=base_url) as client:  # type: ignore[arg-type]
            client.headers["X-Forwarded-For"] = address
            yield client

    def log_in(self, client: TestClient, name: str, password: str | None = None):
        """The answer to a login; with it the client is who it says, and sends what acts must carry."""
        given = {"name": name, "password": password or password_of(name)}
        answer = client.post("/api/session", json=given, headers=FIRST)
        if answer.status_code == 201:
            client.headers[HEADER] = answer.json()["token"]
        return answer

    @contextmanager
    def member(self, name: str) -> Iterator[TestClient]:
        """Somebody who is logged in."""
        with self.visitor() as client:
            assert self.log_in(client, name).status_code == 201
            yield client


def first(client: TestClient, mode: str = "open") -> str:
    """Id of the first statement of a queue."""
    (found,) = client.get("/api/review/queue", params={"mode": mode, "limit": 1}).json()["items"]
    return found["task"]["statement"]["assertion"]["id"]


def act(client: TestClient, action: str, **fields):
    """An act of review."""
    return client.post("/api/review/acts", json={"action": action, **fields})
