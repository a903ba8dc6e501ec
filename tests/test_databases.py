"""The example reports, read by the real reader into a file and into a PostgreSQL database: each command and each answer of the
desk is the same, byte for byte; and the commands that copy a case."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from litestar.testing import TestClient
from test_examples import EXAMPLES, ROOT, options

from dateline.api import make_application
from dateline.cli.show import View
from dateline.codebook import load_codebook
from dateline.pipeline import read_into
from dateline.settings import Settings, load_settings
from dateline.stages import load_stages
from dateline.store import Store

VIEWS = [[view.value] for view in View if view is not View.SENTENCE]
COMMANDS = [
    ["show"],
    *(["show", *view] for view in VIEWS),
    ["show", "control", "--at", "2014-06-30"],
    ["ask", "text:refugees", "since:1990"],
    ["ask", "actor:Taliban,M23 -hedge:denied"],
    ["ask", "place:Mali"],
    ["ask", "outlet:Wire type:attack,bombing"],
]


class Both(NamedTuple):
    """The same reports in a file and in a database."""

    file: str
    database: str


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, new_database) -> Both:
    stages, places = load_stages(Settings()), Both(str(tmp_path_factory.mktemp("file") / "case.db"), new_database())
    for place in places:
        with Store.open(place) as store:
            for path, (day, outlet) in options().items():
                told = load_settings({"date": day, "outlet": outlet}, environ={}, folder=Path("no such folder"))
                list(read_into([ROOT / path], store, told, stages))
            list(read_into([EXAMPLES / "reports"], store, Settings(), stages))
            assert store.counts().documents >= 15
    return places


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_prints_the_same_over_a_file_and_over_a_database(run, both: Both, command: list[str]) -> None:
    from_file, from_database = (run(*command, "--json", "--db", place) for place in both)
    assert from_database == from_file
    assert from_file[0] == 0 and (from_file[1] or command == ["show", "alerts"])


def test_a_view_of_rows_with_unlike_cells_is_printed_for_reading(run, both: Both) -> None:
    """Forecasts have a verdict, recommendations have none."""
    code, out, err = run("show", "outlook", "--db", both.file)
    assert (code, err) == (0, "") and "verdict: open" in out and "recommendation" in out


@pytest.mark.parametrize("form", ["geojson", "acled", "annotation"])
def test_an_export_is_the_same(run, both: Both, form: str) -> None:
    from_file, from_database = (run("export", form, "--db", place, "-o", "-") for place in both)
    assert from_database == from_file and from_file[0] == 0 and len(from_file[1]) > 1_000


def test_a_briefing_is_the_same(run, both: Both) -> None:
    from_file, from_database = (run("brief", "--db", place, "-o", "-") for place in both)
    assert from_database == from_file and from_file[1].startswith("<!")


def test_a_statement_is_found_by_the_start_of_its_id_and_explained(run, both: Both) -> None:
    with Store.open(both.file) as store:
        ids = [s.id for s in store.statements(["event"])][:2]
    for place in both:
        code, out, err = run("link", "--explain", ids[0][:12].upper(), ids[1][:12], "--json", "--db", place)
        assert code == 0 and json.loads(out)["statements"] == ids, err


ROUTES = [
    "/api/documents", "/api/statements?limit=500", "/api/statements?actor=TALIBAN", "/api/statements?text=Airport",
    "/api/statements?q=place:goma+kind:event", "/api/places", "/api/actors", "/api/days", "/api/facets", "/api/set-aside",
    "/api/views/numbers", "/api/views/events?q=country:UA",
]  # fmt: skip


def test_the_desk_answers_the_same(both: Both) -> None:
    entries = load_codebook().entries
    answers = []
    for place in both:
        with Store.open(place, read_only=True) as store, TestClient(make_application(store, entries)) as client:
            answers.append({route: client.get(route).json() for route in ROUTES})
            about = client.get("/api/about").json()
            assert about["case"] == place.rpartition("/")[2] and about["documents"] >= 15
    assert answers[0] == answers[1]
    assert [route for route, answer in answers[0].items() if not answer or answer == {"total": 0}] == []


# ---------------------------------------------------------------------- dateline db
def test_a_case_is_copied_to_a_file_and_back(run, both: Both, new_database) -> None:
    other = new_database()
    code, copied, said = run("db", "copy", both.database, "backup.db")
    assert code == 0 and "15 documents" in said and both.database in said
    assert run("db", "copy", "backup.db", other)[:2] == (0, copied)
    hashes = [run("db", "hash", place)[:2] for place in (*both, "backup.db", other)]
    assert hashes == [(0, copied)] * 4 and len(copied.strip()) == 32
    code, out, _ = run("db", "hash", "backup.db", "--json")
    assert code == 0 and json.loads(out)["rows"]["documents"] == 15
    assert run("show", "numbers", "--json", "--db", other)[1] == run("show", "numbers", "--json", "--db", both.file)[1]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["copy", "nowhere.db", "new.db"], 3, "no case file"),
        (["copy", "FILE", "FILE"], 2, "into itself"),
        (["copy", "FILE", "DATABASE"], 3, "holds a case already"),
        (["copy", "FILE", "postgresql://ana:geheim@127.0.0.1:1/x"], 3, "cannot be reached"),
        (["hash", "nowhere.db"], 3, "no case file"),
    ],
)
def test_a_copy_that_makes_no_sense_is_one_sentence(run, both: Both, arguments: list[str], code: int, says: str) -> None:
    given = [{"FILE": both.file, "DATABASE": both.database}.get(argument, argument) for argument in arguments]
    ended, out, err = run("db", *given)
    assert (ended, out) == (code, "") and says in err and "geheim" not in err and err.count("\n") == 1
    assert not Path("new.db").exists()


def test_reading_says_what_is_next_without_a_password(run, new_database, tmp_path: Path) -> None:
    address = new_database().replace("dateline@", "dateline:geheim@")
    (tmp_path / "note.txt").write_text(
        "Soldiers shelled the village of Dolna on Monday, killing at least 12 people, officials said."
    )
    code, out, err = run("read", "note.txt", "--date", "1999-04-05", "--db", address)
    assert code == 0 and "Dolna" in out and "--db postgresql://dateline:***@" in err and "geheim" not in out + err
