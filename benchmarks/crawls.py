"""A crawl of news as it might be, made from the example reports: the same bytes from the same seed.

Articles of so many words, each different, stand on pages with head, menus, teasers and footers; between them lies what crawls are
full of: requests, metadata, errors, redirects, pictures, pages in another language, pages that had not changed.
"""

import io
import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from html import escape
from pathlib import Path

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from dateline.ingest import ingest_path
from dateline.records import Document

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "reports"
WORDS = 600
START = date(2010, 1, 1)
OUTLETS = ("courier", "herald", "monitor", "observer", "radio", "tribune", "wire")
TOWNS = "Mosul Goma Aleppo Kherson Kabul Marawi Khartoum Timbuktu Sarajevo Luena Chibok Raqqa Bambari Malakal Taiz".split()
WHO = "rebels, gunmen, government troops, militia fighters, a suicide bomber, soldiers of the third brigade, insurgents".split(", ")
DID = (
    "killed at least {n} people in an attack on a market in {town}",
    "seized the bridge north of {town} after {n} hours of fighting",
    "abducted {n} villagers near {town}",
    "shelled {town} for the {n}th day",
    "released {n} prisoners in {town}",
)
SAID = "officials said", "a hospital doctor said", "residents told reporters", "the army said in a statement", "aid workers said"
SPANISH = (
    "El ejército dijo el domingo que sus tropas habían salido del pueblo y que el alcalde estaba con ellas en las montañas. Los "
    "médicos contaron que doce personas murieron en el mercado, y miles de familias huyeron por la carretera del sur. El "
    "gobierno no respondió a las preguntas de los periodistas, que pidieron una explicación y no la recibieron. "
)


def write_crawl(path: Path, articles: int, *, seed: int = 0, words: int = WORDS) -> int:
    """Write a crawl with so many articles that can be read; how many words these have together."""
    total = 0
    with path.open("wb") as out:
        _write(out, WarcRecordType.warcinfo, b"software: a crawl as it might be\r\n", None, "application/warc-fields")
        for number in range(articles):
            choose = random.Random(f"{seed}/{number}")
            text = article(choose, words)
            total += sum(len(paragraph.split()) for paragraph in text)
            for between in _between(choose, number):
                _write(out, *between)
            day = START + timedelta(days=choose.randrange(5_000))
            outlet = choose.choice(OUTLETS)
            url = f"https://{outlet}.example/{day:%Y/%m/%d}/report-{number}"
            asked = f"GET /{number} HTTP/1.1\r\nHost: {outlet}.example\r\n\r\n".encode()
            _write(out, WarcRecordType.request, asked, url, "application/http;msgtype=request")
            _write(out, WarcRecordType.response, _answer(_page(choose, text, day, outlet)), url)
            _write(out, WarcRecordType.metadata, b"fetchTimeMs: 120\r\n", url, "application/warc-fields")
    return total


def article(choose: random.Random, words: int) -> list[str]:
    """Paragraphs of one article, of about so many words; no other has the same."""
    town, number = choose.choice(TOWNS), choose.randrange(2, 9_999)
    event = choose.choice(DID).format(n=number, town=town)
    made = [f"{choose.choice(WHO).capitalize()} {event} on {choose.choice(('Monday', 'Friday', 'Sunday'))}, {choose.choice(SAID)}."]
    length = len(made[0].split())
    while length < words:
        made.append(choose.choice(_paragraphs()))
        length += len(made[-1].split())
    return made


@cache
def _paragraphs() -> tuple[str, ...]:
    texts = [document.text for document in ingest_path(EXAMPLES) if isinstance(document, Document)]
    parts = (part.strip() for text in texts for part in text.replace("\n\n", "\n").split("\n"))
    return tuple(part for part in parts if len(part.split()) > 12)


def _page(choose: random.Random, text: list[str], day: date, outlet: str) -> str:
    title = escape(text[0][:60])
    menu = "".join(f"<li><a href='/{name}'>{name.title()}</a></li>" for name in "home world africa asia europe sport video".split())
    related = "".join(f"<li><a href='/{n}'>{escape(choose.choice(_paragraphs())[:70])}</a></li>" for n in range(8))
    body = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in text)
    script = f"var config = {{id: {choose.randrange(10**9)}}};" * 40
    data = f'{{"@type": "NewsArticle", "datePublished": "{day}T08:00:00Z", "headline": "{title}"}}'
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title} | {outlet.title()}</title>"
        f"<meta property='og:site_name' content='{outlet.title()}'><script type='application/ld+json'>{data}</script>"
        f"<script>{script}</script></head><body><header><nav><ul>{menu}</ul></nav></header><main><article><h1>{title}</h1>"
        f"<div class='byline'>By A Reporter</div>{body}<p class='more'>READ MORE: {title}</p></article>"
        f"<aside><h2>Related</h2><ul>{related}</ul></aside></main><footer><ul>{menu}</ul>&copy; 2024 {outlet.title()}</footer>"
        "</body></html>"
    )


def _answer(body: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: str = "") -> bytes:
    sent = body.encode()
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}Content-Length: {len(sent)}\r\n\r\n".encode() + sent


def _between(choose: random.Random, number: int) -> Iterator[tuple]:
    """What lies before an article, if anything does."""
    url, kind = f"https://news.example/x/{number}", choose.random()
    if kind < 0.06:
        yield WarcRecordType.response, _answer("<html><body>Not found</body></html>", "404 Not Found"), url
    elif kind < 0.12:
        yield WarcRecordType.response, _answer("", "301 Moved", more=f"Location: {url}/\r\n"), url
    elif kind < 0.2:
        yield WarcRecordType.response, _answer("\x89PNG" + "x" * choose.randrange(20_000), kind="image/png"), url
    elif kind < 0.25:
        page = f"<!doctype html><html lang='es'><body><article>{'<p>' + SPANISH + '</p>'}{number}</article></body></html>"
        yield WarcRecordType.response, _answer(page), url
    elif kind < 0.3:
        yield WarcRecordType.revisit, b"HTTP/1.1 304 Not Modified\r\n\r\n", url


def _write(out: io.BufferedWriter, kind: WarcRecordType, block: bytes, url: str | None, told: str = "application/http") -> None:
    record = WarcRecord()
    record.init_headers(kind)
    record.record_id = "<urn:uuid:00000000-0000-4000-8000-000000000000>"  # the library makes one up anew each time
    record.headers["WARC-Date"] = "2024-05-03T10:00:00Z"
    if url:
        record.headers["WARC-Target-URI"] = url
    record.headers["Content-Type"] = told
    record.set_bytes_content(block)
    packed = io.BytesIO()
    writer = GzipWriter(packed)
    record.write(writer, checksum_data=True)
    writer.close()
    out.write(packed.getvalue())
