"""Readers beside each other on the user's own gold: which of them finds what people found, and where they differ, with sentences.

Everything is compared in the exchange form (`exports/assertions.py`), so that a file that another program wrote is a reader as
well. Nothing is written.
"""

from dateline.compare.comparing import Comparison, compare
from dateline.compare.gold import Gold, load_gold, reviewed_gold
from dateline.compare.readers import Reading, load_readers

__all__ = ["Comparison", "Gold", "Reading", "compare", "load_gold", "load_readers", "reviewed_gold"]
