"""The command line: exit codes, what goes to which stream, and what a user meets when something is wrong.

Commands run in this process where they can, in one of their own where a signal or a start-up time is the matter. The reader is the
real one; that what it reads is right is not asked here.
"""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from readings import Table, WordReader, listen, make_document, resolve

from dateline import __version__, cli
from dateline.cli.show import View
from dateline.pipeline import add_all
from dateline.query import FIELDS
from dateline.settings import Settings
from dateline.stages import Stages, load_stages
from dateline.store import Store

ROOT = Path(__file__).resolve().parent.parent
REPORT = (
    "Soldiers shelled the village of Dolna on Monday, killing at least 12 people, officials said. "
    "The rebels seized the bridge over the river. It rained all day. The fighting will probably go on."
)
OTHER = "Gunmen abducted nine teachers in the town of Kesra on 3 May 2009. The government denied that it had attacked the school."
MARKED = "The army shelled Bar. It rained. Officials said troops seized the [big] bridge\nand \x1b[31mleft."


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case file whose one document is known by heart."""
    stages = Stages(reader=WordReader(), resolve=resolve, codebook=Table(), gazetteer=Table())
    with Store.open(tmp_path / "dateline.db") as store:
        document = make_document(MARKED, "marked", outlet="The Courier", published="1999-04-03")
        assert len(list(add_all([document], store, Settings(), stages))) == 1
    return tmp_path / "dateline.db"


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text.encode())


def documents(case: Path) -> int:
    return sqlite3.connect(case).execute("SELECT count(*) FROM documents").fetchone()[0]


# ---------------------------------------------------------------------- help and usage


@pytest.mark.parametrize("command", ["read", "fetch", "watch", "link", "show", "ask", "brief", "export", "serve"])
def test_the_help_of_each_command_has_a_worked_example(run, command: str) -> None:
    result = run(command, "--help")
    assert result.code == 0 and f"  dateline {command}" in result.out.partition("Examples:")[2]


def test_the_help_says_what_exit_codes_mean(run) -> None:
    out = run("--help").out
    assert all(f"  {code} " in out for code in (cli.DONE, cli.SOME_SET_ASIDE, cli.USAGE, cli.FAILED, cli.INTERRUPTED))


FOR_HELP = {"typer", "msgspec", "annotated_doc", "typing_extensions", "shellingham"}
HELP = "sys.argv = ['dateline', '--help']\nfrom dateline.cli import main\ntry: main()\nexcept SystemExit: pass"


@pytest.mark.parametrize(
    ("program", "packages", "most"),
    [
        ("import dateline", set(), 60),
        ("import dateline.cli", FOR_HELP, 300),
        (HELP, FOR_HELP, 300),
    ],
    ids=["import", "command line", "help"],
)
def test_a_start_loads_what_it_needs_and_no_more(program: str, packages: set[str], most: int) -> None:
    """So that it takes a tenth of a second: numpy alone would double that, and the model's run time takes five times as long."""
    count = (
        f"import sys; before = set(sys.modules)\n{program}\nloaded = sys.modules.keys() - before\n"
        "others = {name.partition('.')[0] for name in loaded} - sys.stdlib_module_names - {'dateline'}\n"
        "print(len(loaded), *sorted(others), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", count], check=True, capture_output=True, text=True, env=environment())
    number, *others = done.stderr.split()
    assert set(others) <= packages and 0 < int(number) <= most, done.stderr


def test_the_version_names_dateline_model_and_codebook(run) -> None:
    result = run("--version")
    assert [line.split()[0] for line in result.out.splitlines()] == ["dateline", "data", "model", "codebook"]
    assert result.out.startswith(f"dateline {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["read", "nowhere.txt"],
        ["read", ".", "--date", "11 June 2014"],
        ["read", ".", "--date", "2014-02-30"],
        ["read", ".", "--format", "xml"],
        ["read", ".", "--codebook", "nowhere"],
        ["show", "everything"],
        ["show", "sentence"],
        ["show", "timeline", "--at", "2014-06-11"],
        ["show", "control", "--at", "June"],
        ["link", "--explain", "abc"],
        ["show", "sentence", "one", "two"],
        ["show", "documents", "place:Mosul"],
        ["show", "documents", "--at", "2014-06-11"],
        ["show", "numbers", "--at", "11 June 2014"],
        ["ask", "--save", "mosul"],
        ["ask", "--forget", "mosul", "place:Mosul"],
        ["ask", "--save", "mosul", "place:Mosul", "--at", "2014-06-11"],
        ["brief", "-o", "nowhere/brief.html"],
        ["draw"],
    ],
)
def test_a_command_that_makes_no_sense_exits_with_2_and_touches_nothing(run, tmp_path: Path, arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (cli.USAGE, "") and result.err
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------------- reading


def test_reading_prints_by_kind_adds_to_the_case_file_and_says_what_is_next(run, tmp_path: Path) -> None:
    write(tmp_path / "in", report=REPORT)
    result = run("read", "in/report.txt", "--date", "2009-05-05", "--outlet", "The Courier")
    assert result.code == cli.DONE
    assert result.out.startswith("report (The Courier, 2009-05-05)\n")
    assert "1 document read" in result.err and "4 sentences" in result.err and "dateline brief" in result.err
    assert "no known date" not in result.err
    assert documents(tmp_path / "dateline.db") == 1


def test_reading_the_same_text_twice_adds_nothing_and_is_no_failure(run, tmp_path: Path) -> None:
    write(tmp_path / "in", report=REPORT)
    run("read", "in", "--date", "2009-05-05")
    before = "\n".join(sqlite3.connect(tmp_path / "dateline.db").iterdump())
    result = run("read", "in", "--date", "2009-05-05")
    assert (result.code, result.out) == (cli.DONE, "") and "1 duplicate" in result.err
    assert "\n".join(sqlite3.connect(tmp_path / "dateline.db").iterdump()) == before


def test_a_missing_date_is_warned_of_and_can_be_given_later(run, tmp_path: Path) -> None:
    write(tmp_path / "in", report=REPORT)
    assert "times relative to it stay unresolved; give --date" in run("read", "in").err
    result = run("read", "in", "--date", "2009-05-05")
    assert result.code == cli.DONE and "1 document read" in result.err and documents(tmp_path / "dateline.db") == 1


def test_assertions_are_json_lines_and_nothing_else_and_no_case_file_is_made(run, tmp_path: Path) -> None:
    text = "\ufeff" + REPORT.replace(". ", ".\r\n")
    write(tmp_path / "in", report=text, other=OTHER)
    result = run("read", "in", "--date", "2009-05-05", "--format", "assertions")
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert result.code == cli.DONE and rows and {row["doc"] for row in rows} <= {"report", "other"}
    with Store.open(tmp_path / "case.db") as store:
        assert store.counts().documents == 0
    run("read", "in", "--date", "2009-05-05", "--db", "case.db")
    with Store.open(tmp_path / "case.db") as store:
        texts = {document.name: document.text for document in store.documents()}
    assert all(texts[row["doc"]][slice(*row["span"])] == row["quote"] for row in rows)
    assert not (tmp_path / "dateline.db").exists()


def test_order_and_batches_change_no_byte_of_the_output(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in", a=REPORT, b=OTHER, c=REPORT.replace("Dolna", "Gorna"))
    first = run("read", "in/a.txt", "in/b.txt", "in/c.txt", "--format", "assertions")
    monkeypatch.setenv("DATELINE_BATCH_DOCUMENTS", "1")
    second = run("read", "in/c.txt", "in/b.txt", "in/a.txt", "--format", "assertions")
    assert first.out == second.out and first.out


def test_assertions_of_a_known_text_come_from_the_case_file(run, tmp_path: Path) -> None:
    write(tmp_path / "in", report=f"{REPORT} {OTHER}")
    options = ("read", "in", "--date", "2009-05-05", "--format", "assertions", "--db", "case.db")
    assert run(*options).out == run(*options).out != ""


def test_standard_input_is_read(run, tmp_path: Path) -> None:
    result = run("read", "-", "--format", "json", "--date", "2009-05-05", stdin=f"{REPORT} {OTHER}".encode())
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert result.code == cli.DONE and rows and {row["document"]["name"] for row in rows} == {"stdin"}


def test_what_cannot_be_read_is_set_aside_with_its_reason_and_the_rest_is_read(run, tmp_path: Path) -> None:
    write(tmp_path / "in", report=REPORT, empty="")
    (tmp_path / "in" / "picture.txt").write_bytes(bytes(range(256)) * 20)
    result = run("read", "in", "--date", "2009-05-05")
    assert result.code == cli.SOME_SET_ASIDE
    assert "Set aside (empty): in/empty.txt" in result.err and "Set aside (binary): in/picture.txt" in result.err
    assert documents(tmp_path / "dateline.db") == 1
    assert {row["reason"] for row in map(json.loads, run("show", "aside", "--json").out.splitlines())} >= {"empty", "binary"}


def test_a_folder_without_files_fails_with_one_sentence(run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = run("read", "in")
    assert result.code == cli.FAILED and result.out == "" and result.err.count("\n") == 1
    assert not (tmp_path / "dateline.db").exists()


# ---------------------------------------------------------------------- case files that cannot be used


def _text_file(path: Path) -> None:
    path.write_text("not a database " * 100)


def _newer(path: Path) -> None:
    Store.open(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.close()


@pytest.mark.parametrize("make", [Path.mkdir, _text_file, _newer])
@pytest.mark.parametrize("command", [["read", "in"], ["link"], ["show"], ["brief"], ["export", "acled", "-o", "out.csv"]])
def test_a_case_file_that_cannot_be_used_fails_with_one_sentence(run, tmp_path: Path, make, command: list[str]) -> None:
    write(tmp_path / "in", report=REPORT)
    make(tmp_path / "bad.db")
    before = (tmp_path / "bad.db").read_bytes() if (tmp_path / "bad.db").is_file() else None
    result = run(*command, "--db", "bad.db")
    assert (
        (result.code, result.out) == (cli.FAILED, "") and result.err.startswith("dateline: bad.db") and result.err.count("\n") == 1
    )
    assert before is None or (tmp_path / "bad.db").read_bytes() == before
    assert not (tmp_path / "brief.html").exists()


def test_looking_at_a_case_file_that_is_not_there_makes_none(run, tmp_path: Path) -> None:
    assert run("show", "events").code == cli.FAILED and list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------------- showing


def test_a_row_has_voice_hedge_date_place_and_its_sentence(run, case: Path) -> None:
    lines = run("show", "events").out.splitlines()
    assert "author · asserted · 1999-04-01 to 1999-04-03 · Prizren (XK)" in lines[1]
    assert "[The army shelled Bar.]" in lines[2]


def test_control_characters_of_a_text_never_reach_the_terminal(run, case: Path) -> None:
    ident = json.loads(run("show", "control", "--json").out)["statements"][0]
    assert "\x1b" not in run("show", "control").out + run("show", "sentence", ident).out


def test_rows_for_programs_are_json_lines_with_the_whole_record(run, case: Path) -> None:
    (row,) = map(json.loads, run("show", "events", "--json").out.splitlines())
    assert row["quote"] == "The army shelled Bar." and row["document"]["outlet"] == "The Courier"
    assert row["statement"]["assertion"]["trigger"] == {"start": 9, "end": 16, "exact": "shelled"}
    assert json.loads(run("show", "documents", "--json").out)["name"] == "marked"
    assert json.loads(run("show", "--json").out)["statements"] == {"control": 1, "event": 1}


def test_a_sentence_is_shown_with_spans_entry_trigger_and_versions(run, case: Path) -> None:
    row = json.loads(run("show", "events", "--json").out)
    for ident in (row["sentence"]["id"], row["sentence"]["id"][:8] + ":0", row["id"], row["id"][:10]):
        out = run("show", "sentence", ident).out
        assert "[[The army ][shelled] Bar.]" in out
        for words in (
            "event: shelling",
            "codebook    shelling: ",
            "trigger     “shelled”",
            "hedge       asserted",
            "model words-1",
        ):
            assert words in out


@pytest.mark.parametrize("view", ["timeline", "harm", "control"])
def test_views_of_incidents_link_first_and_each_row_leads_to_statements(run, case: Path, view: str) -> None:
    rows = [json.loads(line) for line in run("show", view, "--json").out.splitlines()]
    with Store.open(case) as store:
        known = {statement.id for statement in store.statements(("event", "control"))}
    assert rows and all(row["view"] == view and row["statements"] and known.issuperset(row["statements"]) for row in rows)
    assert run("show", view, "--json").out == run("show", view, "--json").out
    people = run("show", view).out
    assert "Prizren (XK)" in people and "“" in people
    assert sqlite3.connect(case).execute("SELECT count(*) FROM incidents").fetchone()[0] >= 1


def test_control_is_carried_to_the_day_asked_for(run, case: Path) -> None:
    (row,) = map(json.loads, run("show", "control", "--json", "--at", "1999-05-03").out.splitlines())
    assert (row["cells"]["from"], row["cells"]["to"], row["cells"]["age_days"]) == ("1999-04-03", "1999-05-03", 30)
    assert "no later report until 1999-05-03, 30 days after" in run("show", "control", "--at", "1999-05-03").out


def test_linking_says_what_it_did_and_a_second_time_that_there_was_nothing_to_do(run, case: Path) -> None:
    assert run("link").out.startswith("1 new document; ")
    assert json.loads(run("link", "--json").out) == {"documents": 0, "stories": 0, "incidents": 0, "removed": 0}


def test_why_two_statements_are_or_are_not_one_incident_is_explained(run, case: Path) -> None:
    with Store.open(case) as store:
        one, two = (statement.id for statement in store.statements(("event", "control")))
    result = run("link", "--explain", one[:12], two[:12])
    assert result.code == cli.DONE and result.out.startswith(("One incident.", "Two incidents."))
    told = json.loads(run("link", "--explain", two, one, "--json").out)
    assert set(told["statements"]) == {one, two} and told["one_incident"] == result.out.startswith("One")
    for wrong in ((one, "zzzz"), (one, one), (one, "")):
        assert run("link", "--explain", *wrong).code == cli.USAGE


@pytest.mark.parametrize(("ident", "says"), [("zzzz", "has no sentence"), ("", "give more of the id")])
def test_an_unknown_or_ambiguous_id_is_a_usage_error(run, case: Path, ident: str, says: str) -> None:
    result = run("show", "sentence", ident)
    assert result.code == cli.USAGE and says in result.err


@pytest.mark.parametrize("view", ["relations", "lineage", "labels", "outlook", "checks", "judgements"])
def test_an_empty_view_says_so_on_stderr(run, case: Path, view: str) -> None:
    result = run("show", view)
    assert (result.code, result.out) == (cli.DONE, "") and "has none of these" in result.err


# ---------------------------------------------------------------------- asking, and views of the situation


@pytest.fixture(scope="module")
def two_reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case file of two reports, read by the real reader once."""
    path = tmp_path_factory.mktemp("archive") / "dateline.db"
    courier = make_document(REPORT, "courier", outlet="The Courier", published="2009-05-05")
    post = make_document(OTHER, "post", outlet="The Post", published="2009-05-09")
    with Store.open(path) as store:
        assert len(list(add_all([courier, post], store, Settings(), load_stages(Settings())))) == 2
    return path


@pytest.fixture
def archive(two_reports: Path, tmp_path: Path) -> None:
    """The two reports in the case file of the folder."""
    shutil.copy(two_reports, tmp_path / "dateline.db")


SITUATION = ["lineage", "numbers", "labels", "outlook", "sources", "checks", "alerts"]


def test_the_help_and_the_documentation_name_every_field_of_a_query(run) -> None:
    shown, told = run("ask", "--help").out, (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert all(f"{field}:" in shown and f"`{field}:" in told for field in FIELDS)


def test_the_documentation_names_every_view(run) -> None:
    told = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert [view.value for view in View if f"`{view.value}`" not in told and f"`{view.value} " not in told] == []


def test_asking_lists_the_statements_that_are_meant(run, archive) -> None:
    everything = run("ask", "hedge:asserted,reported,possible,probable,denied", "--json").out.splitlines()
    rows = [json.loads(line) for line in run("ask", "outlet:Post", "-kind:label", "--json").out.splitlines()]
    assert rows and len(rows) < len(everything)
    assert {row["document"]["outlet"] for row in rows} == {"The Post"}
    shown = run("ask", "teachers").out
    assert "nine teachers" in shown and "Dolna" not in shown


def test_a_minus_before_a_field_is_no_option(run, archive) -> None:
    kept = run("ask", "-outlet:Post", "--json")
    assert kept.code == cli.DONE and {json.loads(line)["document"]["outlet"] for line in kept.out.splitlines()} == {"The Courier"}
    assert run("ask", "-outlet:Post").out == run("ask", "\N{MINUS SIGN}outlet:Post").out == run("ask", "--", "-outlet:Post").out


def test_words_in_the_shells_quotation_marks_stay_together(run, archive) -> None:
    assert run("ask", "text:nine teachers").out == run("ask", 'text:"nine teachers"').out != ""
    assert run("ask", "text:teachers nine").out == ""


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("plce:Mosul", "did you mean place"),
        ("type:shellling", "did you mean shelling"),
        ("kind:story", "there are event"),
        ("since:May", "write YYYY"),
        ('text:"open', "is not closed"),
    ],
)
@pytest.mark.parametrize("command", [["ask"], ["show", "numbers"], ["show", "events"]])
def test_a_query_that_cannot_be_understood_is_a_usage_error_of_one_sentence(
    run, case: Path, command, query: str, says: str
) -> None:
    result = run(*command, query)
    assert (result.code, result.out) == (cli.USAGE, "") and says in result.err and result.err.count("\n") == 1


def test_nothing_found_says_why(run, case: Path) -> None:
    assert "fits the query" in run("ask", "place:Mosul").err
    assert "neither codebook nor gazetteer knows it" in run("ask", "place:Qwghlm").err


@pytest.mark.parametrize("view", SITUATION)
def test_rows_for_programs_have_cells_ids_and_quotes_of_their_statements(run, archive, view: str) -> None:
    known = {json.loads(line)["id"]: json.loads(line) for line in run("ask", "voice:author,unnamed", "--json").out.splitlines()}
    known |= {json.loads(line)["id"]: json.loads(line) for line in run("ask", "-voice:author,unnamed", "--json").out.splitlines()}
    result = run("show", view, "--json")
    assert result.code == cli.DONE
    for row in map(json.loads, result.out.splitlines()):
        assert list(row) == ["view", "cells", "statements", "quotes"] and row["view"] == view and row["statements"]
        assert [quote["statement"] for quote in row["quotes"]] == row["statements"]
        assert all(quote["quote"] == known[quote["statement"]]["quote"] for quote in row["quotes"])
        assert all(quote["document"] == known[quote["statement"]]["document"]["name"] for quote in row["quotes"])


def test_rows_for_people_stand_over_the_words_they_rest_on(run, archive) -> None:
    lines = run("show", "numbers", "outlet:Courier").out.splitlines()
    assert any("at least 12" in line for line in lines) and any(line.startswith("    “") and "12 people" in line for line in lines)
    short = run("show", "numbers", "outlet:Courier", "--short").out.splitlines()
    assert max(map(len, short)) <= max(map(len, lines))


def test_control_characters_of_a_text_never_reach_the_terminal_in_a_view(run, case: Path) -> None:
    shown = "".join(run("show", view).out for view in SITUATION)
    assert shown and "\x1b" not in shown


def test_a_day_shows_the_picture_of_that_day(run, archive) -> None:
    outlets = {
        quote["outlet"]
        for line in run("show", "sources", "--at", "2009-05-06", "--json").out.splitlines()
        for quote in json.loads(line)["quotes"]
    }
    assert outlets == {"The Courier"}


def test_a_query_is_kept_listed_alerted_of_and_dropped(run, archive) -> None:
    assert "no query is kept" in run("ask").err.lower()
    kept = run("ask", "--save", "school", "teachers")
    assert kept.code == cli.DONE and "Kept as school" in kept.err and "nine teachers" in kept.out
    assert run("ask").out == "school  text:teachers\n"
    assert "saved query" not in run("show", "alerts").out
    run(
        "read",
        "-",
        "--date",
        "2009-05-10",
        "--outlet",
        "Radio",
        stdin=b"Gunmen abducted two teachers in Kesra on Saturday. They fled.",
    )
    assert "saved query · school" in run("show", "alerts").out
    assert run("ask", "--forget", "school").code == cli.DONE and run("ask").out == ""
    assert run("ask", "--forget", "school").code == cli.USAGE


def test_a_briefing_is_written_whole(run, case: Path, tmp_path: Path) -> None:
    assert run("brief").code == cli.DONE
    page = (tmp_path / "brief.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") or page.startswith("<!DOCTYPE html>")
    assert "The army shelled Bar." in page
    assert run("brief", "-o", "-").out == page
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brief.html", "dateline.db"]


def test_a_briefing_of_what_is_new_says_what_is_new_and_remembers_it(run, case: Path, tmp_path: Path) -> None:
    assert "The army shelled Bar." in run("brief", "--since-last", "-o", "-").out
    again = run("brief", "--since-last", "-o", "-")
    assert "The army shelled Bar." not in again.out and "Nothing belongs to it" in again.err
    read = ("read", "-", "--db", "dateline.db", "--date", "1999-05-01")
    run(*read, stdin=b"Gunmen abducted two teachers in Kesra on Saturday. They fled.")
    other = run("brief", "--since-last", "--series", "weekly", "-o", "-").out
    assert "The army shelled Bar." in other, "another series has not had it"
    newer = run("brief", "--since-last", "-o", "-").out
    assert "abducted two teachers" in newer and "The army shelled Bar." not in newer
    assert "reports up to 3 April 1999" in newer


def test_a_period_a_query_and_the_format_by_the_name_of_the_file(run, case: Path, tmp_path: Path) -> None:
    page = run("brief", "--from", "1999-04-01", "--to", "1999-04-30", "-o", "-", "--format", "md").out
    assert page.startswith("# Situation briefing") and "About April 1999" in page and "[^1]:" in page
    later = run("brief", "--from", "1999-05-01", "-o", "-", "--format", "md").out
    assert "## What happened" not in later and "last confirmed 3 April 1999" in later, "who holds what is carried on, with its age"
    assert "[^1]:" not in run("brief", "place:Mosul", "-o", "-", "--format", "md").out
    assert run("brief", "-o", "page.md").code == cli.DONE and (tmp_path / "page.md").read_text().startswith("# Situation")
    for wrong in (["-o", "page.odt"], ["--from", "1999-05-01", "--to", "1999-04-01"], ["--template", "none.jinja"]):
        assert run("brief", *wrong).code == cli.USAGE
    assert "{% macro picture(map) %}" in run("brief", "--print-template").out


def test_a_briefing_as_pdf(run, case: Path, tmp_path: Path) -> None:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        pytest.skip("weasyprint or Pango is not installed")
    assert run("brief", "-o", "page.pdf").code == cli.DONE
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-")


# ---------------------------------------------------------------------- a process of its own


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def start(folder: Path, *arguments: str) -> subprocess.Popen:
    command = [sys.executable, "-c", "from dateline.cli import main; main()", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, stdout=pipe, stderr=pipe, env=environment(), text=True, preexec_fn=listen)


@pytest.mark.parametrize(("blow", "code"), [(signal.SIGINT, cli.INTERRUPTED), (signal.SIGKILL, -signal.SIGKILL)])
def test_stopped_in_the_middle_the_second_run_finishes_the_rest(run, tmp_path: Path, blow: signal.Signals, code: int) -> None:
    count = 40
    write(tmp_path / "in", **{f"report-{n:03}": f"{n} {REPORT} {OTHER}" for n in range(count)})
    program = start(tmp_path, "read", "in", "--date", "2009-05-05")
    assert program.stdout and program.stdout.readline()
    program.send_signal(blow)
    _, errors = program.communicate(timeout=60)
    assert program.returncode == code
    kept = documents(tmp_path / "dateline.db")
    assert 1 <= kept < count
    if blow is signal.SIGINT:
        assert "run the same command again for the rest" in errors
    result = run("read", "in", "--date", "2009-05-05", "--format", "json")
    assert result.code == cli.DONE and documents(tmp_path / "dateline.db") == count


def test_a_reader_that_closes_early_ends_the_command_quietly(case: Path, tmp_path: Path) -> None:
    program = start(tmp_path, "show", "events", "--json")
    assert program.stdout and program.stderr
    program.stdout.close()
    program.wait(timeout=60)
    assert "Traceback" not in program.stderr.read()


def test_help_is_there_in_a_moment() -> None:
    best = 9.0
    for _ in range(3):
        began = time.process_time(), os.times().children_user + os.times().children_system
        subprocess.run(
            [sys.executable, "-c", "from dateline.cli import main; main()", "--help"],
            check=True,
            capture_output=True,
            env=environment(),
        )
        best = min(best, os.times().children_user + os.times().children_system - began[1])
    assert best < 0.3, f"{best:.2f} s of processor time"


# ---------------------------------------------------------------------- exporting

PRIVATE = (
    "Gunmen shot dead Vrenok Tolashi, 34, a baker, in the town of Kesra on 3 May 2009, police said. Tolashi's brother "
    "Arjen Tolashi was abducted. The army shelled the village of Dolna, killing at least 12 people. "
    "The governor, Olena Marchuk, condemned the attack."
)
FORMS = ["acled", "annotation", "ftm", "geojson", "hxl", "parquet", "plover", "polecat", "ucdp"]


@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_written_whole_and_no_private_name_is_in_it(run, tmp_path: Path, form: str) -> None:
    if form == "parquet":
        pytest.importorskip("duckdb", reason="Parquet needs the extra `parquet`")
    write(tmp_path / "in", report=PRIVATE)
    run("read", "in", "--date", "2009-05-05", "--outlet", "The Courier")
    result = run("export", form, "-o", f"out.{form}")
    assert (result.code, result.out) == (cli.DONE, "") and result.err.startswith(tuple("123456789")) and "written to" in result.err
    withheld, mask = (tmp_path / f"out.{form}").read_bytes(), umask()
    assert (tmp_path / f"out.{form}").stat().st_mode & 0o777 == 0o666 & ~mask
    run("export", form, "-o", f"names.{form}", "--with-names")
    named = (tmp_path / f"names.{form}").read_bytes()
    if form == "parquet":
        import duckdb

        withheld, named = (
            str(duckdb.read_parquet(str(tmp_path / f"{name}.parquet")).fetchall()).encode() for name in ("out", "names")
        )
    assert b"Tolashi" not in withheld and b"Arjen" not in withheld and b"private person 1" in withheld
    assert b"Tolashi" in named
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dateline.db", "in", f"names.{form}", f"out.{form}"]


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_an_export_to_standard_output_is_data_alone_and_the_same_every_time(run, case: Path) -> None:
    first, second = run("export", "acled", "-o", "-"), run("export", "acled", "-o", "-")
    assert first.out == second.out and first.out.startswith("event_id_cnty,event_date,") and "written" not in first.out
    assert "2 rows written" in first.err


def test_what_a_form_cannot_hold_is_counted_on_stderr(run, tmp_path: Path) -> None:
    write(tmp_path / "in", report=REPORT)
    run("read", "in", "--date", "2009-05-05")
    assert "1 left out (forecast: no row of this form)" in run("export", "acled", "-o", "a.csv").err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["export", "gdelt", "-o", "x"], "gdelt is no form of export; there are acled, annotation,"),
        (["export", "acled", "-o", "nowhere/x.csv"], "name a file in a folder that exists"),
        (["export", "acled"], "--output"),
        (["export", "acled", "--by-month", "-o", "x"], "acled is one file; --by-month goes with parquet"),
        (["export", "parquet", "--by-month", "-o", "nowhere/x"], "nowhere does not exist"),
    ],
)
def test_an_export_that_makes_no_sense_writes_nothing(run, tmp_path: Path, arguments: list[str], says: str) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (cli.USAGE, "") and says in result.err and list(tmp_path.iterdir()) == []


def test_an_export_without_a_case_file_leaves_no_file(run, tmp_path: Path) -> None:
    assert run("export", "acled", "-o", "a.csv").code == cli.FAILED and list(tmp_path.iterdir()) == []
