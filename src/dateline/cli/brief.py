"""`dateline brief`: the situation as a page with citations, of a period or of what is new, in several formats."""

import os
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.words import RunOption, as_query, day
from dateline.errors import InputError, UsageError

if TYPE_CHECKING:
    from dateline.situation.briefing import Briefing


class Format(StrEnum):
    """What a briefing can be written as."""

    HTML = "html"
    MARKDOWN = "md"
    DOCX = "docx"
    PDF = "pdf"


def brief(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help="Which statements, as for `dateline ask`; all without it.")
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="What to write: .html, .md, .docx or .pdf; - is standard output.", metavar="FILE")
    ] = Path("brief.html"),
    start: Annotated[
        str | None, typer.Option("--from", "--since", help="First day of the period, YYYY-MM-DD.", metavar="DAY")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", "--until", help="Last day; later reports are left out.", metavar="DAY")] = None,
    since_last: Annotated[
        bool, typer.Option("--since-last", help="Only what is new since the last briefing made with this option.")
    ] = False,
    series: Annotated[str, typer.Option(help="Which briefings follow one another with --since-last.", metavar="NAME")] = "briefing",
    title: Annotated[str, typer.Option(help="The page's heading.")] = "Situation briefing",
    format: Annotated[Format | None, typer.Option(help="html, md, docx or pdf [default: by the file's name].")] = None,
    template: Annotated[
        Path | None, typer.Option(help="Your house style: a Jinja template for html and pdf, a Word file for docx.", metavar="FILE")
    ] = None,
    print_template: Annotated[bool, typer.Option("--print-template", help="Print our own template and stop.")] = False,
    db: Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")] = None,
    codebook: Annotated[
        list[Path] | None, typer.Option(help="Your own codebook folder, for its names, types and labels.", metavar="DIR")
    ] = None,
    run: RunOption = None,
) -> None:
    """Write a briefing: incidents, control, numbers, what is disputed and what is not known; every line leads to quoted sentences.

    \b
    Examples:
      dateline brief -o brief.html
      dateline brief place:Iraq --from 2014-06-09 --to 2014-06-15 --title "Iraq, second week of June" -o iraq.docx
      dateline brief --since-last -o today.html
    """
    from dateline.archive.briefing import Wanted, make_briefing
    from dateline.archive.tables import Tables
    from dateline.cli.link import link_with_progress
    from dateline.cli.runs import as_read_by
    from dateline.settings import load_settings
    from dateline.store import Store
    from dateline.workbench.decisions import with_decisions

    if print_template:
        from dateline.situation.briefing import own_template

        typer.echo(own_template(), nl=False)
        return
    if since_last and run:
        raise UsageError("--since-last is about the newest readings; leave out --run, or give the period with --from.")
    to_stdout = str(output) == "-"
    if not to_stdout and (output.is_dir() or not output.absolute().parent.is_dir()):
        raise UsageError(f"{output} cannot be a page: name a file in a folder that exists, as in -o brief.html.")
    form = format or _format_of(output)
    wanted = Wanted(
        query=as_query(words), start=day(start, "--from"), end=day(end, "--to"), series=series if since_last else None, title=title
    )
    settings = load_settings({"db": db})
    tables = Tables.load(with_decisions(codebook, settings.db))
    with Store.open(settings.db, create=False) as whole, as_read_by(whole, run) as store:
        link_with_progress(store, tables)
        made = make_briefing(store, tables, wanted)
        page = _written(made.page, form, template)
        if to_stdout:
            sys.stdout.buffer.write(page)
        else:
            _write_whole(output, page)
            typer.echo(f"Wrote {output}", err=True)
        if since_last:
            store.remember_briefing(series, made.until, made.documents)
    if made.unknown:
        typer.echo(f"Not in the tables, looked for as words: {', '.join(made.unknown)}", err=True)
    if not made.page.sections:
        typer.echo("Nothing belongs to it: another period or query may have more.", err=True)


def _format_of(output: Path) -> Format:
    """By the ending of the file's name; a page where there is none."""
    ending = output.suffix.lower().removeprefix(".")
    known = {"htm": "html", "markdown": "md", "": "html"} | {form.value: form.value for form in Format}
    if ending not in known:
        raise UsageError(
            f"{output.name} ends with no format of a briefing; end it with .html, .md, .docx or .pdf, or give --format."
        )
    return Format(known[ending])


def _written(page: "Briefing", form: Format, template: Path | None) -> bytes:
    from dateline.situation.briefing import render

    if template and not template.is_file():
        raise UsageError(f"There is no template {template}; name a file with --template.")
    if form is Format.MARKDOWN:
        from dateline.situation.briefing_markdown import to_markdown

        if template:
            raise UsageError("Markdown has no style: leave out --template.")
        return to_markdown(page).encode()
    if form is Format.DOCX:
        from dateline.situation.briefing_docx import to_docx

        return to_docx(page, template)
    html = render(page, template.read_text(encoding="utf-8") if template else None)
    return _pdf(html) if form is Format.PDF else html.encode()


def _pdf(html: str) -> bytes:
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        raise UsageError(
            "PDF needs weasyprint and the library Pango: pip install 'dateline[pdf]', on Debian also "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0. A browser prints the page too."
        ) from error
    return HTML(string=html, url_fetcher=_refuse).write_pdf() or b""


def _refuse(url: str, *_: object, **__: object) -> dict[str, object]:
    """Nothing is fetched for a page that has everything in it."""
    raise ValueError(f"A briefing loads nothing from elsewhere: {url[:80]}")


def _write_whole(path: Path, page: bytes) -> None:
    """Write beside and rename: a reader never meets half a page."""
    try:
        with tempfile.NamedTemporaryFile("wb", dir=path.absolute().parent, suffix=".part", delete=False) as part:
            part.write(page)
        mask = os.umask(0)
        os.umask(mask)
        Path(part.name).chmod(0o666 & ~mask)
        Path(part.name).replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}); name another file with -o.") from error
