"""A briefing -> a Word document: the same lines and sources as the page, citations as numbers of the list of sources at its end.

A template is a Word document whose styles are used (Title, Heading 1 and 2, List Bullet, List Bullet 2, Table Grid); what it
has of text is left out. The map is no part of it; its places are a table.
"""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import UsageError
from dateline.situation import wording
from dateline.situation.briefing import Briefing
from dateline.situation.lines import Cited, Line, Section

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

ALWAYS = datetime(2000, 1, 1)
"""Day of making that the file bears: the same archive gives the same file."""


def to_docx(page: Briefing, template: Path | None = None) -> bytes:
    """The briefing as the bytes of a .docx file.

    Args:
        template: a .docx file whose styles are used.

    Raises:
        UsageError: python-docx is not installed, or the template is no Word document.
    """
    try:
        from docx import Document as open_document
        from docx.opc.exceptions import PackageNotFoundError
    except ImportError as error:
        raise UsageError("A Word document needs python-docx: pip install 'dateline[docx]'.") from error
    try:
        word = open_document(str(template)) if template else open_document()
    except (PackageNotFoundError, ValueError, KeyError) as error:
        raise UsageError(f"{template} is no Word document (.docx); name another with --template.") from error
    for element in list(word.element.body):
        if not element.tag.endswith("sectPr"):
            word.element.body.remove(element)
    _fill(word, page)
    word.core_properties.title = page.title
    word.core_properties.author = "Dateline"
    word.core_properties.created = word.core_properties.modified = ALWAYS
    out = io.BytesIO()
    word.save(out)
    return _same_bytes(out)


def _same_bytes(made: io.BytesIO) -> bytes:
    """The file without the time of day at which it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            new.writestr(zipfile.ZipInfo(name, ALWAYS.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _fill(word: "WordDocument", page: Briefing) -> None:
    word.add_heading(_clean(page.title), level=0)
    about = f"About {page.period}" if page.period else ""
    counts = f"{page.incident_count} incidents, {page.statement_count} statements, {len(page.sources)} quoted sentences"
    for words in (" · ".join(filter(None, (page.dates, page.outlets))), about, counts):
        if words:
            word.add_paragraph(_clean(words))
    if page.map:
        word.add_heading("Where", level=1)
        rows = [(mark.name + (" (its middle)" if mark.area else ""), str(mark.incidents), _notes(mark)) for mark in page.map.marks]
        _table(word, ("Place", "Incidents", "Sources"), rows)
    for section in page.sections:
        _section(word, section)
    word.add_heading("Sources", level=1)
    documents = {read.document.id: read.document for read in page.read}
    for source in page.sources:
        document = documents[source.document]
        day = wording.day_words(document.published) if document.published else "date not stated"
        words = f"[{source.number}] {document.outlet or document.name}, {document.title or document.name}, {day}: “{source.text}”"
        word.add_paragraph(_clean(words))
    if page.versions:
        word.add_paragraph(_clean(f"Made by Dateline with {', '.join(page.versions)}."))


def _section(word: "WordDocument", section: Section) -> None:
    word.add_heading(_clean(section.title), level=1)
    word.add_paragraph().add_run(_clean(section.caption)).italic = True
    if section.layout == "table":
        rows = []
        for group in section.groups:
            what = ", ".join(filter(None, (group.heading, group.subheading, group.note)))
            for line in group.lines:
                who = "; ".join(filter(None, dict.fromkeys((line.voice, line.outlets))))
                rows.append((what, line.lead, f"{who} {_notes(line)}"))
                what = ""
        _table(word, ("What", "Figure", "Who"), rows)
        return
    for group in section.groups:
        if heading := " · ".join(filter(None, (group.heading, group.subheading, group.note))):
            word.add_heading(_clean(heading), level=2)
        for line in group.lines:
            _line(word, line)


def _line(word: "WordDocument", line: Line) -> None:
    paragraph = word.add_paragraph(style="List Bullet")
    if line.hedge != "asserted":
        paragraph.add_run(f"{line.hedge} ").italic = True
    if line.lead:
        paragraph.add_run(_clean(f"{line.lead}. ")).bold = True
    quote = f"“{line.quote}” " if line.quote else ""
    voice = f"— {line.voice} " if line.voice else ""
    outlets = f"({line.outlets}) " if line.outlets else ""
    paragraph.add_run(_clean(f"{quote}{voice}{outlets}{_notes(line)}"))
    for detail in line.details:
        below = word.add_paragraph(style="List Bullet 2")
        if detail.standing:
            below.add_run(f"{detail.standing} ").bold = True
        below.add_run(_clean((f"“{detail.quote}” " if detail.quote else "") + f"{detail.words} {_notes(detail)}"))


def _table(word: "WordDocument", headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    table = word.add_table(rows=1, cols=len(headings), style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = _clean(words)


def _notes(cited: Cited) -> str:
    return "".join(f"[{number}]" for number in cited.numbers)


def _clean(words: str) -> str:
    """Words that XML can hold, on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())
