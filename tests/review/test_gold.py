"""What others learn from: gold that the scorers read as they read the project's own, and examples that fit into a codebook file."""

import json
from pathlib import Path

import msgspec
import pytest
import yaml
from readings import make_document

from benchmarks.assertions import load_gold
from dateline.archive import gold
from dateline.archive.reviewing import Coder
from dateline.codebook.entries import Examples
from dateline.errors import InputError
from dateline.exports.assertions import to_json
from dateline.exports.tables import Tables as ExportTables
from dateline.pipeline import add_all
from dateline.review.corrections import Correction
from dateline.settings import Settings
from dateline.stages import Stages


@pytest.fixture
def export_tables(stages) -> ExportTables:
    return ExportTables.load(stages.codebook, stages.gazetteer)


def test_gold_is_the_exchange_form_with_texts_that_the_offsets_fit(ana: Coder, bea: Coder, tmp_path: Path) -> None:
    store = ana.store
    document = next(d for d in store.documents() if d.name == "sarajevo-1995")
    corrected, rejected, accepted, disputed, *_ = [s.id for s in store.statements(document=document.id)]
    ana.correct(corrected, Correction(hedge="probable"))
    ana.reject(rejected, note="not about the war")
    ana.accept(accepted)
    ana.accept(disputed)
    bea.correct(disputed, Correction(hedge="denied"))
    added = ana.add(document.id, "judgement", Correction(span=(0, 20))).act.statement
    written = gold.write_gold(store, tmp_path / "gold")
    assert (written.documents, written.rows, written.rejected, written.complete) == (1, 3, 1, 0)
    assert written.left_out["coders differ, and nobody settled it"] == 1 and written.left_out["not reviewed"] > 0
    found = load_gold(tmp_path / "gold" / "gold.jsonl")
    (text,) = found.documents
    assert (text.id, text.published, text.outlet) == (document.id, document.published, document.outlet)
    rows = {row["id"]: row for row in found.assertions}
    assert set(rows) == {corrected, accepted, added}
    assert all(text.text[slice(*row["span"])] == row["quote"] for row in rows.values())
    assert rows[corrected]["hedge"] == "probable" and rows[corrected]["review"]["fields"] == ["hedge"]
    for id, row in rows.items():
        statement = store.statement(id)
        assert statement is not None and {k: v for k, v in row.items() if k != "review"} == to_json(statement, "sarajevo-1995")
    (gone,) = (tmp_path / "gold" / "rejected.jsonl").read_text(encoding="utf-8").splitlines()
    assert (json.loads(gone)["id"], json.loads(gone)["note"]) == (rejected, "not about the war")


def test_a_document_is_complete_when_everything_in_it_is_decided(ana: Coder, tmp_path: Path) -> None:
    document = next(ana.store.documents())
    for statement in list(ana.store.statements(document=document.id)):
        ana.accept(statement.id)
    assert gold.write_gold(ana.store, tmp_path / "gold").complete == 1
    (line,) = (tmp_path / "gold" / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["complete"] is True


def test_gold_is_not_written_over(ana: Coder, tmp_path: Path) -> None:
    ana.accept(next(ana.store.statements()).id)
    gold.write_gold(ana.store, tmp_path / "gold")
    with pytest.raises(InputError, match="holds gold already"):
        gold.write_gold(ana.store, tmp_path / "gold")


def test_examples_are_of_the_form_of_a_codebook_file(ana: Coder, export_tables: ExportTables) -> None:
    store = ana.store
    alone = {s.assertion.sentence: s for s in store.statements(["event"]) if s.assertion.hedge == "asserted"}
    one, other, third, *_ = alone.values()
    sentences = {s.id: " ".join(s.anchor.exact.split()) for s in store.sentences()}
    ana.accept(one.id)
    ana.correct(other.id, Correction(type="talks"))
    ana.reject(third.id, note="a figure of speech")
    found = gold.examples(store, export_tables, with_names=True)
    assert sentences[one.assertion.sentence] in found[one.assertion.type or ""]["yes"]
    assert sentences[other.assertion.sentence] in found["talks"]["yes"]
    assert {"text": sentences[other.assertion.sentence], "why": "of another type: talks"} in found[other.assertion.type or ""]["no"]
    assert {"text": sentences[third.assertion.sentence], "why": "a figure of speech"} in found[third.assertion.type or ""]["no"]
    for kind, each in yaml.safe_load(gold.examples_yaml(found)).items():
        assert kind in export_tables.codebook.entries
        assert msgspec.convert(each["examples"], Examples, strict=False).yes == tuple(found[kind]["yes"])


def test_examples_withhold_the_names_of_private_persons(ana: Coder, stages: Stages, export_tables: ExportTables) -> None:
    words = "Soldiers arrested Harriet Quimble, a baker, in Mosul on Monday. They shot her neighbour Obadiah Trent in the street."
    document = make_document(words, "private", published="2014-06-11")
    list(add_all([document], ana.store, Settings(), stages))
    for start, end in ((0, 63), (64, len(words))):
        ana.add(document.id, "event", Correction(span=(start, end), type="talks"))
    withheld, kept = (gold.examples(ana.store, export_tables, with_names=names)["talks"]["yes"] for names in (False, True))
    assert "Quimble" in str(kept) and "Trent" in str(kept)
    assert "Quimble" not in str(withheld) and "Trent" not in str(withheld) and "Soldiers arrested" in str(withheld)


def test_what_nobody_looked_at_teaches_nothing(ana: Coder, export_tables: ExportTables, tmp_path: Path) -> None:
    assert gold.examples(ana.store, export_tables) == {}
    assert gold.write_gold(ana.store, tmp_path / "gold").documents == 0
    assert gold.agreement(ana.store) == []
