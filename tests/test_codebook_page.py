"""docs/codebook.md, followed word for word with the shipped model: files are written as printed, commands run, output as shown."""

import re
import shlex
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dateline import cli

PAGE = Path(__file__).parents[1] / "docs" / "codebook.md"
_FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PATIENCE_SECONDS = 300.0
"""Five minutes of processor time for each of the two ways that the page promises in five minutes."""


class Block(NamedTuple):
    section: str
    kind: str
    word: str
    text: str


def blocks() -> Iterator[Block]:
    """The fenced blocks of the page that say what to do or what to see; the others are for reading."""
    for part in re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE):
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


def test_the_page_holds_word_for_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    seen, spent = "", dict.fromkeys((block.section for block in blocks()), 0.0)
    for block in blocks():
        began = time.process_time()
        if block.kind == "sh":
            codes = [run(arguments, monkeypatch) for arguments in commands(block.text)]
            captured = capfd.readouterr()
            seen = plain(captured.out + captured.err)
            # `test` ends with 1 where the page shows a sentence that is wrong.
            assert all(code == cli.DONE for code in codes) or "WRONG" in seen or block.word == "fails", (block.text, codes, seen)
        elif block.kind == "output":
            for line in block.text.splitlines():
                assert plain(line) in seen, f"{line!r} is not in the output of the command above it:\n{seen}"
        else:
            path = tmp_path / block.word
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        spent[block.section] += time.process_time() - began
    assert (tmp_path / "dist").is_dir()
    for section, seconds in spent.items():
        if "five minutes" in section:
            assert seconds < PATIENCE_SECONDS, f"{section}: {seconds:.0f} s"


def test_the_page_has_both_ways_and_shows_what_comes_of_each() -> None:
    found = list(blocks())
    for thing in ("A new event type in five minutes", "A new actor in five minutes"):
        kinds = [block.kind for block in found if block.section == thing]
        assert kinds.count("sh") >= 4 and kinds.count("output") >= 4
