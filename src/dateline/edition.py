"""The edition of the data that a package carries: codebook, gazetteer's rows and model, by the day on which they were put together.

The code has a semantic version; data have a calendar version, for no change of a list of actors is ever "compatible": each may
change what is read from the same text. What exactly was used is told by the hashes in a run; the edition is the word for people.
"""

import json
from importlib.resources import files


def edition() -> str:
    """The edition, as `2026.11.29`."""
    return str(json.loads(files("dateline").joinpath("edition.json").read_text(encoding="utf-8"))["edition"])
