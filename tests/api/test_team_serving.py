"""`dateline serve --team` and `dateline users` as one process meets another: floods, large bodies, roles that change, wrong use."""

import asyncio
import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from teams import FIRST, make_accounts, password_of

from dateline import cli
from dateline.store import Store

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory of a process is read as Linux tells it")
LARGE = 200_000_000
CHUNK = b"x" * 65_536
AT_ONCE = 1_000
ALLOWED = 300


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int, Path]]:
    """Port, process and folder of a team's desk over an empty case."""
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("served")
    Store.open(folder / "dateline.db").close()
    make_accounts(folder / "dateline-accounts.db").close()
    path = os.pathsep.join([str(Path(__file__).parents[2] / "src"), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path, "DATELINE_REQUESTS_PER_MINUTE": str(ALLOWED)}
    program = "import sys; sys.argv = ['dateline', 'serve', '--team', '--port', '0']; from dateline.cli import main; main()"
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert found, line
        yield int(found[1]), process.pid, folder
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def memory_mb(process: int) -> float:
    words = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(words.partition("VmRSS:")[2].split()[0]) / 1000


def log_in(port: int, name: str) -> dict[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", "/api/session", json.dumps({"name": name, "password": password_of(name)}), FIRST)
    answer = connection.getresponse()
    assert answer.status == 201, answer.read()
    cookie = (answer.headers["set-cookie"] or "").partition(";")[0]
    return {"Cookie": cookie, "X-Dateline-Review": json.loads(answer.read())["token"]}


def status(port: int, path: str, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers)
    return connection.getresponse().status


@pytest.mark.parametrize("told", [True, False], ids=["with its length", "in chunks"])
@pytest.mark.parametrize("path", ["/api/session", "/api/review/acts", "/api/about"])
def test_200_megabytes_are_refused_at_the_door(served, told: bool, path: str) -> None:
    port, process, _ = served
    headers = log_in(port, "ana") | {"Content-Type": "application/json", "Host": "127.0.0.1"}
    headers |= {"Content-Length": str(LARGE)} if told else {"Transfer-Encoding": "chunked"}
    before, sent, answer = memory_mb(process), 0, b""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(
            f"POST {path} HTTP/1.1\r\n".encode() + "".join(f"{n}: {v}\r\n" for n, v in headers.items()).encode() + b"\r\n"
        )
        connection.setblocking(False)
        end = time.monotonic() + 20
        while sent < LARGE and not answer and time.monotonic() < end:
            try:
                sent += connection.send(CHUNK if told else b"%x\r\n%s\r\n" % (len(CHUNK), CHUNK))
            except BlockingIOError:
                time.sleep(0.002)
            except OSError:
                break
            try:
                answer = connection.recv(4096)
            except (BlockingIOError, ConnectionError):
                continue
        connection.setblocking(True)
        answer = answer or connection.recv(4096)
    assert answer.split(b" ", 2)[1] in ((b"405",) if path == "/api/about" else (b"413",)), answer[:200]
    assert sent < LARGE / 10 and memory_mb(process) - before < 30
    assert status(port, "/api/session", {}) == 200


def test_a_thousand_requests_at_once_are_answered_or_told_to_wait(served) -> None:
    port, process, _ = served
    headers = log_in(port, "bea")
    asked = "GET /api/about HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    asked += "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"

    async def ask() -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(asked.encode())
        answer = await asyncio.wait_for(reader.read(), 60)
        writer.close()
        return answer.split(b" ", 2)[1].decode()

    async def all_at_once() -> list[str]:
        return await asyncio.gather(*(ask() for _ in range(AT_ONCE)))

    before = memory_mb(process)
    found = Counter(asyncio.run(all_at_once()))
    assert found == {"200": ALLOWED, "429": AT_ONCE - ALLOWED}
    assert memory_mb(process) - before < 150
    # Others are answered as before.
    assert status(port, "/api/about", log_in(port, "eva")) == 200


def test_without_a_token_a_team_s_desk_tells_no_numbers_even_to_this_machine(served) -> None:
    port, _, _ = served
    assert status(port, "/metrics", log_in(port, "eva")) == 403
    assert status(port, "/health/live", {}) == status(port, "/health/ready", {}) == 200


def test_what_the_command_line_changes_holds_in_a_desk_that_runs(served, run) -> None:
    port, _, folder = served
    headers = log_in(port, "rob")
    file = str(folder / "dateline-accounts.db")
    assert status(port, "/api/about", headers) == 200 and status(port, "/api/review/state", headers) == 403
    changed = run("users", "role", "rob", "coder", "--accounts", file)
    assert changed.code == cli.DONE and "logs in again" in changed.err
    assert status(port, "/api/about", headers) == 401
    again = log_in(port, "rob")
    assert status(port, "/api/review/state", again) == 200
    assert run("users", "remove", "rob", "--accounts", file).code == cli.DONE and status(port, "/api/about", again) == 401


# ---------------------------------------------------------------------- users, and wrong use
def test_accounts_by_the_command_line_and_no_password_anywhere(run, tmp_path: Path) -> None:
    added = run("users", "add", "zoe", "--role", "coder", "--db", "mosul.db", stdin=b"a long pass phrase\n")
    assert added.code == cli.DONE and "mosul-accounts.db" in added.err and added.out == ""
    assert run("users", "add", "nora", "--role", "reader", "--email", "nora@example.org", "--db", "mosul.db").code == cli.DONE
    listed = run("users", "list", "--json", "--db", "mosul.db")
    rows = [json.loads(line) for line in listed.out.splitlines()]
    assert [(row["name"], row["role"], row["password"], row["email"]) for row in rows] == [
        ("nora", "reader", False, "nora@example.org"), ("zoe", "coder", True, None),
    ]  # fmt: skip
    assert "nora@example.org" in run("users", "list", "--db", "mosul.db").out
    assert run("users", "password", "zoe", "--db", "mosul.db", stdin=b"another long phrase\n").code == cli.DONE
    assert b"long phrase" not in (tmp_path / "mosul-accounts.db").read_bytes()


def test_accounts_of_a_case_in_a_database_are_in_the_folder(run, tmp_path: Path) -> None:
    address = "postgresql://ana:secret@db.example.org/mosul?sslmode=require"
    assert run("users", "add", "zoe", "--role", "editor", "--db", address, stdin=b"a long pass phrase\n").code == cli.DONE
    assert [path.name for path in tmp_path.iterdir()] == ["mosul-accounts.db"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("users", "add", "zoe", "--role", "boss"), cli.USAGE, "there are reader, coder, editor"),
        (("users", "add", "zoe", "--role", "coder"), cli.USAGE, "No password was given"),
        (("users", "list"), cli.FAILED, "There are no accounts yet"),
        (("users", "remove", "zoe"), cli.FAILED, "There are no accounts yet"),
        (("serve", "--team", "--review"), cli.USAGE, "one of the two"),
        (("serve", "--team", "--coder", "zoe"), cli.USAGE, "leave --coder out"),
        (("serve", "--team", "--host", "0.0.0.0"), cli.USAGE, "--url https://desk.example.org"),
        (("serve", "--team", "--url", "https://desk.example.org/below"), cli.USAGE, "url"),
        (("serve", "--team"), cli.FAILED, "There are no accounts yet"),
    ],
)
def test_wrong_use_is_one_sentence_and_leaves_nothing(
    run, tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    Store.open(tmp_path / "dateline.db").close()
    before = sorted(path.name for path in tmp_path.iterdir())
    ended = run(*arguments)
    assert (ended.code, ended.out) == (code, "") and says in ended.err and ended.err.count("\n") == 1
    if arguments[:2] != ("users", "add"):
        assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_half_configured_provider_is_said(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(tmp_path / "dateline.db").close()
    make_accounts(tmp_path / "dateline-accounts.db").close()
    monkeypatch.setenv("DATELINE_OIDC_ISSUER", "https://login.example.org")
    ended = run("serve", "--team")
    assert ended.code == cli.USAGE and "oidc_client" in ended.err
    with sqlite3.connect(tmp_path / "dateline-accounts.db") as file:
        assert file.execute("SELECT count(*) FROM sessions").fetchone() == (0,)
