"""Where pure functions run: in processes of this machine, or on a Ray cluster. It knows neither what is read nor where it goes."""

from collections.abc import Callable
from typing import TypeVar

from dateline.engine.contract import Engine
from dateline.engine.local import Local, cores

__all__ = ["Engine", "Local", "cores", "open_engine"]
W = TypeVar("W")


def open_engine(
    load: Callable[[], W], *, name: str = "local", jobs: int = 0, address: str | None = None, loaded: W | None = None
) -> Engine[W]:
    """The engine of a name, local or ray; see there for the rest.

    Raises:
        InputError: its package is not installed.
        EngineError: its cluster cannot be reached.
    """
    if name == "ray":
        from dateline.engine.cluster import Cluster

        return Cluster(load, jobs, address=address)
    return Local(load, jobs, loaded=loaded)
