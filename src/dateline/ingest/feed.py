"""RSS and Atom -> one Document an item: its full content where the feed carries it, its summary where not.

Nothing is fetched: an item's page, pictures and style sheets stay where they are. It does not know which summaries were cut short.
"""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from dateline.errors import Reason
from dateline.ingest.days import read_day
from dateline.ingest.documents import Origin, make_document, name_of_address, set_aside
from dateline.ingest.html import quiet, read_fragment
from dateline.ingest.shape import feed_misshapen, page_misshapen
from dateline.records import Document, SetAside

LOOKS_LIKE_FEED: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!doctype[^>]*>\s*)*<(?:\w+:)?(?:rss|feed|RDF)\b",
    re.IGNORECASE | re.DOTALL,
)


def looks_like_feed(head: str) -> bool:
    """Whether the beginning of a text is that of RSS 0.9 to 2.0, RSS 1.0 (RDF) or Atom."""
    return LOOKS_LIKE_FEED.match(head) is not None


def read_feed(markup: str, origin: Origin) -> Iterator[Document | SetAside]:
    """A document or a SetAside for each item, and one more for a feed that is broken off or holds no item."""
    if problem := feed_misshapen(markup):
        yield set_aside(origin, Reason.MALFORMED, f"the feed {problem}")
        return
    quiet()
    import feedparser

    # A stream, not a string: feedparser would take a string for an address to fetch. We decoded it, so its own declaration is void.
    markup = re.sub(r"^\s*<\?xml[^>]*>", "", markup, count=1)
    try:
        feed = feedparser.parse(
            io.BytesIO(markup.encode("utf-8", "replace")), response_headers={"content-type": "application/xml; charset=utf-8"}
        )
    except (ValueError, TypeError, LookupError, AttributeError) as error:  # its own stumbling over what nobody writes
        yield set_aside(origin, Reason.MALFORMED, f"the feed cannot be taken apart ({error})")
        return
    names: dict[str, int] = {}
    for number, entry in enumerate(feed.entries, 1):
        name = _name(entry) or f"{origin.name}-{number}"
        names[name] = names.get(name, 0) + 1
        unique = name if names[name] == 1 else f"{name}-{names[name]}"
        yield _read_item(
            entry, msgspec.structs.replace(origin, item=f"{origin.item}#{number}", name=unique), feed.feed.get("title")
        )
    if feed.bozo and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType):
        problem = " ".join(str(feed.bozo_exception).split())
        yield set_aside(origin, Reason.MALFORMED, f"the feed is not well-formed XML after {len(feed.entries)} items: {problem}")
    elif not feed.entries:
        yield set_aside(origin, Reason.EMPTY, "the feed holds no items")


def _read_item(entry: Any, origin: Origin, outlet: str | None) -> Document | SetAside:
    contents = [part.get("value", "") for part in entry.get("content", [])]
    markup = max((words or "" for words in (*contents, entry.get("summary"))), key=len)
    if problem := page_misshapen(markup):
        return set_aside(origin, Reason.MALFORMED, f"the item {problem}")
    text = read_fragment(markup) if markup.strip() else ""
    if not text:
        return set_aside(origin, Reason.EMPTY, "the item has no content" + (", only a title" if entry.get("title") else ""))
    day = next((day for key in ("published", "created", "updated") if (day := read_day(entry.get(key) or ""))), None)
    return make_document(
        text,
        origin,
        title=read_fragment(entry.title) if entry.get("title") else None,
        byline=entry.get("author"),
        outlet=entry.get("source", {}).get("title") or outlet,
        url=entry.get("link"),
        published=day,
        published_from="feed",
    )


def _name(entry: Any) -> str:
    """The last part of the item's address, or of its id: what people call it."""
    return name_of_address(entry.get("link")) or name_of_address(entry.get("id"))
