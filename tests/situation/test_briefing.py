"""The briefing page: every line leads to a quote that its document really holds, and says no more than the statement."""

import re
from html.parser import HTMLParser
from random import Random

import pytest

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
from dateline.situation.briefing import Briefing, briefing, render

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


def made(**more: object) -> Briefing:
    return briefing(DOCUMENTS, archive(), SENTENCES, **more)


def lines(page: Briefing, section: str) -> list:
    return [line for part in page.sections if part.id == section for group in part.groups for line in group.lines]


def test_every_line_is_cited_and_every_quote_is_in_its_document() -> None:
    page = made()
    texts = {doc.id: doc.text for doc in DOCUMENTS}
    numbered = {source.number: source for source in page.sources}
    for section in page.sections:
        for group in section.groups:
            for line in group.lines:
                assert line.citations, (section.id, line)
                for citation in line.citations:
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


def test_a_denied_statement_reads_as_denied_from_its_first_word() -> None:
    denied = [line for line in lines(made(), "control") if line.hedge == "denied"]
    assert [line.lead for line in denied] == ["Denied by the army: lost by the army"]


@pytest.mark.parametrize(
    ("hedge", "words"),
    [("reported", "Reportedly: "), ("possible", "Possibly: "), ("probable", "Probably: "), ("denied", "Said not to be so: ")],
)
def test_the_hedge_opens_the_line(hedge: str, words: str) -> None:
    wire = DOCUMENTS[0]
    only = statement(wire, "Shelling reportedly wounded dozens in Kolo", "event", "shelling", hedge=hedge)
    assert lines(briefing([wire], [only], SENTENCES), "happened")[0].lead.startswith(words)


def test_reported_voice_is_said_in_the_words_of_the_text() -> None:
    line = next(line for line in lines(made(), "happened") if line.hedge == "reported")
    assert line.lead == "Reportedly: shelling: injured 24 to 99 (“dozens”)"
    assert line.voice == "no source named: “reportedly”"


def test_an_unnamed_source_keeps_its_words() -> None:
    line = next(line for line in lines(made(), "happened") if "12" in line.lead)
    assert line.voice == "according to “a <doctor> & his nurse”, not named"


def test_days_come_newest_first_then_long_times_then_no_day() -> None:
    wire = DOCUMENTS[0]
    times = [None, Interval(start="2001-01-01", end="2003-06-10"), Interval(start="2003-06-02", end="2003-06-02"), MONDAY]
    words = ["Shelling", "Rebels seized", "4 soldiers", "It was"]
    events = [statement(wire, w, "event", "battle", time=t) for w, t in zip(words, times, strict=True)]
    section = briefing([wire], events, SENTENCES).sections[0]
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
    section = briefing(DOCUMENTS, [forecast], SENTENCES).sections[-1]
    assert [(group.heading, line.lead) for group in section.groups for line in group.lines] == [("Likely", "On a condition")]


def test_a_relation_states_no_tense() -> None:
    sides = (who("subject", "Rebels"), who("object", "the army"))
    denied = statement(DOCUMENTS[1], "Rebels seized the town", "relation", "supports", hedge="denied", participants=sides)
    assert lines(briefing(DOCUMENTS, [denied], SENTENCES), "relations")[0].lead == "Said not to be so: support for the army"


def test_two_outlets_saying_the_same_share_a_line_with_two_citations() -> None:
    line = next(line for line in lines(made(), "control") if line.hedge == "asserted")
    assert len(line.citations) == 2
    assert line.outlets == "Example Wire and Example Radio"


def test_conflicting_figures_stand_side_by_side_and_are_marked() -> None:
    section = next(part for part in made().sections if part.id == "numbers")
    assert section.groups[0].note == "figures differ"
    assert [(line.lead, line.voice) for line in section.groups[0].lines] == [
        ("At least 12", "“a <doctor> & his nurse” (unnamed)"),
        ("4", "the ministry"),
    ]


def test_the_label_of_an_event_type_comes_from_the_codebook() -> None:
    leads = [line.lead for line in lines(made(labels={"battle": "armed clash"}), "happened")]
    assert any(lead.startswith("Armed clash against soldiers: killed") for lead in leads)


def test_the_order_of_the_input_changes_nothing() -> None:
    statements, sentences, documents = archive(), list(SENTENCES), list(DOCUMENTS)
    first = render(briefing(documents, statements, sentences))
    for seed in range(5):
        for items in (statements, sentences, documents):
            Random(seed).shuffle(items)
        assert render(briefing(documents, statements, sentences)) == first


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
    page = briefing([doc], [Statement(assertion=assertion)], [])
    assert page.sources[0].text == text
    assert "<b>killed" not in render(page)


def test_set_aside_items_are_counted_by_reason() -> None:
    items = [SetAside(stage="read", item=str(n), reason="furniture") for n in range(3)]
    page = made(set_aside=[*items, SetAside(stage="ingest", item="x", reason="empty")])
    assert [(row.stage, row.count) for row in page.aside] == [("read", 3), ("ingest", 1)]


def test_an_empty_archive_makes_a_page_that_says_so() -> None:
    html = render(briefing([], [], []))
    assert "<dd>0</dd>" in html


def test_a_statement_of_an_unknown_document_is_left_out() -> None:
    assert briefing([DOCUMENTS[1]], archive(), SENTENCES).statement_count == 2
