"""`dateline serve` as a user meets it: one process, one address, one sentence for each way in which it cannot start."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from dateline import cli
from dateline.api import listen
from dateline.api.site import SITE
from dateline.errors import ServeError

PROGRAM = "from dateline.cli import main; main()"


def serve(*arguments: str, cwd: Path) -> subprocess.Popen:
    program = f"import sys; sys.argv = ['dateline', 'serve', *{list(arguments)!r}]; {PROGRAM}"
    path = os.pathsep.join([str(Path(__file__).parents[2] / "src"), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.Popen(
        [sys.executable, "-c", program], cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def fails(*arguments: str, cwd: Path) -> tuple[int, str]:
    with serve(*arguments, cwd=cwd) as process:
        out, err = process.communicate(timeout=60)
        assert out == "" and "Traceback" not in err
        return process.returncode, err


def test_a_missing_case_file_is_one_sentence(tmp_path: Path) -> None:
    code, err = fails(cwd=tmp_path)
    assert code == cli.FAILED and "There is no case file dateline.db" in err and err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_newer_schema_is_one_sentence(own_copy: Path) -> None:
    with sqlite3.connect(own_copy) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    code, err = fails("--db", str(own_copy), cwd=own_copy.parent)
    assert code == cli.FAILED and "newer Dateline (schema 9999" in err and err.count("\n") == 1


def test_an_older_schema_is_not_changed_by_looking(own_copy: Path) -> None:
    with sqlite3.connect(own_copy) as connection:
        connection.execute("DELETE FROM alembic_version")
    code, err = fails("--db", str(own_copy), cwd=own_copy.parent)
    assert code == cli.FAILED and err.count("\n") == 1
    assert sqlite3.connect(own_copy).execute("SELECT count(*) FROM alembic_version").fetchone() == (0,)


def test_a_port_in_use_is_one_sentence(case: Path, tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        code, err = fails("--db", str(case), "--port", str(port), cwd=tmp_path)
    assert code == cli.FAILED and f"Port {port} of 127.0.0.1 is in use" in err and "--port" in err and err.count("\n") == 1


def test_a_host_that_is_not_this_machine_is_one_sentence() -> None:
    with pytest.raises(ServeError, match=r"--host"):
        listen("no.such.host.invalid", 0)


@pytest.mark.parametrize("port", ["-1", "65536", "many"])
def test_a_port_out_of_bounds_is_a_mistake_in_the_command(port: str, tmp_path: Path) -> None:
    code, err = fails("--port", port, cwd=tmp_path)
    assert code == cli.USAGE and "port" in err


@pytest.mark.skipif(not (SITE / "index.html").is_file(), reason="the desk's pages were not built: install Dateline from source")
def test_it_answers_on_this_machine_only_and_ends_at_ctrl_c(case: Path, tmp_path: Path) -> None:
    with serve("--db", str(case), "--port", "0", cwd=tmp_path) as process:
        try:
            line = process.stderr.readline()  # type: ignore[union-attr]
            address = re.search(r"http://127\.0\.0\.1:\d+/", line)
            assert address, line
            with urllib.request.urlopen(address[0], timeout=30) as page:
                assert b"<title>Dateline</title>" in page.read()
            with urllib.request.urlopen(address[0] + "api/about", timeout=30) as about:
                assert about.headers["Server"] is None and b'"documents":15' in about.read()
            with (
                pytest.raises(OSError),
                socket.create_connection((_other_address(), int(address[0].rsplit(":", 1)[1][:-1])), timeout=2),
            ):
                pass
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == cli.INTERRUPTED
            assert "Traceback" not in process.stderr.read()  # type: ignore[union-attr]
        finally:
            process.kill()


@pytest.mark.skipif(not (SITE / "index.html").is_file(), reason="the desk's pages were not built: install Dateline from source")
def test_the_last_codebook_folder_is_the_one_that_is_changed(own_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "labels.yaml").write_text("- {words: [zorbler]}\n", encoding="utf-8")
    told = ("--codebook", "team", "--codebook", "mine")
    with serve("--db", str(own_copy), "--port", "0", "--review", *told, cwd=tmp_path) as process:
        try:
            lines = [process.stderr.readline() for _ in range(3)]  # type: ignore[union-attr]
            assert any("Changes of the codebook go into mine, which the first one makes" in line for line in lines), lines
            address = re.search(r"http://127\.0\.0\.1:\d+/", "".join(lines))
            assert address, lines
            with urllib.request.urlopen(address[0] + "api/codebook", timeout=60) as answer:
                state = json.load(answer)
            assert (state["folder"], state["writable"]) == ("mine", True)
            assert state["reread"].endswith("--codebook team --codebook mine")
            with urllib.request.urlopen(address[0] + "api/codebook/lines?part=label&words=zorbler", timeout=60) as answer:
                assert json.load(answer)["total"] == 1
            body = json.dumps({"edit": {"file": "labels.yaml", "text": "- {words: [zorbling]}\n"}, "base": ""}).encode()
            asked = urllib.request.Request(
                address[0] + "api/codebook/saves", body, {"Content-Type": "application/json", "X-Dateline-Review": "1"}
            )
            with urllib.request.urlopen(asked, timeout=60) as answer:
                assert answer.status == 201
            assert (tmp_path / "mine" / "labels.yaml").is_file()
            assert (tmp_path / "team" / "labels.yaml").read_text(encoding="utf-8") == "- {words: [zorbler]}\n"
        finally:
            process.kill()


def test_a_codebook_folder_that_is_not_there_is_only_made_where_it_can_be_changed(case: Path, tmp_path: Path) -> None:
    code, err = fails("--db", str(case), "--port", "0", "--codebook", "nowhere", cwd=tmp_path)
    assert code == cli.FAILED and "nowhere" in err and err.count("\n") == 1
    (tmp_path / "file.yaml").write_text("", encoding="utf-8")
    code, err = fails("--db", str(case), "--port", "0", "--review", "--codebook", "file.yaml", cwd=tmp_path)
    assert code == cli.USAGE and "file.yaml is a file" in err


def _other_address() -> str:
    """An address of this machine that is not the loopback one; on Linux all of 127/8 is local, and nobody listens at 127.0.0.2."""
    return "127.0.0.2"
