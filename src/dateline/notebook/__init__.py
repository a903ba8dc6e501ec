"""A case file in Python: read into it, ask it, and get results that show themselves in a notebook and become data frames.

It is a face like the command line: it parses nothing and decides nothing about what a text says. Frames need packages of their own
(`pip install 'dateline[frames]'`), which are loaded when they are asked for.
"""

from dateline.notebook.results import Rows, Statements
from dateline.notebook.text import MarkedText

__all__ = ["MarkedText", "Rows", "Statements"]
