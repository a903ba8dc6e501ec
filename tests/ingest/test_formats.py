"""Each format from its own bytes: what becomes a document, with which fields, and what is set aside."""

import shutil
from pathlib import Path

import pytest

from dateline.ingest import ingest_path
from dateline.records import Document, SetAside

FIXTURES = Path(__file__).parent / "fixtures"


def read(name: str, **options: str) -> tuple[list[Document], list[SetAside]]:
    found = list(ingest_path(FIXTURES / name, **options))  # type: ignore[arg-type]
    return [f for f in found if isinstance(f, Document)], [f for f in found if isinstance(f, SetAside)]


def page(body: str, head: str = "") -> str:
    prose = "<p>Fighters of the Northern Front entered the river town of Tell Rima, residents said, after the army had left it.</p>"
    return f"<!DOCTYPE html><html><head><title>Front enters Tell Rima</title>{head}</head><body>{prose * 1}{body}</body></html>"


def test_a_page_gives_its_article_and_what_it_says_of_itself() -> None:
    (document,), aside = read("article.html")
    assert not aside
    assert document.text.startswith("Fighters of the Northern Front entered")
    assert document.text.endswith("four of the valley’s seven towns.")
    assert not any(words in document.text for words in ("tractor", "World", "War in pictures", "©"))
    assert [anchor.exact for anchor in document.furniture] == ["READ MORE: Who are the Northern Front?"]
    assert (document.title, document.byline, document.outlet) == (
        "Northern Front enters Tell Rima",
        "Ann Other",
        "The Daily Ledger",
    )
    assert document.url == "https://ledger.example/2013/05/09/northern-front-enters-tell-rima"
    assert (document.published, document.published_from) == ("2013-05-07", "json-ld")
    assert (document.name, document.language) == ("article", "en")


def test_the_user_s_date_and_outlet_win() -> None:
    (document,), _ = read("article.html", published="2013-05-06", outlet="Wire")
    assert (document.published, document.published_from, document.outlet) == ("2013-05-06", "option", "Wire")


def test_a_page_without_an_article_is_set_aside() -> None:
    documents, (aside,) = read("no_article.html")
    assert not documents
    assert aside.reason == "no_article"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (
            '<meta name="date" content="2013-05-08"><link rel="canonical" href="https://l.example/2013/05/09/x">',
            "",
            ("2013-05-08", "meta"),
        ),
        ('<meta property="article:published_time" content="1994-04-07T10:00:00Z">', "", ("1994-04-07", "meta")),
        ('<link rel="canonical" href="https://ledger.example/2013/05/09/front-enters">', "", ("2013-05-09", "url")),
        ("", '<p><time datetime="2013-05-07T20:00:00Z">Tuesday</time></p>', ("2013-05-07", "body")),
        ("", '<div class="pub-date">7 May 2013</div>', ("2013-05-07", "body")),
        ("", "<p>Published May 7, 2013</p>", ("2013-05-07", "body")),
        ("", "<footer><p>© 1999-2024 The Daily Ledger</p></footer>", (None, None)),
        ("", '<div class="date">Copyright 2024-01-01 The Daily Ledger</div>', (None, None)),
        ("", '<div id="related"><time datetime="2020-02-02">2 February 2020</time></div>', (None, None)),
        (
            "",
            "<p>The front was formed on 3 March 2011 by officers who had left the army in anger over the cut in pay.</p>",
            (None, None),
        ),
        ('<meta property="article:modified_time" content="2019-08-01">', "", (None, None)),
        ('<script type="application/ld+json">{"datePublished": "2013-05-07", broken</script>', "", (None, None)),
        ('<script type="application/ld+json">{"@type": "Thing", "datePublished": "not known"}</script>', "", (None, None)),
    ],
)
def test_a_page_s_date_comes_from_the_most_trustworthy_place_and_never_from_a_footer(
    tmp_path: Path, head: str, body: str, expected: tuple[str | None, str | None]
) -> None:
    path = tmp_path / "page.html"
    path.write_text(page(body, head), encoding="utf-8")
    (document,) = ingest_path(path)
    assert isinstance(document, Document)
    assert (document.published, document.published_from) == expected


def test_short_paragraphs_of_a_page_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_text(page("<p>Twelve people died.</p><p>The bridge fell.</p>"), encoding="utf-8")
    (document,) = ingest_path(path)
    assert isinstance(document, Document)
    assert document.text.splitlines()[1:] == ["Twelve people died.", "The bridge fell."]


def test_an_rss_item_is_a_document_with_its_full_content_where_there_is_one() -> None:
    (first, second, third), (aside,) = read("rss.xml")
    assert first.text.splitlines()[:2] == [
        "Fighters of the Northern Front entered Tell Rima on Monday, residents said.",
        "At least 12 people were killed, a doctor said.",
    ]
    assert "alert" not in first.text
    assert (first.name, first.title, first.byline) == ("front-enters-tell-rima", "Front enters Tell Rima & stays", "Ann Other")
    assert (first.published, first.published_from, first.outlet) == ("2013-05-07", "feed", "The Daily Ledger")
    assert first.url == "https://ledger.example/world/front-enters-tell-rima.html?utm=rss"
    assert (second.text, second.published) == ("Envoys of both sides met in the capital on Wednesday.", "2013-05-08")
    assert (third.text, third.name) == ("A march for the dead filled the square.", "front-enters-tell-rima-2")
    assert (aside.reason, aside.item.rpartition("#")[2]) == ("empty", "3")


def test_atom_entries_are_documents_dated_by_publication_not_by_change() -> None:
    (first, second), aside = read("atom.xml")
    assert not aside
    assert first.text == "Militiamen cut the river road north of Tell Rima on Wednesday.\nNo one was hurt."
    assert (first.name, first.published, first.byline, first.outlet) == ("road-cut", "2013-05-08", "J. Monitor", "Valley Monitor")
    assert (second.text, second.published) == ("Villagers accused the militia of poisoning a well.", "2013-05-08")


def test_a_feed_that_is_broken_off_gives_its_items_and_says_so(tmp_path: Path) -> None:
    whole = (FIXTURES / "rss.xml").read_bytes()
    (tmp_path / "cut.xml").write_bytes(whole[: whole.index(b"<item><title>Talks") + 30])
    found = list(ingest_path(tmp_path / "cut.xml"))
    assert isinstance(found[0], Document)
    assert [f.reason for f in found if isinstance(f, SetAside)][-1] == "malformed"


def test_a_feed_without_items_is_empty(tmp_path: Path) -> None:
    (tmp_path / "none").write_text('<rss version="2.0"><channel><title>Quiet</title></channel></rss>', encoding="utf-8")
    (aside,) = ingest_path(tmp_path / "none")
    assert isinstance(aside, SetAside)
    assert aside.reason == "empty"


def test_json_lines_keep_their_keys_and_bad_lines_are_set_aside_by_number() -> None:
    documents, aside = read("records.jsonl")
    first = documents[0]
    assert first.text == "Fighters entered Tell Rima on Monday.\r\nThe army left."
    assert (first.name, first.title, first.outlet, first.url) == (
        "tell-rima",
        "Front enters",
        "Daily Ledger",
        "https://ledger.example/1",
    )
    assert (first.published, first.published_from) == ("2013-05-07", "record")
    assert [(d.name, d.published) for d in documents[1:]] == [("17", "2013-05-08"), ("records:11", None)]
    numbered = [(int(a.item.rpartition(":")[2]), a.reason) for a in aside]
    assert numbered == [(n, "malformed") for n in (4, 5, 6, 7, 8)] + [(9, "empty"), (10, "malformed")]


def test_a_date_by_option_saves_a_record_whose_own_date_cannot_be_read() -> None:
    documents, aside = read("records.jsonl", published="2013-05-10")
    assert {d.published for d in documents} == {"2013-05-10"}
    assert "The road was cut." in [d.text for d in documents]
    assert len(aside) == 6


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_json_lines_in_other_unicode_forms_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "x"
    path.write_bytes('{"text": "Fighters entered Tell Rima."}\r\n{"text": "The army left."}\r\n'.encode(encoding))
    assert [f.text for f in ingest_path(path) if isinstance(f, Document)] == ["Fighters entered Tell Rima.", "The army left."]


@pytest.mark.parametrize("content", ['[{"text": "The army left."}]', '{\n  "text": "The army left."\n}'])
def test_json_of_another_shape_is_set_aside_with_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.json").write_text(content, encoding="utf-8")
    (aside,) = ingest_path(tmp_path / "x.json")
    assert isinstance(aside, SetAside)
    assert (aside.reason, "JSON Lines" in aside.detail) == ("malformed", True)


@pytest.mark.parametrize("name", ["article.html", "rss.xml", "atom.xml", "records.jsonl"])
def test_the_format_is_seen_in_the_content_whatever_the_name(tmp_path: Path, name: str) -> None:
    shutil.copy(FIXTURES / name, tmp_path / "thing.dat")
    renamed = [(f.text if isinstance(f, Document) else f.reason) for f in ingest_path(tmp_path / "thing.dat")]
    assert renamed == [(f.text if isinstance(f, Document) else f.reason) for f in ingest_path(FIXTURES / name)]


@pytest.mark.parametrize(
    "text", ["<The army left>, he wrote.", "{The army left.}", "[BAGHDAD] The army left.", "< 12 people died", "<3 Tell Rima"]
)
def test_text_that_begins_with_a_bracket_is_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.html").write_text(text, encoding="utf-8")
    (document,) = ingest_path(tmp_path / "x.html")
    assert isinstance(document, Document)
    assert document.text == text


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Grozny: the palace falls\nJanuary 20, 1995", "1995-01-20"),
        ("ALERT: displacement\nPublished 14 November 2023", "2023-11-14"),
        ("The palace falls\nBy Ana Ruiz\nPosted on Friday, Jan. 20th, 1995 at 10:15 am", "1995-01-20"),
        ("GENEVA, 20 January 1995", "1995-01-20"),
        ("## 10 May 2024 | 14:00\n", "2024-05-10"),
        ("2014-06-11", "2014-06-11"),
        ("COLOMBO, 14 MAY 2009 (AFP) -- TROOPS CAPTURED A TOWN.", "2009-05-14"),
        ("San Salvador, 19 Apr 89 (ACAN-EFE) -- [Text] The army left.", "1989-04-19"),
        ("KABUL, Afghanistan, May 3, 2011 - The army left.", "2011-05-03"),
        ("COLOMBO, 14 May -- Troops captured a town.", None),
        ("In Colombo, 14 May 2009 was a Thursday - and it rained.", None),
        ("The palace falls\n11.06.2014", None),
        ("The palace falls\nJune 2014", None),
        ("20 January 1995 was a Friday", None),
        ("On 20 January 1995\nthe palace fell", None),
        ("Updated 3 May 2020", None),
        ("3 Battalion 1999", None),
        ("10 May 1024", None),
    ],
)
def test_a_day_on_a_line_of_its_own_at_the_head_is_that_of_publication(tmp_path: Path, head: str, day: str | None) -> None:
    path = tmp_path / "report.txt"
    path.write_text(f"{head}\n\nTroops raised a flag over the town on Thursday, the army said.\n", encoding="utf-8")
    (document,) = ingest_path(path)
    assert (document.published, document.published_from) == (day, "head" if day else None)
    (document,) = ingest_path(path, published="2001-02-03")
    assert (document.published, document.published_from) == ("2001-02-03", "option")
    # Far down it is a date of something else.
    path.write_text("Troops raised a flag.\n" * 7 + head, encoding="utf-8")
    (document,) = ingest_path(path)
    assert document.published is None
