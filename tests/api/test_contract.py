"""schemathesis: whatever fits the OpenAPI is answered as the OpenAPI says, and nothing is ever a 500."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from dateline.api import make_application
from dateline.api.guard import HEADER
from dateline.api.shelf import Shelf
from dateline.codebook import load_codebook
from dateline.store import Store


@pytest.fixture(scope="module")
def contract(case: Path, entries) -> Iterator:
    with Store.open(case, read_only=True) as store:
        # Any host: schemathesis asks by one of its own.
        yield schemathesis.openapi.from_asgi("/api/openapi.json", make_application(store, entries, host="0.0.0.0"))


ROUTES = (
    "/api/about",
    "/api/actors",
    "/api/codebook",
    "/api/codebook/entry",
    "/api/codebook/file",
    "/api/codebook/lines",
    "/api/days",
    "/api/documents",
    "/api/documents/{document_id}",
    "/api/export/{form}",
    "/api/facets",
    "/api/moments",
    "/api/places",
    "/api/set-aside",
    "/api/situation/{name}",
    "/api/statements",
    "/api/statements/{statement_id}",
    "/api/views/{name}",
)


def test_every_route_is_asked(contract) -> None:
    assert sorted(contract) == list(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_what_the_openapi_says_is_so(contract, route: str) -> None:
    @given(case=contract[route]["GET"].as_strategy())
    @settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def ask(case) -> None:
        # A query has a grammar of its own, which no schema knows: what does not fit it is refused.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    ask()


@pytest.mark.parametrize("route", ["/api/codebook/drafts", "/api/codebook/saves"])
def test_whatever_is_sent_for_a_codebook_is_answered(case: Path, entries, tmp_path: Path, route: str) -> None:
    with Store.open(case, read_only=True) as store:
        shelf = Shelf(load_codebook(), own=tmp_path / "codebook")
        application = make_application(store, entries, host="0.0.0.0", coder="ana", shelf=shelf)
        operation = schemathesis.openapi.from_asgi("/api/openapi.json", application)[route]["POST"]

        @given(case=operation.as_strategy())
        @settings(max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
        def ask(case) -> None:
            case.call_and_validate(excluded_checks=[positive_data_acceptance], headers={HEADER: "1"})

        ask()
    assert {path.name for path in tmp_path.iterdir()} <= {"codebook"}


def test_the_pages_mean_the_same_records_as_the_server(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    spec = importlib.util.spec_from_file_location("web_types", root / "tools" / "web_types.py")
    assert spec and spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    expected = tool.generate(tool.schemas_of_the_server(tmp_path))
    assert (root / "web" / "src" / "records.ts").read_text(encoding="utf-8") == expected, "run `python -m tools.web_types`"
