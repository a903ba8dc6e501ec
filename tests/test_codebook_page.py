"""docs/codebook.md, followed word for word with the shipped model: files are written as printed, commands run, output as shown."""

import time
from pathlib import Path

import pytest
from followed import blocks, commands, plain, run

from dateline import cli

PAGE = Path(__file__).parents[1] / "docs" / "codebook.md"
PATIENCE_SECONDS = 300.0
"""Five minutes of processor time for each of the two ways that the page promises in five minutes."""


def test_the_page_holds_word_for_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    seen, spent = "", dict.fromkeys((block.section for block in blocks(PAGE)), 0.0)
    for block in blocks(PAGE):
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
    found = list(blocks(PAGE))
    for thing in ("A new event type in five minutes", "A new actor in five minutes"):
        kinds = [block.kind for block in found if block.section == thing]
        assert kinds.count("sh") >= 4 and kinds.count("output") >= 4
