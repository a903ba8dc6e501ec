"""What a Prometheus server may know of a desk: requests by route, and how much the case and its watch hold. Nothing about persons.

The case is counted when it is asked for, and at most once a minute, for a large archive takes a while to count. Counts of requests
are of this process alone.
"""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from dateline import __version__
from dateline.errors import DatelineError
from dateline.store import Counts, Store

if TYPE_CHECKING:  # the crawl needs packages of its own, which may be missing
    from dateline.crawl import Watched

COUNTED_SECONDS = 60.0
"""For how long a count of the case holds."""
BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds; the desk's own promise is a view in under a second."""
LABELS = ("method", "route")


class Metrics:
    """The numbers of one desk, each in a registry of its own."""

    def __init__(self, store: Store, watched: "Callable[[], Watched | None]", now: Callable[[], float] = time.monotonic) -> None:
        """Args:
        watched: what the watch beside the case remembers; None where there is none.
        now: seconds of a clock that never goes back.
        """
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        self._registry.register(_Case(store, watched, now))
        self._requests = Counter("dateline_requests", "Requests that were answered.", (*LABELS, "status"), registry=self._registry)
        self._seconds = Histogram(
            "dateline_request_seconds", "From the request to the last byte of its answer.", LABELS, buckets=BUCKETS,
            registry=self._registry,
        )  # fmt: skip
        self.in_hand = Gauge("dateline_requests_in_hand", "Requests that are being answered.", registry=self._registry)
        about = Gauge("dateline_info", "Version of the program.", ("version",), registry=self._registry)
        about.labels(version=__version__).set(1)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def written(self, accept: str) -> tuple[bytes, str]:
        """All of it in the form that is asked for, and the name of the form."""
        encoder, form = choose_encoder(accept)
        return encoder(self._registry), form


class _Case(Collector):
    """Counts of the case and of the watch beside it."""

    def __init__(self, store: Store, watched: "Callable[[], Watched | None]", now: Callable[[], float]) -> None:
        self._store = store
        self._watched = watched
        self._now = now
        self._counted: tuple[float, Counts, str | None] | None = None
        self._counting = Lock()

    def describe(self) -> Iterable[Metric]:
        """Nothing: that the registry need not count the case to learn the names."""
        return ()

    def collect(self) -> Iterable[Metric]:
        try:
            counts, newest = self._counts()
        except DatelineError:
            yield GaugeMetricFamily("dateline_case_up", "Whether the case answers.", 0)
        else:
            yield GaugeMetricFamily("dateline_case_up", "Whether the case answers.", 1)
            yield GaugeMetricFamily("dateline_documents", "Documents of the case.", counts.documents)
            yield GaugeMetricFamily("dateline_sentences", "Sentences of the case.", counts.sentences)
            yield _by("dateline_statements", "Statements of the case.", "kind", counts.statements.items())
            yield _by("dateline_set_aside", "What was set aside.", "reason", counts.set_aside.items())
            if newest:
                yield GaugeMetricFamily("dateline_newest_publication_timestamp_seconds", "Of the newest text.", _seconds(newest))
        if (watched := self._watched()) is not None:
            yield from _of_watch(watched)

    def _counts(self) -> tuple[Counts, str | None]:
        with self._counting:
            if self._counted is None or self._now() - self._counted[0] >= COUNTED_SECONDS:
                self._counted = (self._now(), self._store.counts(), self._store.newest_day())
            return self._counted[1:]


def _of_watch(watched: "Watched") -> Iterable[Metric]:
    states = {"good": watched.good, "failing": watched.failing, "dead": watched.dead, "new": watched.new}
    yield _by("dateline_watch_sources", "Sources of the watch.", "state", states.items())
    yield GaugeMetricFamily("dateline_watch_waiting_pages", "Pages that are to be fetched.", watched.waiting)
    if watched.last_good:
        yield GaugeMetricFamily("dateline_watch_last_good_timestamp_seconds", "A source answered.", _seconds(watched.last_good))
    if watched.last_read:
        yield GaugeMetricFamily("dateline_watch_last_read_timestamp_seconds", "A document was read.", _seconds(watched.last_read))


def _by(name: str, told: str, label: str, values: Iterable[tuple[str, int]]) -> Metric:
    family = GaugeMetricFamily(name, told, labels=[label])
    for value, number in values:
        family.add_metric([value], number)
    return family


def _seconds(moment: str) -> float:
    found = datetime.fromisoformat(moment)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
