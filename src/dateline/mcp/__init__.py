"""Assistants: one case file over the Model Context Protocol, read only. Every answer carries the sentences it rests on.

It takes what the archive, the views and the store give and hands it on as it is; it decides nothing about what a text says and
writes nothing. Names of private persons are withheld as in exports: an assistant may run on somebody else's machine.
"""

from dateline.mcp.case import OpenCase
from dateline.mcp.server import make_server

__all__ = ["OpenCase", "make_server"]
