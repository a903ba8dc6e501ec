"""A Ray cluster: actors on its machines, each of which loads what it needs once. Ray is an extra: `pip install 'dateline[ray]'`.

Plain actors, not Ray Data (docs/decisions/0013): results must come back in order, one by one, to the one who writes the store.
An actor that is killed is started anew by Ray, on another machine if need be, and its items are done again.
"""

import logging
import socket
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

from dateline.engine.contract import AHEAD, MOST_TRIES
from dateline.errors import EngineError, InputError

W = TypeVar("W")
T = TypeVar("T")
R = TypeVar("R")
HERE = "local"
"""Ray's own word for a cluster that it starts on this machine and ends with this process."""
REACH_SECONDS = 10.0


class Cluster(Generic[W]):
    """So many actors of a Ray cluster. Use it as a context manager; leaving it ends them.

    Args:
        load: makes what the functions work with; called once in each actor. It must be importable on every machine of the cluster.
        jobs: how many actors; nought takes one for each core of the cluster.
        address: of the cluster, as `ray.init` takes it (HOST:PORT, ray://HOST:PORT, auto); one on this machine without it.

    Raises:
        InputError: Ray is not installed.
        EngineError: the cluster cannot be reached.
    """

    def __init__(self, load: Callable[[], W], jobs: int = 0, *, address: str | None = None) -> None:
        try:
            import ray
            import ray.exceptions
        except ModuleNotFoundError as error:
            raise InputError("The engine ray needs a package of its own; add it with `pip install 'dateline[ray]'`.") from error
        self._ray: Any = ray  # its types know nothing of what it makes of a class
        options: dict[str, Any] = {"num_cpus": jobs, "include_dashboard": False} if address is None and jobs else {}
        try:
            _reach(address)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Ray's of its own future
                ray.init(address=address or HERE, log_to_driver=False, logging_level=logging.ERROR, **options)
        except (ConnectionError, RuntimeError, ValueError, OSError) as error:
            said = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
            raise EngineError(
                f"The Ray cluster {address or 'of this machine'} cannot be reached ({said}); see `ray status`, and --ray-address."
            ) from error
        self.jobs = jobs or max(1, int(ray.cluster_resources().get("CPU", 1)))
        made: Any = self._ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=MOST_TRIES)(_Worker)
        self._actors: list[Any] = [made.remote(load) for _ in range(self.jobs)]
        self._busy: list[deque[Any]] = [deque() for _ in self._actors]

    def __enter__(self) -> "Cluster[W]":
        return self

    def __exit__(self, *_: object) -> None:
        for actor in self._actors:
            self._ray.kill(actor)
        self._ray.shutdown()

    def ask(self, function: Callable[[W], R]) -> R:
        """What one actor makes of what it has loaded (`Engine`)."""
        return self._result(self._actors[0].ask.remote(function))

    def map(self, function: Callable[[W, T], R], items: Iterable[T]) -> Iterator[R]:
        """The function of each item, in the order of the items (`Engine`)."""
        under_way: deque[Any] = deque()
        for item in items:
            under_way.append(self._submit(function, item))
            if len(under_way) >= AHEAD * self.jobs:
                yield self._result(under_way.popleft())
        while under_way:
            yield self._result(under_way.popleft())

    def _submit(self, function: Callable[[W, T], R], item: T) -> Any:
        """Give an item to the actor with the least to do."""
        for busy in self._busy:
            while busy and self._ray.wait([busy[0]], timeout=0)[0]:
                busy.popleft()
        least = min(range(self.jobs), key=lambda number: len(self._busy[number]))
        made = self._actors[least].call.remote(function, item)
        self._busy[least].append(made)
        return made

    def _result(self, made: Any) -> Any:
        errors = self._ray.exceptions
        try:
            return self._ray.get(made)
        except errors.RayTaskError as error:
            raise error.cause from error
        except errors.RayError as error:
            said = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
            raise EngineError(
                f"Reading actors of the Ray cluster were lost ({said}); what was done is kept: run the command again for the rest."
            ) from error


def _reach(address: str | None) -> None:
    """Ray ends the whole program, after half a minute, where nobody answers; so somebody is looked for first.

    Raises:
        OSError: nobody answers.
        ValueError: the address has no port.
    """
    if address and ":" in (place := address.rpartition("/")[2]):
        host, _, port = place.rpartition(":")
        socket.create_connection((host, int(port)), REACH_SECONDS).close()


class _Worker:
    """What runs in an actor: loading waits for the first item, so that what it raises reaches whoever asked."""

    def __init__(self, load: Callable[[], Any]) -> None:
        self._load = load
        self._loaded: list[Any] = []

    def _own(self) -> Any:
        if not self._loaded:
            self._loaded.append(self._load())
        return self._loaded[0]

    def ask(self, function: Callable[[Any], R]) -> R:
        return function(self._own())

    def call(self, function: Callable[[Any, T], R], item: T) -> R:
        return function(self._own(), item)
