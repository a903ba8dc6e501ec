"""What changing begins with: real files of each form, and words of the form that changing by bytes alone would seldom find."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.fuzz.targets import BOOK, KINDS
from dateline.codebook.files import DATA

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"
MOST_BYTES = 6_000

PAGE = (
    "<!doctype html><html lang=en><head><title>A report</title><meta property='article:published_time' content='2014-06-11'>"
    '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "datePublished": "2014-06-11"}</script></head>'
    "<body><article>"
    "<p>The army said on Sunday that its troops had left the river town of Tell Rima and that the mayor was with them.</p>"
    "<p>READ MORE: The river war</p></article><footer>&copy; 2020</footer></body></html>"
)
FEED = (
    "<?xml version='1.0'?><rss version='2.0'><channel><title>Wire</title><item><title>A</title>"
    "<link>https://news.example/a</link><pubDate>Wed, 11 Jun 2014 08:00:00 GMT</pubDate>"
    "<description>&lt;p&gt;Shelling killed at least 12 people in the market, "
    "doctors said.&lt;/p&gt;</description></item></channel></rss>"
)
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>Wire</title><entry><id>urn:a</id><updated>2014-06-11T08:00:00Z</updated>"
    "<content type='html'>Rebels seized the bridge.</content></entry></feed>"
)
SITEMAP = (
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://news.example/a</loc>"
    "<lastmod>2014-06-11</lastmod></url></urlset>"
)
LINE = (
    '{"doc": "a-1", "text": "Fighters entered the town.", "published": "2013-05-07", "outlet": "Ledger", "url": "https://e.x/a"}\n'
)
QUERIES = (
    "bomb place:San Salvador, Goma -hedge:denied since:2014",
    'actor:ISIS,"Al-Shabaab" kind:event until:2014-06',
    'text:"car \\"bomb" voice:author',
    "label:rebels outlet:Wire -type:attack",
    "\N{LEFT DOUBLE QUOTATION MARK}car bomb\N{RIGHT DOUBLE QUOTATION MARK}",
    "type:bombing place:Town 1",
)
WORDS = {
    "html": "<p> </p> <div> <!-- --> <script> </script> &#x41; &nbsp; <table> <article> charset= <time> <![CDATA[ ]]> <svg> <math>",
    "feed": "<item> </item> <entry> <![CDATA[ ]]> <!DOCTYPE <!ENTITY &a; <rss <pubDate> <link> <content:encoded> xmlns= &lt;",
    "jsonl": '{" "} "text": "published": \\u0000 \\ud800 \\n null [ ] 1e999 -0 true "doc": "date":',
    "warc": "WARC/1.0 WARC-Type: response revisit Content-Length: Content-Type: application/http HTTP/1.1 200 gzip chunked br",
    "codebook": "&a *a << !!python/object ? | > --- ... {} [] : - # yes no null ~ %YAML @",
    "query": 'actor: place: type: kind: since: until: voice: hedge: label: outlet: text: - , " \\ : 2014-02-30',
}
WORDS |= {"answer": WORDS["warc"], "wacz": WORDS["warc"], "listing": WORDS["feed"], "text": "READ MORE: © @ http:// \ufeff”"}


def seeds(target: str) -> Iterator[bytes]:
    """Some inputs of a target as they should be."""
    match target:
        case "text":
            yield from (_start(path) for path in sorted(EXAMPLES.glob("*.txt")))
            yield "\ufeffTroops left “the town”.\r\nFollow us on X".encode("utf-16")
        case "html":
            yield from (PAGE.encode(), *(_start(path) for path in sorted(EXAMPLES.glob("*.html"))))
        case "feed":
            yield from (FEED.encode(), ATOM.encode(), _start(EXAMPLES / "feed.xml"))
        case "jsonl":
            yield from (LINE.encode() * 2, _start(EXAMPLES / "shorts.jsonl"), LINE.encode("utf-16"))
        case "warc":
            yield from (how + _archive() for how in (b"0", b"1"))
        case "answer":
            yield from (b"1" + one for one in _answers())
            yield from (b"0" + one for one in _answers())
        case "wacz":
            yield b"1" + b'{"resources": [{"path": "archive/a.warc", "hash": "md5:0"}]}\n\n' + _archive()
            yield b"0" + _zip(_archive())
        case "listing":
            for number, body in enumerate(
                (FEED, SITEMAP, "1 a https://e.x/1.export.CSV.zip", "crawl-data/a.warc.gz", "https://e.x/a")
            ):
                yield bytes([number]) + body.encode()
            yield bytes([KINDS.index("gdelt")]) + _zip(b"\t".join([b"x"] * 60) + b"\thttps://news.example/a\n")
        case "codebook":
            for number, name in enumerate(BOOK):
                path = DATA / name
                path = path if path.exists() else next(iter(sorted((DATA / name).parent.glob("*.yaml"))), path)
                yield bytes([number]) + (_start(path) if path.exists() else b"name: own\nversion: 1.2\nlicence: CC-BY-4.0\n")
        case "query":
            yield from (words.encode() for words in QUERIES)


def dictionary(target: str) -> str:
    """Words of the form, in the way in which libFuzzer reads them."""
    return "".join(f'"{_spelled(word)}"\n' for word in WORDS[target].split())


def _spelled(word: str) -> str:
    return "".join(chr(byte) if byte < 128 and chr(byte).isalnum() else f"\\x{byte:02x}" for byte in word.encode())


def _start(path: Path) -> bytes:
    return path.read_bytes()[:MOST_BYTES]


def _answers() -> Iterator[bytes]:
    yield f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}".encode()
    yield f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n{FEED}".encode()
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"
    yield b"HTTP/1.1 301 Moved\r\nLocation: https://news.example/b\r\n\r\n"


def _archive() -> bytes:
    made = b""
    for number, block in enumerate(_answers()):
        made += b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/%d\r\n" % number
        made += b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"
    return made


def _zip(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("archive/a.warc", content)
    return made.getvalue()
