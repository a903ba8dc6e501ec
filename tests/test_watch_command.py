"""`dateline watch` as a user runs it: a process of its own, a real server, the shipped model; stopped and killed at any moment."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sites import Answer, Site, site
from warcs import page

from dateline import cli
from dateline.store import Store

PAGES = 6


def feed(*paths: str) -> Answer:
    items = "".join(f"<item><link>{path}</link><pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate></item>" for path in paths)
    return Answer(f"<rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>", kind="application/rss+xml")


@pytest.fixture
def web() -> Iterator[Site]:
    pages = {f"/{at}": Answer(page(at)) for at in range(PAGES)}
    with site({"/rss": feed(*pages), "/dead": Answer("gone", 410), **pages}) as served:
        yield served


def start(folder: Path, web: Site, *options: str) -> subprocess.Popen[str]:
    (folder / "feeds.toml").write_text(
        f'[[source]]\nurl = "{web.address}/rss"\noutlet = "Example Wire"\n[[source]]\nurl = "{web.address}/dead"\n'
    )
    program = "from dateline.cli import main; main()"
    environment = os.environ | {"DATELINE_PAUSE_SECONDS": "0", "DATELINE_THREADS": "1"}
    command = [sys.executable, "-c", program, "watch", "feeds.toml", "--allow-private", *options]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def watch(folder: Path, web: Site, *options: str) -> tuple[int, str, str]:
    with start(folder, web, *options) as running:
        out, err = running.communicate(timeout=300)
    return running.returncode, out, err


def stored(folder: Path) -> list[tuple[str, str | None, str | None, str | None]]:
    with Store.open(folder / "dateline.db", create=False) as store:
        return sorted((one.name, one.outlet, one.published, one.published_from) for one in store.documents())


WHOLE = [(str(at), "Example Wire", "2024-05-03", "feed") for at in range(PAGES)]


def test_new_pages_are_read_once_with_what_their_source_says_and_dead_feeds_are_told(tmp_path: Path, web: Site) -> None:
    code, out, err = watch(tmp_path, web, "--once")
    assert code == cli.SOME_SET_ASIDE  # a source is dead
    assert len(out.splitlines()) == PAGES and re.search(r"2024-05-03  Example Wire  0  \d+ statements", out)
    assert f"{PAGES} new of {PAGES} at {web.address}/rss" in err and f"Dead: {web.address}/dead: the server answered 410" in err
    assert stored(tmp_path) == WHOLE
    code, out, err = watch(tmp_path, web, "--once")
    assert out == "" and web.paths().count("/0") == 1
    code, out, _ = watch(tmp_path, web, "--status")
    good, dead = out.splitlines()
    assert code == cli.SOME_SET_ASIDE
    assert good.startswith(f"good  {web.address}/rss") and dead.startswith(f"dead  {web.address}/dead")


@pytest.mark.parametrize("after", [1, PAGES])
def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path: Path, web: Site, after: int) -> None:
    """Killed once so many pages were asked for, then started again."""
    running = start(tmp_path, web)
    until = time.monotonic() + 300
    while len([path for path in web.paths() if path[1:].isdecimal()]) < after:
        assert time.monotonic() < until and running.poll() is None
        time.sleep(0.005)
    running.kill()
    running.communicate()
    watch(tmp_path, web, "--once")
    assert stored(tmp_path) == WHOLE


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, cli.DONE), (signal.SIGINT, cli.INTERRUPTED)])
def test_an_orderly_stop_ends_well_and_ctrl_c_as_an_interruption(tmp_path: Path, web: Site, number: int, code: int) -> None:
    running = start(tmp_path, web)
    assert running.stderr is not None
    assert any(line.startswith("Dead") for line in iter(running.stderr.readline, ""))  # it is at work from here on
    running.send_signal(number)
    _, err = running.communicate(timeout=300)
    assert (running.returncode, "Stopped" in err) == (code, True)


def test_the_private_network_is_refused_unless_told_otherwise(tmp_path: Path, web: Site) -> None:
    (tmp_path / "feeds.toml").write_text(f'[[source]]\nurl = "{web.address}/rss"\n')
    command = [sys.executable, "-c", "from dateline.cli import main; main()", "watch", "feeds.toml", "--once"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert "open internet" in done.stderr and web.asked == []


@pytest.mark.parametrize("content", [None, "[[source]]\nurl = 'x'\n"])
def test_a_file_of_sources_that_is_wrong_touches_nothing(tmp_path: Path, content: str | None) -> None:
    if content:
        (tmp_path / "feeds.toml").write_text(content)
    command = [sys.executable, "-c", "from dateline.cli import main; main()", "watch", "feeds.toml", "--once"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == cli.USAGE and "feeds.toml" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == (["feeds.toml"] if content else [])
