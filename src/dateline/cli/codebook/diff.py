"""`dateline codebook diff`: what a change of the codebook adds, removes and retypes in an archive, before it counts."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.errors import UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from dateline.codebook import Codebook
    from dateline.workbench.differences import Change

SHIPPED = "shipped"
HEADINGS = {"added": "Added", "removed": "Removed", "retyped": "Of another type", "meant": "Meant otherwise"}


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
    from dateline.pipeline import load_stages
    from dateline.plugins import load_codebook
    from dateline.settings import load_settings
    from dateline.store import Store
    from dateline.workbench.differences import compare

    settings = load_settings({"db": archive})
    before, after = load_codebook(_folders(old)), load_codebook(_folders(new))
    tally, shown = Tally(most), 0
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
                tally.add(compared.document, compared.changes, read=compared.read)
                if json:
                    from dateline.cli.rows import write_lines

                    with progress.aside():
                        write_lines(compared.changes)
    if not json:
        from dateline.cli.screen import paged, print_all, stdout_console

        console = stdout_console()
        with paged(console):
            print_all(console, tally.lines({**_labels(before), **_labels(after)}))
    typer.echo(tally.summary(shown), err=True)


def _folders(words: str) -> list[Path]:
    if words == SHIPPED:
        return []
    if not Path(words).is_dir():
        raise UsageError(f"There is no folder {words}; name a codebook folder, or `{SHIPPED}`.")
    return [Path(words)]


def _labels(codebook: "Codebook") -> dict[str, str]:
    return {entry.id: entry.label for entry in codebook.entries.values()}


class Tally:
    """Changes by what they are, with a few sentences of each."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.examples: dict[tuple[str, str, str], list[Any]] = {}
        self.documents: set[str] = set()
        self.read = 0

    def add(self, document: str, changes: "tuple[Change, ...]", *, read: bool) -> None:
        """Count the changes of one document."""
        self.read += read
        for change in changes:
            self.documents.add(document)
            key = (change.what, change.before or "", change.after or "")
            self.counts[key] += 1
            kept = self.examples.setdefault(key, [])
            if len(kept) < self.most:
                kept.append(change)

    def lines(self, labels: dict[str, str]) -> "Iterator[Text]":
        """The changes for people: by what they are, the most frequent first."""
        from rich.text import Text

        for what, heading in HEADINGS.items():
            keys = sorted((key for key in self.counts if key[0] == what), key=lambda key: (-self.counts[key], key))
            if keys:
                yield Text(f"{heading} ({sum(self.counts[key] for key in keys)})", style="bold underline")
            for key in keys:
                yield Text(f"  {self.counts[key]:>4}  {_change_words(key, self.examples[key][0].kind, labels)}", style="bold")
                yield from (_sentence(change) for change in self.examples[key])
                if (more := self.counts[key] - len(self.examples[key])) > 0:
                    yield Text(f"        ... and {more} more; --most {self.counts[key]} shows all", style="dim")
            if keys:
                yield Text("")

    def summary(self, total: int) -> str:
        """One line: how many documents, and how much changes."""
        by = Counter({what: sum(n for key, n in self.counts.items() if key[0] == what) for what in HEADINGS})
        found = f"{by['added']} added, {by['removed']} removed, {by['retyped']} of another type, {by['meant']} meant otherwise"
        return (
            f"{total:,} documents, {self.read:,} of them read: {found}, in {len(self.documents):,} documents. Nothing was written."
        )


def _change_words(key: tuple[str, str, str], kind: str, labels: dict[str, str]) -> str:
    what, before, after = key
    if what == "meant":
        return f"{before} → {after}"

    def named(type_: str) -> str:
        return f"{type_} ({labels[type_]})" if type_ in labels else type_ or kind

    return f"{named(before)} → {named(after)}" if what == "retyped" else named(after if what == "added" else before)


def _sentence(change: "Change") -> "Text":
    from rich.text import Text

    from dateline.cli.phrases import printable

    text = change.sentence.anchor.exact
    start = text.find(change.quote)
    if start >= 0:
        text = f"{text[:start]}[{change.quote}]{text[start + len(change.quote) :]}"
    about = ", ".join(part for part in (change.name, change.published) if part)
    return Text(f"        {printable(text)}") + Text(
        f"  {printable(about)}  {change.document[:8]}:{change.sentence.index}", style="dim"
    )
