"""What others learn from review: reviewed statements in the exchange form with their texts, examples for the codebook, and
figures of how far coders and machine agree.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from dateline.errors import InputError
from dateline.exports.assertions import to_json
from dateline.exports.mask import mask_of
from dateline.exports.tables import Tables as ExportTables
from dateline.records import Document, Record, Review, Statement
from dateline.review.agreement import Agreement, agreements
from dateline.review.examples import Examples, examples_of
from dateline.review.standing import standing
from dateline.review.words import by_statement, words_of
from dateline.store import Store

Json = dict[str, Any]
NOT_REVIEWED = "not reviewed"
"""Why a statement is left out that nobody has decided about."""


class Written(Record, frozen=True):
    """What an export of gold holds, and what it leaves out."""

    documents: int
    rows: int
    rejected: int
    complete: int
    """Documents of which everything that was read is decided."""
    left_out: dict[str, int]
    """Reason -> statements."""


class Reviewed(Record, frozen=True):
    """A document that somebody reviewed something in, and what stands of it, in the exchange form."""

    name: str
    """One that no other of them has."""
    document: Document
    rows: list[Json]
    rejected: list[Json]
    complete: bool
    """Whether everything that was read in it is decided."""
    left_out: dict[str, int]
    """Reason -> statements."""


def agreement(store: Store) -> list[Agreement]:
    """How far coders see the same, each with each and with the machine."""
    with store.reviewing() as reviews:
        return agreements(words_of(reviews.acts()))


def write_gold(store: Store, folder: Path) -> Written:
    """Write reviewed statements as gold: `gold.jsonl` in the exchange form, `rejected.jsonl` likewise, `docs.jsonl` and `texts/`.

    Raises:
        InputError: the folder holds something already, or cannot be written.
    """
    tally, left_out = Counter[str](), Counter[str]()
    try:
        (folder / "texts").mkdir(parents=True, exist_ok=True)
        if any(folder.glob("*.jsonl")):
            raise InputError(f"{folder} holds gold already; name another folder with -o, so that none is written over.")
        with (
            (folder / "gold.jsonl").open("w", encoding="utf-8", newline="") as gold,
            (folder / "rejected.jsonl").open("w", encoding="utf-8", newline="") as rejected,
            (folder / "docs.jsonl").open("w", encoding="utf-8", newline="") as docs,
        ):
            for one in reviewed(store):
                (folder / "texts" / f"{one.name}.txt").write_bytes(one.document.text.encode())
                docs.write(_line(_described(one)))
                gold.writelines(map(_line, one.rows))
                rejected.writelines(map(_line, one.rejected))
                tally.update(documents=1, complete=one.complete, rows=len(one.rows), rejected=len(one.rejected))
                left_out.update(one.left_out)
    except OSError as error:
        raise InputError(f"{folder} cannot be written ({error.strerror or error}); name another folder with -o.") from error
    return Written(
        documents=tally["documents"],
        rows=tally["rows"],
        rejected=tally["rejected"],
        complete=tally["complete"],
        left_out=dict(sorted(left_out.items())),
    )


def reviewed(store: Store) -> Iterator[Reviewed]:
    """What coders decided, document by document."""
    for document, name, acts in _reviewed_documents(store):
        left_out = Counter[str]()
        decided = {id for id, each in by_statement(acts).items() if standing(each).decided is not None}
        read = {statement.id for statement in store.statements(document=document.id)}
        yield Reviewed(
            name=name,
            document=document,
            rows=list(_rows(store, document, name, left_out)),
            rejected=list(_rejected(acts, name)),
            complete=read <= decided,
            left_out=dict(left_out),
        )


def examples(store: Store, tables: ExportTables, *, with_names: bool = False) -> Examples:
    """Sentences that are of a type and sentences that are not, as reviewed; names of private persons are withheld in them.

    Args:
        with_names: keep the names of private persons.
    """
    kept: list[tuple[Statement, str]] = []
    turned: list[tuple[Review, str]] = []
    for document, _, acts in _reviewed_documents(store):
        statements = list(store.statements(document=document.id))
        words = str if with_names else mask_of(document, statements, tables.names).words
        sentences = {s.id: " ".join(words(s.anchor.exact).split()) for s in store.sentences(document.id)}
        kept += [(s, sentences[s.assertion.sentence]) for s in statements if s.review and not s.review.disputed]
        for each in by_statement(acts).values():
            where = standing(each)
            act = where.decided
            if act is not None and not where.disputed and act.machine is not None:
                turned.append((act, sentences.get(act.machine.assertion.sentence, "")))
    return examples_of(kept, [(act, sentence) for act, sentence in turned if sentence])


def examples_yaml(found: Examples) -> str:
    """Examples as YAML in the form of a codebook file, a type at a time."""
    parts = [
        "# Sentences as coders reviewed them: paste those that teach something under `examples` of the type's file,",
        "# and run `dateline codebook check`.",
    ]
    for kind, each in found.items():
        parts.append(yaml.safe_dump({kind: {"examples": each}}, allow_unicode=True, sort_keys=False, width=132).rstrip())
    return "\n".join(parts) + "\n"


def _reviewed_documents(store: Store) -> Iterator[tuple[Document, str, tuple[Review, ...]]]:
    """Documents that somebody reviewed something in, each with a name that no other has, and the acts in it."""
    with store.reviewing() as reviews:
        been = {act.document for act in reviews.decisions()}
    taken: set[str] = set()
    for document in store.documents():
        if document.id not in been:
            continue
        plain = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in document.name)[:80] or "document"
        name = plain if plain.casefold() not in taken else f"{plain}-{document.id[:8]}"
        taken.add(name.casefold())
        with store.reviewing() as reviews:
            acts = reviews.acts(document=document.id)
        yield document, name, acts


def _described(one: Reviewed) -> Json:
    document = one.document
    about = {name: getattr(document, name) for name in ("published", "outlet", "title", "id")}
    return {"doc": one.name, **about, "complete": one.complete}


def _rows(store: Store, document: Document, name: str, left_out: Counter[str]) -> Iterator[Json]:
    for statement in store.statements(document=document.id):
        if statement.review is None:
            left_out[NOT_REVIEWED] += 1
        elif statement.review.disputed:
            left_out["coders differ, and nobody settled it"] += 1
        else:
            review = statement.review
            said = {"status": review.status, "fields": list(review.fields), "coders": review.coders}
            yield to_json(statement, name) | {"review": said | {"adjudicated": review.adjudicated}}


def _rejected(acts: tuple[Review, ...], name: str) -> Iterator[Json]:
    for each in by_statement(acts).values():
        where = standing(each)
        act = where.decided
        if act is not None and act.value is None and act.machine is not None and not where.disputed:
            yield to_json(act.machine, name) | {"note": act.note}


def _line(row: Json) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"
