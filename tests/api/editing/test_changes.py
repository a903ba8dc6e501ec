"""Changing the codebook over HTTP: answers and texts, the checker, trials, differences, saves, and what is refused."""

from pathlib import Path

import pytest
from litestar.testing import TestClient

from dateline.api import make_application
from dateline.api.codebook import LARGEST_BODY
from dateline.api.guard import HEADER
from dateline.api.shelf import Shelf, command
from dateline.codebook import load_codebook
from dateline.store import Store

TYPE = {
    "kind": "event",
    "name": "Cattle raid",
    "definition": "Armed people drive off herds.",
    "words": ["rustle", "stole: cattle, goats, camels"],
    "yes": ["Armed men rustled two hundred cattle near Lokichoggio.", "Warriors drove off a herd of camels."],
    "no": [["The farmer sold his goats at the fair.", "a sale"]],
}
ACTOR = {"name": "Lake Guard", "country": ["Kenya"], "aliases": ["Lake Guards"], "since": "2023", "source": "field notes"}


def draft(client: TestClient, **asked):
    """What a change comes to."""
    answer = client.post("/api/codebook/drafts", json=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def save(client: TestClient, drafted):
    """Save what was drafted."""
    return client.post("/api/codebook/saves", json={"edit": drafted["edit"], "base": drafted["base"]})


def made(client: TestClient, **form) -> str:
    """Make something new; its file."""
    answer = save(client, draft(client, form=form))
    assert answer.status_code == 201, answer.text
    return answer.json()["file"]


def complaints(drafted) -> list[str]:
    """What the checker says, with lines."""
    return [f"{one['line']}: {one['what']}; {one['remedy']}" for one in drafted["complaints"] if not one["hint"]]


def entry(client: TestClient, part: str, id: str, file: str | None = None, row: int | None = None):
    """One thing as it is written."""
    asked = {"part": part, "id": id, "file": file, "row": row}
    return client.get("/api/codebook/entry", params={name: value for name, value in asked.items() if value is not None}).json()


def test_a_type_is_made_tried_looked_at_in_the_case_and_saved(client: TestClient, own: Path) -> None:
    drafted = draft(client, form={"type": TYPE})
    assert complaints(drafted) == [] and "“stole” is looked for as “steal”" in drafted["notes"][0]
    tried = client.post("/api/codebook/tests", json=drafted["edit"]).json()
    assert [(one["expected"], one["passes"]) for one in tried["attempts"]] == [(True, True), (True, False), (False, True)]
    assert tried["wrong"] == 1 and tried["attempts"][0]["fired"] == [["rustled", "strong"]]
    found = client.post("/api/codebook/differences", json=drafted["edit"]).json()
    assert (found["total"], found["looked"], found["next"]) == (2, 2, None)
    added = next(group for group in found["groups"] if group["what"] == "added")
    assert added["after"] == "cattle_raid" and "stole goats and camels" in added["examples"][0]["text"]
    assert not own.exists(), "nothing is written before it is saved"
    assert client.get("/api/about").json()["labels"].get("cattle_raid") is None
    answer = save(client, drafted)
    assert answer.status_code == 201 and answer.json()["next"] == f"dateline reread --codebook {own}"
    assert (own / "events" / "cattle_raid.yaml").read_text(encoding="utf-8") == drafted["edit"]["text"]
    assert client.get("/api/about").json()["labels"]["cattle_raid"] == "Cattle raid"
    state = client.get("/api/codebook").json()
    assert state["stale"] and state["version"] == load_codebook([own]).version == answer.json()["version"]


def test_what_is_changed_leaves_all_else_of_the_file_as_it_was_written(client: TestClient, own: Path) -> None:
    file = made(client, type=TYPE)
    path = own / file
    text = path.read_text(encoding="utf-8").replace("\ntriggers:", "\n# Asked for by the field team.\ntriggers:")
    path.write_text(text + "modes:\n  recovery: taken back\n", encoding="utf-8")
    found = entry(client, "event", "cattle_raid", file)
    found["form"]["type"]["definition"] = "Herds are driven off by force."
    drafted = draft(client, form=found["form"], file=file)
    assert drafted["edit"]["text"] == path.read_text(encoding="utf-8").replace(
        "Armed people drive off herds.", "Herds are driven off by force."
    )
    assert save(client, drafted).status_code == 201


def test_a_type_of_ours_is_replaced_by_a_copy_and_ours_stays(client: TestClient, own: Path) -> None:
    found = entry(client, "event", "attack")
    found["form"]["type"]["words"].append("waylay")
    drafted = draft(client, form=found["form"], id="attack")
    assert drafted["edit"]["file"] == "events/attack.yaml" and "{lemma: waylay}" in drafted["edit"]["text"]
    hints = [one["what"] for one in drafted["complaints"] if one["hint"]]
    assert "this takes the place of Dateline's own type attack" in hints
    assert save(client, drafted).status_code == 201
    assert load_codebook().entries["attack"].triggers != load_codebook([own]).entries["attack"].triggers
    again = draft(client, form=found["form"], id="attack")
    assert "already" in complaints(again)[0]


def test_actors_labels_and_more_words_go_into_their_lists_and_come_out_again(client: TestClient, own: Path) -> None:
    assert made(client, actor=ACTOR) == "actors/actors.yaml"
    assert made(client, actor={"name": "Gaza Movement", "adds_to": "hamas"}) == "actors/actors.yaml"
    assert made(client, label={"words": ["raiders"], "tone": "hostile"}) == "labels.yaml"
    assert made(client, words={"entry": "attack", "words": ["waylay"]}) == "triggers.yaml"
    codebook = load_codebook([own])
    guard, hamas = codebook.actors.find("Lake Guards", "2024-01-01"), codebook.actors.find("Gaza Movement")
    assert guard and guard.id == "lake_guard" and hamas and hamas.id == "hamas"
    assert codebook.find_labels("the raiders") and codebook.type_evidence("They waylaid the convoy.").get("attack")
    lines = client.get("/api/codebook/lines", params={"part": "actor", "own": True}).json()["items"]
    assert [(line["id"], line["row"], line["own"]) for line in lines] == [("hamas", 1, True), ("lake_guard", 0, True)]
    found = entry(client, "actor", "lake_guard", "actors/actors.yaml", 0)
    found["form"]["actor"]["aliases"].append("Guards of the Lake")
    assert save(client, draft(client, form=found["form"], file="actors/actors.yaml", row=0)).status_code == 201
    assert load_codebook([own]).actors.find("Guards of the Lake", "2024-01-01").id == "lake_guard"  # type: ignore[union-attr]
    assert save(client, draft(client, file="actors/actors.yaml", row=0, remove=True)).status_code == 201
    assert save(client, draft(client, file="labels.yaml", row=0, remove=True)).status_code == 201
    assert "lake_guard" not in (own / "actors" / "actors.yaml").read_text(encoding="utf-8")
    assert not (own / "labels.yaml").exists(), "a file without rows goes"


def test_names_that_somebody_bears_are_told_before_they_are_taken(client: TestClient) -> None:
    drafted = draft(client, form={"actor": {"name": "Hamas", "source": "s"}})
    assert "Hamas names somebody already: Hamas (hamas)" in complaints(drafted)[0]
    assert complaints(draft(client, form={"actor": {"name": "Hamas", "source": "s", "country": ["KE"]}}, another=True)) == []
    assert "There is a type attack already" in complaints(draft(client, form={"type": {**TYPE, "name": "Attack"}}))[0]


def test_what_a_form_does_not_ask_is_changed_in_the_file(client: TestClient, own: Path) -> None:
    (own / "actors").mkdir(parents=True)
    row = "- id: lake_guard\n  kind: armed_group\n  names:\n    - {name: Lake Guard, source: s}\n  exact: [Guard]\n"
    (own / "actors" / "more.yaml").write_text(row, encoding="utf-8")
    assert entry(client, "actor", "lake_guard", "actors/more.yaml", 0)["form"] is None
    text = client.get("/api/codebook/file", params={"name": "actors/more.yaml"}).json()
    assert text["text"] == row
    drafted = draft(client, file="actors/more.yaml", text=row.replace("exact", "exactly"))
    assert complaints(drafted)[0].startswith("5: row lake_guard: `exactly` is no key of")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: x\n  label: y", "2: not well-formed YAML: this is either set in too far"),
        ("[1, 2", "not well-formed YAML"),
        ("[" * 100_000, "brackets stand inside brackets too often"),
        ("a: &b [1]\nc: *b", "1: the references & and * are not read"),
        ("id: roadblock\nlabel: R\nkind: event\ndefinition: d\ntriggers:\n  - {lemma: block}\nexamples: {}\n", "7: "),
    ],
)
def test_the_checker_tells_line_and_remedy_and_nothing_is_saved(client: TestClient, own: Path, text: str, said: str) -> None:
    drafted = draft(client, file="events/roadblock.yaml", text=text)
    assert said in complaints(drafted)[0], complaints(drafted)
    assert save(client, drafted).status_code == 400
    for path in ("tests", "differences"):
        assert client.post(f"/api/codebook/{path}", json=drafted["edit"]).status_code == 400
    assert not own.exists()


def test_a_word_written_as_in_a_file_is_checked_like_one(client: TestClient) -> None:
    drafted = draft(client, form={"type": {**TYPE, "words": ["{lemma: rustle, strenght: weak}"]}})
    assert "`strenght` is no key of a trigger" in complaints(drafted)[0]
    assert (
        "lemma: rustle, near: cattle"
        in draft(client, form={"type": {**TYPE, "words": ["{lemma: rustle, near: cattle}"]}})["edit"]["text"]
    )


def test_nobody_writes_over_what_somebody_else_changed(client: TestClient, own: Path) -> None:
    file = made(client, type=TYPE)
    drafted = draft(client, file=file, text=(own / file).read_text(encoding="utf-8") + "# mine\n")
    (own / file).write_text((own / file).read_text(encoding="utf-8") + "# theirs\n", encoding="utf-8")
    answer = save(client, drafted)
    assert answer.status_code == 400 and "somebody else" in answer.json()["detail"]
    assert (own / file).read_text(encoding="utf-8").endswith("# theirs\n")


@pytest.mark.parametrize(
    "file",
    [
        "../x.yaml",
        "/etc/x.yaml",
        "events/../../x.yaml",
        "events/x.txt",
        "events/a/b.yaml",
        "codebook.yaml",
        "drafts/x.yaml",
        "events/.x.yaml",
        "",
    ],
)
def test_only_files_of_a_codebook_are_written(client: TestClient, own: Path, tmp_path: Path, file: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    edit = {"file": file, "text": "- x\n"}
    assert "is no file of a codebook" in complaints(draft(client, **edit))[0]
    assert client.post("/api/codebook/saves", json={"edit": edit, "base": ""}).status_code == 400
    assert client.post("/api/codebook/tests", json=edit).status_code == 400
    assert client.get("/api/codebook/file", params={"name": file or "x"}).status_code == 400
    assert sorted(tmp_path.rglob("*")) == before


def test_a_date_cannot_write_another_row(client: TestClient) -> None:
    drafted = draft(client, form={"actor": {**ACTOR, "since": "2023}\n- {rejects: all, source: me"}})
    assert "is not a date" in complaints(drafted)[0]


def test_acts_are_taken_from_the_desks_own_pages_only(client: TestClient) -> None:
    body = {"edit": {"file": "labels.yaml", "text": ""}, "base": ""}
    assert client.post("/api/codebook/saves", json=body, headers={"Origin": "https://evil.example"}).status_code == 403
    del client.headers[HEADER]
    for path in ("drafts", "tests", "differences", "saves"):
        assert client.post(f"/api/codebook/{path}", json=body).status_code == 403
    client.headers[HEADER] = "1"
    too_large = {"file": "labels.yaml", "text": "#" * (LARGEST_BODY + 1)}
    assert client.post("/api/codebook/tests", json=too_large).status_code == 413


def test_a_desk_that_only_reads_shows_the_codebook_and_takes_no_change(store: Store, own: Path, stages) -> None:
    shelf = Shelf(stages.codebook, own=own, stages=lambda: stages)
    with TestClient(make_application(store, stages.codebook.entries, shelf=shelf)) as client:
        assert client.get("/api/codebook").json()["writable"] is False
        assert client.get("/api/codebook/lines", params={"part": "event"}).json()["total"] == len(stages.codebook.of_kind("event"))
        for path in ("drafts", "tests", "differences", "saves"):
            assert client.post(f"/api/codebook/{path}", json={}, headers={HEADER: "1"}).status_code in (404, 405)


def test_without_a_folder_nothing_can_be_changed(store: Store, stages) -> None:
    with TestClient(make_application(store, stages.codebook.entries, coder="ana", shelf=Shelf(stages.codebook))) as client:
        assert client.get("/api/codebook").json()["folder"] is None
        answer = client.post("/api/codebook/drafts", json={"form": {"type": TYPE}}, headers={HEADER: "1"})
        assert answer.status_code == 400 and "start it with --codebook" in answer.json()["detail"]


def test_the_command_to_read_again_names_every_folder() -> None:
    assert command("a case.db", [Path("team"), Path("mine")]) == "dateline reread --db 'a case.db' --codebook team --codebook mine"


def test_the_lists_find_by_any_name_and_come_page_by_page(client: TestClient) -> None:
    found = client.get("/api/codebook/lines", params={"part": "actor", "words": "hizbullah", "limit": 1}).json()
    assert found["total"] > 1 and len(found["items"]) == 1
    names = {one["id"] for one in client.get("/api/codebook/lines", params={"part": "actor", "words": "hizbullah"}).json()["items"]}
    assert "hezbollah" in names and "aliases" in entry(client, "actor", "hezbollah")["text"]
    assert client.get("/api/codebook/lines", params={"part": "nothing"}).status_code == 400
    for asked in ({"part": "actor", "id": "nobody"}, {"part": "event", "id": "attack", "file": "events/attack.yaml"}):
        assert client.get("/api/codebook/entry", params=asked).status_code == 400
