"""The page about language models: its commands run against a server of the protocol, and its settings are those there are."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from commands import Result
from endpoints import endpoint

from dateline.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "llm.md").read_text(encoding="utf-8")
ADDRESS = "http://localhost:11434/v1"
TEXT = "Gunmen attacked a convoy near Gao on Monday. Two soldiers were killed, officials said."


def test_its_commands_run_one_after_the_other(run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "gao.txt").write_text(TEXT, encoding="utf-8")
    commands = [shlex.split(line)[1:] for line in re.findall(r"^    (dateline .*)$", PAGE, re.MULTILINE)]
    assert [command[0] for command in commands] == ["read", "compare"]
    with endpoint() as server:
        for command in commands:
            if "--gold" in command:
                statement = run("show", "events", "--json").out.splitlines()[0]
                reviewed = run("review", "accept", re.findall(r'"id":"(\w+)"', statement)[0])
                assert reviewed.code == 0, reviewed.err
                assert run("review", "export", "gold", "-o", "my-gold").code == 0
                # As the page says, address and model may stand in the settings.
                monkeypatch.setenv("DATELINE_LLM_ADDRESS", server.address)
                monkeypatch.setenv("DATELINE_LLM_MODEL", "qwen3:14b")
            done = run(*[server.address if word == ADDRESS else word for word in command])
            assert done.code == 0 and "language model: " in done.err, done.err
        # What was read before is in the cache: the comparison pays for nothing.
        assert "0 requests, 0 tokens in, 0 out; 1 question answered before" in done.err and len(server.asked) == 1


def test_its_settings_are_those_there_are() -> None:
    told = set(re.findall(r"`((?:llm|max)_\w+)`", PAGE))
    there = {field.name for field in msgspec.structs.fields(Settings) if field.name.startswith(("llm_", "max_"))} - {"max_bytes"}
    assert told == there
    defaults = dict(zip(Settings.__struct_fields__, Settings.__struct_defaults__, strict=True))
    for name, words in (("llm_seconds", "300"), ("llm_jobs", "2"), ("max_tokens", "1,000,000")):
        (row,) = re.findall(rf"^\| `{name}` \|.*$", PAGE, re.MULTILINE)
        assert f"{defaults[name]:,}" == words and words in row
