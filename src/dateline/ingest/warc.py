"""WARC -> one Document a page. Every record becomes a document or is set aside; docs/formats.md says which does what.

Records that are no page by their kind (what the crawler asked, what it noted of itself) are set aside together, one item a kind
with their number; all others one by one. Pages in another language are told by a quick look, before the careful way is taken.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Final
from urllib.parse import urljoin, urlsplit

import msgspec

from dateline.errors import Reason
from dateline.ingest.answers import Answer, AnswerError, read_answer, unpack
from dateline.ingest.archives import Damage, Entry, archive_entries
from dateline.ingest.decode import SNIFFED_BYTES, UndecodableError, decode, refuse_binary
from dateline.ingest.documents import Each, Origin, host_of_address, make_document, name_of_address, set_aside
from dateline.ingest.fast_html import foreign_language, read_fast
from dateline.ingest.feed import looks_like_feed, read_feed
from dateline.ingest.html import is_article, looks_like_html, read_html
from dateline.ingest.shape import page_misshapen
from dateline.ingest.usage import usage_of
from dateline.records import Capture, Document, SetAside

PAGE_KINDS: Final = ("response", "resource", "conversion")
NOTES: Final = {
    "warcinfo": "what the crawler noted of itself",
    "request": "what the crawler asked",
    "metadata": "what the crawler noted of a page",
}
WEB: Final = ("http", "https")
HTML: Final = ("text/html", "application/xhtml+xml")
XML: Final = ("text/xml", "application/xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml")
TOLD_BY_CONTENT: Final = ("", "application/octet-stream", "binary/octet-stream", "unknown/unknown")
ENGINE_ROOM: Final = ("/robots.txt", "/ads.txt", "/humans.txt", "/security.txt", "/.well-known/")


def read_warc(
    stream: BinaryIO, origin: Origin, limit_bytes: int, *, fast: bool = False, each: Each = map
) -> Iterator[Document | SetAside]:
    """A document or a SetAside for each record, and a SetAside for each stretch of bytes that is no record.

    Args:
        fast: take the article's text by the fast way instead of the careful one.
        each: what takes records apart.
    """
    notes: Counter[str] = Counter()
    empty = True
    for found in each(
        partial(_read_record, origin=origin, limit_bytes=limit_bytes, fast=fast), _counted(stream, limit_bytes, notes)
    ):
        empty = False
        yield from found
    if empty and not notes:
        yield set_aside(origin, Reason.EMPTY, "the archive holds no records")
    for kind, number in sorted(notes.items()):
        of_kind = msgspec.structs.replace(origin, item=f"{origin.item} ({kind} records)")
        yield set_aside(of_kind, Reason.NO_PAGE, f"{number} of them: {NOTES[kind]}")


def _counted(stream: BinaryIO, limit_bytes: int, notes: Counter[str]) -> Iterator[Entry | Damage]:
    """The records but those that are no page by their kind, which are only counted."""
    for entry in archive_entries(stream, limit_bytes):
        if isinstance(entry, Entry) and entry.kind in NOTES and entry.reason is None:
            notes[entry.kind] += 1
        else:
            yield entry


def _read_record(entry: Entry | Damage, origin: Origin, limit_bytes: int, fast: bool) -> list[Document | SetAside]:
    if isinstance(entry, Damage):
        end = "the end" if entry.end is None else f"byte {entry.end}"
        at = msgspec.structs.replace(origin, item=f"{origin.item}#{entry.start}")
        return [set_aside(at, Reason.MALFORMED, f"holds no readable record from byte {entry.start} to {end}: {entry.problem}")]
    return list(_read_entry(entry, _origin_of(entry, origin), limit_bytes, fast))


def _origin_of(entry: Entry, origin: Origin) -> Origin:
    """Path and place within the archive, and the address it was taken from."""
    url = entry.headers.get("warc-target-uri", "").strip("<>") or None
    source = f"{origin.source or origin.item}#{entry.offset}"
    return msgspec.structs.replace(
        origin,
        item=f"{origin.item}#{entry.offset}" + (f" {url}" if url else ""),
        name=name_of_address(url) or host_of_address(url) or f"{origin.name}-{entry.offset}",
        source=source,
        url=url if _is_web(url) else None,
    )


def _read_entry(entry: Entry, origin: Origin, limit_bytes: int, fast: bool) -> Iterator[Document | SetAside]:
    if entry.reason:
        yield set_aside(origin, entry.reason, entry.problem)
    elif entry.kind == "revisit":
        known = entry.headers.get("warc-refers-to-date")
        same = f"the page had not changed since {known}" if known else "the page had not changed since it was last taken"
        yield set_aside(origin, Reason.DUPLICATE, f"{same}: the archive holds no text for it here")
    elif "warc-segment-number" in entry.headers:
        yield set_aside(origin, Reason.MALFORMED, "is one piece of a record that the archive holds in several; join them first")
    elif not entry.kind:
        yield set_aside(origin, Reason.MALFORMED, "does not say what kind of record it is")
    elif entry.kind not in PAGE_KINDS:
        yield set_aside(origin, Reason.NO_PAGE, f"is a record of the kind {entry.kind}")
    else:
        try:
            yield from _read_page(entry, origin, limit_bytes, fast)
        except (AnswerError, UndecodableError) as error:
            yield set_aside(origin, error.reason, error.detail)


def _read_page(entry: Entry, origin: Origin, limit_bytes: int, fast: bool) -> Iterator[Document | SetAside]:
    answer = _answer(entry, origin)
    if isinstance(answer, SetAside):
        yield answer
        return
    if refused := _no_page(answer, origin):
        yield set_aside(origin, Reason.NO_PAGE, refused)
        return
    data = unpack(answer, limit_bytes)
    # Only these need their whole text; a page that the server calls a picture is none, whatever it holds.
    refuse_binary(data[:SNIFFED_BYTES])
    if not data.strip():
        yield set_aside(origin, Reason.EMPTY, "the server sent nothing")
        return
    text = decode(data, answer.charset)
    head = text[:SNIFFED_BYTES]
    if answer.media_type in HTML or looks_like_html(head):
        yield _read_html(text, entry, answer, origin, fast)
    elif looks_like_feed(head):
        for found in read_feed(text, msgspec.structs.replace(origin, url=None, capture=_capture(entry, answer, ""))):
            at_site = isinstance(found, Document) and found.url and _joined(origin.url or "", found.url)
            yield msgspec.structs.replace(found, url=at_site) if at_site else found
    elif answer.media_type in XML or head.lstrip()[:1] in ("<", "{", "["):
        yield set_aside(origin, Reason.NO_PAGE, "holds data for programs, no page")
    elif not is_article(text):
        yield set_aside(origin, Reason.NO_ARTICLE, "holds no running text")
    else:
        yield make_document(text, msgspec.structs.replace(origin, capture=_capture(entry, answer, "")))


def _answer(entry: Entry, origin: Origin) -> Answer | SetAside:
    """What the server sent; of a record without a server's headers, the block alone."""
    told = entry.headers.get("content-type", "")
    if entry.kind != "response":
        return Answer(status=200, headers=(("content-type", told),), sent=entry.block)
    if "application/http" not in told.lower() and not entry.block.startswith(b"HTTP/"):
        return set_aside(origin, Reason.NO_PAGE, f"is no answer of a web server but {told or 'of an unknown kind'}")
    answer = read_answer(entry.block)
    if 300 <= answer.status < 400:
        to = next(iter(answer.all("location")), "nowhere")
        return set_aside(origin, Reason.NO_PAGE, f"the server sent on to {to[:300]} ({answer.status})")
    if not 200 <= answer.status < 300:
        return set_aside(origin, Reason.HTTP_ERROR, f"the server answered {answer.status}")
    return answer


def _no_page(answer: Answer, origin: Origin) -> str | None:
    """Why this is no page, by its address and what the server calls it; None when it may be one."""
    if any(part in (urlsplit(origin.url or "").path) for part in ENGINE_ROOM):
        return "is a file for programs that visit the site"
    kind = answer.media_type
    if kind in HTML or kind in XML or kind in TOLD_BY_CONTENT or kind in ("text/plain", "application/pdf"):
        return None  # a PDF is refused by its bytes: it may well be an article, and the reason should say so
    return f"is {kind}, no page"


def _read_html(markup: str, entry: Entry, answer: Answer, origin: Origin, fast: bool) -> Document | SetAside:
    if problem := page_misshapen(markup):
        return set_aside(origin, Reason.MALFORMED, problem)
    if language := foreign_language(markup):
        return set_aside(origin, Reason.NOT_ENGLISH, f"looks like language {language!r}; the model reads English only")
    captured = msgspec.structs.replace(origin, capture=_capture(entry, answer, markup))
    return read_fast(markup, captured) if fast else read_html(markup, captured)


def _capture(entry: Entry, answer: Answer, markup: str) -> Capture:
    robots, rights = usage_of(answer, markup)
    return Capture(
        url=entry.headers.get("warc-target-uri", "").strip("<>"),
        fetched=entry.headers.get("warc-date"),
        record=entry.headers.get("warc-record-id"),
        digest=f"sha256:{hashlib.sha256(answer.sent).hexdigest()}",
        truncated=entry.headers.get("warc-truncated"),
        robots=robots,
        rights=rights,
    )


def _joined(base: str, url: str) -> str:
    """An address as a page there means it; one that is none is kept as it stands."""
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def _is_web(url: str | None) -> bool:
    try:
        return urlsplit(url or "").scheme in WEB
    except ValueError:  # half a bracket, as round the numbers of a network address
        return False
