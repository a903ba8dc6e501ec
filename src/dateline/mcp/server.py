"""The server: the tools under the Model Context Protocol, and the one form in which an answer leaves.

An answer goes out twice: as structured content for programs, and as text for models. In the text, words of articles stand between
two lines of a mark that is made of the answer itself, so that no article can hold it beforehand; characters that do not show are
written as escapes, so that nothing hides in a quote.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from mcp.server import MCPServer
from mcp.server.mcpserver.tools import Tool
from mcp_types import CallToolResult, TextContent, ToolAnnotations

from dateline import __version__
from dateline.mcp.answers import NOTICE, Answer, answer_schema
from dateline.mcp.case import OpenCase
from dateline.mcp.tools import Tools

INSTRUCTIONS = f"""Dateline reads news about conflicts and keeps apart what texts assert, who says so, what is estimated, opinion,
predicted and recommended. These tools read one case file and change nothing. {NOTICE} Keep hedges: what is reported, possible,
probable or denied is not asserted. Conflicting numbers stand side by side: never average them, never choose one. What no line says,
the case file does not know: say so. Begin with `brief` for an overview, `search` for a question."""
_HIDDEN = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
"""Unicode categories of characters that do not show: controls, marks of direction, tags, what is not assigned."""
_MAYBE_HIDDEN = re.compile(r"[^\x20-\x7e]")


def make_server(case: OpenCase) -> MCPServer:
    """The server over one open case; `run` speaks on stdin and stdout."""
    tools = [_tool(answering) for answering in Tools(case).all()]
    return MCPServer("dateline", title="Dateline", version=__version__, instructions=INSTRUCTIONS, tools=tools, log_level="WARNING")


def _tool(answering: Callable[..., Answer]) -> Tool:
    @wraps(answering)
    def call(**arguments: Any) -> CallToolResult:
        return result_of(answering(**arguments))

    tool = Tool.from_function(
        call,
        description=" ".join((answering.__doc__ or "").split()),
        # Asks nothing of the world outside, and the same question has the same answer.
        annotations=ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False),
        structured_output=False,
    )
    tool.fn_metadata.output_schema = answer_schema()
    return tool


def result_of(answer: Answer) -> CallToolResult:
    """An answer in both its forms."""
    return CallToolResult(content=[TextContent(type="text", text=text_of(answer))], structured_content=msgspec.to_builtins(answer))


def text_of(answer: Answer) -> str:
    """An answer for a model: what is to be known first, then the answer as JSON between two lines that no article can forge."""
    rest = {name: getattr(answer, name) for name in Answer.__struct_fields__ if name != "notice"}
    body = _MAYBE_HIDDEN.sub(_shown, msgspec.json.encode(rest).decode())
    mark = f"---{hashlib.sha256(body.encode()).hexdigest()[:24]}---"
    return f"{answer.notice} The answer stands between the two lines {mark}\n{mark}\n{body}\n{mark}"


def _shown(match: re.Match[str]) -> str:
    character = match.group()
    if unicodedata.category(character) not in _HIDDEN:
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
