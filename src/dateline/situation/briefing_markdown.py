"""A briefing -> Markdown: the same lines and sources as the page, citations as footnotes; for wikis, mail and version control.

Words of the texts are foreign input: whatever could be read as a mark is escaped. The map is no part of it; its places are a table.
"""

import re
from collections.abc import Iterator

from dateline.situation import wording
from dateline.situation.briefing import Briefing
from dateline.situation.lines import Cited, Line, Section

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_AT_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def to_markdown(page: Briefing) -> str:
    """The briefing as Markdown with footnotes."""
    return "\n".join(_lines(page)).rstrip() + "\n"


def _lines(page: Briefing) -> Iterator[str]:
    yield f"# {_plain(page.title)}"
    yield ""
    about = " · ".join(_plain(part) for part in (page.dates, page.outlets) if part)
    yield from (about, "") if about else ()
    yield from (f"About {_plain(page.period)}", "") if page.period else ()
    yield f"{page.incident_count} incidents, {page.statement_count} statements, {len(page.sources)} quoted sentences"
    yield ""
    yield from _places(page)
    for section in page.sections:
        yield from _section(section)
    documents = {read.document.id: read.document for read in page.read}
    yield "## Sources"
    yield ""
    for source in page.sources:
        document = documents[source.document]
        day = wording.day_words(document.published) if document.published else "date not stated"
        where = f"{document.outlet or document.name}, {document.title or document.name}, {day}"
        yield f"[^{source.number}]: {_plain(where)}: “{_plain(source.text)}”"
    yield ""
    if page.versions:
        yield f"Made by Dateline with {_plain(', '.join(page.versions))}."


def _places(page: Briefing) -> Iterator[str]:
    if page.map is None:
        return
    yield "## Where"
    yield ""
    yield "| Place | Incidents |"
    yield "|---|---|"
    for mark in page.map.marks:
        yield f"| {_plain(mark.name)}{' (its middle)' if mark.area else ''} | {mark.incidents} {_notes(mark)} |"
    yield ""


def _section(section: Section) -> Iterator[str]:
    yield f"## {_plain(section.title)}"
    yield ""
    yield f"*{_plain(section.caption)}*"
    yield ""
    if section.layout == "table":
        yield from _table(section)
        return
    for group in section.groups:
        heading = " · ".join(_plain(part) for part in (group.heading, group.subheading, group.note) if part)
        yield from (f"### {heading}", "") if heading else ()
        for line in group.lines:
            yield f"- {_said(line)}"
            for detail in line.details:
                standing = f"**{_plain(detail.standing)}** " if detail.standing else ""
                quote = f"“{_plain(detail.quote)}” " if detail.quote else ""
                yield f"  - {standing}{quote}{_plain(detail.words)} {_notes(detail)}"
        yield ""


def _table(section: Section) -> Iterator[str]:
    yield "| What | Figure | Who |"
    yield "|---|---|---|"
    for group in section.groups:
        what = ", ".join(_plain(part) for part in (group.heading, group.subheading) if part)
        what += f" (**{_plain(group.note)}**)" if group.note else ""
        for line in group.lines:
            who = "; ".join(_plain(part) for part in dict.fromkeys((line.voice, line.outlets)) if part)
            yield f"| {what} | {_plain(line.lead)} | {who} {_notes(line)} |"
            what = ""
    yield ""


def _said(line: Line) -> str:
    parts = [f"*{line.hedge}*" if line.hedge != "asserted" else "", f"**{_plain(line.lead)}.**" if line.lead else ""]
    parts += [f"“{_plain(line.quote)}”" if line.quote else "", f"— {_plain(line.voice)}" if line.voice else ""]
    parts += [f"({_plain(line.outlets)})" if line.outlets else "", _notes(line)]
    return " ".join(part for part in parts if part)


def _notes(cited: Cited) -> str:
    return "".join(f"[^{number}]" for number in cited.numbers)


def _plain(words: str) -> str:
    """Words on one line in which nothing is a mark.

    >>> _plain("a <b> *c* | d")
    'a \\\\<b\\\\> \\\\*c\\\\* \\\\| d'
    """
    flat = _MARKS.sub(r"\\\1", " ".join(words.split()))
    return _AT_START.sub(r"\1\\\2", flat)
