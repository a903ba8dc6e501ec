"""`dateline codebook check`: what is wrong with a codebook folder, by file and line, with what to do."""

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dateline.codebook.complaints import Complaint
    from dateline.workbench.checks import Checked


def check(
    folder: Annotated[
        Path | None, typer.Argument(help="Your codebook's folder [default: the one here].", metavar="[FOLDER]")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines for programs.")] = False,
) -> None:
    """Say what is wrong with a codebook, where, and what to do.

    Errors keep it from being used; hints are about what is allowed and may yet not be meant. Ends with 1 when there are errors.

    \b
    Examples:
      dateline codebook check
      dateline codebook check my-codebook --json
    """
    from dateline.workbench.checks import check_folder
    from dateline.workbench.folders import find_folder

    checked = check_folder(find_folder(folder))
    if json:
        from dateline.cli.rows import write_lines

        write_lines(checked.complaints)
    else:
        print_complaints(checked.complaints)
        typer.echo(_summary(checked), err=True)
    raise typer.Exit(1 if checked.errors else 0)


def print_complaints(complaints: "list[Complaint]") -> None:
    """Complaints by file: line and what is wrong, below it what to do."""
    from rich.padding import Padding
    from rich.text import Text

    from dateline.cli.phrases import printable
    from dateline.cli.screen import stdout_console

    console = stdout_console()
    for file, group in groupby(complaints, key=lambda complaint: complaint.file):
        console.print(Text(file, style="bold"))
        for one in group:
            place = "hint" if one.hint else "error"
            where = f"line {one.line}" if one.line else ""
            head = Text.assemble(
                (f"{place:<6}", "yellow" if one.hint else "bold red"), f"{where:<10}", printable(_capital(one.what)) + "."
            )
            for line, indent in (
                (head, 2),
                (Text(printable(_capital(one.remedy)) + ("" if one.remedy.endswith("?") else ".")), 18),
            ):
                console.print(Padding(line, (0, 0, 0, indent)) if console.is_terminal else Text(" " * indent) + line)
        console.print()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _summary(checked: "Checked") -> str:
    hints = len(checked.complaints) - len(checked.errors)
    rows = sum(map(len, checked.lists.values())) + checked.more_words
    parts = [
        ("type", len(checked.entries)),
        ("actor", len(checked.actors)),
        ("row of other lists", rows),
        ("draft", checked.drafts),
    ]
    held = ", ".join(
        f"{n} {word if n == 1 else word.replace('row', 'rows') if ' ' in word else word + 's'}" for word, n in parts if n
    )
    errors = len(checked.errors)
    found = f"{errors} error{'' if errors == 1 else 's'}, {hints} hint{'' if hints == 1 else 's'}"
    then = "" if errors else f" Next: dateline codebook test {checked.folder}"
    return f"{checked.folder}: {held or 'nothing well formed'}; {found}.{then}"
