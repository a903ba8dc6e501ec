"""Gold: documents with everything that they assert, as people decided; from files, or from what was reviewed in a case file.

Where not everything that was read in a document has been decided, nobody knows whether a reader's further finding is wrong: it is
counted apart, unless it is one that was rejected.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.archive.gold import NOT_REVIEWED, reviewed
from dateline.compare.rows import Json, documents_of, read_lines, read_rows
from dateline.errors import InputError
from dateline.ingest import ingest_text
from dateline.records import Document
from dateline.store import Store


@dataclass(frozen=True, kw_only=True)
class Gold:
    """One document: what it asserts, what of it was found and turned down, and whether all of it was decided."""

    name: str
    document: Document
    rows: Sequence[Json]
    rejected: Sequence[Json] = ()
    complete: bool = True
    undecided: int = 0
    """Statements read in it that nobody has decided about."""


def load_gold(path: Path) -> list[Gold]:
    """Gold of a file in the exchange form, or of a folder as `dateline review export gold` writes it (gold.jsonl).

    Beside it lie `texts/NAME.txt`, and where there are any `docs.jsonl` (days of publication, outlets, `complete`; documents in
    which nothing is asserted) and `rejected.jsonl`.

    Raises:
        InputError: a file is missing or not of the form; the message names file and line.
    """
    file = path / "gold.jsonl" if path.is_dir() else path
    folder = file.parent
    lines = read_lines(file)
    described = {row["doc"]: row for row in _described(folder / "docs.jsonl")}
    names = list(dict.fromkeys([*described, *documents_of(lines)]))
    documents = {name: _document(folder / "texts" / f"{name}.txt", name, described.get(name, {})) for name in names}
    if not documents:
        raise InputError(f"{file} holds nothing; write gold with `dateline review export gold -o FOLDER`.")
    texts = {name: document.text for name, document in documents.items()}
    rows = read_rows(file, texts)
    turned = folder / "rejected.jsonl"
    rejected = read_rows(turned, texts) if turned.exists() else {}
    return [
        Gold(
            name=name,
            document=document,
            rows=rows.get(name, []),
            rejected=rejected.get(name, []),
            complete=described.get(name, {}).get("complete") is not False,
        )
        for name, document in documents.items()
    ]


def reviewed_gold(store: Store) -> list[Gold]:
    """Gold of the documents in which coders decided something, as `dateline review export gold` would write it.

    Raises:
        InputError: nobody reviewed anything.
    """
    found = [
        Gold(
            name=one.name,
            document=one.document,
            rows=one.rows,
            rejected=one.rejected,
            complete=one.complete,
            undecided=one.left_out.get(NOT_REVIEWED, 0),
        )
        for one in reviewed(store)
    ]
    if not found:
        raise InputError(
            f"Nothing is reviewed in {store.path}; review statements (`dateline review queue`), or name gold with --gold."
        )
    return found


def _described(file: Path) -> list[Json]:
    if not file.exists():
        return []
    lines = read_lines(file)
    documents_of(lines)
    return [row for _, row in lines]


def _document(file: Path, name: str, described: Json) -> Document:
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8; write it again as UTF-8.") from error
    except OSError as error:
        raise InputError(
            f"There is no text {file} for the document {name} of the gold; lay the texts into texts/ beside it."
        ) from error
    published, outlet = described.get("published"), described.get("outlet")
    document = ingest_text(
        text,
        name=name,
        published=published if isinstance(published, str) else None,
        outlet=outlet if isinstance(outlet, str) else None,
    )
    if document.text != text:
        raise InputError(f"{file} changes when it is read (marks of order, line ends); offsets into it cannot be trusted.")
    return document
