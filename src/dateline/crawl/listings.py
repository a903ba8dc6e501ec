"""What a source answers -> the addresses that it names, each with its day where the source tells one.

A source whose answer cannot be understood raises ListingError: then it has failed, as if it had not answered. Everything is read as
data: no entity is resolved, nothing is looked up, and what is packed is unpacked up to a limit.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import urljoin

from dateline.crawl.fetching import Answered, RefusedError, tidy_address
from dateline.records import Record

DAY: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
EVENT_COLUMNS: Final = 61
"""GDELT 2.0 Event export: SOURCEURL is the last of them (GDELT Event Codebook V2.0)."""
GRAPH_COLUMNS: Final = 27
"""GDELT Global Knowledge Graph 2.1: V2DOCUMENTIDENTIFIER is the fifth (GKG Codebook V2.1)."""
MENTION_COLUMNS: Final = 16
"""GDELT Mentions: MentionIdentifier is the sixth."""
COMMON_CRAWL: Final = "https://data.commoncrawl.org/"


class ListingError(Exception):
    """The answer is not what a source of its kind gives."""


class Listed(Record, frozen=True):
    """An address that a source names."""

    url: str
    day: str | None = None
    """ISO date, as the source dates it."""
    further: bool = False
    """Not a page but a further list of the same kind."""


def read_listing(kind: str, answer: Answered, limit_bytes: int) -> list[Listed]:
    """Every address that a source names, once, in its order; what is no address of a web page is left out.

    Raises:
        ListingError: it is not a list of this kind.
    """
    body = unpacked(answer, limit_bytes)
    match kind:
        case "feed":
            found = _feed(body)
        case "sitemap":
            found = _sitemap(body)
        case "gdelt":
            found = _gdelt(body, limit_bytes)
        case "ccnews":
            found = (Listed(url=COMMON_CRAWL + line) for line in _lines(body) if line.endswith(".warc.gz"))
        case _:
            found = (Listed(url=line) for line in _lines(body))
    return list(_tidy(found, answer.url))


def unpacked(answer: Answered, limit_bytes: int) -> bytes:
    """The body without compression, by its own bytes: a list may be a gzip file and be sent under gzip besides.

    Raises:
        ListingError: damaged, or larger than the limit.
    """
    body = answer.body
    if (answer.header("content-encoding") or "").strip().lower() == "deflate":
        body = _inflate(body, 15, limit_bytes)
    for _ in range(2):
        if body.startswith(b"\x1f\x8b"):
            body = _inflate(body, 31, limit_bytes)
    return body


def _inflate(body: bytes, window: int, limit_bytes: int) -> bytes:
    unpacker = zlib.decompressobj(window)
    try:
        found = unpacker.decompress(body, limit_bytes + 1)
    except zlib.error as error:
        raise ListingError(f"its compressed body is damaged: {error}") from error
    if len(found) > limit_bytes:
        raise ListingError(f"unpacks to more than the limit of {limit_bytes} bytes (setting max_bytes)")
    if not unpacker.eof:
        raise ListingError("its compressed body is cut off")
    return found


def _feed(body: bytes) -> Iterator[Listed]:
    import feedparser

    # A stream, not bytes alone: feedparser would take a short text for an address or a path to open.
    try:
        feed = feedparser.parse(io.BytesIO(body))
    except (ValueError, TypeError, LookupError, AttributeError) as error:  # its own stumbling over what nobody writes
        raise ListingError(f"is no feed that can be taken apart: {error}") from error
    if not feed.entries and (feed.bozo or not feed.get("version")):
        raise ListingError("is no feed" + (f": {' '.join(str(feed.bozo_exception).split())[:200]}" if feed.bozo else ""))
    for entry in feed.entries:
        if link := entry.get("link"):
            at = entry.get("published") or entry.get("created") or entry.get("updated") or ""
            parsed = entry.get("published_parsed") or entry.get("created_parsed") or entry.get("updated_parsed")
            # The day as it is written, if it is; a change to UTC could make another day of it.
            written = DAY.match(at)
            day = (
                "-".join(written.groups())
                if written
                else _day_of_words(at) or ("{:04}-{:02}-{:02}".format(*parsed[:3]) if parsed else None)
            )
            yield Listed(url=link, day=day)


def _day_of_words(words: str) -> str | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(words).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None


def _sitemap(body: bytes) -> Iterator[Listed]:
    """A sitemap (sitemaps.org, with Google's news dates), an index of sitemaps, or the plain text form."""
    if body.lstrip()[:1] != b"<":
        yield from (Listed(url=line) for line in _lines(body))
        return
    from lxml import etree  # type: ignore[attr-defined]

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False)
    tree = etree.fromstring(body, parser)
    name = _local(tree) if tree is not None else ""
    if tree is None or name not in ("urlset", "sitemapindex"):
        raise ListingError("is no sitemap")
    for element in tree:
        words = {_local(part): (part.text or "").strip() for part in element.iter() if isinstance(part.tag, str)}
        if address := words.get("loc"):
            dated = DAY.match(words.get("publication_date") or words.get("lastmod") or "")
            yield Listed(url=address, day="-".join(dated.groups()) if dated else None, further=name == "sitemapindex")


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2]


def _gdelt(body: bytes, limit_bytes: int) -> Iterator[Listed]:
    """The list of the last update, or one of the files that it names."""
    if not body.startswith(b"PK"):
        files = [words[2] for line in _lines(body) if len(words := line.split()) == 3 and words[2].lower().endswith(".zip")]
        wanted = [url for url in files if ".export." in url.lower()]
        if not wanted:
            raise ListingError("is no list of GDELT's last update and no file of its events, mentions or graph")
        yield from (Listed(url=url, further=True) for url in wanted)
        return
    read = 0
    for row in _rows(body, limit_bytes):
        column = {EVENT_COLUMNS: 60, GRAPH_COLUMNS: 4, MENTION_COLUMNS: 5}.get(len(row))
        if column is not None:
            read += 1
            yield Listed(url=row[column])
    if not read:
        raise ListingError("holds no rows of GDELT's events, mentions or graph")


def _rows(body: bytes, limit_bytes: int) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as zipped:
            names = zipped.infolist()
            if len(names) != 1:
                raise ListingError(f"is a zip file of {len(names)} files instead of one")
            with zipped.open(names[0]) as packed:
                text = packed.read(limit_bytes + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ListingError(f"is a damaged zip file: {error}") from error
    if len(text) > limit_bytes:
        raise ListingError(f"unpacks to more than the limit of {limit_bytes} bytes (setting max_bytes)")
    yield from csv.reader(io.StringIO(text.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE)


def _lines(body: bytes) -> list[str]:
    lines = (line.strip() for line in body.decode("utf-8", "replace").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _tidy(found: Iterable[Listed], base: str) -> Iterator[Listed]:
    seen: set[str] = set()
    for one in found:
        try:
            url = tidy_address(urljoin(base, one.url))
        except (RefusedError, ValueError):
            continue
        if url not in seen:
            seen.add(url)
            yield Listed(url=url, day=one.day, further=one.further)
