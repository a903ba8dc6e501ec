"""A coder's sheet over HTTP: taken, changed as a spreadsheet would, tried, brought back; who may; what is refused at the door."""

import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from reviewed_reports import READ, read_again
from teams import Desk, make_accounts

from dateline.api.guard import HEADER
from dateline.api.sheets import LARGEST_SHEET
from dateline.archive.tables import Tables
from dateline.store import Store


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, stages) -> Path:
    path = tmp_path_factory.mktemp("sheets") / "case.db"
    with Store.open(path) as store:
        for name in ("goma-1994", "sarajevo-1995"):
            read_again(store, stages, name, READ[name])
    make_accounts(path.with_name("accounts.db")).close()
    return path


@pytest.fixture
def desk(case: Path, own_copy: Path, stages) -> Iterator[Desk]:
    from dateline.accounts.book import Accounts

    tables = Tables(codebook=stages.codebook, gazetteer=stages.gazetteer)
    with Store.open(own_copy) as store, Accounts(case.with_name("accounts.db")) as accounts:
        yield Desk(store, accounts, tables)


@pytest.fixture
def member(desk: Desk) -> Iterator:
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(desk.member(name))


def take(client, **asked) -> list[dict[str, str]]:
    answer = client.get("/api/review/sheet", params=asked)
    assert answer.status_code == 200 and "sheet.csv" in answer.headers["content-disposition"], answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def sheet_of(rows: list[dict[str, str]]) -> bytes:
    """The rows as a spreadsheet of a country of decimal commas saves them."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def bring(client, body: bytes, *, trying: bool = False, **headers: str):
    return client.post(f"/api/review/sheet?try={trying}".lower(), content=body, headers={"Content-Type": "text/csv", **headers})


def done(desk: Desk) -> list[tuple[str, str]]:
    with desk.store.reviewing() as reviews:
        return [(one.by, one.action) for one in reviews.acts()]


def test_what_a_sheet_asks_for_is_seen_first_and_then_done_once(desk: Desk, member) -> None:
    ana = member("ana")
    rows = take(ana, kind="event")
    assert len(rows) == ana.get("/api/statements?q=kind:event").json()["total"]
    rows[0]["hedge"], rows[1]["decision"], rows[2]["decision"], rows[3]["type"] = "denied", "accept", "reject", "no such type"
    tried = bring(ana, sheet_of(rows), trying=True).json()
    told = {"correct": 1, "accept": 1, "reject": 1, "aside": 1, "nothing": len(rows) - 4}
    assert tried["tried"] and tried["tally"] == told and done(desk) == []
    assert [(row["did"], row["act"]) for row in tried["rows"]] == [("correct", ""), ("accept", ""), ("reject", ""), ("aside", "")]
    assert tried["rows"][0]["changes"][0]["after"] == "denied" and "no such type" in tried["rows"][3]["reason"]
    brought = bring(ana, sheet_of(rows)).json()
    assert not brought["tried"] and brought["tally"] == told
    assert done(desk) == [("ana", "correct"), ("ana", "accept"), ("ana", "reject")]
    again = bring(ana, sheet_of(rows)).json()
    assert again["tally"] == {"already": 3, "aside": 1, "nothing": len(rows) - 4} and len(done(desk)) == 3


def test_each_sees_and_brings_their_own_word(desk: Desk, member) -> None:
    ana, bea = member("ana"), member("bea")
    rows = take(ana)
    before = take(bea)
    rows[0]["hedge"] = "denied"
    assert bring(ana, sheet_of(rows)).json()["tally"]["correct"] == 1
    # The second coder is blind: their sheet is as it was.
    assert take(bea) == before and take(ana)[0]["hedge"] == "denied"
    before[0]["decision"] = "accept"
    assert bring(bea, sheet_of(before)).json()["tally"]["accept"] == 1
    assert done(desk) == [("ana", "correct"), ("bea", "accept")]
    document = desk.store.statement(rows[-1]["statement"].removeprefix("#"))
    assert document is not None and {row["document"] for row in take(ana, document=document.assertion.document)} == {
        rows[-1]["document"]
    }


def test_a_reader_and_another_page_can_neither_take_nor_bring(desk: Desk, member) -> None:
    rob, ana = member("rob"), member("ana")
    body = sheet_of([{**row, "decision": "reject"} for row in take(ana)])
    assert rob.get("/api/review/sheet").status_code == 403 and bring(rob, body).status_code == 403
    with desk.visitor() as visitor:
        assert visitor.get("/api/review/sheet").status_code == 401 and bring(visitor, body, **{HEADER: "1"}).status_code == 401
    for headers in ({HEADER: "1"}, {HEADER: rob.headers[HEADER]}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
        assert bring(ana, body, **headers).status_code == 403, headers
    assert done(desk) == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"a;b\n1;2\n", "no review sheet"),
        (b"\x00\x01\x02" * 100, ""),
        ("statement;as_given\n#\xe9;x\n".encode("latin-1"), "UTF-8"),
        (b'statement;as_given\n"' + b"x" * 2_000_000, ""),
    ],
)
def test_what_is_no_sheet_is_refused_in_one_sentence_without_a_path_of_the_server(
    desk: Desk, member, body: bytes, says: str
) -> None:
    refused = bring(member("ana"), body)
    assert refused.status_code == 400 and says in refused.json()["detail"] and "/tmp" not in refused.text
    assert done(desk) == []


def test_a_large_sheet_is_refused_at_the_door(member) -> None:
    assert bring(member("ana"), b"x" * (LARGEST_SHEET + 1)).status_code == 413
