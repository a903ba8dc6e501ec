"""The example reports as a case file, read with the shipped model as the README's commands read them."""

from pathlib import Path

from dateline.archive import link_case
from dateline.archive.tables import Tables
from dateline.pipeline import read_into
from dateline.settings import Settings, load_settings
from dateline.stages import Stages
from dateline.store import Store

REPORTS = Path(__file__).parents[1] / "examples" / "reports"
DATED = {
    "san-salvador-1989.txt": ("1989-11-17", "Example Wire"),
    "goma-1994.txt": ("1994-07-19", "Example Relief"),
    "sarajevo-1995.txt": ("1995-08-29", "Example Wire"),
    "sri-lanka-2009.txt": ("2009-05-20", "Example Review"),
    "colombia-2016.txt": ("2016-08-29", "Example Network of Women for Peace"),
}
"""Plain text says neither its day nor its outlet."""


def settings_for(day: str | None = None, outlet: str | None = None) -> Settings:
    """Settings in which nothing of the user's own environment is seen."""
    return load_settings({"date": day, "outlet": outlet}, environ={}, folder=Path("no such folder"))


def read_examples(path: Path, stages: Stages, *, link: bool = True) -> None:
    """Read all fifteen into the case file at `path`."""
    with Store.open(path) as store:
        for name, (day, outlet) in DATED.items():
            list(read_into([REPORTS / name], store, settings_for(day, outlet), stages))
        list(read_into([REPORTS], store, settings_for(), stages))
        if link:
            link_case(store, Tables(codebook=stages.codebook, gazetteer=stages.gazetteer))
