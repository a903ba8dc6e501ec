"""How a Document and a SetAside of this stage are made, the same for every format.

It does not know formats: what they found comes as arguments, and what the user said (`Origin`) wins over it.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from dateline.errors import InputError, Reason
from dateline.ingest.days import head_day
from dateline.ingest.furniture import find_furniture
from dateline.ingest.language import find_language
from dateline.records import Capture, Document, Record, SetAside

SLUG: Final = re.compile(r"[^\w.-]+")
Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""`map`, or what does the same in other processes: taking a page apart takes long, and pages know nothing of one another."""
BLANK: Final = re.compile(r"[\s\ufeff\u200b-\u200f\u2060]*")


class Origin(Record, frozen=True):
    """Where a text comes from, and what the user said of it."""

    item: str
    """What a message calls it: its path, with the line or the number of the item within it."""
    name: str
    source: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    capture: Capture | None = None


def set_aside(origin: Origin, reason: Reason, detail: str) -> SetAside:
    """This item was not passed on."""
    return SetAside(stage="ingest", item=origin.item, reason=reason.value, detail=detail)


def build_document(
    text: str,
    origin: Origin,
    *,
    title: str | None = None,
    byline: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    published: str | None = None,
    published_from: str | None = None,
) -> Document:
    """The document of a text, whatever it says. The text is taken as it is."""
    try:
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        raise InputError(
            f"{origin.item} holds half a character at {error.start} (a lone surrogate); decode it as UTF-8 first."
        ) from error
    return Document(
        id=digest[:32],
        text=text,
        name=origin.name,
        outlet=origin.outlet or _tidy(outlet),
        url=origin.url or _tidy(url),
        title=_tidy(title),
        byline=_tidy(byline),
        published=origin.published or published,
        published_from="option" if origin.published else published_from if published else None,
        language=find_language(text),
        source=origin.source,
        furniture=find_furniture(text),
        capture=origin.capture,
    )


def make_document(text: str, origin: Origin, **found: str | None) -> Document | SetAside:
    """The document of a text that the reader can read; a SetAside when there is none or it is not English.

    Where nothing else says when it was published, a line of its own at its head may.
    """
    if BLANK.fullmatch(text):
        return set_aside(origin, Reason.EMPTY, "holds no text" if not text else "holds only white space")
    if not found.get("published") and (day := head_day(text)):
        found |= {"published": day, "published_from": "head"}
    try:
        document = build_document(text, origin, **found)
    except InputError as error:
        return set_aside(origin, Reason.ENCODING, str(error))
    if document.language not in (None, "en"):
        return set_aside(origin, Reason.NOT_ENGLISH, f"looks like language {document.language!r}; the model reads English only")
    return document


def name_of_address(address: str | None) -> str:
    """The last part of an address's path, which is what people call a page; empty when it has none.

    >>> name_of_address("https://example.org/2014/06/mosul-falls.html?from=rss")
    'mosul-falls'
    """
    try:
        parts = [part for part in urlsplit(address or "").path.split("/") if part]
    except ValueError:  # an address with half a bracket
        return ""
    return SLUG.sub("-", unquote(parts[-1]).removesuffix(".html")).strip("-") if parts else ""


def host_of_address(address: str | None) -> str | None:
    """The site's name in an address, without `www.`.

    >>> host_of_address("https://www.example.org/a")
    'example.org'
    """
    try:
        return (urlsplit(address or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _tidy(words: str | None) -> str | None:
    return " ".join(words.split()) or None if words else None
