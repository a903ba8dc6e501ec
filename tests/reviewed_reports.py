"""Three example reports that tests of review read with the shipped model, once or again."""

from pathlib import Path

from dateline.pipeline import read_into
from dateline.settings import load_settings
from dateline.stages import Stages
from dateline.store import Store

REPORTS = Path(__file__).parents[1] / "examples" / "reports"
READ = {"goma-1994": "1994-07-19", "sarajevo-1995": "1995-08-29", "colombia-2016": "2016-08-29"}
"""Report -> its day."""


def read_again(store: Store, stages: Stages, name: str, day: str) -> None:
    """Read a report, or read it again."""
    settings = load_settings({"date": day, "outlet": "Example Wire"}, environ={}, folder=Path("no such folder"))
    list(read_into([REPORTS / f"{name}.txt"], store, settings, stages, again=True))
