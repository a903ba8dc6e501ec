"""Other people's codebooks: what can be carried over is, the rest is accounted for. The files are made up, in the real forms."""

import gzip
from pathlib import Path

import pytest

from dateline.codebook import load_codebook
from dateline.errors import InputError, UsageError
from dateline.workbench.checks import check_folder
from dateline.workbench.import_forms import Form, What
from dateline.workbench.importing import Request, import_file, write_import
from dateline.workbench.imports.imported import Imported

CODEBOOK = load_codebook()

VERBS = """# A dictionary made up for this test, in PETRARCH's form.
&WEAPON_
+RIFLES
+ROCKET_LAUNCHER
+MORTAR_

---  TRAMPLE   [190]  ---
TRAMPLE {TRAMPLES TRAMPLING TRAMPLED }  # ab 1 Jan 2001
+BREAK_INTO {+BREAKS_INTO +BROKE_INTO }
ASSAIL [194]
- * BARRACKS                                          [190]         # TRAMPLE
- * VILLAGES                                          [190]         # TRAMPLE
- * {SUPPLY CONVOY} (NEAR BORDER)                     [183]         # TRAMPLE
- &WEAPON * POST                                      [194]         # TRAMPLE
- * OFF                                               [---]         # TRAMPLE
- * DEBATE                                            [0311]        # TRAMPLE
- * &NOWHERE                                          [190]         # TRAMPLE
- * HOSTAGES                                          [181:182]     # BREAK_INTO

---  BLOSSOM   [---]  ---
BLOSSOM
"""
ACTORS = """# Made up, in PETRARCH's form.
FRONT_OF_THE_RED_LAKE_(FRL)_ [TCDREB] # ab 1 Jan 2001
+RED_LAKE_MEN_
HAMAS_ [PSEREB]
+QASSAM_RIVER_MEN
ZORBLE_AID_SOCIETY [NGOHLH]
ANA_ZORBLOVA
+ZORBLOVA_
	[TCDGOV 990101-011231]
	[TCDELI]
CHAD_ [TCD]
+NDJAMENA_
FARMER [~AGR]
NAMELESS_ONE
!PERSON! = MAN, WOMAN
ODD_ONE [XYZ]
"""
TABLE = """Group;Country;Other names;Start;End;Type;Mood
Front of the Red Lake;Chad|NER;FRL;2012-4;;rebels;grim
Zorble Aid;XX;;spring;;ngo;
;;;;;;
Hamas;PSE;Qassam river men;;;rebels;
Front of the Red Lake;Chad;;;;rebels;
Quiet Men;TD;;;;;
"""
TURTLE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/unrest/> .
ex:roadblock a skos:Concept ; skos:prefLabel "Roadblock"@en, "Barrage"@fr ; skos:altLabel "blocked the road"@en ;
  skos:definition "People close a road: nobody passes."@en ; skos:example "Youths set up a roadblock near Cali."@en ;
  skos:broader ex:unrest .
ex:unrest a skos:Concept ; skos:prefLabel "Zorbling"@en-GB .
ex:riot a skos:Concept ; skos:prefLabel "Riot" .
ex:other a skos:Concept ; skos:prefLabel "Émeute"@fr .
"""
RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <skos:Concept rdf:about="http://example.org/zorblers"><skos:prefLabel xml:lang="en">Zorblers</skos:prefLabel>
    <skos:altLabel xml:lang="en">rebels</skos:altLabel></skos:Concept>
</rdf:RDF>
"""


def bring(folder: Path, name: str, text: str | bytes, form: Form, **options: object) -> tuple[Imported, Request]:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    request = Request(path=str(path), form=form, source="a test", **options)  # type: ignore[arg-type]
    return import_file(request, CODEBOOK), request


def left(found: Imported) -> dict[str, list[str]]:
    return {reason: sorted(items) for reason, items in found.left.items()}


# ---------------------------------------------------------------------- PETRARCH


def test_verbs_become_words_for_the_types_that_have_their_codes(tmp_path: Path) -> None:
    found, request = bring(tmp_path, "verbs.txt", VERBS, Form.PETRARCH)
    write_import(found, tmp_path / "book", request)
    assert check_folder(tmp_path / "book").errors == []
    codebook = load_codebook([tmp_path / "book"])

    def fires(sentence: str) -> set[tuple[str, str]]:
        ours = {(m.entry, m.start, m.end) for m in CODEBOOK.find_triggers(sentence)}
        return {(m.entry, m.strength) for m in codebook.find_triggers(sentence) if (m.entry, m.start, m.end) not in ours}

    assert ("battle", "medium") in fires("They trampled the villages.")
    assert ("shelling", "weak") in fires("They assail it.")
    assert ("bombing", "medium") in fires("They trampled a supply convoy near the border.")
    assert ("shelling", "medium") in fires("Men with mortars trampled the post.")
    assert ("abduction", "medium") in fires("They broke into a house of hostages.")
    assert fires("The tree blossomed. They trampled off. They trampled a debate.") <= {("battle", "weak")}


def test_what_verbs_cannot_carry_over_is_accounted_for(tmp_path: Path) -> None:
    found, _ = bring(tmp_path, "verbs.txt", VERBS, Form.PETRARCH)
    said = left(found)
    assert said["patterns and verbs coded as no event: our words cannot take an event away"] == ["blossom", "trample"]
    assert said["patterns and verbs with a code that no type of ours has in its crosswalk"] == ["code 0311"]
    assert said["words of sets that are several words: a word class holds single words"] == ["rocket launcher"]
    assert said["patterns with a set that the file does not have or that has no single words"] == ["* &NOWHERE: &NOWHERE"]
    assert found.classes == {"cameo_weapon": ("rifle", "mortar")}


def test_a_pattern_is_taken_for_the_verb_it_was_found_with(tmp_path: Path) -> None:
    found, _ = bring(tmp_path, "verbs.txt", VERBS, Form.PETRARCH)
    (row,) = [row for row in found.triggers if "barracks" in row]
    assert row == "- {entry: battle, lemma: trample, pos: verb, object: [barracks, village], strength: medium}\n"


def test_actors_come_with_names_aliases_kinds_and_countries(tmp_path: Path) -> None:
    found, request = bring(tmp_path, "actors.txt.gz", gzip.compress(ACTORS.encode()), Form.PETRARCH)
    write_import(found, tmp_path / "book", request)
    table = load_codebook([tmp_path / "book"]).actors
    front = table.actors["front_of_the_red_lake"]
    assert (front.names[0].name, front.kind, front.country) == ("Front of the Red Lake", "armed_group", ("TD",))
    assert front.aliases == ("FRL", "Red Lake Men")
    assert front.names[0].source == "a test, TCDREB"
    assert table.actors["zorble_aid_society"].kind == "organisation"
    assert table.actors["ana_zorblova"].kind == "person"
    assert "Qassam River Men" in table.actors["hamas"].aliases
    said = left(found)
    assert said["names and places of countries: these have tables of their own"] == ["CHAD"]
    assert said["dates of roles: the dictionary does not say which office it was"] == ["Ana Zorblova [TCDGOV 990101-011231]"]
    assert said["names without a code"] == ["Nameless One"]
    assert said["codes that say nothing of what the actor is"] == ["Odd One [XYZ]"]
    assert any("~GOV" in reason for reason in said) and any("!PERSON!" in reason for reason in said)


# ---------------------------------------------------------------------- tables


def test_a_table_of_actors_is_read_by_its_headings(tmp_path: Path) -> None:
    found, request = bring(tmp_path, "groups.csv", "\ufeff" + TABLE, Form.ACTORS_CSV, kind="armed_group")
    write_import(found, tmp_path / "book", request)
    front = load_codebook([tmp_path / "book"]).actors.actors["front_of_the_red_lake"]
    assert (front.country, front.aliases, front.names[0].since) == (("TD", "NE"), ("FRL",), "2012-04")
    said = left(found)
    assert said["columns that mean nothing here"] == ["Mood"]
    assert said["countries that are not known"] == ["line 3: Zorble Aid: XX"]
    assert said["dates that are not of the form YYYY, YYYY-MM or YYYY-MM-DD"] == ["line 3: Zorble Aid: spring"]
    assert said["rows without a name"] == ["line 4: (no name)"]
    assert said["actors that stand in the file twice"] == ["Front of the Red Lake"]
    assert found.carried["actors"] == 3  # the Quiet Men are of the kind said for all


def test_without_a_kind_for_all_rows_without_one_are_left(tmp_path: Path) -> None:
    found, _ = bring(tmp_path, "groups.csv", TABLE, Form.ACTORS_CSV)
    assert found.carried["actors"] == 2
    assert any("--kind says one for all" in reason for reason in found.left)


def test_a_table_whose_headings_say_nothing_is_told_which_column_is_what(tmp_path: Path) -> None:
    text = "Who?,Where?\nZorble Front,Chad\n"
    with pytest.raises(InputError, match="--column name=HEADING"):
        bring(tmp_path, "a.csv", text, Form.ACTORS_CSV)
    with pytest.raises(UsageError, match="no column 'Whom'"):
        bring(tmp_path, "a.csv", text, Form.ACTORS_CSV, columns={"name": "Whom"})
    found, _ = bring(tmp_path, "a.csv", text, Form.ACTORS_CSV, columns={"name": "Who?", "country": "Where?"}, kind="armed_group")
    assert "country: [TD]" in found.actors[0]


# ---------------------------------------------------------------------- SKOS


def test_concepts_become_drafts_that_nothing_reads_before_they_are_complete(tmp_path: Path) -> None:
    found, request = bring(tmp_path, "unrest.ttl", TURTLE, Form.SKOS)
    written = write_import(found, tmp_path / "book", request)
    draft = next(path for path in written if path.name == "roadblock.yaml")
    assert load_codebook([tmp_path / "book"]).entries.keys() == CODEBOOK.entries.keys()
    assert 'It lacks a sentence under "no" with why.' in draft.read_text(encoding="utf-8")
    whole = draft.read_text(encoding="utf-8").replace(
        '  "no":\n', '  "no":\n    - {text: The road is open., why: nobody closes it}\n'
    )
    (tmp_path / "book" / "events").mkdir()
    (tmp_path / "book" / "events" / draft.name).write_text(whole, encoding="utf-8")
    entry = load_codebook([tmp_path / "book"]).entries["roadblock"]
    assert entry.definition == "People close a road: nobody passes." and len(entry.triggers) == 2
    assert any(m.entry == "roadblock" for m in load_codebook([tmp_path / "book"]).find_triggers("Villagers blocked the road."))
    assert left(found) == {
        "types that are there already": ["Riot"],
        "concepts without a label in English": ["http://example.org/unrest/other"],
        "links between concepts (broader, narrower, related, matches)": ["Roadblock"],
    }


def test_concepts_become_actors_or_labels_when_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--kind"):
        bring(tmp_path, "groups.rdf", RDF, Form.SKOS, what=What.ACTORS)
    found, _ = bring(tmp_path, "groups.rdf", RDF, Form.SKOS, what=What.ACTORS, kind="armed_group")
    assert "name: Zorblers" in found.actors[0] and "http://example.org/zorblers" in found.actors[0]
    found, _ = bring(tmp_path, "groups.rdf", RDF, Form.SKOS, what=What.LABELS)
    assert found.labels == ["- {words: [zorbler]}\n"] and left(found) == {"labels that are there already": ["rebel"]}


@pytest.mark.parametrize(("name", "text"), [("a.ttl", "this is no turtle"), ("a.rdf", "<?xml version='1.0'?><rdf:RDF")])
def test_what_is_no_vocabulary_is_refused_in_one_sentence(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(InputError, match="is not well-formed SKOS") as error:
        bring(tmp_path, name, text, Form.SKOS)
    assert "\n" not in str(error.value)


# ---------------------------------------------------------------------- the folder


def test_a_file_is_imported_once_into_a_folder_of_its_own_with_its_report(tmp_path: Path) -> None:
    found, request = bring(tmp_path, "verbs.txt", VERBS, Form.PETRARCH)
    written = write_import(found, tmp_path / "book", request)
    assert {path.parent.name for path in written} == {"imported_verbs"}
    report = (tmp_path / "book" / "imported_verbs" / "import.md").read_text(encoding="utf-8")
    assert "Carried over" in report and "code 0311" in report
    with pytest.raises(UsageError, match="throw it away first"):
        write_import(found, tmp_path / "book", request)


FRAMEWORK = """Title,Pillar,Sub pillar,2D column,2D sub column
Matrix,Casualties,Zorbled,,
Matrix,Displacement,Push factors/zorbling and blocking,,
Matrix,Displacement,Attack,,
Matrix,Displacement,-,,
Crossed,Impact,Drivers,Health,Nutrition
Crossed,Impact,Drivers,Food,
Crossed,Conditions,Drivers,Food,
"""


def imported_framework(tmp_path: Path, text: str = FRAMEWORK, what: What = What.EVENT_TYPES) -> Imported:
    (tmp_path / "framework.csv").write_text(text, encoding="utf-8-sig")
    request = Request(path=str(tmp_path / "framework.csv"), form=Form.DEEP, source="framework", what=what)
    return import_file(request, CODEBOOK)


def test_a_framework_becomes_drafts_of_its_sub_pillars(tmp_path: Path) -> None:
    found = imported_framework(tmp_path)
    drafts = {draft.path: draft.text for draft in found.drafts}
    names = ["zorbled.yaml", "push_factors_zorbling_and_blocking.yaml", "impact_drivers.yaml", "conditions_drivers.yaml"]
    assert list(drafts) == names, "those of one name in two pillars bear the pillar's"
    assert "phrase: push factor" in drafts[names[1]] and "lemma: zorbling" in drafts[names[1]]
    assert "# Crossed / Impact / Drivers" in drafts["impact_drivers.yaml"]
    assert {reason: sum(items.values()) for reason, items in found.left.items()} == {
        "types that are there already": 1,
        "rows without a sub-pillar": 1,
        "sectors: a statement has a type and no second tag": 2,
    }
    assert imported_framework(tmp_path, what=What.RELATIONS).drafts[0].text.count("kind: relation") == 1


def test_a_draft_of_a_framework_is_read_by_nothing_and_told_by_the_checker(tmp_path: Path) -> None:
    request = Request(path=str(tmp_path / "framework.csv"), form=Form.DEEP, source="framework")
    (tmp_path / "framework.csv").write_text(FRAMEWORK, encoding="utf-8")
    write_import(import_file(request, CODEBOOK), tmp_path / "mine", request)
    checked = check_folder(tmp_path / "mine")
    assert (checked.drafts, checked.entries, checked.errors) == (4, [], [])


def test_what_is_no_framework_or_becomes_no_type_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no columns Pillar and Sub pillar"):
        imported_framework(tmp_path, "Title,Row\na,b\n")
    with pytest.raises(UsageError, match="become types"):
        imported_framework(tmp_path, what=What.LABELS)
