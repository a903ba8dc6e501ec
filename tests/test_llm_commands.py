"""`dateline read --extractor llm`: what is printed, said, stored and ended with, whatever the endpoint answers."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from commands import Result
from endpoints import Asked, Reply, Running, completion, endpoint, first_words, said

from dateline.store import Store

KEY = "sk-SECRET-0123456789"
TEXTS = {
    "misrata": "Rebels shelled the port of Misrata on Monday. Officials said nine people died.",
    "gao": "Gunmen attacked a convoy near Gao. Two soldiers were killed.",
    "goma": "The army retook the town of Goma on Sunday.",
}


@pytest.fixture
def server() -> Iterator[Running]:
    with endpoint() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with three reports under `texts`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def read(run: Callable[..., Result], server: Running, folder: Path) -> Callable[..., Result]:
    """`dateline read texts` by the server."""
    where = ("--extractor", "llm", "--llm-address", server.address, "--llm-model", "stand-in", "--date", "2011-04-12")
    return lambda *more: run("read", "texts", *where, *more)


def counted(path: Path | str = "dateline.db") -> tuple[int, int]:
    """Documents and statements of the case file."""
    with Store.open(path, create=False) as store:
        counts = store.counts()
        return counts.documents, sum(counts.statements.values())


def test_reports_are_read_stored_and_accounted_for(
    read: Callable[..., Result], run: Callable[..., Result], server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_LLM_KEY", KEY)
    monkeypatch.setenv("DATELINE_LLM_PRICE_IN", "2")
    monkeypatch.setenv("DATELINE_LLM_PRICE_OUT", "8")
    done = read()
    assert done.code == 0, done.err
    assert "[Rebels shelled the port of Misrata on Monday]." in done.out
    assert counted() == (3, 5)
    written = sum(len(json.loads(first_words(one).body)["choices"][0]["message"]["content"]) // 4 for one in server.asked)
    cost = f"cost {(3 * 1000 * 2 + written * 8) / 1e6:.4f}"
    assert f"language model: 3 requests, 3,000 tokens in, {written:,} out, {cost}" in done.err
    (manifest,) = map(json.loads, run("show", "runs", "--json").out.splitlines())
    assert manifest["model"].startswith("llm stand-in, prompt ") and manifest["spent"]["tokens_in"] == 3000
    assert "3 requests, 3,000 tokens in" in run("show", "runs").out
    assert {one.headers["authorization"] for one in server.asked} == {f"Bearer {KEY}"}
    assert KEY not in done.out + done.err + json.dumps(manifest)
    assert all(KEY.encode() not in path.read_bytes() for path in Path().glob("dateline*"))


def test_what_was_read_is_not_asked_again_and_what_was_answered_is_not_paid_again(
    read: Callable[..., Result], server: Running
) -> None:
    read()
    again = read()
    assert (again.code, len(server.asked)) == (0, 3) and "3 duplicate" in again.err
    anew = read("--again")
    assert (anew.code, len(server.asked)) == (0, 3)
    assert "language model: 0 requests, 0 tokens in, 0 out; 3 questions answered before" in anew.err
    assert counted() == (3, 5)


def test_without_a_case_file_lines_go_out_in_the_exchange_form(read: Callable[..., Result], folder: Path) -> None:
    done = read("--format", "assertions")
    assert done.code == 0 and "language model: 3 requests" in done.err
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert len(rows) == 5 and all(row["quote"] in TEXTS[row["doc"]] for row in rows)
    assert not (folder / "dateline.db").exists()


def _cut_off(out: object) -> None:
    out.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"choi')  # type: ignore[attr-defined]


BAD = {
    "malformed": (lambda asked: completion("Here is what I found: nothing much."), "not the JSON that was asked for"),
    "lying about its form": (lambda asked: Reply(b"<html>Welcome</html>"), "no completion, or not a whole one"),
    "truncated": (lambda asked: Reply(raw=_cut_off), "broke off"),
    "slow": (lambda asked: Reply(wait_seconds=2.5), r"did not answer in time (at most 1 seconds)"),
    "failing": (lambda asked: Reply("oops", 400), "answered 400 (oops)"),
    "refusing the key": (lambda asked: Reply("{}", 401), "refuses the key (401); set DATELINE_LLM_KEY"),
}


@pytest.mark.parametrize("how", BAD)
def test_a_bad_endpoint_is_named_in_one_sentence_and_nothing_is_stored(
    how: str, read: Callable[..., Result], server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_LLM_SECONDS", "1")
    server.answer, says = BAD[how]
    began = time.monotonic()
    done = read()
    # What comes but is no answer may be the text's fault: each document is set aside. Else the run ends.
    assert done.code == (1 if how in ("malformed", "lying about its form") else 3)
    assert says in done.err and "Traceback" not in done.err
    assert counted() == (0, 0) and done.out == ""
    assert time.monotonic() - began < 10


def test_an_endpoint_that_is_not_there_is_said_soon(run: Callable[..., Result], folder: Path) -> None:
    began = time.monotonic()
    done = run("read", "texts", "--extractor", "llm", "--llm-address", "http://127.0.0.1:9/v1", "--llm-model", "x")
    assert done.code == 3 and "The endpoint 127.0.0.1:9 could not be reached" in done.err
    assert "2 requests, 0 tokens in, 0 out" in done.err  # nothing was sent
    assert counted() == (0, 0) and time.monotonic() - began < 8


def test_a_report_without_an_answer_is_set_aside_and_asked_about_next_time(read: Callable[..., Result], server: Running) -> None:
    def mostly(asked: Asked) -> Reply:
        return completion("no") if "Goma" in asked.question else first_words(asked)

    server.answer = mostly
    done = read()
    assert done.code == 1 and "Set aside (unanswered): " in done.err and counted() == (2, 4)
    server.answer = first_words
    healed = read()
    assert healed.code == 0 and counted() == (3, 5)


def test_what_does_not_hold_is_counted_and_not_stored(read: Callable[..., Result], server: Running) -> None:
    def liar(asked: Asked) -> Reply:
        return completion({"assertions": [said(0, "words that nobody wrote"), said(0, "Rebels", type="treason")]})

    server.answer = liar
    done = read()
    assert done.code == 0 and counted() == (3, 0)
    assert "of the language model's answers set aside: 3 not in codebook, 3 not in text" in done.err


def test_a_cap_ends_the_run_with_what_was_read_and_a_higher_one_goes_on(read: Callable[..., Result], server: Running) -> None:
    done = read("--max-tokens", "1")
    assert (done.code, len(server.asked)) == (3, 0) and "The cap of 1 tokens (--max-tokens) is reached: 0 are used" in done.err
    assert "language model: 0 requests" in done.err
    done = read("--max-cost", "0.01")
    assert (done.code, len(server.asked)) == (2, 0) and "--max-cost needs prices" in done.err
    assert read("--max-tokens", "0").code == 0 and counted() == (3, 5)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--llm-address", ""), "llm_address cannot be ''"),
        (("--jobs", "2"), "--jobs would share out"),
        (("--engine", "ray", "--ray-address", "auto"), "--engine and --ray-address would share out"),
        (("--llm-address", "no address"), "llm_address is no web address"),
        (("--llm-model", ""), "llm_model cannot be ''"),
    ],
)
def test_wrong_use_is_said_before_anything_is_sent(
    options: tuple[str, ...], says: str, read: Callable[..., Result], server: Running, folder: Path
) -> None:
    done = read(*options)
    assert done.code == 2 and says in done.err and server.asked == []
    assert not (folder / "dateline.db").exists()


def test_settings_for_the_built_in_model_do_not_stand_in_the_way(read: Callable[..., Result], folder: Path) -> None:
    (folder / "dateline.toml").write_text('jobs = 4\nengine = "ray"\nray_address = "127.0.0.1:9"\n', encoding="utf-8")
    assert read().code == 0 and counted() == (3, 5)
