"""What one who runs the desk relies on: health, numbers, a log without a word of the texts, an end that finishes what it began."""

import io
import json
import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from prometheus_client.parser import text_string_to_metric_families

from dateline import cli, logs
from dateline.api import Operated, make_application
from dateline.api.health import Readiness
from dateline.api.metrics import Metrics
from dateline.api.scrapers import Scrapers
from dateline.crawl.state import Known, State
from dateline.errors import ModelError
from dateline.harvest import MEMORY, look_at_watch
from dateline.read.encoder import Encoder
from dateline.settings import Settings
from dateline.store import Store

SLOW = """
import sys, time
from litestar import get
from dateline.api import listen, make_application, serve, Operated
from dateline.api.health import Readiness
from dateline.api.metrics import Metrics
from dateline.api.scrapers import Scrapers
from dateline.cli.said import end_orderly
from dateline.store import Store

@get("/slow", sync_to_thread=True)
def slow() -> str:
    print("in hand", flush=True)
    time.sleep(2)
    return "finished"

with Store.open(sys.argv[1], read_only=True) as store, listen("127.0.0.1", 0) as taken, end_orderly():
    application = make_application(store, {})
    application.register(slow)
    print(taken.getsockname()[1], flush=True)
    serve(Operated(application, Metrics(store, lambda: None), Readiness(store, lambda: None), Scrapers()), taken)
"""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log, switched on for the time of a test."""
    root, ours = logging.getLogger(), logging.getLogger(logs.OURS)
    before, levels = root.handlers[:], (root.level, ours.level)
    written = io.StringIO()
    logs.switch_on("debug", written)
    yield written
    logging.captureWarnings(False)
    root.handlers[:] = before
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def lines(log: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def operated(store: Store, *, load=lambda: None, settings: Settings | None = None, now=time.monotonic, **scrapers: Any) -> Operated:
    metrics = Metrics(store, lambda: look_at_watch(settings) if settings else None, now)
    return Operated(make_application(store, {}), metrics, Readiness(store, load, now), Scrapers(**scrapers))


def numbers(client: TestClient) -> dict[tuple[str, ...], float]:
    """Name and values of the labels -> number."""
    answer = client.get("/metrics")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain")
    found = text_string_to_metric_families(answer.text)
    return {(sample.name, *sample.labels.values()): sample.value for family in found for sample in family.samples}


def test_a_healthy_desk_is_alive_and_ready_and_loads_the_model_once(case: Path) -> None:
    loaded = []
    with Store.open(case, read_only=True) as store, TestClient(operated(store, load=lambda: loaded.append(Encoder()))) as client:
        assert client.get("/health/live").json() == {"status": "alive"}
        for _ in range(2):
            assert client.get("/health/ready").json() == {"status": "ready", "case": "ok", "model": "ok"}
    assert len(loaded) == 1


def test_another_schema_a_case_that_is_gone_and_a_missing_model_are_not_ready(own_copy: Path, tmp_path: Path) -> None:
    clock = count(step=1.0)
    load = lambda: Encoder(tmp_path)  # noqa: E731 - the desk's own loader, where no model lies
    with Store.open(own_copy) as store, TestClient(operated(store, load=load, now=lambda: next(clock))) as client:
        answer = client.get("/health/ready")
        assert (answer.status_code, answer.json()) == (503, {"status": "not ready", "case": "ok", "model": "failed"})
        with store._writing() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        assert client.get("/health/ready").json()["case"] == "failed"
        assert client.get("/health/live").status_code == 200
        for path in tmp_path.glob("case.db*"):
            path.write_bytes(b"no case " * 1000)
        assert client.get("/health/ready").json()["case"] == "failed"
        assert numbers(client)["dateline_case_up",] == 0


def test_the_numbers_are_those_of_the_case_and_name_nobody(case: Path) -> None:
    with Store.open(case, read_only=True) as store, TestClient(operated(store)) as client:
        client.get("/api/statements", params={"actor": "Jonas Savimbi", "limit": 1})
        client.get("/api/documents/0000")
        client.request("MADEUP", "/api/about")
        found, counts = numbers(client), store.counts()
        assert found["dateline_documents",] == counts.documents == 15
        assert {kind: found["dateline_statements", kind] for kind in counts.statements} == counts.statements
        assert {reason: found["dateline_set_aside", reason] for reason in counts.set_aside} == counts.set_aside
        assert found["dateline_requests_total", "GET", "/api/statements", "200"] == 1
        assert found["dateline_request_seconds_count", "GET", "/api/statements"] == 1
        assert [key for key in found if key[0] == "dateline_requests_total" and "404" in key] == [
            ("dateline_requests_total", "GET", "/api/documents/{document_id}", "404")
        ]
        text = client.get("/metrics").text
        assert "Savimbi" not in text and "MADEUP" not in text
        opened = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
        assert opened.text.endswith("# EOF\n")


def test_readiness_asks_the_case_once_a_second_however_many_ask(own_copy: Path) -> None:
    clock = [0.0]
    with Store.open(own_copy) as store, TestClient(operated(store, now=lambda: clock[0])) as client:
        assert client.get("/health/ready").status_code == 200
        with store._writing() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        assert client.get("/health/ready").status_code == 200
        clock[0] = 1.0
        assert client.get("/health/ready").status_code == 503


# ---------------------------------------------------------------------- who is told
TOKEN = "a token of the scraper"
RIGHT = {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    ("scrapers", "headers", "status"),
    [
        ({}, {}, 200),
        ({}, {"Host": "rebound.example.org"}, 400),
        ({"host": "0.0.0.0"}, {"Host": "10.0.0.7:8321"}, 200),
        ({"token": TOKEN}, {}, 401),
        ({"token": TOKEN}, {"Authorization": f"Basic {TOKEN}"}, 401),
        ({"token": TOKEN}, {"Authorization": f"Bearer {TOKEN}x"}, 401),
        ({"token": TOKEN}, {"Authorization": "Bearer é".encode()}, 401),
        ({"token": TOKEN, "host": "0.0.0.0"}, RIGHT, 200),
        ({"team": True}, {}, 403),
        ({"team": True}, {"X-Forwarded-For": "127.0.0.1"}, 403),
        ({"team": True}, RIGHT, 403),
        ({"team": True, "token": TOKEN}, {}, 401),
        ({"team": True, "token": TOKEN}, RIGHT, 200),
    ],
)
def test_numbers_and_what_failed_are_for_whoever_may_read_the_case_or_carries_the_token(
    case: Path, scrapers: dict[str, Any], headers: dict[str, Any], status: int
) -> None:
    with Store.open(case, read_only=True) as store, TestClient(operated(store, **scrapers)) as client:
        told = client.get("/metrics", headers=headers)
        ready = client.get("/health/ready", headers=headers)
        assert told.status_code == status and ready.status_code == 200
        assert client.get("/health/live", headers=headers).json() == {"status": "alive"}
        if status == 200:
            assert "dateline_documents 15.0" in told.text and ready.json() == {"status": "ready", "case": "ok", "model": "ok"}
        else:
            assert told.json()["status_code"] == status and "dateline_" not in told.text and ready.json() == {"status": "ready"}


def test_the_case_is_counted_at_most_once_a_minute(own_copy: Path) -> None:
    clock = [0.0]
    with Store.open(own_copy) as store, TestClient(operated(store, now=lambda: clock[0])) as client:
        assert numbers(client)["dateline_documents",] == 15
        store.remove(next(iter(store.documents())).id)
        clock[0] = 59.0
        assert numbers(client)["dateline_documents",] == 15
        clock[0] = 61.0
        assert numbers(client)["dateline_documents",] == 14


def test_a_watch_beside_the_case_is_counted_by_how_its_sources_are(own_copy: Path) -> None:
    settings = Settings(db=str(own_copy))
    with State(settings.pages_folder / MEMORY) as state:
        names = ("good", "failing", "dead", "new", "no longer watched")
        for name, failures in (("good", 0), ("failing", 4), ("dead", 5), ("no longer watched", 9)):
            last = "2026-05-03T10:00:00Z" if name == "good" else None
            state.remember(Known(url=f"https://{name}", failures=failures, last_good=last))
        state.watch_over(f"https://{name}" for name in names[:4])
        state.add_pages([("https://good/1", None)], "https://good", "2026-05-03T10:00:00Z")
        state.note_read("2026-05-03T10:00:05Z")
        with Store.open(own_copy) as store, TestClient(operated(store, settings=settings)) as client:
            found = numbers(client)
    assert {name: found["dateline_watch_sources", name] for name in names[:4]} == dict.fromkeys(names[:4], 1)
    assert found["dateline_watch_waiting_pages",] == 1
    assert found["dateline_watch_last_read_timestamp_seconds",] - found["dateline_watch_last_good_timestamp_seconds",] == 5


def test_the_memory_of_an_older_watch_tells_nothing_and_breaks_nothing(own_copy: Path) -> None:
    settings = Settings(db=str(own_copy))
    assert look_at_watch(settings) is None
    with State(settings.pages_folder / MEMORY) as state:
        state._db.executescript("DROP TABLE watched; DROP TABLE notes;")
    assert look_at_watch(settings) is None
    with State(settings.pages_folder / MEMORY):
        pass
    assert look_at_watch(settings) is not None


# ---------------------------------------------------------------------- the log
def test_a_request_is_one_line_with_its_id_and_without_what_was_asked(case: Path, log: io.StringIO) -> None:
    with Store.open(case, read_only=True) as store, TestClient(operated(store)) as client:
        given = client.get("/api/statements", params={"actor": "Jonas Savimbi"}, headers={"X-Request-ID": "proxy-17"})
        made = client.get("/api/about", headers={"X-Request-ID": 'a" b'})
    first, second = [line for line in lines(log) if line["event"] == "request"]
    assert given.headers["X-Request-ID"] == first["request"] == "proxy-17"
    assert made.headers["X-Request-ID"] == second["request"] != 'a" b'
    assert (first["method"], first["route"], first["status"], first["level"]) == ("GET", "/api/statements", 200, "info")
    assert first["milliseconds"] > 0 and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", first["time"])
    assert "Savimbi" not in log.getvalue()


def test_what_goes_wrong_is_told_by_kind_and_place_and_not_in_its_words(own_copy: Path, log: io.StringIO) -> None:
    with Store.open(own_copy) as store, TestClient(operated(store), raise_server_exceptions=False) as client:
        with store._writing() as connection:
            connection.exec_driver_sql("""UPDATE statements SET record = '{"id": "secret words of a text"}'""")
        assert client.get("/api/statements").status_code == 503
    (failed,) = [line for line in lines(log) if line["event"] == "failed"]
    assert failed["error"] == "StoreError" and any("connected.py" in place for place in failed["at"]) and failed["request"]
    assert "secret words" not in log.getvalue()


def test_lines_of_other_packages_keep_what_they_fill_in_to_themselves(log: io.StringIO) -> None:
    logging.getLogger("some.parser").warning("cannot parse %r", "Soldiers shelled the village")
    logging.getLogger("some.parser").warning(f"cannot parse this: {'Soldiers shelled the village'}")
    assert [line["message"] for line in lines(log)] == ["cannot parse %r", "cannot parse this:"]
    with pytest.raises(AssertionError, match="text"):
        logs.event("read", text="Soldiers shelled the village")


def test_a_model_that_does_not_load_is_told_in_the_log(case: Path, log: io.StringIO) -> None:
    def fails() -> None:
        raise ModelError("no model in /home/ana")

    with Store.open(case, read_only=True) as store, TestClient(operated(store, load=fails)) as client:
        client.get("/health/ready")
    assert [(line["check"], line["error"]) for line in lines(log) if line["event"] == "not ready"] == [("model", "ModelError")]
    assert "/home/ana" not in log.getvalue()


# ---------------------------------------------------------------------- the end
def test_told_to_stop_the_desk_finishes_the_request_in_hand_and_ends_with_0(case: Path) -> None:
    command = [sys.executable, "-c", SLOW, str(case)]
    answers: list[bytes] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            port = int(process.stdout.readline())

            def ask() -> None:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/slow", timeout=30) as answer:
                    answers.append(answer.read())

            asking = threading.Thread(target=ask)
            asking.start()
            assert process.stdout.readline() == "in hand\n"
            process.send_signal(signal.SIGTERM)
            asking.join(20)
            assert process.wait(20) == cli.DONE
            assert answers == [b"finished"]
            assert process.stderr and process.stderr.read() == ""
        finally:
            process.kill()


def test_the_desk_as_a_service_writes_json_lines_and_nothing_else(case: Path, tmp_path: Path) -> None:
    program = "from dateline.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", "--db", str(case), "--port", "0"]
    environment = os.environ | {"DATELINE_LOG": "json"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, **pipes) as process:
        assert process.stderr
        first = process.stderr.readline()
        process.send_signal(signal.SIGTERM)  # the server may not listen to signals yet: it must not be lost
        try:
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (process.returncode, out) == (cli.DONE, "")
    assert [json.loads(line)["event"] for line in (first + err).splitlines()] == ["serving", "stopped"]
