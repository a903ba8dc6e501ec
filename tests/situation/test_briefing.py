"""The briefing page: every line leads to a quote that its document really holds, and says no more than the statement."""

import re
from html.parser import HTMLParser
from random import Random
from typing import Any

import pytest
from link_fixtures import MEANING

from dateline.errors import UsageError
from dateline.link.assemble import make_incident
from dateline.link.incidents import group
from dateline.link.tellings import tellings_of
from dateline.records import (
    Anchor,
    Assertion,
    Document,
    Interval,
    Participant,
    Place,
    Quantity,
    Sentence,
    SetAside,
    Statement,
    Voice,
)
from dateline.situation.briefing import Briefing, Material, briefing, render
from dateline.situation.briefing_docx import to_docx
from dateline.situation.briefing_markdown import to_markdown
from dateline.situation.control import control
from dateline.situation.lines import Line, cited
from dateline.situation.scope import EVERYTHING, Period, Scope

WIRE = (
    "Rebels seized the town of Harbel on Monday. The army denied that it had lost the town. "
    "At least 12 soldiers were killed, a <doctor> & his nurse said. Shelling reportedly wounded dozens in Kolo. "
    "The ministry said 4 soldiers were killed. The rebels will probably march on the capital. "
    "It was the worst defeat of the war.\n"
)
RADIO = "Rebels seized the town of Harbel on Monday. The United Nations should send monitors."


def document(text: str, name: str, outlet: str | None, published: str | None, url: str | None = None) -> Document:
    return Document(id=f"id-{name}", text=text, name=name, outlet=outlet, published=published, url=url)


DOCUMENTS = [
    document(WIRE, "wire", "Example Wire", "2003-06-10", "https://wire.example/1"),
    document(RADIO, "radio", "Example Radio", "2003-06-11", "javascript:alert(1)"),
]


def split(doc: Document) -> list[Sentence]:
    found = re.finditer(r"[^.]+\.", doc.text)
    return [
        Sentence(id=f"{doc.id}:{i}", document=doc.id, index=i, anchor=Anchor(start=m.start(), end=m.end(), exact=m.group()))
        for i, m in enumerate(found)
    ]


SENTENCES = [sentence for doc in DOCUMENTS for sentence in split(doc)]


def anchor(doc: Document, words: str) -> Anchor:
    start = doc.text.index(words)
    return Anchor(start=start, end=start + len(words), exact=words)


def statement(doc: Document, words: str, kind: str, type: str | None = None, **fields: object) -> Statement:
    span = anchor(doc, words)
    sentence = next(s for s in SENTENCES if s.document == doc.id and s.anchor.start <= span.start < s.anchor.end)
    ours = {key: fields.pop(key) for key in ("hedge", "likelihood", "conditional") if key in fields}
    assertion = Assertion(
        id=f"{doc.name}/{span.start}-{kind}", document=doc.id, sentence=sentence.id, kind=kind, type=type, anchor=span,
        extractor="hand 1", **ours,
    )  # fmt: skip
    return Statement(assertion=assertion, **fields)


def who(role: str, name: str) -> Participant:
    return Participant(role=role, name=name)


def source(doc: Document, name: str | None, words: str) -> Voice:
    return Voice(type="source", name=name, anchor=anchor(doc, words))


MONDAY = Interval(start="2003-06-09", end="2003-06-09")


def archive() -> list[Statement]:
    wire, radio = DOCUMENTS
    town = (who("actor", "Rebels"), who("place", "Harbel"))
    killed = {"time": MONDAY, "participants": (who("recipient", "soldiers"),), "places": (Place(name="Harbel"),)}
    return [
        statement(wire, "Rebels seized the town of Harbel", "control", "seizes", time=MONDAY, participants=town),
        statement(radio, "Rebels seized the town of Harbel", "control", "seizes", time=MONDAY, participants=town),
        statement(wire, "it had lost the town", "control", "loses", hedge="denied", voice=source(wire, "the army", "The army"),
                  participants=(who("actor", "the army"), who("place", "Harbel"))),
        statement(wire, "At least 12 soldiers were killed", "event", "battle", voice=source(wire, None, "a <doctor> & his nurse"),
                  quantities=(Quantity(low=12, high=None, of="killed", anchor=anchor(wire, "At least 12")),), **killed),
        statement(wire, "4 soldiers were killed", "event", "battle", voice=source(wire, "the ministry", "The ministry"),
                  quantities=(Quantity(low=4, high=4, of="killed", anchor=anchor(wire, "4")),), **killed),
        statement(wire, "Shelling reportedly wounded dozens in Kolo", "event", "shelling", hedge="reported",
                  voice=source(wire, None, "reportedly"), places=(Place(name="Kolo"),),
                  quantities=(Quantity(low=24, high=99, of="injured", anchor=anchor(wire, "dozens")),)),
        statement(wire, "The rebels will probably march on the capital", "forecast", likelihood="likely"),
        statement(wire, "It was the worst defeat of the war", "judgement", participants=(who("target", "the defeat"),)),
        statement(wire, "Rebels", "label", participants=(who("target", "Harbel rebels"),)),
        statement(radio, "The United Nations should send monitors", "recommendation",
                  participants=(who("addressee", "United Nations"),)),
    ]  # fmt: skip


def material(
    statements: list[Statement], documents: list[Document] = DOCUMENTS, sentences: list[Sentence] = SENTENCES, **more: Any
) -> Material:
    """What `archive.briefing` hands over: statements with the incidents that they are linked to, and who holds what."""
    ids = {document.id for document in documents}
    known = {s.id: s for s in statements if s.assertion.document in ids}
    docs = {document.id: document for document in documents}
    tellings = {}
    for document in documents:
        own = [s for s in known.values() if s.assertion.document == document.id]
        ours = [s for s in sentences if s.document == document.id]
        tellings |= {t.id: t for t in tellings_of(document, ours, own, MEANING)}
    units = {s.id: s.assertion.document for s in known.values()}
    made = [make_incident(each, tellings, known, docs, units, MEANING) for each in group(tellings.values(), MEANING)]
    return Material(
        documents=docs,
        statements=known,
        sentences=sentences,
        incidents=made,
        control=control(made, known, docs),
        labels=more.pop("labels", {}),
        **more,
    )


def made(
    statements: list[Statement] | None = None, scope: Scope = EVERYTHING, labels: dict[str, str] | None = None, **more: Any
) -> Briefing:
    return briefing(material(archive() if statements is None else statements, labels=labels or {}), scope, **more)


def lines(page: Briefing, section: str) -> list:
    return [line for part in page.sections if part.id == section for group in part.groups for line in group.lines]


def test_every_line_is_cited_and_every_quote_is_in_its_document() -> None:
    page = made()
    texts = {doc.id: doc.text for doc in DOCUMENTS}
    numbered = {source.number: source for source in page.sources}
    for section in page.sections:
        for part in section.groups:
            for said_here in (each for line in part.lines for each in (line, *line.details)):
                for citation in said_here.citations:
                    assert citation.quote in texts[citation.document]
                    assert citation.quote in numbered[citation.number].text
    for found in page.sources:
        assert texts[found.document][found.start : found.end] == found.text


def test_every_statement_is_cited_somewhere_in_its_own_section() -> None:
    page = made()
    cited = {
        c.statement
        for section in page.sections
        if section.id != "voices"
        for g in section.groups
        for x in g.lines
        for c in x.citations
    }
    assert cited == {s.id for s in archive()}


def test_what_is_only_denied_reads_as_denied_from_its_first_word() -> None:
    wire = DOCUMENTS[0]
    only = statement(wire, "it had lost the town", "control", "loses", hedge="denied", voice=source(wire, "the army", "The army"))
    (line,) = lines(made([only]), "happened")
    assert (line.hedge, line.lead, line.voice) == ("denied", "Denied: loses", "according to the army")


@pytest.mark.parametrize(("hedge", "words"), [("reported", "Reportedly: "), ("possible", "Possibly: "), ("probable", "Probably: ")])
def test_the_hedge_opens_the_line(hedge: str, words: str) -> None:
    only = statement(DOCUMENTS[0], "Shelling reportedly wounded dozens in Kolo", "event", "shelling", hedge=hedge)
    assert lines(made([only]), "happened")[0].lead.startswith(words)


def test_reported_voice_is_said_in_the_words_of_the_text() -> None:
    line = next(line for line in lines(made(), "happened") if line.hedge == "reported")
    assert line.lead == "Reportedly: shelling: injured 24 to 99"
    assert line.voice == "no source named: “reportedly”"


def test_an_unnamed_source_keeps_its_words() -> None:
    details = [detail for line in lines(made(), "happened") for detail in line.details]
    assert any("“a <doctor> & his nurse”" in detail.words for detail in details)


def test_days_come_newest_first_then_long_times_then_no_day() -> None:
    wire = DOCUMENTS[0]
    times = [None, Interval(start="2001-01-01", end="2003-06-10"), Interval(start="2003-06-02", end="2003-06-02"), MONDAY]
    words = ["Shelling", "Rebels seized", "4 soldiers", "It was"]
    kinds = ["battle", "displacement", "abduction", "talks"]
    events = [statement(wire, w, "event", kind, time=t) for w, kind, t in zip(words, kinds, times, strict=True)]
    section = made(events).sections[0]
    assert [group.heading for group in section.groups] == [
        "9 June 2003",
        "2 June 2003",
        "1 January 2001 to 10 June 2003",
        "Day not stated",
    ]


def test_a_forecast_is_not_softened_twice() -> None:
    words = "The rebels will probably march on the capital"
    forecast = statement(DOCUMENTS[0], words, "forecast", likelihood="likely", hedge="probable",
                         conditional=True)  # fmt: skip
    section = made([forecast]).sections[-1]
    assert [(group.heading, line.lead) for group in section.groups for line in group.lines] == [("Likely", "On a condition")]


def test_a_relation_states_no_tense() -> None:
    sides = (who("subject", "Rebels"), who("object", "the army"))
    denied = statement(DOCUMENTS[1], "Rebels seized the town", "relation", "supports", hedge="denied", participants=sides)
    assert lines(made([denied]), "relations")[0].lead == "Said not to be so: support for the army"


def test_two_outlets_telling_of_one_incident_share_a_line_with_both_cited() -> None:
    line = next(line for line in lines(made(), "happened") if line.lead.startswith("Seizes"))
    assert {citation.document for citation in line.citations} == {"id-wire", "id-radio"}
    assert line.outlets == "2 independent stories: Example Wire and Example Radio"


def test_rival_counts_of_one_incident_stand_side_by_side_with_the_range_over_them() -> None:
    section = next(part for part in made().sections if part.id == "numbers")
    assert section.groups[0].note == "figures differ: 4 to 12"
    assert {(line.lead, line.voice) for line in section.groups[0].lines} == {
        ("at least 12", "“a <doctor> & his nurse”"),
        ("4", "the ministry"),
    }
    disputed = next(part for part in made().sections if part.id == "disputed")
    assert [line.lead for group in disputed.groups for line in group.lines if "12" in line.lead] == ["Killed: 4 and at least 12"]


def test_the_label_of_an_event_type_comes_from_the_codebook() -> None:
    leads = [line.lead for line in lines(made(labels={"battle": "armed clash"}), "happened")]
    assert any(lead.startswith("Armed clash") for lead in leads)


def test_the_order_of_the_input_changes_nothing() -> None:
    statements, sentences, documents = archive(), list(SENTENCES), list(DOCUMENTS)
    first = render(briefing(material(statements, documents, sentences)))
    for seed in range(5):
        for items in (statements, sentences, documents):
            Random(seed).shuffle(items)
        assert render(briefing(material(statements, documents, sentences))) == first


class Page(HTMLParser):
    """Collects ids, fragment links, outward references and the tags that a self-contained page may not have."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.fragments: list[str] = []
        self.outward: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        link = values.get("href") or values.get("src") or ""
        (self.fragments if link.startswith("#") else self.outward).append(link)


def parsed(html: str) -> Page:
    page = Page()
    page.feed(html)
    return page


def test_the_page_is_self_contained_and_its_links_lead_somewhere() -> None:
    page = parsed(render(made()))
    assert {link[1:] for link in page.fragments} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert {link for link in page.outward if link} == {"https://wire.example/1"}, (
        "only the article's own web address, no script link"
    )
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert {"header", "nav", "main", "footer"} <= set(page.tags) and page.tags.count("h1") == 1


def test_markup_in_a_text_stays_text() -> None:
    html = render(made())
    assert "a &lt;doctor&gt; &amp; his nurse" in html and "<doctor>" not in html


@pytest.mark.parametrize("text", ["قُتل ٥ جنود في المدينة.", "Five 🙂 <b>killed</b> in Cafe\u0301.", "One\r\nkilled."])
def test_any_script_survives_as_a_quote(text: str) -> None:
    doc = document(text, "odd", None, None)
    whole = Anchor(start=0, end=len(text), exact=text)
    assertion = Assertion(id="odd/1", document=doc.id, sentence="unknown", kind="event", type="attack", anchor=whole)
    page = briefing(material([Statement(assertion=assertion)], [doc], []))
    assert page.sources[0].text == text
    assert "<b>killed" not in render(page)


def test_set_aside_items_are_counted_by_reason() -> None:
    items = [SetAside(stage="read", item=str(n), reason="furniture") for n in range(3)]
    page = made(set_aside=[*items, SetAside(stage="ingest", item="x", reason="empty")])
    assert [(row.stage, row.count) for row in page.aside] == [("read", 3), ("ingest", 1)]


def test_an_empty_archive_makes_a_page_that_says_so() -> None:
    html = render(briefing(material([], [], [])))
    assert "<dd>0</dd>" in html


def test_a_statement_of_an_unknown_document_is_left_out() -> None:
    assert briefing(material(archive(), [DOCUMENTS[1]])).statement_count == 2


# ---------------------------------------------------------------------- nothing without a sentence
def test_a_line_cannot_be_made_without_a_citation() -> None:
    with pytest.raises(TypeError, match="first"):
        Line(lead="It is said", quote="", voice="", outlets="", hedge="asserted", kind="event")  # pyright: ignore[reportCallIssue]
    with pytest.raises(ValueError):
        cited([], {})


def said(page: Briefing) -> dict[tuple[str, ...], set[frozenset[str]]]:
    """What is said, with the statements that each rests on."""
    found: dict[tuple[str, ...], set[frozenset[str]]] = {}
    for section in page.sections:
        for part in section.groups:
            for line in part.lines:
                key = (section.id, part.heading, line.lead, line.quote, line.voice)
                found.setdefault(key, set()).add(frozenset(c.statement for c in line.citations))
                for detail in line.details:
                    found.setdefault((*key, detail.words), set()).add(frozenset(c.statement for c in detail.citations))
    return found


@pytest.mark.parametrize("number", range(len(archive())))
def test_without_a_statement_what_rested_on_it_alone_is_gone(number: int) -> None:
    statements = archive()
    gone = statements.pop(number)
    before, after = said(made()), said(made(statements))
    assert all(gone.id not in rests for sets in after.values() for rests in sets)
    alone = {key for key, sets in before.items() if sets == {frozenset((gone.id,))}}
    assert alone or number in (0, 1), "two outlets say the same in the same words: nothing rests on one of them alone"
    assert not alone & after.keys()


# ---------------------------------------------------------------------- periods, and what changed
def test_a_period_holds_the_incidents_of_its_days_and_what_was_published_in_them() -> None:
    page = made(scope=Scope(period=Period("2003-06-11", "2003-06-11")))
    assert not lines(page, "happened"), "the town fell on the 9th"
    assert [line.quote for line in lines(page, "recommendations")] == ["The United Nations should send monitors"]
    assert not lines(page, "outlook")
    whole = made(scope=Scope(period=Period("2003-06-09", "2003-06-11")))
    assert {line.lead[:6] for line in lines(whole, "happened")} == {"Battle", "Seizes", "Report"}
    assert whole.period == "9 to 11 June 2003"


def test_what_only_new_documents_hold_is_what_changed() -> None:
    wire, radio = DOCUMENTS
    killed = {"time": MONDAY, "places": (Place(name="Harbel"),)}
    old = statement(wire, "4 soldiers were killed", "event", "battle", voice=source(wire, "the ministry", "The ministry"),
                    quantities=(Quantity(low=4, high=4, of="killed"),), **killed)  # fmt: skip
    new = statement(radio, "Rebels seized the town of Harbel on Monday", "event", "battle",
                    quantities=(Quantity(low=9, high=9, of="killed"),), **killed)  # fmt: skip
    scope = Scope(fresh=frozenset([radio.id]), only_fresh=True, since="what is new")
    page = made([old, new], scope)
    changed = next(part for part in page.sections if part.id == "changed")
    (line,) = changed.groups[0].lines
    assert {(d.standing, d.words.split(":")[0]) for d in line.details if d.words.startswith("killed")} == {
        ("new", "killed 9"),
        ("before", "killed 4"),
    }
    assert not any(part.id == "changed" for part in made([old, new]).sections), "nothing to compare with"
    nothing = made([old, new], scope._replace(fresh=frozenset()))
    assert nothing.sections == () and nothing.sources == ()


def test_a_change_of_control_before_the_period_is_no_change_in_it() -> None:
    taken = statement(DOCUMENTS[1], "Rebels seized the town of Harbel", "control", "seizes", time=MONDAY,
                      places=(Place(name="Harbel"),), participants=(who("actor", "Rebels"),))  # fmt: skip
    fresh = frozenset([DOCUMENTS[1].id])

    def control_changes(period: Period) -> list[str]:
        parts = [part for part in made([taken], Scope(period=period, fresh=fresh)).sections if part.id == "changed"]
        return [line.lead for part in parts for group in part.groups if group.heading == "Control" for line in group.lines]

    (change,) = control_changes(Period("2003-06-09", "2003-06-11"))
    assert change.startswith("Harbel: held by Rebels")
    assert control_changes(Period("2003-06-11", "2003-06-11")) == []


def test_two_periods_stand_side_by_side_and_what_is_in_neither_has_no_row() -> None:
    wire = DOCUMENTS[0]
    earlier, later = Interval(start="2003-06-02", end="2003-06-02"), MONDAY
    first = statement(wire, "4 soldiers were killed", "event", "battle", time=earlier, places=(Place(name="Kolo"),),
                      quantities=(Quantity(low=4, high=4, of="killed"),))  # fmt: skip
    second = statement(wire, "At least 12 soldiers were killed", "event", "battle", time=later, places=(Place(name="Harbel"),),
                       quantities=(Quantity(low=12, high=None, of="killed"),))  # fmt: skip
    page = made([first, second], Scope(period=Period("2003-06-08", "2003-06-14")))
    section = next(part for part in page.sections if part.id == "compared")
    rows = [(part.heading, line.lead, line.voice) for part in section.groups for line in part.lines]
    assert rows == [
        ("Battle", "1", "8 to 14 June 2003"),
        ("Battle", "1", "1 to 7 June 2003"),
        ("Killed", "at least 12", "8 to 14 June 2003"),
        ("Killed", "4", "1 to 7 June 2003"),
    ]


def test_what_the_reports_leave_open_is_said_with_the_reports() -> None:
    open_ends = {part.heading: part for part in next(p for p in made().sections if p.id == "unknown").groups}
    assert [line.lead for line in open_ends["How many at the most"].lines if "Harbel" in line.lead]
    assert open_ends["On which day"].lines[0].lead.startswith("Reportedly: shelling")


# ---------------------------------------------------------------------- forms
def test_the_map_has_a_mark_for_each_place_that_leads_to_a_source() -> None:
    wire = DOCUMENTS[0]
    kolo = Place(name="Kolo", country="XX", latitude=10.0, longitude=20.0, feature="P.PPL")
    shelled = statement(wire, "Shelling reportedly wounded dozens in Kolo", "event", "shelling", places=(kolo,))
    lost = statement(wire, "4 soldiers were killed", "event", "battle", places=(Place(name="Harbel"),))
    asked = []

    def towns(box: tuple[float, float, float, float], most: int) -> list[tuple[str, float, float]]:
        asked.append(box)
        return [("Big <Town>", 10.3, 20.4)]

    page = briefing(material([shelled, lost], towns=towns))
    assert page.map is not None and [mark.name for mark in page.map.marks] == ["Kolo"] and page.map.off == 1
    south, west, north, east = asked[0]
    assert south < 10.0 < north and west < 20.0 < east
    html = render(page)
    assert f'<a href="#s{page.map.marks[0].first.number}"><title>Kolo: 1 incident</title>' in html
    assert "Big &lt;Town&gt;" in html and "<script" not in html


def test_markdown_has_every_source_as_a_footnote_and_foreign_marks_stay_words() -> None:
    page = made()
    text = to_markdown(page)
    used = {int(number) for number in re.findall(r"\[\^(\d+)\](?!:)", text)}
    defined = [int(number) for number in re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)]
    assert defined == [source.number for source in page.sources] and used == set(defined)
    assert r"\<doctor\>" in text and "<doctor>" not in text


def test_a_word_document_has_the_lines_and_sources_and_is_the_same_each_time(tmp_path: Any) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    page = made()
    first = to_docx(page)
    assert first == to_docx(page)
    (tmp_path / "page.docx").write_bytes(first)
    word = docx.Document(str(tmp_path / "page.docx"))
    text = "\n".join(p.text for p in word.paragraphs)
    assert all(f"[{source.number}]" in text for source in page.sources)
    assert "a <doctor> & his nurse" in text
    house = docx.Document()
    house.add_paragraph("Letterhead that must not stay")
    house.styles["Heading 1"].font.name = "Courier New"
    house.save(str(tmp_path / "house.docx"))
    (tmp_path / "styled.docx").write_bytes(to_docx(page, tmp_path / "house.docx"))
    styled = docx.Document(str(tmp_path / "styled.docx"))
    assert styled.styles["Heading 1"].font.name == "Courier New"
    assert "Letterhead" not in "\n".join(p.text for p in styled.paragraphs)


def test_a_house_template_gets_the_page_and_a_broken_one_is_told() -> None:
    page = made()
    assert render(page, "{{ page.title }}: {{ page.sources | length }}") == f"Situation briefing: {len(page.sources)}"
    for broken in ("{{ page.nothing }}", "{% for %}", "{{ ''.__class__.__mro__ }}"):
        with pytest.raises(UsageError, match="template"):
            render(page, broken)
