"""When something was published: from the word of a record, or from a page by what is trustworthy first.

A copyright footer, a date in running prose and the time of downloading are never taken: no date is better than a wrong one.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any, Final

from dateline.errors import UsageError

EARLIEST: Final = "1950-01-01"
LATEST: Final = "2099-12-31"  # not today: the same page gives the same date in every year
FORMS: Final = (
    "%d %B %Y",
    "%B %d, %Y",
    "%B %d %Y",
    "%d %b %Y",
    "%b %d, %Y",
    "%b %d %Y",
    "%A, %d %B %Y",
    "%A, %B %d, %Y",
    "%Y/%m/%d",
    "%Y%m%d",
)
PUBLISHED_KEYS: Final = ("datePublished", "dateCreated")
NOT_PUBLICATION: Final = re.compile(r"modif|updat|expir|copyright|revis|birth|event", re.IGNORECASE)
DATE_LIKE: Final = re.compile(r"date|time|publi|posted|byline|dateline|created", re.IGNORECASE)
ELSEWHERE: Final = re.compile(
    r"footer|copyright|related|sidebar|comment|recommend|teaser|widget|promo|archive|event|countdown", re.IGNORECASE
)
RIGHTS: Final = re.compile(r"©|\(c\)|copyright|all rights", re.IGNORECASE)
LONGEST_DATE_WORDS: Final = 90
HEAD_LINES: Final = 6
"""Lines of a text, blank ones left out, among which one that is a date and nothing else is its head."""
# What may stand around the date of such a line: "Published on Friday, 20th January 1995, 14:05 GMT", "GENEVA, 20 January 1995".
BEFORE_DAY: Final = re.compile(
    r"(?:(?i:(?:first )?(?:published|posted|issued|released|dated?)\b:?,?\s*(?:on\s+)?)|[A-Z][A-Z .'/-]{2,30},\s+)?"
    r"(?i:(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?[.,]?\s+)?"
)
AFTER_DAY: Final = re.compile(r"(?i)(?:[,|·]|\s[-–—]|\s+at)?\s*\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]\.?m\.?)?(?:\s*\(?[a-z]{2,5}\)?)?$")
# "COLOMBO, 14 MAY 2009 (AFP) --", "San Salvador, 19 Apr 89 (ACAN-EFE) -- [Text]"
WIRE: Final = re.compile(
    r"[A-Z][\w .,'/()-]{2,50}?,\s+(\d{1,2}\s+[A-Za-z]{3,9}\.?,?\s+|[A-Za-z]{3,9}\.?\s+\d{1,2},\s+)((?:19|20)?\d\d)\b\s*"
    r"(?:\([^)\n]{2,30}\)\s*)?(?:--|[-–—])(?=\s)"
)
EARLIEST_SHORT: Final = 50
"""Two figures for a year: from here on of the last century."""


def check_option(published: str | None) -> str | None:
    """The date that the user gave, if it is one; UsageError if not."""
    if published is None:
        return None
    try:
        return date.fromisoformat(published).isoformat()
    except ValueError as error:
        raise UsageError(f"{published!r} is no date; give the day of publication as YYYY-MM-DD.") from error


def read_day(words: str) -> str | None:
    """The day a record or feed names, as it stands there (no change of time zone); None when it is no whole date.

    Days and months in figures alone, as in 06/11/2014, are not guessed at.

    >>> [read_day(words) for words in ("2014-06-11T23:30:00-05:00", "Wed, 11 Jun 2014 08:00:00 GMT", "June 11, 2014", "06/11/2014")]
    ['2014-06-11', '2014-06-11', '2014-06-11', None]
    """
    words = " ".join(words.split())
    try:
        return date.fromisoformat(words[:10]).isoformat()
    except ValueError:
        pass
    for form in FORMS:
        try:
            return datetime.strptime(words, form).date().isoformat()
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(words).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None


def head_day(text: str) -> str | None:
    """The day that a line at the head of a text names, where the line says nothing else or is a wire's; None when none does.

    >>> [head_day(text) for text in ("Town falls\\nJanuary 20th, 1995, 14:05 GMT\\n\\nTroops", "On 20 January 1995\\nit fell")]
    ['1995-01-20', None]
    """
    lines = (line.strip(" \t\r\f*_#|()[]") for line in text[:2_000].split("\n"))
    for line in islice((line for line in lines if line), HEAD_LINES):
        if wire := WIRE.match(line):
            year = wire[2] if len(wire[2]) == 4 else f"{'19' if int(wire[2]) >= EARLIEST_SHORT else '20'}{wire[2]}"
            if (day := read_day(f"{wire[1].replace(',', ' ').replace('.', '')} {year}")) and EARLIEST <= day <= LATEST:
                return day
        if len(line) > LONGEST_DATE_WORDS or not (before := BEFORE_DAY.match(line)):
            continue
        words = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|(?<=[a-z])\.", "", line[before.end() :])
        for whole in (words, AFTER_DAY.sub("", words)):
            day = (
                read_day(" ".join(whole.replace(",", " ").split()))
                if re.match(r"\w+[-. ,]+\w+[-. ,]+\d+$", whole.strip())
                else None
            )
            if day and EARLIEST <= day <= LATEST:
                return day
    return None


def page_day(tree: Any, url: str | None) -> tuple[str, str] | tuple[None, None]:
    """Date and where it came from (json-ld, meta, url, body) of a page parsed by lxml; None, None when it does not say."""
    from htmldate import find_date
    from lxml.html import HtmlElement, fromstring

    def found(part: HtmlElement, address: str | None = None) -> str | None:
        return find_date(part, extensive_search=False, original_date=True, url=address, min_date=EARLIEST, max_date=LATEST)

    for day in _json_ld_days(tree):
        return day, "json-ld"
    if day := found(_only(tree, "head", (m for m in tree.iter("meta") if not NOT_PUBLICATION.search(_names(m))))):
        return day, "meta"
    if url and (day := found(fromstring("<html><body><p></p></body></html>"), url)):
        return day, "url"
    for element in _date_elements(tree):
        if day := found(_only(tree, "body", [element])):
            return day, "body"
    return None, None


def _json_ld_days(tree: Any) -> Iterator[str]:
    blocks = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                blocks.append(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):
                continue
    things = [thing for block in blocks for thing in _objects(block)]
    for wanted in (r"Article|Posting|Report", r""):
        for key in PUBLISHED_KEYS:
            for thing in things:
                value = thing.get(key)
                if re.search(wanted, str(thing.get("@type", ""))) and isinstance(value, str) and (day := read_day(value)):
                    yield day


def _objects(block: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The object, those of a list, and those of a graph; not what an article mentions, quotes or is about."""
    if isinstance(block, list) and depth < 4:
        for part in block:
            yield from _objects(part, depth + 1)
    elif isinstance(block, dict):
        yield block
        yield from _objects([block[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in block], depth + 1)


def _date_elements(tree: Any) -> Iterator[Any]:
    """What may hold the date in the body: <time>, what is named so, and short lines that begin with "Published"."""
    for element in tree.iter("time", "abbr", "span", "div", "p", "li", "td", "small", "em", "b", "font"):
        words = " ".join("".join(element.itertext()).split())
        if len(words) > LONGEST_DATE_WORDS or RIGHTS.search(words) or NOT_PUBLICATION.search(_names(element)):
            continue
        if any(
            part.tag in ("footer", "aside", "nav") or ELSEWHERE.search(_names(part)) for part in (element, *element.iterancestors())
        ):
            continue
        if (
            element.tag == "time"
            or DATE_LIKE.search(_names(element))
            or re.match(r"(?i)published|posted|first published|date:", words)
        ):
            yield element


def _names(element: Any) -> str:
    return " ".join(element.get(key) or "" for key in ("name", "property", "itemprop", "http-equiv", "class", "id"))


def _only(tree: Any, part: str, elements: Any) -> Any:
    """A page that holds copies of these elements and nothing else."""
    from copy import deepcopy

    from lxml.html import fromstring

    page = fromstring(f"<html lang='{re.sub('[^a-zA-Z-]', '', tree.get('lang') or '')}'><head></head><body></body></html>")
    for element in elements:
        copy = deepcopy(element)
        if part == "body" and element.tag != "time":
            copy.set("class", "date")  # what we judged to hold the date by other signs, htmldate must look at too
        page.find(part).append(copy)
    return page
