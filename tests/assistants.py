"""The official client with a real server behind it: `dateline mcp` in a process of its own, asked over stdin and stdout."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from anyio.from_thread import start_blocking_portal
from mcp import Client, StdioServerParameters, stdio_client
from mcp_types import CallToolResult, ListToolsResult

PROGRAM = "from dateline.cli import main; main()"
PATIENCE_SECONDS = 120


class Assistant:
    """A client with a server of its own, asked from a test that is not asynchronous."""

    def __init__(self, client: Client, call: Callable[..., Any]) -> None:
        self._client, self._call = client, call

    def tools(self) -> ListToolsResult:
        return self._call(self._client.list_tools)

    def instructions(self) -> str:
        return self._client.instructions or ""

    def ask(self, tool: str, **arguments: Any) -> CallToolResult:
        return self._call(self._client.call_tool, tool, arguments)

    def told(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """The structured answer of a call that is to succeed."""
        result = self.ask(tool, **arguments)
        assert not result.is_error, result.content
        return result.structured_content


@contextmanager
def served(case: Path, *options: str, mode: str = "auto") -> Iterator[Assistant]:
    """A server over the case file, started as an assistant starts it.

    Args:
        mode: how the client begins: ``legacy`` is the handshake of assistants of before July 2026.
    """
    source = str(Path(__file__).parents[1] / "src")
    path = os.pathsep.join([source, os.environ.get("PYTHONPATH", "")])
    parameters = StdioServerParameters(
        command=sys.executable, args=["-c", PROGRAM, "mcp", "--db", str(case), *options], env={"PYTHONPATH": path}
    )
    with start_blocking_portal() as portal, ExitStack() as stack:
        client = Client(stdio_client(parameters), mode=mode, read_timeout_seconds=PATIENCE_SECONDS)
        stack.enter_context(portal.wrap_async_context_manager(client))
        yield Assistant(client, portal.call)
