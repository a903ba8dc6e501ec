"""docs/tutorial.md, followed word for word with the shipped model."""

from pathlib import Path

import pytest
from followed import blocks, commands, plain, run

from dateline import cli

PAGE = Path(__file__).parents[1] / "docs" / "tutorial.md"


def test_the_tutorial_holds_word_for_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    seen, looked_for = "", 0
    for block in blocks(PAGE):
        if block.kind == "sh":
            codes = [run(arguments, monkeypatch) for arguments in commands(block.text)]
            captured = capfd.readouterr()
            seen = plain(captured.out + captured.err)
            assert all(code == cli.DONE for code in codes), (block.text, codes, seen)
        elif block.kind == "output":
            for line in block.text.splitlines():
                looked_for += 1
                assert plain(line) in seen, f"{line!r} is not in the output of the command above it:\n{seen}"
        else:
            (tmp_path / block.word).write_text(block.text, encoding="utf-8")
    assert looked_for > 8 and "the market of Sake" in (tmp_path / "sake.html").read_text(encoding="utf-8")
