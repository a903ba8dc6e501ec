"""The API over the example reports: filters, pages, views, and that every row leads back to its sentence."""

from urllib.parse import quote

import pytest
from litestar.testing import TestClient

from dateline.api.parameters import LONGEST_QUERY, MOST_ITEMS
from dateline.exports import format_names
from dateline.query import Term
from dateline.situation.rows import VIEWS


def get(client: TestClient, address: str, status: int = 200):
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.json()


def all_statements(client: TestClient, query: str = "") -> list[dict]:
    return get(client, f"/api/statements?limit={MOST_ITEMS}&q={quote(query)}")["items"]


def test_the_case_says_how_much_it_holds_and_what_was_set_aside(client: TestClient) -> None:
    about = get(client, "/api/about")
    assert about["documents"] == 15
    assert sum(about["statements"].values()) == get(client, "/api/statements")["total"]
    assert about["sentences"] - about["sentences_with_assertions"] <= sum(about["set_aside"].values())
    assert sum(about["set_aside"].values()) == get(client, "/api/set-aside")["total"]
    assert [view["name"] for view in about["views"]] == list(VIEWS)
    assert about["runs"][0]["model"] and about["runs"][0]["codebook"]


def test_a_document_comes_with_everything_that_was_read_in_it(client: TestClient) -> None:
    for line in get(client, "/api/documents")["items"]:
        whole = get(client, f"/api/documents/{line['id']}")
        text = whole["document"]["text"]
        assert len(whole["statements"]) == line["selected"]
        for statement in whole["statements"]:
            anchor = statement["assertion"]["anchor"]
            assert text[anchor["start"] : anchor["end"]] == anchor["exact"]
        bearing = {statement["assertion"]["sentence"] for statement in whole["statements"]}
        assert bearing | {item["item"] for item in whole["set_aside"]} >= {sentence["id"] for sentence in whole["sentences"]}


def test_every_row_of_every_view_rests_on_a_statement_that_is_there(client: TestClient) -> None:
    known = {statement["assertion"]["id"] for statement in all_statements(client)}
    for name in VIEWS:
        page = get(client, f"/api/views/{name}?limit={MOST_ITEMS}")
        assert page["items"], name
        assert page["total"] == len(page["items"])
        for row in page["items"]:
            assert row["view"] == name and row["cells"] and set(row["statements"]) <= known


@pytest.mark.parametrize("name", list(VIEWS))
def test_pages_put_together_are_the_whole(client: TestClient, name: str) -> None:
    whole = get(client, f"/api/views/{name}?limit={MOST_ITEMS}")["items"]
    parts = []
    while page := get(client, f"/api/views/{name}?limit=7&offset={len(parts)}")["items"]:
        parts.extend(page)
    assert parts == whole


def in_syria_since_2016(statement: dict) -> bool:
    kind, time = statement["assertion"]["kind"], statement["time"]
    return kind == "event" and any(p["country"] == "SY" for p in statement["places"]) and bool(time) and time["end"] >= "2016-01-01"


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("kind:event", lambda s: s["assertion"]["kind"] == "event"),
        ("kind:label,forecast", lambda s: s["assertion"]["kind"] in ("label", "forecast")),
        ("-kind:label,forecast", lambda s: s["assertion"]["kind"] not in ("label", "forecast")),
        ("type:shelling", lambda s: s["assertion"]["type"] == "shelling"),
        ("hedge:denied,possible", lambda s: s["assertion"]["hedge"] in ("denied", "possible")),
        ("voice:author", lambda s: s["voice"]["type"] == "author"),
        ("country:SY", lambda s: any(place["country"] == "SY" for place in s["places"])),
        ("country:Syria", lambda s: any(place["country"] == "SY" for place in s["places"])),
        ("place:Aleppo", lambda s: any(place["name"] == "Aleppo" for place in s["places"])),
        ("kind:event country:SY since:2016", in_syria_since_2016),
    ],
)
def test_a_filter_gives_those_that_it_means_and_no_other(client: TestClient, query: str, holds) -> None:
    chosen = all_statements(client, query)
    assert chosen
    assert all(holds(statement) for statement in chosen)
    ids = {statement["assertion"]["id"] for statement in chosen}
    assert not any(holds(s) for s in all_statements(client) if s["assertion"]["id"] not in ids)
    assert get(client, f"/api/statements?limit=1&q={quote(query)}")["total"] == len(chosen)


def test_facets_are_counts_of_what_the_filters_give(client: TestClient) -> None:
    facets = get(client, "/api/facets?q=country:SY")
    for name, field in (("kinds", "kind"), ("types", "type"), ("hedges", "hedge"), ("countries", "country"), ("actors", "actor")):
        for value, number in facets[name].items():
            answer = client.get("/api/statements", params={"q": f"country:SY {Term(field=field, values=(value,))}"})
            # An actor is meant under all names, and nobody by a name that others hold as well.
            assert answer.json()["total"] >= number if name == "actors" else answer.json()["total"] == number, (name, value)


def test_places_are_geojson_with_the_highest_figure_of_one_statement(client: TestClient) -> None:
    places = get(client, "/api/places")
    assert places["type"] == "FeatureCollection" and len(places["features"]) == places["total"]
    statements = {s["assertion"]["id"]: s for s in all_statements(client)}
    dead = [feature["properties"]["dead"] for feature in places["features"] if feature["properties"]["dead"]]
    assert dead
    for figure in dead:
        said = [(q["low"] or 0, q["high"]) for q in statements[figure["statement"]]["quantities"] if q["of"] == "killed"]
        assert (figure["low"], figure["high"]) in said
    placed = sum(any(p["latitude"] is not None for p in s["places"]) for s in statements.values())
    assert placed + places["unplaced"] == len(statements)


def test_days_hold_every_statement_that_has_a_time(client: TestClient) -> None:
    timed = [s for s in all_statements(client) if s["time"]]
    assert sum(day["statements"] for day in get(client, "/api/days")) == len(timed)


def test_what_is_taken_away_is_what_the_query_means_without_private_names(client: TestClient) -> None:
    assert get(client, "/api/about")["forms"] == list(format_names())
    ids = {s["assertion"]["id"] for s in all_statements(client, "kind:event country:UA")}
    answer = client.get("/api/export/geojson", params={"q": "kind:event country:UA"})
    assert answer.status_code == 200 and answer.headers["content-disposition"] == 'attachment; filename="dateline-geojson.geojson"'
    told = {report for feature in answer.json()["features"] for report in feature["properties"]["statements"]}
    assert told and told <= ids
    assert client.get("/api/export/acled").text.startswith("event_id_cnty")


def test_what_the_map_plays_rests_on_what_the_query_means(client: TestClient) -> None:
    whole = get(client, "/api/moments")
    assert whole["unlinked"] == 0
    for name in ("happenings", "holdings"):
        assert whole[name] and all(one["statements"] and one["start"] <= one["end"] for one in whole[name])
        assert [one["start"] for one in whole[name]] == sorted(one["start"] for one in whole[name])
    counted = [one for one in whole["happenings"] if one["counted"]]
    assert counted and all(one["low"] is not None or one["high"] is not None for one in counted)
    assert {one["status"] for one in whole["holdings"]} == {"held", "contested", "unknown"}
    ids = {s["assertion"]["id"] for s in all_statements(client, "place:Goma")}
    some = get(client, "/api/moments?q=place:Goma")
    told = [*some["happenings"], *some["holdings"]]
    assert told and all(ids & set(one["statements"]) for one in told)
    assert not any(ids & set(one["statements"]) for name in ("happenings", "holdings") for one in whole[name] if one not in told)


def test_actors_are_sorted_by_how_much_is_said_of_them(client: TestClient) -> None:
    numbers = [actor["statements"] for actor in get(client, "/api/actors?limit=20")]
    assert numbers == sorted(numbers, reverse=True) and numbers[0] > 1


def test_the_openapi_names_the_record_types(client: TestClient) -> None:
    schema = get(client, "/api/openapi.json")
    names = {name.rpartition("_")[2].rpartition(".")[2] for name in schema["components"]["schemas"]}
    assert {"Document", "Sentence", "Assertion", "Statement", "Anchor", "Row", "SetAside"} <= names
    assert all(list(methods) == ["get"] for methods in schema["paths"].values())


# ---------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "address",
    [
        f"/api/statements?limit={MOST_ITEMS + 1}",
        "/api/statements?limit=999999999999",
        "/api/statements?limit=0",
        "/api/statements?limit=-1",
        "/api/statements?limit=ten",
        "/api/statements?offset=-1",
        "/api/statements?offset=99999999999999999999",
        f"/api/statements?q={'x' * (LONGEST_QUERY + 1)}",
        "/api/views/events?limit=501",
    ],
)
def test_what_is_out_of_bounds_is_refused_and_said(client: TestClient, address: str) -> None:
    answer = get(client, address, status=400)
    assert "Validation failed" in answer["detail"]


@pytest.mark.parametrize(
    "query", ["since:yesterday", "since:2014-02-30", "plce:Mosul", "kind:evnt", "type:atack", "country:Qwghlm", 'text:"a']
)
@pytest.mark.parametrize("route", ["statements", "facets", "views/events", "moments"])
def test_a_query_that_cannot_be_understood_is_refused_in_one_sentence(client: TestClient, route: str, query: str) -> None:
    answer = client.get(f"/api/{route}", params={"q": query})
    assert answer.status_code == 400 and answer.json()["detail"].startswith("The query") and answer.json()["detail"].endswith(".")


@pytest.mark.parametrize(
    "address", ["/api/documents/none", "/api/statements/none", "/api/views/none", "/api/export/none", "/api/none", "/none", "/"]
)
def test_what_is_not_there_is_not_found(client: TestClient, address: str) -> None:
    assert get(client, address, status=404)["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/api/about", "/api/documents", "/api/statements"])
def test_nothing_can_be_written(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, path).status_code == 405
