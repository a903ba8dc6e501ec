"""`dateline actors`: what is decided about a name takes effect at once, on what mentions that name alone, and can be undone."""

import json
import re
import shutil
from pathlib import Path

import pytest
from commands import Result
from readings import make_document

from dateline import cli
from dateline.archive import resolve_again
from dateline.gazetteer import Gazetteer
from dateline.pipeline import add_all
from dateline.plugins import load_codebook
from dateline.records import Statement
from dateline.settings import Settings
from dateline.stages import Stages, load_stages
from dateline.store import Store
from dateline.workbench.decisions import folder_of

DOCS = Path(__file__).parents[1] / "docs"
WADI = (
    "Fighters of Jaish al-Wadi attacked the town of Menaka in Mali on Monday, killing at least 12 people. "
    "Jaish al-Wadi seized a military base near Gao, the army said."
)
OTHER = "Boko Haram abducted nine teachers in Maiduguri on Tuesday. The army denied that it had shelled the village."
COMMANDS = ("accept", "merge", "reject", "undo", "list")


@pytest.fixture(scope="module")
def stages() -> Stages:
    return load_stages(Settings())


@pytest.fixture(scope="module")
def two_reports(tmp_path_factory: pytest.TempPathFactory, stages: Stages) -> Path:
    path = tmp_path_factory.mktemp("archive") / "dateline.db"
    documents = [
        make_document(WADI, "wadi", outlet="The Courier", published="2023-05-05"),
        make_document(OTHER, "other", outlet="The Post", published="2023-05-09"),
    ]
    with Store.open(path) as store:
        assert len(list(add_all(documents, store, Settings(), stages))) == 2
    return path


@pytest.fixture(autouse=True)
def case(two_reports: Path, tmp_path: Path) -> Path:
    shutil.copy(two_reports, tmp_path / "dateline.db")
    return tmp_path / "dateline.db"


def statements(case: Path) -> list[Statement]:
    with Store.open(case, create=False) as store:
        return list(store.statements())


def ids(case: Path) -> set[str | None]:
    return {one.actor for s in statements(case) for one in s.participants if "Wadi" in one.name or one.name == "Boko Haram"}


def names(result: Result) -> list[str]:
    return [json.loads(line)["cells"]["name"] for line in result.out.splitlines()]


ACCEPT = ("actors", "accept", "Jaish al-Wadi", "--kind", "armed_group", "--country", "Mali")


def test_a_name_that_is_accepted_is_an_actor_at_once_and_in_what_is_read_later(run, case: Path, stages: Stages) -> None:
    assert "Jaish al-Wadi" in names(run("show", "candidates", "--json")) and ids(case) == {None, "boko_haram"}
    done = run(*ACCEPT)
    assert done.code == cli.DONE and "Resolved again: 1 document; " in done.err
    assert 'source: "The Courier, 2023-05-05"' in done.out
    assert ids(case) == {"jaish_al_wadi", "boko_haram"}
    assert "Jaish al-Wadi" not in names(run("show", "candidates", "--json"))
    assert "Menaka" in run("ask", "actor:Jaish al-Wadi").out
    Path("new.txt").write_text("Jaish al-Wadi attacked Timbuktu on Friday.")
    run("read", "new.txt", "--date", "2023-06-01")
    assert ids(case) == {"jaish_al_wadi", "boko_haram"}


def test_a_decision_changes_only_what_mentions_the_name(run, case: Path) -> None:
    before = {s.id: s for s in statements(case)}
    run(*ACCEPT)
    after = {s.id: s for s in statements(case)}
    assert before.keys() == after.keys()
    changed = {s.assertion.document for name, s in before.items() if after[name] != s}
    (wadi,) = {s.assertion.document for s in before.values() if "Wadi" in s.assertion.anchor.exact}
    assert changed == {wadi}


def test_undoing_gives_back_the_very_statements(run, case: Path) -> None:
    before = [(s.assertion, s.participants, s.voice) for s in statements(case)]
    run(*ACCEPT)
    undone = run("actors", "undo")
    assert undone.code == cli.DONE and "jaish_al_wadi" in undone.out
    assert [(s.assertion, s.participants, s.voice) for s in statements(case)] == before
    assert run("actors", "list").out == "" and run("actors", "undo").code == cli.USAGE


def test_a_name_merged_into_an_actor_is_that_actor(run, case: Path) -> None:
    done = run("actors", "merge", "Jaish al-Wadi", "boko_haram")
    assert done.code == cli.DONE and ids(case) == {"boko_haram"}
    assert run("actors", "merge", "Jaish al-Wadi", "boko_haram").code == cli.USAGE
    assert run("actors", "accept", "Jaish al-Wadi", "--kind", "armed_group").code == cli.USAGE


def test_a_rejected_name_is_no_candidate_and_stays_as_words(run, case: Path) -> None:
    before = [s.participants for s in statements(case)]
    run("actors", "reject", "Jaish al-Wadi", "--source", "a song")
    assert "Jaish al-Wadi" not in names(run("show", "candidates", "--json"))
    assert [s.participants for s in statements(case)] == before
    (row,) = [json.loads(line) for line in run("actors", "list", "--json").out.splitlines()]
    assert (row["what"], row["names"], row["actor"]) == ("reject", ["Jaish al-Wadi"], None)


def test_every_change_is_a_version_of_the_folder(run, case: Path) -> None:
    version = lambda: re.search(r'version: "(\d+)"', Path("dateline-actors/codebook.yaml").read_text())[1]  # noqa: E731
    run(*ACCEPT)
    assert version() == "1"
    run("actors", "reject", "army")
    run("actors", "undo", "Jaish al-Wadi")
    assert version() == ("3" if run("actors", "list").out else "2")


def test_what_others_rest_on_is_not_undone_before_them(run, case: Path) -> None:
    run(*ACCEPT)
    with Path("dateline-actors/actors/decisions.yaml").open("a") as file:
        file.write("- {adds_to: jaish_al_wadi, aliases: [The Valley]}\n")
    refused = run("actors", "undo", "Jaish al-Wadi")
    assert refused.code == cli.USAGE and "Undo those first" in refused.err
    assert "jaish_al_wadi" in run("actors", "list").out
    assert run("actors", "undo").code == run("actors", "undo").code == cli.DONE


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("accept", "Nobody Here", "--kind", "person"), "has nobody called 'Nobody Here'"),
        (("accept", "Jaish al-Wadi", "--kind", "tribe"), "cannot be of the kind"),
        (("accept", "Boko Haram", "--kind", "armed_group"), "names Boko Haram (boko_haram) already"),
        (("merge", "Jaish al-Wadi", "nobody_here"), "There is no actor nobody_here"),
        (("merge", "Jaish al-Wadi", "mali"), "is a country"),
        (("undo", "Somebody"), "Nothing was decided about 'Somebody'"),
    ],
)
def test_what_cannot_be_decided_is_said_and_nothing_is_written(run, case: Path, arguments: tuple[str, ...], says: str) -> None:
    refused = run("actors", *arguments)
    assert refused.code == cli.USAGE and says in refused.err and run("actors", "list").out == ""


def test_resolving_again_without_a_change_changes_nothing(case: Path) -> None:
    with Store.open(case) as store:
        changed = resolve_again(store, load_codebook(), Gazetteer.open(), ["the", "Boko Haram"], version="0")
    assert (changed.documents, changed.statements) == (2, 0)


def test_the_folder_lies_beside_the_case_file_and_is_no_codebook_to_write_into(run, case: Path) -> None:
    assert folder_of("cases/mosul.db") == Path("cases/mosul-actors")
    run(*ACCEPT)
    assert run("codebook", "new", "label", "raider", "--tone", "hostile").code == cli.DONE
    assert Path("my-codebook/labels.yaml").is_file() and not Path("dateline-actors/labels.yaml").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_has_an_example_and_its_options_are_in_the_reference(run, command: str) -> None:
    shown = run("actors", command, "--help")
    assert shown.code == 0 and f"  dateline actors {command}" in shown.out
    page = (DOCS / "cli.md").read_text(encoding="utf-8").partition("## actors")[2].partition("\n## ")[0]
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", shown.out.partition("Options:")[2])) - {"--help"}
    assert f"`{command}" in page and {option for option in options if f"`{option}" not in page} == set()
