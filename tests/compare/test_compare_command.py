"""`dateline compare`: the built-in reader beside a language model's server, on files and on what was reviewed in a case file."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from commands import Result
from endpoints import Asked, Reply, Running, completion, endpoint, first_words
from readings import make_document

from dateline.archive.reviewing import Coder
from dateline.archive.tables import Tables
from dateline.pipeline import add_all
from dateline.settings import Settings
from dateline.stages import load_stages
from dateline.store import Store

REPORTS = {
    "gao": "Gunmen attacked a convoy near Gao on Monday. Two soldiers were killed, officials said.",
    "misrata": "The army shelled the port of Misrata on Tuesday. Analysts say that the city could fall.",
}


@pytest.fixture
def server() -> Iterator[Running]:
    with endpoint() as running:
        yield running


@pytest.fixture(autouse=True)
def _answers_of_this_test_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_LLM_CACHE", str(tmp_path / "answers.sqlite"))


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case file in which a coder decided everything in one report, turning one thing down, and one thing in another."""
    path = tmp_path_factory.mktemp("case") / "dateline.db"
    stages = load_stages(Settings())
    with Store.open(path) as store:
        documents = [make_document(text, name, published="2024-05-08") for name, text in REPORTS.items()]
        list(add_all(documents, store, Settings(), stages))
        coder = Coder(store=store, tables=Tables(codebook=stages.codebook, gazetteer=stages.gazetteer), name="ana")
        for document in list(store.documents()):
            first, *others = list(store.statements(document=document.id))
            coder.accept(first.id)
            if document.name == "gao":
                for one in others:
                    coder.reject(one.id, note="as a test")
    return path


def ask(run: Callable[..., Result], server: Running, *more: str) -> Result:
    return run("compare", *more, "--llm-address", server.address, "--llm-model", "stand-in")


def test_the_built_in_reader_beside_a_language_model_on_what_was_reviewed(
    run: Callable[..., Result], server: Running, reviewed: Path
) -> None:
    before = reviewed.read_bytes()
    done = ask(run, server, "model", "llm", "--db", str(reviewed), "--json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert found["documents"] == 2 and found["incomplete"] == 1 and found["unread"] == []
    model, llm = found["readers"]
    assert (model["name"], model["spent"], llm["name"], llm["spent"]["requests"]) == ("model", None, "llm", 2)
    assert llm["version"].startswith("llm stand-in, prompt ") and model["version"].startswith("dateline-reader")
    whole = {s["reader"]: s for s in found["scores"] if (s["measure"], s["kind"]) == ("whole", "all")}
    # What was accepted is what the model read: it finds all of it, and its false ones are those that were turned down.
    assert whole["model"]["recall"] == 1.0 and whole["model"]["right"] == whole["model"]["wanted"] == 2
    rejected = [d for d in found["differences"] if (d["reader"], d["what"]) == ("model", "extra")]
    assert len(rejected) == whole["model"]["given"] - 2 > 0 and {d["document"] for d in rejected} == {"gao"}
    assert all(d["quote"] in d["sentence"] for d in found["differences"])
    assert llm["undecided"] > 0 and "in what nobody decided, and not counted" in done.err
    assert "llm: llm stand-in" in done.err and "language model: 2 requests, 2,000 tokens in" in done.err
    assert reviewed.read_bytes() == before


def test_people_get_tables_and_sentences(run: Callable[..., Result], server: Running, reviewed: Path) -> None:
    done = ask(run, server, "model", "llm:other", "--db", str(reviewed), "--most", "1")
    assert done.code == 0, done.err
    heads = [line.split() for line in done.out.splitlines() if line.startswith(("kind ", "field "))]
    assert heads[0][:3] == ["kind", "type", "reader"] and heads[1][:2] == ["field", "reader"]
    (first,) = (line.split() for line in done.out.splitlines() if line.startswith("all "))
    assert first[1] == "model" and first[-2] == "100.0"
    assert "llm:other differs " in done.out and "[Gunmen attacked a convoy near Gao on Monday" in done.out
    assert "and 1 more; --most 2 shows all" in done.out
    assert "F1 of llm:other beside model: -" in done.err
    assert {one.body["model"] for one in server.asked} == {"other"}


def test_a_folder_of_gold_gives_what_the_case_file_gives(
    run: Callable[..., Result], reviewed: Path, tmp_path: Path, server: Running
) -> None:
    assert run("review", "export", "gold", "-o", "my-gold", "--db", str(reviewed)).code == 0
    from_case = run("compare", "model", "--db", str(reviewed), "--json")
    from_folder = run("compare", "model", "--gold", "my-gold", "--json")
    assert from_case.code == from_folder.code == 0 and from_case.out == from_folder.out
    lines = [line for name in REPORTS for line in _exported(run, tmp_path, name).splitlines()]
    (tmp_path / "other.jsonl").write_text("\n".join(lines), encoding="utf-8")
    both = json.loads(run("compare", "model", "other.jsonl", "--gold", "my-gold/gold.jsonl", "--json").out)
    one, other = ([s | {"reader": ""} for s in both["scores"] if s["reader"] == name] for name in ("model", "other.jsonl"))
    assert one == other


def _exported(run: Callable[..., Result], folder: Path, name: str) -> str:
    """What `dateline read` writes of a report."""
    (folder / f"{name}.txt").write_text(REPORTS[name], encoding="utf-8")
    return run("read", f"{name}.txt", "--date", "2024-05-08", "--format", "assertions").out


def test_a_codebook_of_ones_own_is_a_reader(run: Callable[..., Result], reviewed: Path, tmp_path: Path) -> None:
    home = tmp_path / "mine"
    (home / "events").mkdir(parents=True)
    (home / "events" / "convoy_raid.yaml").write_text(
        "id: convoy_raid\nlabel: Raid on a convoy\nkind: event\ndefinition: Armed people attack vehicles on a road.\n"
        "triggers: [{phrase: attack a convoy}]\nexamples:\n"
        "  'yes': [Gunmen attacked a convoy near Gao on Monday.]\n  'no': [{text: It rained., why: no attack}]\n",
        encoding="utf-8",
    )
    done = run("compare", "model", "model+mine", "--db", str(reviewed), "--json")
    assert done.code == 0, done.err
    plain, own = json.loads(done.out)["readers"]
    assert plain["version"] == own["version"] and plain["codebook"] != own["codebook"]


def test_a_document_that_a_reader_cannot_read_is_compared_for_none(
    run: Callable[..., Result], server: Running, reviewed: Path
) -> None:
    def mostly(asked: Asked) -> Reply:
        return completion("no") if "Gao" in asked.question else first_words(asked)

    server.answer = mostly
    done = ask(run, server, "model", "llm", "--db", str(reviewed), "--json")
    found = json.loads(done.out)
    assert (done.code, found["documents"], found["unread"]) == (1, 1, ["gao"])
    assert "Compared for none, since a reader could not read it: gao" in done.err
    assert {d["document"] for d in found["differences"]} <= {"misrata"}


def test_two_language_models_spend_from_one_cap(run: Callable[..., Result], server: Running, reviewed: Path) -> None:
    assert ask(run, server, "llm:a", "--db", str(reviewed)).code == 0
    # The most that one question can take is set aside before it is put: two readers together take more than one of them may.
    most = max(int(one.headers["content-length"]) // 2 + one.body["max_tokens"] for one in server.asked)
    server.asked.clear()
    done = ask(run, server, "llm:b", "llm:c", "--db", str(reviewed), "--max-tokens", str(most + 1500))
    assert done.code == 3 and "The cap of" in done.err and done.out == ""
    assert [asked.body["model"] for asked in server.asked] == ["b", "b"]


def test_what_cannot_be_compared_is_said_in_one_sentence(
    run: Callable[..., Result], reviewed: Path, tmp_path: Path, server: Running
) -> None:
    dead = run("compare", "llm", "--db", str(reviewed), "--llm-address", "http://127.0.0.1:9/v1", "--llm-model", "x")
    assert (dead.code, dead.out) == (3, "") and "127.0.0.1:9 could not be reached" in dead.err
    wrong = {
        ("compare",): "Missing argument",
        ("compare", "oracle", "--db", str(reviewed)): "oracle names no reader",
        ("compare", "llm", "--db", str(reviewed)): "needs the setting llm_address",
        ("compare", "model", "--gold", "nowhere"): "There is no nowhere for --gold",
        ("compare", "model", "--gold", str(tmp_path), "--db", "x.db"): "name two golds",
    }
    for arguments, says in wrong.items():
        done = run(*arguments)
        assert done.code == 2 and says in done.err and done.out == "", arguments
    with Store.open(tmp_path / "empty.db"):
        pass
    empty = run("compare", "model", "--db", "empty.db")
    assert empty.code == 3 and "Nothing is reviewed in" in empty.err
