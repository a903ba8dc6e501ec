"""The few words that SQLite and PostgreSQL spell otherwise, so that every statement is written once.

Each is a construct of SQLAlchemy that writes itself in the language of the database it is sent to.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, cast

import msgspec
from sqlalchemy import BigInteger, ColumnElement, Insert, String, Table, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

TEXT_SEARCH = "dateline_words"
"""PostgreSQL's name for how words are indexed; a migration makes it."""
_WORD = re.compile(r"[^\W_]+")


class InsertOnce(Insert):
    """INSERT of rows that are left out where one with the same key is there."""

    inherit_cache = True


@compiles(InsertOnce)
def _insert_once(element: InsertOnce, compiler: SQLCompiler, **more: Any) -> str:
    return compiler.visit_insert(element, **more) + " ON CONFLICT DO NOTHING"


class AddUp(Insert):
    """INSERT of rows with a `number`, which is added to that of the row with the same key where there is one."""

    inherit_cache = True


@compiles(AddUp)
def _add_up(element: AddUp, compiler: SQLCompiler, **more: Any) -> str:
    table = cast(Table, element.table)
    keys = ", ".join(column.name for column in table.primary_key)
    added = f" ON CONFLICT ({keys}) DO UPDATE SET number = {table.name}.number + excluded.number"
    return compiler.visit_insert(element, **more) + added


def begins(column: ColumnElement[str], start_of_id: str) -> ColumnElement[bool]:
    """Whether an id begins so; ids have no capitals."""
    return column.startswith(start_of_id.lower(), autoescape=True)


class _Unindexed(FunctionElement[str]):
    type = String()
    inherit_cache = True


def unindexed(column: ColumnElement[str]) -> ColumnElement[str]:
    """The column, where SQLite is not to look it up in its index: it takes every value to be as rare as any other."""
    return _Unindexed(column)


@compiles(_Unindexed, "sqlite")
def _unindexed_sqlite(element: _Unindexed, compiler: SQLCompiler, **more: Any) -> str:
    return f"+{compiler.process(element.clauses, **more)}"


@compiles(_Unindexed, "postgresql")
def _unindexed_postgresql(element: _Unindexed, compiler: SQLCompiler, **more: Any) -> str:
    return compiler.process(element.clauses, **more)


def _among(column: ColumnElement[Any], listed: ColumnElement[Any]) -> ColumnElement[bool]:
    # a comparison, and no function: of a function SQLite would be asked whether it is 1, and then look nothing up in an index
    return column.op("IN", is_comparison=True)(listed)


class _Numbers(FunctionElement[int]):
    type = BigInteger()
    inherit_cache = True


def among_numbers(column: ColumnElement[int], numbers: Iterable[int]) -> ColumnElement[bool]:
    """One of many numbers, given as one parameter: a province holds more places than a statement may have parameters."""
    return _among(column, _Numbers(literal(msgspec.json.encode(list(numbers)).decode(), String())))


@compiles(_Numbers, "sqlite")
def _numbers_sqlite(element: _Numbers, compiler: SQLCompiler, **more: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **more)}))"


@compiles(_Numbers, "postgresql")
def _numbers_postgresql(element: _Numbers, compiler: SQLCompiler, **more: Any) -> str:
    numbers = compiler.process(element.clauses, **more)
    return f"(SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST({numbers} AS json)))"


class _Saying(FunctionElement[str]):
    type = String()
    inherit_cache = True


def says(sentence: ColumnElement[str], words: str) -> ColumnElement[bool]:
    """Whether the sentence of this id has the words side by side, in any form that has the same stem; no word is an operator."""
    quoted = "".join(c if c.isprintable() else " " for c in words).replace('"', '""')
    return _among(sentence, _Saying(literal(f'text : "{quoted}"', String()), literal(plain_words(words), String())))


@compiles(_Saying, "sqlite")
def _saying_sqlite(element: _Saying, compiler: SQLCompiler, **more: Any) -> str:
    phrase, _ = element.clauses
    return f"(SELECT sentence FROM sentence_text WHERE sentence_text MATCH {compiler.process(phrase, **more)})"


@compiles(_Saying, "postgresql")
def _saying_postgresql(element: _Saying, compiler: SQLCompiler, **more: Any) -> str:
    _, words = element.clauses
    asked = compiler.process(words, **more)
    return f"(SELECT sentence FROM sentence_text WHERE words @@ phraseto_tsquery('{TEXT_SEARCH}', {asked}))"


def plain_words(text: str) -> str:
    """The words of a text as SQLite's full text takes them, for a database with rules of its own: no marks, no accents, no case.

    >>> plain_words("Pêace-keepers' car_bomb, 3.5 km")
    'peace keepers car bomb 3 5 km'
    """
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(text.lower()))
