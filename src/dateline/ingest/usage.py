"""What a page and its server say of its use: to machines (robots) and of its rights. Kept word for word, not judged."""

from collections.abc import Iterable
from typing import Final

from dateline.ingest.answers import Answer

ROBOTS_HEADERS: Final = ("x-robots-tag", "tdm-reservation", "tdm-policy")
ROBOTS_TAGS: Final = ("robots", "googlebot", "googlebot-news", "tdm-reservation", "tdm-policy")
RIGHTS_TAGS: Final = ("rights", "copyright", "license", "dc.rights", "dcterms.rights", "dcterms.license", "dc.rights.license")
LONGEST: Final = 300


def usage_of(answer: Answer | None, markup: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is told to machines, and what is told of rights; each as `name: words`, sorted, without repetition."""
    robots = [(name, value) for name in ROBOTS_HEADERS for value in (answer.all(name) if answer else ())]
    rights = [("link", value) for value in (answer.all("link") if answer else ()) if "license" in value.lower()]
    for name, words in _tags(markup):
        if name in ROBOTS_TAGS:
            robots.append((name, words))
        elif name in RIGHTS_TAGS:
            rights.append((name, words))
    return _told(robots), _told(rights)


def _tags(markup: str) -> Iterable[tuple[str, str]]:
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(markup)
    if tree.document is None:
        return
    for tag in tree.document.query_selector_all("meta[name][content], meta[property][content]"):
        yield (tag.getattr("name") or tag.getattr("property") or "").strip().lower(), tag.getattr("content") or ""
    for tag in tree.document.query_selector_all("link[rel~=license][href], a[rel~=license][href]"):
        yield "license", tag.getattr("href") or ""


def _told(found: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(sorted({f"{name}: {' '.join(words.split())[:LONGEST]}" for name, words in found if words.strip()}))
