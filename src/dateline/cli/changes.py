"""Changes between two readings, for people: counted by what they are, with a few sentences of each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from rich.text import Text

from dateline.cli.phrases import plural, printable
from dateline.readings.changes import Change

HEADINGS = {"added": "Added", "removed": "Removed", "retyped": "Of another type", "meant": "Meant otherwise"}


class Tally:
    """Changes by what they are, with a few sentences of each."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.counts: Counter[tuple[str, str, str, str]] = Counter()
        self.by_type: Counter[tuple[str, str, str]] = Counter()
        self.examples: dict[tuple[str, str, str, str], list[Change]] = {}
        self.documents: set[str] = set()

    def add(self, document: str, changes: Iterable[Change]) -> None:
        """Count the changes of one document."""
        for change in changes:
            self.documents.add(document)
            self.by_type[change.kind, change.type or "", change.what] += 1
            key = (change.what, change.kind, change.before or "", change.after or "")
            self.counts[key] += 1
            kept = self.examples.setdefault(key, [])
            if len(kept) < self.most:
                kept.append(change)

    def type_rows(self) -> Iterator[tuple[str, ...]]:
        """Kind, type, and how many of each change."""
        for kind, type in sorted({key[:2] for key in self.by_type}):
            yield kind, type, *(str(self.by_type[kind, type, what] or "") for what in HEADINGS)

    def lines(self, labels: Mapping[str, str]) -> Iterator[Text]:
        """The changes for people: by what they are, the most frequent first."""
        for what, heading in HEADINGS.items():
            keys = sorted((key for key in self.counts if key[0] == what), key=lambda key: (-self.counts[key], key))
            if keys:
                yield Text(f"{heading} ({sum(self.counts[key] for key in keys)})", style="bold underline")
            for key in keys:
                yield Text(f"  {self.counts[key]:>4}  {_change_words(key, labels)}", style="bold")
                yield from (_sentence(change) for change in self.examples[key])
                if (more := self.counts[key] - len(self.examples[key])) > 0:
                    yield Text(f"        ... and {more} more; --most {self.counts[key]} shows all", style="dim")
            if keys:
                yield Text("")

    def summary(self) -> str:
        """How much changes, in words."""
        by = Counter({what: sum(n for key, n in self.counts.items() if key[0] == what) for what in HEADINGS})
        found = f"{by['added']} added, {by['removed']} removed, {by['retyped']} of another type, {by['meant']} meant otherwise"
        return f"{found}, in {plural(len(self.documents), 'document')}"


def _change_words(key: tuple[str, str, str, str], labels: Mapping[str, str]) -> str:
    what, kind, before, after = key
    if what == "meant":
        return printable(f"{kind}: {before} → {after}")

    def named(type_: str) -> str:
        return f"{type_} ({labels[type_]})" if type_ in labels else type_ or kind

    return f"{named(before)} → {named(after)}" if what == "retyped" else named(after if what == "added" else before)


def _sentence(change: Change) -> Text:
    text = change.sentence.anchor.exact
    start = text.find(change.quote)
    if start >= 0:
        text = f"{text[:start]}[{change.quote}]{text[start + len(change.quote) :]}"
    about = ", ".join(part for part in (change.name, change.published) if part)
    return Text(f"        {printable(text)}") + Text(
        f"  {printable(about)}  {change.document[:8]}:{change.sentence.index}", style="dim"
    )
