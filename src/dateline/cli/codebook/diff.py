"""`dateline codebook diff`: what a change of the codebook adds, removes and retypes in an archive, before it counts."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.errors import UsageError

if TYPE_CHECKING:
    from dateline.codebook import Codebook

SHIPPED = "shipped"


def diff(
    old: Annotated[str, typer.Argument(help="Folder of the old codebook, or `shipped`: what commands use without --codebook.")],
    new: Annotated[str, typer.Argument(help="Folder of the new codebook, or `shipped`.")],
    archive: Annotated[
        str | None, typer.Option(help="Case file whose documents are read [default: dateline.db].", metavar="FILE")
    ] = None,
    most: Annotated[int, typer.Option(help="Sentences shown of each change.", min=1, metavar="NUMBER")] = 5,
    json: Annotated[bool, typer.Option("--json", help="Every change as JSON Lines, document by document.")] = False,
) -> None:
    """Show what another codebook would change in an archive, with sentences. Nothing is written.

    Documents of the archive are read with each codebook, those alone in whose words, actors or numbers the two differ.

    \b
    Examples:
      dateline codebook diff shipped my-codebook --archive dateline.db
      dateline codebook diff last-year my-codebook --archive dateline.db --json > changes.jsonl
    """
    from dateline.cli.changes import Tally
    from dateline.plugins import load_codebook
    from dateline.settings import load_settings
    from dateline.stages import load_stages
    from dateline.store import Store
    from dateline.workbench.differences import compare

    settings = load_settings({"db": archive})
    before, after = load_codebook(_folders(old)), load_codebook(_folders(new))
    tally, shown, read = Tally(most), 0, 0
    with Store.open(settings.db, create=False) as store:
        total = store.counts().documents
        if before.version == after.version:
            typer.echo(f"{old} and {new} say the same: nothing would change in the {total} documents.", err=True)
            return
        stages = load_stages(settings, _folders(old))
        from dateline.cli.progress import Progress

        with Progress(total) as progress:
            for compared in compare(store.documents(), stages, stages.with_codebook(after)):
                progress.advance()
                shown += 1
                read += compared.read
                tally.add(compared.document, compared.changes)
                if json:
                    from dateline.cli.rows import write_lines

                    with progress.aside():
                        write_lines(compared.changes)
    if not json:
        from dateline.cli.screen import paged, print_all, stdout_console

        console = stdout_console()
        with paged(console):
            print_all(console, tally.lines({**_labels(before), **_labels(after)}))
    typer.echo(f"{shown:,} documents, {read:,} of them read: {tally.summary()}. Nothing was written.", err=True)


def _folders(words: str) -> list[Path]:
    if words == SHIPPED:
        return []
    if not Path(words).is_dir():
        raise UsageError(f"There is no folder {words}; name a codebook folder, or `{SHIPPED}`.")
    return [Path(words)]


def _labels(codebook: "Codebook") -> dict[str, str]:
    return {entry.id: entry.label for entry in codebook.entries.values()}
