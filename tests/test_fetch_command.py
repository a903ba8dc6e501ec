"""`dateline fetch` as a user runs it, against a real server on this machine, with the shipped model."""

import sqlite3
from pathlib import Path

import pytest
from sites import Answer, site
from warcs import page

from dateline import cli
from dateline.store import Store


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_PAUSE_SECONDS", "0")


def test_a_page_is_kept_and_read_and_fetching_it_again_adds_nothing(run, tmp_path: Path) -> None:
    with site({"/tell-rima": Answer(page(1)), "/gone": Answer("gone", 404)}) as web:
        code, out, err = run("fetch", f"{web.address}/tell-rima", f"{web.address}/gone", "--allow-private")
        assert code == cli.SOME_SET_ASIDE and "tell-rima" in out
        assert "Set aside (http_error)" in err and "1 document read" in err
        code, _, err = run("fetch", f"{web.address}/tell-rima", "--allow-private")
        assert code == cli.DONE and "0 documents read" in err
    with Store.open(tmp_path / "dateline.db") as store:
        (document,) = store.documents()
        assert document.capture and document.capture.url == f"{web.address}/tell-rima"
        sentence = next(iter(store.sentences())).id
    told = run("show", "sentence", sentence)[1]
    assert document.capture.digest and document.capture.digest in told and f"Page {web.address}/tell-rima, fetched 20" in told
    archives = sorted((tmp_path / "dateline-pages").iterdir())
    assert len(archives) == 2 and document.source and document.source.startswith(f"dateline-pages/{archives[0].name}#")
    code, _, err = run("read", "dateline-pages", "--db", "again.db")
    assert "1 document read" in err
    kept = [
        sqlite3.connect(tmp_path / name).execute("SELECT id, record FROM documents").fetchall()
        for name in ("dateline.db", "again.db")
    ]
    assert kept[0] == kept[1]


def test_this_machine_is_not_fetched_from_unless_told_so(run, tmp_path: Path) -> None:
    with site({"/": Answer(page(1))}) as web:
        code, _, err = run("fetch", web.address)
        assert code == cli.SOME_SET_ASIDE and "Set aside (refused)" in err and "--allow-private" in err
        assert web.asked == [] and not (tmp_path / "dateline-pages").exists()


def test_the_help_has_an_example_and_no_address_is_a_usage_error(run, tmp_path: Path) -> None:
    assert "  dateline fetch" in run("fetch", "--help")[1].partition("Examples:")[2]
    assert run("fetch")[0] == cli.USAGE and list(tmp_path.iterdir()) == []
