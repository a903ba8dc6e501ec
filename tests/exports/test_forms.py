"""The contract of each form: columns in their order, types, and only codes that the form has."""

import csv
import io
import json
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from dossiers import MOSUL, anchor, document, dossier, report, statement, tables

from dateline.csvfile import plain
from dateline.exports import Tally, export, format_names, load_format
from dateline.exports.formats.ucdp import priogrid
from dateline.exports.items import Dossier
from dateline.exports.properties import properties
from dateline.exports.telling import items_of
from dateline.records import Interval, Participant, Place, Quantity

SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).resolve().parents[3] / "shared"))
INTERS = {
    "",
    "State forces",
    "Rebel group",
    "Political militia",
    "Identity militia",
    "Rioters",
    "Protesters",
    "Civilians",
    "External/Other forces",
}
FTM = {
    "Article": {"name", "title", "publisher", "publishedAt", "sourceUrl", "language"},
    "Address": {"full", "city", "region", "country", "latitude", "longitude"},
    "Event": set(
        "name summary startDate endDate location addressEntity country involved organizer keywords notes proof recordId".split()
    ),
    "Person": {"name", "country"},
    "PublicBody": {"name", "country"},
    "Organization": {"name", "country"},
    "LegalEntity": {"name", "country"},
    "Membership": set("role summary startDate endDate publisher proof recordId member organization".split()),
    "Succession": set("role summary startDate endDate publisher proof recordId predecessor successor".split()),
    "UnknownLink": set("role summary startDate endDate publisher proof recordId subject object".split()),
}
REFERENCES = ("addressEntity", "involved", "organizer", "proof", "member", "organization", "subject", "object")


def written(form: str, *dossiers: Dossier, with_names: bool = False) -> tuple[str, Tally]:
    out = io.StringIO()
    return_value = export(load_format(form), items_of(dossiers, tables(), with_names=with_names), out, tables())
    return out.getvalue(), return_value


def rows(form: str, *dossiers: Dossier) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(form, *dossiers)[0], newline="")))


def lines(form: str, *dossiers: Dossier) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(form, *dossiers)[0].splitlines()]


def event(text: str, type_: str, *parties: tuple[str, str, str | None], **meaning: Any) -> Dossier:
    """A report of one event, told in the whole of its text."""
    doc = document(text, outlet="The Courier")
    who = tuple(Participant(role=role, name=name, actor=actor, anchor=anchor(text, name)) for role, name, actor in parties)
    return dossier(doc, statement(doc, text.rstrip("."), type_=type_, participants=who, **meaning))


def killed(low: float | None, high: float | None, what: str = "people") -> Quantity:
    return Quantity(low=low, high=high, of="killed", what=what)


# ---------------------------------------------------------------------- which forms there are


def test_the_forms_are_the_modules() -> None:
    assert format_names() == ("acled", "annotation", "ftm", "geojson", "hxl", "parquet", "plover", "polecat", "ucdp")


@pytest.mark.parametrize("form", format_names())
def test_a_form_says_which_kinds_it_holds(form: str) -> None:
    exporter = load_format(form)
    assert {"event", "control"} <= exporter.KINDS and isinstance(exporter.BINARY, bool) and exporter.__doc__


@pytest.mark.skipif(not (SHARED / "reference" / "columns.json").is_file(), reason="the reference of columns is not there")
def test_columns_are_those_of_the_reference() -> None:
    reference = json.loads((SHARED / "reference" / "columns.json").read_text())
    ours = tables().columns
    assert list(ours.acled) == reference["ACLED"] and len(ours.acled) == 31
    assert list(ours.ucdp) == reference["UCDP_GED"] and len(ours.ucdp) == 49
    assert list(ours.polecat) == reference["POLECAT"] and len(ours.polecat) == 40
    assert list(ours.plover) == reference["PLOVER_JSON"] and ours.hxl == reference["HXL_ACLED"]


@pytest.mark.parametrize(("form", "count"), [("acled", 31), ("ucdp", 49), ("polecat", 40)])
def test_a_table_has_exactly_its_columns(form: str, count: int) -> None:
    header = next(csv.reader(io.StringIO(written(form)[0])))
    assert tuple(header) == getattr(tables().columns, form) and len(header) == count


def test_every_code_of_the_codebook_is_one_that_the_forms_have() -> None:
    for entry in tables().codebook.entries.values():
        cross = entry.crosswalk
        for codes in (cross, cross.by_government, *cross.by_mode.values(), *cross.by_party.values(), *cross.finer):
            kind, _, mode = (codes.plover or "").partition("/")
            assert codes.plover in (None, "none") or (mode or "any") in tables().plover_types[kind], entry.id
            pairs = {f"{event}/{sub}" for event, subs in tables().acled_types.items() for sub in subs}
            assert codes.acled in (None, "none") or codes.acled in pairs, entry.id


# ---------------------------------------------------------------------- ACLED-like


def test_acled_rows_hold_what_was_told_and_only_acleds_codes() -> None:
    shelled, seized = rows("acled", report())
    assert shelled["event_date"] == "2014-06-09" and shelled["time_precision"] == "1" and shelled["year"] == "2014"
    assert (shelled["event_type"], shelled["sub_event_type"]) == ("Explosions/Remote violence", "Shelling/artillery/missile attack")
    assert (shelled["actor1"], shelled["inter1"], shelled["actor2"]) == ("Islamic State", "Rebel group", "civilians")
    assert (shelled["interaction"], shelled["civilian_targeting"]) == ("Rebel group-Civilians", "Civilian targeting")
    assert (shelled["iso"], shelled["country"], shelled["admin1"]) == ("368", "Iraq", "Nineveh")
    assert (shelled["location"], shelled["geo_precision"], shelled["latitude"]) == ("Mosul", "1", "36.335")
    assert shelled["fatalities"] == "37" and shelled["source"] == "The Courier" and shelled["event_id_cnty"].startswith("IRQ")
    assert "[private person 1]" in shelled["notes"] and "Haddad" not in str(shelled)
    assert "killed=at least 37" in shelled["tags"] and "codebook=" in shelled["tags"] and "statement=" in shelled["tags"]
    # A government that takes a place; a month; a place that is words.
    assert (seized["sub_event_type"], seized["disorder_type"]) == ("Government regains territory", "Political violence")
    assert (seized["event_date"], seized["time_precision"]) == ("2014-06-15", "3") and "2014-06-01 to 2014-06-30" in seized["notes"]
    assert (seized["location"], seized["latitude"], seized["geo_precision"]) == ("Qara", "", "") and seized["country"] == "Iraq"


def test_acled_values_are_of_their_types() -> None:
    for row in rows("acled", report(), event("Men shot a farmer.", "attack"), event("Crowds marched.", "protest")):
        assert row["time_precision"] in {"", "1", "2", "3"} and row["geo_precision"] in {"", "1", "2", "3"}
        assert row["sub_event_type"] in tables().acled_types[row["event_type"]]
        assert row["inter1"] in INTERS and row["inter2"] in INTERS
        assert all(re.fullmatch(r"\d*", row[name]) for name in ("year", "iso", "fatalities", "timestamp"))
        assert not row["event_date"] or date.fromisoformat(row["event_date"])
        assert all(not row[name] or abs(float(row[name])) <= 180 for name in ("latitude", "longitude"))


@pytest.mark.parametrize(
    ("text", "type_", "sub"),
    [
        ("A suicide bomber struck a market.", "bombing", "Suicide bomb"),
        ("A roadside bomb hit a bus.", "bombing", "Remote explosive/landmine/IED"),
        ("A hand grenade was thrown at a bar.", "bombing", "Grenade"),
        ("Jets dropped chlorine on the town.", "airstrike", "Chemical weapon"),
        ("Police fired tear gas at the marchers.", "protest", "Protest with intervention"),
        ("Marchers walked to the palace.", "protest", "Peaceful protest"),
        ("Troops set up a base in the hills.", "deployment", "Headquarters or base established"),
        ("Troops were sent to the hills.", "deployment", "Other"),
    ],
)
def test_words_in_the_quote_choose_the_finer_code(text: str, type_: str, sub: str) -> None:
    (row,) = rows("acled", event(text, type_))
    assert row["sub_event_type"] == sub


@pytest.mark.parametrize(
    ("text", "type_", "target", "sub"),
    [
        ("Gunmen ambushed soldiers.", "attack", "soldiers", "Armed clash"),
        ("Gunmen ambushed villagers.", "attack", "villagers", "Attack"),
        ("Soldiers shot protesters.", "attack", "protesters", "Excessive force against protesters"),
        ("Police arrested demonstrators.", "arrest", "demonstrators", "Protest with intervention"),
        ("Police arrested rebels.", "arrest", "rebels", "Arrests"),
        ("Rebels threw a grenade at soldiers.", "attack", "soldiers", "Grenade"),
    ],
)
def test_who_is_acted_on_chooses_the_finer_code_and_words_go_before(text: str, type_: str, target: str, sub: str) -> None:
    (row,) = rows("acled", event(text, type_, ("recipient", target, None)))
    assert row["sub_event_type"] == sub


def test_a_foreign_army_is_external_and_takes_territory_as_no_government() -> None:
    text = "Russian troops seized Kherson."
    doc = document(text)
    kherson = Place(name="Kherson", country="UA", geonames=706448, latitude=46.6, longitude=32.6, feature="P.PPLA")
    who = Participant(role="actor", name="Russian troops", actor="russia_troops", anchor=anchor(text, "Russian troops"))
    taken = statement(doc, text[:-1], kind="control", type_="seizes", participants=(who,), places=(kherson,))
    (row,) = rows("acled", dossier(doc, taken))
    assert (row["inter1"], row["sub_event_type"]) == ("External/Other forces", "Non-state actor overtakes territory")


def test_a_total_over_years_is_no_fatality_of_an_event_but_is_told() -> None:
    (row,) = rows(
        "acled",
        event(
            "War killed 500 people.", "battle", time=Interval(start="1975-01-01", end="2002-01-01"), quantities=(killed(500, 500),)
        ),
    )
    assert (row["fatalities"], row["event_date"], row["time_precision"]) == ("", "", "") and "killed=500" in row["tags"]


def test_a_count_that_is_part_of_another_is_not_added() -> None:
    text = "Shells killed 82 civilians, among them 13 children, and 3 soldiers."
    counts = tuple(
        Quantity(low=n, high=n, of="killed", what=what, anchor=anchor(text, f"{n} {what}"))
        for n, what in ((82, "civilians"), (13, "children"), (3, "soldiers"))
    )
    (row,) = rows("acled", event(text, "shelling", quantities=counts))
    assert row["fatalities"] == "85" and "killed=82 (13 of them) + 3" in row["tags"]


def test_what_acled_cannot_hold_is_counted_with_its_reason() -> None:
    _, tally = written("acled", report(), event("They met.", "talks"))
    assert tally.rows == 2
    assert tally.left_out == {
        "denied: said not to have happened": 1,
        "possible: not said to have happened": 1,
        "forecast: no row of this form": 1,
        "ACLED has no type for Talks": 1,
    }


# ---------------------------------------------------------------------- UCDP-like


def test_ucdp_rows_are_lethal_and_of_a_type() -> None:
    (row,) = rows("ucdp", report())
    assert row["type_of_violence"] == "3" and (row["side_a"], row["side_b"]) == ("Islamic State", "civilians")
    assert (row["best"], row["low"], row["high"]) == ("37", "37", "")
    assert (row["where_prec"], row["date_prec"], row["event_clarity"]) == ("1", "1", "1")
    assert row["geom_wkt"] == "POINT (43.11889 36.335)" and row["country_id"] == "645" and row["region"] == "Middle East"
    assert int(row["id"]) < 2**53 and row["relid"] in row["relid"] and row["number_of_sources"] == "1"
    assert "[private person 1]" in row["source_article"] and "codebook" in row["source_article"]
    assert (row["source_headline"], row["source_date"]) == ("Mosul shelled", "2014-06-11")


@pytest.mark.parametrize(
    ("parties", "type_", "violence"),
    [
        ((("actor", "army", None), ("recipient", "rebels", None)), "battle", "1"),
        ((("actor", "rebels", None), ("recipient", "soldiers", None)), "battle", "1"),
        ((("actor", "rebels", None), ("recipient", "militia", None)), "battle", "2"),
        ((("actor", "army", None), ("recipient", "villagers", None)), "shelling", "3"),
        ((("actor", "gunmen", None), ("recipient", "villagers", None)), "attack", "3"),
        ((("actor", "gunmen", None), ("recipient", "soldiers", None)), "attack", "1"),
        ((("actor", "jets", None),), "airstrike", None),
    ],
)
def test_the_sides_make_the_type_of_violence(parties: tuple, type_: str, violence: str | None) -> None:
    text = "When army, jets, gunmen, rebels, militia, soldiers or villagers met, 5 people died."
    found = rows("ucdp", event(text, type_, *parties, quantities=(killed(5, 5),)))
    assert [row["type_of_violence"] for row in found] == ([violence] if violence else [])
    if violence == "1":
        assert found[0]["side_a"] in ("army", "soldiers")


def test_the_dead_add_up_and_nothing_without_a_death_is_a_row() -> None:
    text = "Gunmen killed 4 soldiers and 6 villagers."
    counts = tuple(
        Quantity(low=n, high=n + 1, of="killed", what=what, anchor=anchor(text, str(n)))
        for n, what in ((4, "soldiers"), (6, "villagers"))
    )
    (row,) = rows("ucdp", event(text, "attack", ("actor", "Gunmen", None), ("recipient", "soldiers", None), quantities=counts))
    parts = [row[name] for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")]
    # Side a is the government's, as UCDP puts it.
    assert parts == ["4", "0", "6", "0"] and (row["best"], row["low"], row["high"]) == ("10", "10", "12")
    _, tally = written("ucdp", event("Gunmen shot at a bus.", "attack"), event("None died.", "attack", quantities=(killed(0, 0),)))
    assert tally.rows == 0 and tally.left_out["no number of deaths told: UCDP's events have at least one"] == 2


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("2014-06-09", "2014-06-09", "1"),
        ("2014-06-09", "2014-06-14", "2"),
        ("2014-06-09", "2014-06-15", "3"),
        ("2014-06-01", "2014-06-30", "4"),
        ("2014-01-01", "2014-12-31", "5"),
    ],
)
def test_ucdps_codes_of_date_precision(start: str, end: str, code: str) -> None:
    told = event("Gunmen killed 4 villagers.", "attack", quantities=(killed(4, 4),), time=Interval(start=start, end=end))
    assert rows("ucdp", told)[0]["date_prec"] == code


@pytest.mark.parametrize(
    ("feature", "code"),
    [
        ("P.PPL", "1"),
        ("S.AIRP", "1"),
        ("A.ADM2", "3"),
        ("A.ADM1", "4"),
        ("L.RGN", "5"),
        ("T.MTS", "5"),
        ("A.PCLI", "6"),
        ("H.SEA", "7"),
    ],
)
def test_ucdps_codes_of_place_precision(feature: str, code: str) -> None:
    place = Place(name="X", country="IQ", latitude=33.0, longitude=44.0, feature=feature)
    told = event("Gunmen killed 4 villagers.", "attack", quantities=(killed(4, 4),), places=(place,))
    assert rows("ucdp", told)[0]["where_prec"] == code


def test_prio_grid_cells() -> None:
    # The cell of Mosul: 36.335 N is row 253, 43.12 E column 447.
    assert priogrid(36.335, 43.11889) == 252 * 720 + 447


# ---------------------------------------------------------------------- POLECAT-like and PLOVER


def test_polecat_rows_hold_plovers_codes_and_say_that_the_quote_has_no_room() -> None:
    text, tally = written("polecat", report())
    found = list(csv.DictReader(io.StringIO(text)))
    shelled, seized = found
    assert (shelled["Event Type"], shelled["Event Mode"], shelled["Intensity"]) == ("ASSAULT", "heavy-weapons", "-9.5")
    assert (shelled["Quad Code"], seized["Event Type"], seized["Event Mode"]) == ("MATERIAL CONFLICT", "COERCE", "seize")
    assert (shelled["Primary Actor Sector"], shelled["Primary Recipient Sector"]) == ("REB", "CVL")
    assert (shelled["Event Date"], seized["Event Date"], shelled["Publication Date"]) == ("2014-06-09", "", "2014-06-11")
    assert (seized["Actor Country"], seized["Actor COW"], shelled["GeoNames ID"]) == ("Iraq", "645", "99072")
    assert "codebook" in shelled["Version"] and tally.left_out["time longer than a day: POLECAT has one date"] == 1
    assert any(reason.startswith("quote: POLECAT has no column") and count == 2 for reason, count in tally.left_out.items())


def test_plover_records_have_all_keys_in_order_and_only_plovers_codes() -> None:
    shelled, seized = lines("plover", report())
    assert list(shelled) == list(tables().columns.plover) and len(shelled) == 23
    assert (shelled["event"], shelled["mode"], shelled["quad_code"], shelled["event_scale"]) == (
        ["ASSAULT"],
        ["heavy-weapons"],
        4,
        -9.5,
    )
    assert shelled["actor"][0]["identifier_id"] == "dateline:islamic_state" and shelled["actor"][0]["sector"] == "REB"
    assert shelled["event_loc"]["geonameid"] == 99072 and shelled["event_loc"]["cc3"] == "IRQ"
    assert shelled["text_info"]["size"] == [{"of": "dead", "low": 37, "high": None, "text": "at least 37"}]
    assert (seized["date"], seized["enddate"], shelled["enddate"]) == ("2014-06-01", "2014-06-30", None)
    assert shelled["cite_info"]["statements"] == [shelled["id"]] and "Haddad" not in json.dumps(shelled)


def test_both_sides_of_a_fight_act_and_a_victim_is_acted_on() -> None:
    text = "The army fought rebels."
    (fight,) = lines("plover", event(text, "battle", ("actor", "army", None), ("recipient", "rebels", None)))
    assert [actor["identifier_text"] for actor in fight["actor"]] == ["army", "rebels"] and fight["recipient"] == []
    (attack,) = lines("plover", event(text, "attack", ("actor", "army", None), ("recipient", "rebels", None)))
    assert [actor["identifier_text"] for actor in attack["recipient"]] == ["rebels"]


# ---------------------------------------------------------------------- GeoJSON, HXL, annotations, FollowTheMoney, Parquet


def test_geojson_puts_longitude_first_and_keeps_what_has_no_point() -> None:
    text, tally = written("geojson", report())
    collection = json.loads(text)
    points = [feature["geometry"] for feature in collection["features"]]
    assert collection["type"] == "FeatureCollection" and tally.rows == len(points) == 4
    assert points[0] == {"type": "Point", "coordinates": [43.11889, 36.335]} and points[1:] == [None, None, None]
    assert collection["features"][1]["properties"]["place_words"] == "the town of Qara"
    assert {feature["properties"]["hedge"] for feature in collection["features"]} == {"asserted", "possible", "denied"}
    whole = [item for item in items_of([report()], tables()) if item.kind in ("event", "control")]
    assert [feature["properties"] for feature in collection["features"]] == [json.loads(json.dumps(properties(i))) for i in whole]


def test_no_form_puts_a_country_on_the_map_as_a_point() -> None:
    iraq = Place(name="Iraq", country="IQ", geonames=99237, latitude=33.0, longitude=44.0, feature="A.PCLI")
    told = event("Gunmen shot villagers.", "attack", places=(iraq,))
    assert json.loads(written("geojson", told)[0])["features"][0]["geometry"] is None
    (row,) = rows("acled", told)
    assert (row["country"], row["latitude"], row["geo_precision"]) == ("Iraq", "", "")


def test_hxl_has_its_tags_in_the_second_row() -> None:
    header, tags, *data = csv.reader(io.StringIO(written("hxl", report())[0]))
    ours = tables().columns.hxl
    assert header[: len(ours)] == list(ours) and tags[: len(ours)] == list(ours.values()) and len(header) == len(tags)
    assert all(re.fullmatch(r"#[a-z0-9]+(\+[a-z]+)*", tag) for tag in tags)
    first = dict(zip(header, data[0], strict=True))
    assert (first["iso3"], first["killed_low"], first["killed_high"], first["hedge"]) == ("IRQ", "37", "", "asserted")
    assert first["voice"] == "[private person 1]" and first["statement"] and first["codebook_version"]


def test_annotations_stand_where_the_words_do() -> None:
    told = report()
    page = json.loads(written("annotation", told)[0])
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld" and page["type"] == "AnnotationPage"
    assert len(page["items"]) == len(told.statements)
    text, quoted = told.document.text, 0
    for annotation, one in zip(page["items"], told.statements, strict=True):
        position, *quotes = annotation["target"]["selector"]
        assert text[position["start"] : position["end"]] == one.assertion.anchor.exact
        assert annotation["target"]["scope"] == "https://courier.example/mosul" and annotation["type"] == "Annotation"
        for quote in quotes:
            quoted += 1
            at = text.index(quote["prefix"] + quote["exact"] + quote["suffix"]) + len(quote["prefix"])
            assert at == position["start"] and "Haddad" not in str(quote)
    # Around the first and the second a name is withheld: a quote that does not match would be worse than none.
    assert quoted == 3


def test_follow_the_money_entities_are_of_its_schemata_and_refer_to_what_was_before() -> None:
    text = "The Dawn Brigade split from the Islamic State, whose leader is Vrenok Tolashi."
    doc = document(text)

    def party(role: str, name: str, actor: str | None = None) -> Participant:
        return Participant(role=role, name=name, actor=actor, anchor=anchor(text, name))

    split = (party("subject", "Dawn Brigade"), party("object", "Islamic State", "islamic_state"))
    leads = (party("subject", "Vrenok Tolashi"), party("object", "Islamic State", "islamic_state"))
    links = dossier(
        doc,
        statement(doc, "The Dawn Brigade split from the Islamic State", "relation", "split_from", participants=split),
        statement(doc, "whose leader is Vrenok Tolashi", "relation", "leads", participants=leads),
        statement(doc, "split", "relation", "leads"),
    )
    body, tally = written("ftm", report(), links)
    seen: set[str] = set()
    found = [json.loads(line) for line in body.splitlines()]
    for entity in found:
        assert set(entity) == {"id", "schema", "properties"} and set(entity["properties"]) <= FTM[entity["schema"]]
        assert all(isinstance(value, str) for values in entity["properties"].values() for value in values)
        assert all(value in seen for name in REFERENCES for value in entity["properties"].get(name, []))
        assert entity["id"] not in seen
        seen.add(entity["id"])
    schemata = [entity["schema"] for entity in found]
    assert {"Event", "Article", "Address", "Organization", "UnknownLink", "Membership"} <= set(schemata)
    assert tally.left_out["relation with one side not told: a link needs two"] == 1
    assert sum("Islamic State" in str(entity["properties"].get("name")) for entity in found) == 1


def test_parquet_gives_back_what_it_was_given_and_the_same_bytes_twice() -> None:
    duckdb = pytest.importorskip("duckdb", reason="Parquet needs the extra `parquet`")
    from dateline.exports.formats.parquet import COLUMNS

    def made() -> bytes:
        out = io.BytesIO()
        export(load_format("parquet"), items_of([report()], tables()), out, tables())
        return out.getvalue()

    whole = [properties(item) for item in items_of([report()], tables())]
    assert list(COLUMNS) == list(whole[0]) and made() == made()
    with Path(os.environ.get("TMPDIR", "/tmp"), "dateline-test.parquet").open("wb") as file:
        file.write(made())
    relation = duckdb.read_parquet(file.name)
    back = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    Path(file.name).unlink()
    assert [_plain(row) for row in back] == [_plain(row) for row in whole]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


# ---------------------------------------------------------------------- of every form


@pytest.mark.parametrize("form", [form for form in format_names() if not load_format(form).BINARY])
def test_a_formula_in_a_text_reaches_no_spreadsheet(form: str) -> None:
    text = '=HYPERLINK("http://evil.example") shelled Mosul, killing 5 villagers.'
    doc = document(text, outlet="@evil", title="+cmd")
    who = Participant(
        role="actor", name='=HYPERLINK("http://evil.example")', anchor=anchor(text, '=HYPERLINK("http://evil.example")')
    )
    victims = Participant(role="recipient", name="villagers", anchor=anchor(text, "villagers"))
    told = dossier(
        doc,
        statement(doc, text[:-1], type_="attack", places=(MOSUL,), participants=(who, victims), quantities=(killed(5, 5),)),
    )
    body, tally = written(form, told)
    assert tally.rows
    if body.startswith(("{", "[")):
        return
    for row in list(csv.reader(io.StringIO(body, newline="")))[2 if form == "hxl" else 1 :]:
        assert not any(re.match(r"[=+@\t\r-](?![\d.]+$)", cell) for cell in row)
        assert any(plain(cell).startswith("=HYPERLINK") for cell in row)


@pytest.mark.parametrize("form", [form for form in format_names() if not load_format(form).BINARY])
def test_rows_are_written_as_they_come(form: str) -> None:
    """Before a further document is asked for, what was told in the last one is written: memory does not grow with the case file."""
    out = io.StringIO()
    asked = 0

    def many():
        nonlocal asked
        for number in range(50):
            if number:
                assert f"Mosul {number - 1}" in out.getvalue()
                out.seek(0)
                out.truncate()
            asked += 1
            yield event(
                f"Gunmen shot 4 villagers in Mosul {number}.",
                "attack",
                ("actor", "Gunmen", None),
                ("recipient", "villagers", None),
                quantities=(killed(4, 4),),
                places=(Place(name=f"Mosul {number}", country="IQ"),),
            )

    tally = export(load_format(form), items_of(many(), tables()), out, tables())
    assert asked == 50 and tally.rows >= 50


@pytest.mark.parametrize("form", [form for form in format_names() if not load_format(form).BINARY])
def test_an_export_of_nothing_is_well_formed(form: str) -> None:
    body, tally = written(form)
    assert tally.rows == 0
    if form in ("geojson", "annotation"):
        assert json.loads(body)
