"""Pages of the documentation, followed as printed: files are written, commands run, output is looked for in what they say."""

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dateline import cli

_FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    section: str
    kind: str
    word: str
    text: str


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page that say what to do or what to see; the others are for reading."""
    for part in re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.MULTILINE):
        for kind, word, text in _FENCE.findall(part):
            if kind in ("sh", "output") or word:
                yield Block(part.partition("\n")[0], kind, word, text)


def commands(text: str) -> list[list[str]]:
    return [shlex.split(line, comments=True) for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def plain(words: str) -> str:
    return " ".join(words.split())


def run(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    assert arguments[0] == "dateline"
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0)
