"""A folder of Parquet files by month, and the recipes of the documentation over it: each runs, and gives rows."""

import re
from datetime import date
from pathlib import Path

import msgspec
import pytest
from annotated import codebook, examples, gazetteer, sentences_of

from dateline.errors import UsageError
from dateline.exports import export_months, load_format
from dateline.exports.folder import LIST, new_folder
from dateline.exports.items import Dossier, Versions
from dateline.exports.tables import Tables
from dateline.exports.telling import items_of

duckdb = pytest.importorskip("duckdb", reason="Parquet needs DuckDB: pip install 'dateline[parquet]'")
DOCS = Path(__file__).parents[2] / "docs" / "duckdb.md"
RECIPES = re.findall(r"```sql\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)


def dossiers(*, without: str = "") -> list[Dossier]:
    """The example reports, one of them without its day; `without` leaves one out."""
    documents, statements = examples()
    return [
        Dossier(
            document=msgspec.structs.replace(document, published=None) if document.name == "goma-1994" else document,
            statements=tuple(s for s in statements if s.assertion.document == document.id),
            sentences=tuple(sentences_of({document.id: document}).values()),
            versions=Versions(dateline="0.1.0", model="hand-1", codebook="table-1"),
        )
        for document in documents.values()
        if document.name != without
    ]


def write(folder: Path, told: list[Dossier]) -> int:
    tables = Tables.load(codebook(), gazetteer())
    with new_folder(folder) as new:
        return export_months(load_format("parquet"), items_of(told, tables), new, tables).rows


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.parquet")}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recipes") / "archive"
    assert write(folder, dossiers()) == len(examples()[1])
    return folder


def test_each_month_of_publication_is_a_file_and_all_together_are_every_statement(archive: Path) -> None:
    told = {d.document.id: (d.document.published or "undated")[:7] for d in dossiers()}
    assert set(files(archive)) == {f"month={month}/part-0.parquet" for month in told.values()} and "undated" in told.values()
    rows = duckdb.sql(f"SELECT id, month, reports[1].document FROM read_parquet('{archive}/*/*.parquet', hive_partitioning = true)")
    found = rows.fetchall()
    assert sorted(id for id, _, _ in found) == sorted(s.id for s in examples()[1])
    assert all(month == told[document] for _, month, document in found)


def test_the_same_archive_gives_the_same_bytes_and_a_new_report_changes_its_month_alone(archive: Path, tmp_path: Path) -> None:
    write(tmp_path / "again", dossiers())
    assert files(tmp_path / "again") == files(archive)
    gone = next(d.document for d in dossiers() if d.document.name == "kherson-2022")
    write(tmp_path / "again", dossiers(without=gone.name))
    before, after = files(tmp_path / "again"), files(archive)
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {f"month={(gone.published or '')[:7]}/part-0.parquet"}


def test_a_folder_with_anything_else_in_it_is_refused_and_stays(archive: Path, tmp_path: Path) -> None:
    write(tmp_path / "mine", dossiers()[:2])
    (tmp_path / "mine" / "thesis.txt").write_text("mine", encoding="utf-8")
    before = files(tmp_path / "mine")
    with pytest.raises(UsageError, match=r"holds thesis\.txt, which Dateline did not write"):
        write(tmp_path / "mine", dossiers())
    assert files(tmp_path / "mine") == before and (tmp_path / "mine" / LIST).is_file()


def test_a_form_that_is_one_file_is_not_written_by_month(tmp_path: Path) -> None:
    tables = Tables.load(codebook(), gazetteer())
    with pytest.raises(UsageError, match="leave --by-month out"):
        export_months(load_format("acled"), [], tmp_path, tables)


@pytest.fixture(scope="module")
def database(archive: Path):
    with duckdb.connect() as database:
        database.execute(f"SET file_search_path = '{archive.parent}'")
        database.execute(RECIPES[0])
        yield database


@pytest.mark.parametrize("recipe", RECIPES[1:], ids=[re.sub(r"\W+", "-", words[:40]) for words in RECIPES[1:]])
def test_a_recipe_gives_rows(database, recipe: str) -> None:
    assert database.sql(recipe).fetchall()


def test_what_recipes_say_is_what_is_in_the_reports(database) -> None:
    _, statements = examples()
    by_month = {month: n for month, n, *_ in database.sql(RECIPES[1]).fetchall()}
    assert sum(by_month.values()) == len(statements)
    dead = next(words for words in RECIPES if "most_low" in words)
    (highest, *_) = database.sql(dead).fetchall()
    counted = [
        q.low
        for s in statements
        if s.assertion.kind == "event" and s.assertion.hedge != "denied"
        for q in s.quantities
        if q.of == "killed" and q.low is not None
    ]
    assert highest[2] == max(counted)
    near = next(words for words in RECIPES if "Goma" in words or "1.67" in words)
    assert {place for _, place, *_ in database.sql(near).fetchall()} >= {"Goma"}
    labels = next(words for words in RECIPES if "AS term" in words)
    assert all(isinstance(first, date) or first is None for *_, first, _ in database.sql(labels).fetchall())
