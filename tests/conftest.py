"""Fixtures for every test: where helper modules lie, an environment in which no setting of the user's is seen, and where a case may
be: a file, or a database of a PostgreSQL server that the tests start themselves."""

import os
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
# What they assert is explained as in a test.
pytest.register_assert_rewrite(*(file.stem for file in Path(__file__).parent.glob("*.py") if not file.stem.startswith("test_")))


@pytest.fixture(autouse=True)
def _no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("DATELINE_") and name != "DATELINE_SHARED"]:
        monkeypatch.delenv(name)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable:
    """Run a command in an empty folder, not on a terminal: exit code, stdout, stderr."""
    from commands import runner  # where helper modules lie is told above

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return runner(monkeypatch, capfd)


@pytest.fixture(scope="session")
def server() -> Iterator:
    """A PostgreSQL server; where its programs or the driver are missing, the test is skipped."""
    import postgres_server

    if postgres_server.programs() is None:
        pytest.skip(postgres_server.MISSING)
    pytest.importorskip("psycopg", reason="the driver is missing (pip install 'dateline[postgres]')")
    with postgres_server.running() as server:
        yield server


@pytest.fixture(scope="session")
def new_database(server) -> Callable[[], str]:
    """Make an empty database; its address."""
    numbers = count(1)

    def make() -> str:
        name = f"case{next(numbers)}"
        server.run("createdb", *server.reached, name)
        return server.url(name)

    return make


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Name a place for a case where none is yet, of each kind of database in turn."""
    if request.param == "postgresql":
        return request.getfixturevalue("new_database")
    return lambda: str(tmp_path_factory.mktemp("place") / "case.db")


@pytest.fixture
def place(new_place: Callable[[], str]) -> str:
    """A place for a case where none is yet."""
    return new_place()
