"""A web page -> its article: text by trafilatura, date by `days`, title, author, outlet and address from the page's own words.

The headline is not part of the text: it says again, shorter, what the article says, and would count every fact twice. It is kept as
`title`. It does not know pages that only a browser can build, and takes one article from a page that holds several.
"""

import logging
import re
from functools import cache
from typing import Any, Final

from dateline.errors import Reason
from dateline.ingest.days import page_day
from dateline.ingest.documents import Origin, make_document, set_aside
from dateline.ingest.furniture import find_furniture
from dateline.ingest.shape import page_misshapen
from dateline.records import Document, SetAside

LOOKS_LIKE_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h[1-6]|meta|title|table|link|script)\b",
    re.IGNORECASE | re.DOTALL,
)
FEWEST_WORDS: Final = 8
SENTENCE: Final = re.compile(r"[.!?…؟。][\"”’'»)\]]*$")


def looks_like_html(head: str) -> bool:
    """Whether the beginning of a text is that of a page or a piece of one."""
    return LOOKS_LIKE_HTML.match(head) is not None


def read_html(markup: str, origin: Origin) -> Document | SetAside:
    """The page's article; a SetAside when there is no running text in it."""
    if problem := page_misshapen(markup):
        return set_aside(origin, Reason.MALFORMED, problem)
    quiet()
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    tree = load_html(markup)
    if tree is None:
        return set_aside(origin, Reason.NO_ARTICLE, "holds no HTML elements")
    page: Any = bare_extraction(load_html(markup), include_comments=False, with_metadata=True, url=origin.url, config=_config())
    text = _without_title(page.text or "", page.title) if page else ""
    if not is_article(text):
        return set_aside(origin, Reason.NO_ARTICLE, "no running text was found on the page, only menus, lists or forms")
    url = origin.url or page.url
    day, day_from = page_day(tree, url)
    return make_document(
        text, origin, title=page.title, byline=page.author, outlet=page.sitename, url=url, published=day, published_from=day_from
    )


def read_fragment(markup: str) -> str:
    """The words of a piece of HTML, one block a line; what has no tags is given back with its entities read."""
    quiet()
    from trafilatura import extract, html2txt

    page = f"<html><body><article>{markup}</article></body></html>"
    text = extract(page, include_comments=False, config=_config()) or ""
    everything = html2txt(page)
    # Where extraction took a good part of the item for page furniture, the plain words are the safer reading.
    return text if len(text) >= 0.6 * len(everything) else everything


def is_article(text: str) -> bool:
    """Whether there is running text: a line of at least eight words that ends as a sentence does and is no page furniture."""
    furniture = find_furniture(text)
    position = 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        sentence = line.strip()
        if (
            len(sentence.split()) >= FEWEST_WORDS
            and SENTENCE.search(sentence)
            and not any(a.start <= start < a.end for a in furniture)
        ):
            return True
    return False


@cache
def quiet() -> None:
    """Keep the libraries' chatter off stderr, unless the program that uses Dateline listens to it."""
    for name in ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer", "feedparser"):
        logging.getLogger(name).addHandler(logging.NullHandler())


@cache
def _config() -> Any:
    from trafilatura.settings import use_config

    config = use_config()
    # Below this size trafilatura falls back to all words of the page in one line, and short reports lose their paragraphs.
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "60")
    return config


def _without_title(text: str, title: str | None) -> str:
    first, _, rest = text.partition("\n")
    return rest if title and first.strip().lstrip("# ").casefold() == title.strip().casefold() else text
