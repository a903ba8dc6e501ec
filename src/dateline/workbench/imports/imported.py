"""What an import gives: rows and drafts for a codebook folder, and an account of what was carried over and what was not."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.codebook.yaml_files import read_yaml
from dateline.errors import InputError
from dateline.workbench.entry_drafts import Draft

FORMS = Path(__file__).parent / "forms.yaml"
EXAMPLES = 5
"""Examples kept of each reason for leaving something out."""


@dataclass
class Imported:
    """What came of a file. What was in it equals what was carried over plus what was left out."""

    actors: list[str] = field(default_factory=list)
    """Rows of actors, as YAML."""
    triggers: list[str] = field(default_factory=list)
    """Rows of `triggers.yaml`."""
    classes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Word classes for `words.yaml`."""
    labels: list[str] = field(default_factory=list)
    """Rows of `labels.yaml`."""
    drafts: list[Draft] = field(default_factory=list)
    """Types that lack something a type needs; paths are file names."""
    carried: Counter[str] = field(default_factory=Counter)
    left: dict[str, Counter[str]] = field(default_factory=dict)
    """Reason -> what was left out for it."""

    def leave(self, reason: str, what: str) -> None:
        """Note something that is not carried over."""
        self.left.setdefault(reason, Counter())[" ".join(what.split())] += 1

    def report(self) -> Iterable[str]:
        """The account, line by line."""
        yield "Carried over"
        yield from (f"  {number:>6}  {what}" for what, number in sorted(self.carried.items())) if self.carried else ("  nothing",)
        if self.left:
            yield "Not carried over, and why"
        for reason, items in sorted(self.left.items(), key=lambda one: (-sum(one[1].values()), one[0])):
            yield f"  {sum(items.values()):>6}  {reason}"
            examples = [f"{what} ({number})" if number > 1 else what for what, number in items.most_common(EXAMPLES)]
            yield f"          such as {'; '.join(examples)}"


def load_forms() -> dict[str, Any]:
    """What other codebooks call what ours has."""
    return read_yaml(FORMS.read_text(encoding="utf-8"), str(FORMS))


def read_text(path: Path) -> str:
    """A file's text: UTF-8, or Latin-1 where it is not, as older dictionaries are; packed files (.gz) are unpacked.

    Raises:
        InputError: it cannot be read.
    """
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            import gzip

            data = gzip.decompress(data)
    except (OSError, EOFError) as error:
        raise InputError(f"{path} cannot be read ({error}); check the name and the permissions.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")
