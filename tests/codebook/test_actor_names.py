"""Whom the press means: a name as printed, the day of the text and the country it is about lead to the right row or to none."""

from pathlib import Path

import pytest
import yaml

from dateline.codebook import __file__ as codebook_file
from dateline.codebook.actors import ActorTable, load_actors, read_yaml
from dateline.errors import CodebookError


@pytest.fixture(scope="module")
def table() -> ActorTable:
    return load_actors()


Row = tuple[str, str | None, str | None, str | None]

IRAQ_AND_SYRIA: list[Row] = [
    ("Daech", "2015-01-10", None, "islamic_state"),
    ("the Awakening movement", "2008-03-01", "IQ", "sons_of_iraq"),
    ("Moqtada al-Sadr's militia", "2006-11-01", "IQ", "mahdi_army"),
    ("Kataib Sayyid al-Shuhada fighters", "2021-06-28", "IQ", "kataib_sayyid_al_shuhada"),
    ("the Islamic Resistance in Iraq", "2024-01-28", None, "islamic_resistance_in_iraq"),
    ("Iraqi Kurdish rebels", "1988-03-20", None, "peshmerga"),
    ("Kurdish rebels", "1988-03-20", "IQ", "peshmerga"),
    ("allied forces", "1991-02-10", "KW", "gulf_war_coalition"),
    ("coalition forces", "2016-08-01", "SY", "global_coalition"),
    ("Jaish al-Muhajireen wal-Ansar", "2013-10-01", "SY", "jaysh_al_muhajireen"),
    ("Tahrir al-Sham", "2019-01-10", "SY", "hayat_tahrir_al_sham"),
    ("Turkish-backed rebels", "2018-03-01", "SY", "syrian_national_army"),
    ("Kurdish-led forces", "2017-10-17", "SY", "sdf"),
    ("Kurdish fighters", "2014-10-10", "SY", "ypg"),
    ("Assad's forces", "2016-12-13", None, "syrian_arab_army"),
    ("Yarmouk Martyrs Brigade", "2015-06-01", "SY", "yarmouk_martyrs_brigade"),
    ("the Military Operations Administration", "2024-12-05", "SY", "military_operations_administration"),
    ("the Constitutional Committee", "2019-11-01", "SY", "syrian_constitutional_committee"),
    ("Republican Guards", "2003-04-02", "IQ", "iraqi_republican_guard"),
    ("Asayish", "2021-04-20", "SY", "asayish_syria"),
]

ISRAEL_LEBANON_EGYPT: list[Row] = [
    ("al-Qassam", "2023-10-08", None, "qassam_brigades"),
    ("the Nukhba force", "2023-10-10", "PS", "nukhba"),
    ("Lions' Den", "2022-10-12", "PS", "lions_den"),
    ("the Hamas-run health ministry", "2023-11-01", None, "gaza_health_ministry"),
    ("Islamic Jihad", "1985-06-01", "LB", "islamic_jihad_organization"),
    ("Islamic Jihad", "2003-06-01", "PS", "pij"),
    ("Druze militia", "1985-03-01", "LB", "progressive_socialist_party"),
    ("the multinational force", "1983-10-23", "LB", "mnf_lebanon"),
    ("Hezbollah's Radwan force", "2024-09-20", None, "radwan_force"),
    ("the Muslim Brothers", "2013-07-05", "EG", "muslim_brotherhood"),
    ("IS Sinai", "2016-05-01", None, "ansar_beit_al_maqdis"),
    ("Jewish settlers", "2023-06-21", "PS", "israeli_settlers"),
]

IRAN_GULF_TURKEY: list[Row] = [
    ("Houthi rebels", "2015-04-01", None, "houthis"),
    ("the Houthi rebel movement", "2019-09-14", "YE", "houthis"),
    ("Shiite rebels", "2009-11-05", "YE", "houthis"),
    ("coalition warplanes", "2016-10-08", "YE", "saudi_led_coalition"),
    ("southern separatists", "2018-01-28", "YE", "southern_transitional_council"),
    ("southern separatists", "2009-05-01", "YE", "southern_movement"),
    ("Republican Guard", "2011-09-20", "YE", "republican_guard_yemen"),
    ("the People's Mujahedeen", "2003-06-17", None, "mek"),
    ("Kurdish rebels", "2007-09-01", "IR", "pjak"),
    ("Komala", "2022-09-28", None, "komala"),
    ("Kurdish rebels", "1995-03-20", "TR", "pkk"),
    ("Kurdish separatists", "2007-10-21", "TR", "pkk"),
    ("Kurdish rebels", "2008-02-22", "IQ", "pkk"),
    ("the Turkish General Staff", "2008-02-22", "TR", "turkish_armed_forces"),
    ("the Grey Wolves", "1997-01-01", "TR", "grey_wolves"),
]

SOUTH_ASIA: list[Row] = [
    ("Maoist rebels", "2003-08-01", "NP", "cpn_maoist"),
    ("Maoist rebels", "2010-04-06", "IN", "cpi_maoist"),
    ("Naxalite rebels", "2009-06-20", None, "cpi_maoist"),
    ("the Royal Nepalese Army", "2004-03-21", None, "nepalese_army"),
    ("Tamil Tigers", "2008-12-01", None, "ltte"),
    ("the Tigers", "1999-11-01", "LK", "ltte"),
    ("Tamil separatist guerrillas", "1987-04-21", None, "ltte"),
    ("the Black Tigers", "2007-10-22", "LK", "black_tigers"),
    ("the Indian Peacekeeping Force", "1988-01-01", "LK", "ipkf"),
    ("People's Liberation Front", "1989-08-01", "LK", "jvp"),
    ("Moslem guerrillas", "1986-05-01", "AF", "afghan_mujahideen"),
    ("the Taliban regime", "2001-09-20", None, "taliban"),
    ("Hekmatyar's forces", "1994-01-10", "AF", "hezb_e_islami"),
    ("Islamic State's Khorasan branch", "2021-08-27", None, "iskp"),
    ("the NATO-led force", "2010-02-13", "AF", "isaf"),
    ("coalition troops", "2006-05-18", "AF", "oef_coalition"),
    ("Jamaat-ul-Ahrar", "2016-03-28", "PK", "jamaat_ul_ahrar"),
    ("Baloch separatists", "2012-01-12", "PK", "baloch_separatists"),
    ("Lashkar", "2000-12-25", "IN", "lashkar_e_taiba"),
    ("Kashmiri militants", "1999-08-01", None, "kashmir_rebels"),
    ("Sikh militants", "1988-05-10", None, "sikh_insurgents"),
    ("Bodo guerrillas", "1998-09-20", "IN", "ndfb"),
    ("NSCN (K)", "2015-06-05", "IN", "nscn_k"),
]

EAST_ASIA: list[Row] = [
    ("Karen rebels", "1995-01-28", None, "knu"),
    ("Kachin rebels", "2012-12-30", "MM", "kia"),
    ("the junta", "2021-03-27", "MM", "sac_myanmar"),
    ("resistance fighters", "2023-11-10", "MM", "pdf_myanmar"),
    ("PDF", "2022-05-01", "MM", "pdf_myanmar"),
    ("the Three Brotherhood Alliance", "2023-10-27", None, "three_brotherhood_alliance"),
    ("Rohingya insurgents", "2017-08-26", "MM", "arsa"),
    ("Moro rebels", "1985-06-01", "PH", "mnlf"),
    ("Moro rebels", "2008-08-18", "PH", "milf"),
    ("communist rebels", "2006-06-16", "PH", "npa"),
    ("Abu Sayyef bandits", "2000-05-03", "PH", "abu_sayyaf"),
    ("Acehnese rebels", "2003-05-19", None, "gam"),
    ("pro-Jakarta militias", "1999-09-05", "TL", "timor_militias"),
    ("Muslim insurgents", "2005-07-15", "TH", "patani_insurgents"),
    ("the Khmer Rouge regime", "1989-09-26", None, "khmer_rouge"),
    ("Fretilin rebels", "1991-11-12", None, "fretilin"),
    ("Bougainville rebels", "1996-06-20", None, "bougainville_ra"),
    ("PLA", "2024-05-23", "TW", "pla_china"),
]

AFRICA: list[Row] = [
    ("Shebab fighters", "2010-07-12", None, "al_shabaab"),
    ("Islamist insurgents", "2010-08-24", "SO", "al_shabaab"),
    ("AU peacekeepers", "2011-10-20", "SO", "amisom"),
    ("AU peacekeepers", "2006-05-10", "SD", "amis"),
    ("SNA", "1993-06-05", "SO", "usc_somalia"),
    ("SNA", "2022-08-30", "SO", "somali_national_army"),
    ("Tigrayan forces", "2021-06-28", "ET", "tplf"),
    ("Oromo rebels", "2022-06-18", "ET", "ola_et"),
    ("the Fano militia", "2023-08-05", "ET", "fano"),
    ("Eritrean rebels", "1988-03-20", None, "eplf"),
    ("Arab militias", "2004-07-10", "SD", "janjaweed"),
    ("the paramilitary Rapid Support Forces", "2023-04-16", "SD", "rsf"),
    ("rebels loyal to Riek Machar", "2014-01-05", "SS", "splm_io"),
    ("M23 rebels", "2012-11-20", None, "m23"),
    ("Rwandan-backed rebels", "2012-11-20", "CD", "m23"),
    ("Rwandan-backed rebels", "1999-07-10", "CD", "rcd_goma"),
    ("Nkunda's rebels", "2008-10-29", "CD", "cndp"),
    ("the regional force SAMIDRC", "2024-05-01", "CD", "samidrc"),
    ("Tutsi rebels", "1994-05-01", "RW", "rpf"),
    ("Hutu militiamen", "1994-04-20", "RW", "interahamwe"),
    ("Hutu rebels", "2005-05-25", "CD", "fdlr"),
    ("ex-Seleka fighters", "2014-05-28", "CF", "seleka"),
    ("the Boko Haram sect", "2011-08-26", "NG", "boko_haram"),
    ("Niger Delta militants", "2006-01-11", "NG", "mend"),
    ("Tuareg rebels", "2007-08-01", "NE", "mnj_niger"),
    ("Tuareg rebels", "2012-02-01", "ML", "mnla"),
    ("Tuareg rebels", "1995-02-01", "ML", "mfua_mali"),
    ("Tuareg rebels", "2023-09-12", "ML", "cma_mali"),
    ("Anglophone separatists", "2018-11-05", "CM", "ambazonia"),
    ("Sierra Leonean rebels", "1999-01-06", None, "ruf"),
    ("Liberian rebels", "1990-07-02", None, "npfl"),
    ("Liberian rebels", "2003-06-05", None, "lurd"),
    ("West African peacekeepers", "1990-09-10", "LR", "ecomog"),
    ("pro-Gaddafi forces", "2011-04-10", None, "gaddafi_forces"),
    ("Libyan rebels", "2011-03-20", None, "ntc_libya"),
    ("the Tripoli-based government", "2019-04-05", "LY", "gna"),
    ("Renamo rebels", "1989-01-01", None, "renamo"),
    ("al-Shabaab", "2020-03-25", "MZ", "is_mozambique"),
    ("UPC", "2003-05-10", "CD", "upc_congo"),
    ("UPC", "2020-12-20", "CF", "upc_car"),
    ("Angolan rebels", "1992-11-01", None, "unita"),
]

AMERICAS: list[Row] = [
    ("the Sandinistas", "1986-03-01", None, "fsln"),
    ("the Contras", "1987-03-01", None, "contras"),
    ("Contra rebels", "1987-03-01", None, "contras"),
    ("US-backed rebels", "1986-08-01", "NI", "contras"),
    ("leftist guerrillas", "1989-11-12", "SV", "fmln"),
    ("SALVADORAN GUERRILLAS", "1989-11-12", None, "fmln"),
    ("Guatemalan guerrillas", "1990-06-01", None, "urng"),
    ("UC-ELN", "1989-03-01", None, "eln_colombia"),
    ("right-wing paramilitaries", "2001-04-12", "CO", "auc"),
    ("Mordisco's dissidents", "2024-06-01", "CO", "farc_emc"),
    ("Maoist guerrillas", "1992-07-17", "PE", "shining_path"),
    ("Tupac Amaru rebels", "1996-12-18", None, "mrta"),
    ("Treasury Police", "1988-01-01", "SV", "treasury_police_sv"),
    ("Los Chapitos", "2023-01-05", "MX", "los_chapitos"),
    ("Cartel de Sinaloa", "2010-01-01", None, "sinaloa_cartel"),
    ("Comando Vermelho (CV)", "2010-11-25", "BR", "red_command"),
    ("the Viv Ansanm gang coalition", "2024-03-03", None, "viv_ansanm"),
    ("Kenyan-led force", "2024-07-01", "HT", "mss_haiti"),
    ("the multinational force", "1994-10-01", "HT", "mnf_haiti"),
    ("Los Choneros", "2024-01-09", "EC", "los_choneros"),
]

EUROPE_AND_ORGANISATIONS: list[Row] = [
    ("Bosnian Serb gunners", "1994-02-06", None, "vrs"),
    ("rebel Serbs", "1993-01-25", "HR", "arsk"),
    ("ethnic Albanian rebels", "1998-07-01", "YU", "kla"),
    ("ethnic Albanian rebels", "2001-03-14", "MK", "nla_macedonia"),
    ("Chechen guerrillas", "1999-12-01", None, "chechen_rebels"),
    ("federal forces", "1995-01-05", "RU", "federal_forces_ru"),
    ("Russian-backed rebels", "2015-01-20", "UA", "pro_russian_separatists"),
    ("separatist forces", "2014-08-20", "UA", "pro_russian_separatists"),
    ("Wagner mercenaries", "2023-06-24", None, "wagner"),
    ("ethnic Armenian separatists", "2020-10-01", "AZ", "artsakh"),
    ("Abkhaz separatists", "1993-09-27", None, "abkhaz_separatists"),
    ("loyalist paramilitaries", "1993-10-30", "GB", "loyalist_paramilitaries"),
    ("the Provos", "1990-07-20", None, "ira"),
    ("Basque separatists", "2000-07-29", None, "eta"),
    ("NATO-led peacekeepers", "2000-02-20", "XK", "kfor"),
    ("the NATO-led force", "1998-01-01", "BA", "sfor"),
    ("UN blue helmets", "1995-05-27", None, "un_peacekeepers"),
    ("the UN Group of Experts", "2012-06-27", "CD", "goe_drc"),
]

NOBODY: list[Row] = [
    ("the rebels", "2012-11-20", None, None),
    ("the rebels", "2012-11-20", "CD", None),
    ("the guerrillas", "1989-11-12", "SV", None),
    ("the coalition", "2016-08-01", "US", None),
    ("the group", "2014-06-11", "IQ", None),
    ("Contra Costa", "1987-03-01", None, None),
    ("the tigers escaped from the zoo", "1999-11-01", "LK", None),
    ("the tigers", "2015-11-01", "LK", None),
    ("the Tigers", "1999-11-01", "US", None),
    ("the tigers", "1999-11-01", None, None),
    ("Maoist rebels", "2006-01-01", None, None),
    ("Maoist rebels", "2006-01-01", "RU", None),
    ("Moro rebels", "2023-01-01", "PH", None),
    ("Tuareg rebels", "2003-01-01", "ML", None),
    ("Kurdish rebels", "1995-03-20", None, None),
    ("Kurdish rebels", "1995-03-20", "DE", None),
    ("the junta", "2021-03-27", None, None),
    ("coalition forces", "2016-08-01", "DE", None),
    ("leftist guerrillas", "1989-11-12", None, None),
    ("right-wing paramilitaries", "2015-04-12", "CO", None),
    ("the separatists", "2018-11-05", "ES", None),
    ("gray wolves", "2010-01-01", "US", None),
    ("white eagles", "2010-01-01", "US", None),
    ("a plot", "1990-01-01", None, None),
    ("model", "2003-06-05", None, None),
    ("elf", "1985-01-01", None, None),
    ("ninjas", "1998-01-01", None, None),
    ("orphans of Boko Haram", "2015-01-01", "NG", None),
    ("Taliban negotiator's daughter", "2020-01-01", "AF", None),
    ("al-Qaeda-linked militants", "2012-01-01", None, None),
    ("Rohingya militants", "2012-01-01", "BD", None),
    ("Tutsi militia", "2003-01-01", "BI", None),
    ("anti-Hezbollah protesters", "2021-01-01", "LB", None),
    ("Nuer cattle", "2014-01-01", "SS", None),
    ("dissident republicans", "2009-03-08", None, None),
    ("the Shining Path of enlightenment", "1990-01-01", None, None),
]

ALL = (
    IRAQ_AND_SYRIA
    + ISRAEL_LEBANON_EGYPT
    + IRAN_GULF_TURKEY
    + SOUTH_ASIA
    + EAST_ASIA
    + AFRICA
    + AMERICAS
    + EUROPE_AND_ORGANISATIONS
    + NOBODY
)


@pytest.mark.parametrize(("words", "on", "country", "expected"), ALL)
def test_words_a_day_and_a_country_lead_to_the_actor_or_to_none(
    table: ActorTable, words: str, on: str | None, country: str | None, expected: str | None
) -> None:
    actor = table.find(words, on, country)
    assert (actor.id if actor else None) == expected


def test_the_table_of_names_covers_every_region() -> None:
    assert len(ALL) >= 120
    assert len(NOBODY) >= 25


@pytest.mark.parametrize(
    ("words", "on", "name"),
    [
        ("the Chadian president", "2022-01-01", None),
        ("the president of Chad", "2025-01-01", "Mahamat Idriss Deby Itno"),
        ("the Syrian foreign minister", "2021-01-01", "Faisal Mekdad"),
        ("the Sudanese prime minister", "2020-01-01", "Abdalla Hamdok"),
        ("the Burundian president", "1994-03-01", "Cyprien Ntaryamira"),
        ("the Salvadoran defense minister", "1990-01-01", "Rafael Humberto Larios"),
        ("the Ukrainian defense minister", "2022-03-01", "Oleksii Reznikov"),
        ("the leader of the Islamic State", "2022-06-01", "Abu al-Hasan al-Hashimi al-Qurashi"),
        ("the leader of Hezbollah", "1990-01-01", "Subhi al-Tufayli"),
        ("the spokesman of the M23", "2012-11-20", "Vianney Kazarama"),
        ("the leader of the Mahdi Army", "1999-01-01", None),
    ],
)
def test_offices_name_their_holder_on_the_day(table: ActorTable, words: str, on: str, name: str | None) -> None:
    actor = table.find(words, on)
    assert (actor.names[-1].name if actor else None) == name


def test_a_name_of_a_time_is_known_without_a_date_only_when_one_bore_it(table: ActorTable) -> None:
    pirates = table.find("pirates", None, "SO")
    assert pirates is not None and pirates.id == "somali_pirates"
    assert table.find("Moro rebels", None, "PH") is None


def test_a_users_row_may_be_called_by_a_name_for_a_time(tmp_path: Path) -> None:
    folder = tmp_path / "actors"
    folder.mkdir()
    (folder / "mine.yaml").write_text(
        "- {id: foxes, kind: armed_group, country: [KE], names: [{name: Foxes of Bor, source: s}],"
        " called: [{names: [the red foxes], country: [KE], from: 2001, until: 2003-06}]}",
        encoding="utf-8",
    )
    mine = load_actors([tmp_path])
    for on, country, expected in [
        ("2003-06-30", "KE", "foxes"),
        ("2003-07-01", "KE", None),
        ("2000-12-31", "KE", None),
        ("2002-01-01", "UG", None),
        ("2002-01-01", None, None),
        (None, "KE", "foxes"),
    ]:
        actor = mine.find("red foxes", on, country)
        assert (actor.id if actor else None) == expected, (on, country)


def test_a_name_for_a_time_with_dates_the_wrong_way_round_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "actors"
    folder.mkdir()
    (folder / "mine.yaml").write_text(
        "- {id: foxes, kind: armed_group, names: [{name: F, source: s}], called: [{names: [f], from: 2003, until: 2001}]}",
        encoding="utf-8",
    )
    with pytest.raises(CodebookError, match="after"):
        load_actors([tmp_path])


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("- [1, ~, '', null, 'null', no]", [["1", None, "", None, "null", "no"]]),
        ("- {a: {b: [c, {d: e}]}}\n- >-\n  two\n  lines", [{"a": {"b": ["c", {"d": "e"}]}}, "two lines"]),
        ("", None),
        ("# nothing but a comment\n", None),
        ("a:\n", {"a": None}),
    ],
)
def test_yaml_is_read_as_text_with_its_lists_and_mappings(text: str, content: object) -> None:
    assert read_yaml(text, "f.yaml") == content


def test_every_shipped_file_is_read_as_the_yaml_library_reads_it() -> None:
    def same(ours: object, theirs: object) -> bool:
        if isinstance(ours, dict) and isinstance(theirs, dict):
            return ours.keys() == theirs.keys() and all(same(ours[key], theirs[key]) for key in ours)
        if isinstance(ours, list) and isinstance(theirs, list):
            return len(ours) == len(theirs) and all(map(same, ours, theirs))
        return ours == theirs or (ours is None and theirs in ("", "~", "null"))

    files = sorted((Path(codebook_file).parent / "data").rglob("*.yaml"))
    assert len(files) > 50
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert same(read_yaml(text, file.name), yaml.load(text, Loader=yaml.CBaseLoader)), file


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: 1\nb: 2\na: 3", "line 3: the key 'a' stands twice"),
        ("a: [1", "not well-formed"),
        ("a: 1\n---\nb: 2", "divides the file in two"),
        ("a: *x", "a star"),
        ("a: &x [1]\nb: *x", "references"),
        ("? [a]\n: b", "a list stands where a key is expected"),
        ("[" * 3000 + "]" * 3000, "too often"),
    ],
)
def test_bad_yaml_is_refused_by_name_and_line(text: str, complaint: str) -> None:
    with pytest.raises(CodebookError, match=r"f\.yaml") as error:
        read_yaml(text, "f.yaml")
    assert complaint in str(error.value)
