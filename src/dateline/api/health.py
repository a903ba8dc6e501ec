"""Whether the desk can do its work: the case answers and has the right schema, and the model loads.

`live` says only that the process answers; a supervisor starts it anew when it does not. `ready` says whether to send it requests.
"""

import logging
import time
from collections.abc import Callable
from threading import Lock

import msgspec

from dateline import logs
from dateline.errors import DatelineError
from dateline.store import Store

OK = "ok"
HOLDS_SECONDS = 1.0
"""For how long an answer holds: everybody may ask, and not each question shall reach the case."""


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """What is well and what is not, in one word each: who asks need not know more."""

    status: str
    """`ready` or `not ready`."""
    case: str
    """`ok`, or `failed`: the case cannot be reached, or has another schema."""
    model: str
    """`ok`, or `failed`: its files are missing or do not fit."""


class Readiness:
    """Asks whether the case answers, once a second at the most, and loads the model until that has succeeded once."""

    def __init__(self, store: Store, load_model: Callable[[], object], now: Callable[[], float] = time.monotonic) -> None:
        """Args:
        load_model: loads the model and raises a DatelineError when that fails; what it gives is let go again.
        now: seconds of a clock that never goes back.
        """
        self._store = store
        self._load_model = load_model
        self._model_loads = False
        self._now = now
        self._found: tuple[float, Ready] | None = None
        self._asking = Lock()

    def ask(self) -> Ready:
        """How it stands, as of a second ago at the most. It may take a second the first time."""
        with self._asking:
            if self._found is None or self._now() - self._found[0] >= HOLDS_SECONDS:
                case = _tried("case", self._store.check)
                model = _tried("model", self._model)
                status = "ready" if case == model == OK else "not ready"
                self._found = (self._now(), Ready(status=status, case=case, model=model))
            return self._found[1]

    def _model(self) -> None:
        if not self._model_loads:
            self._load_model()
            self._model_loads = True


def _tried(name: str, check: Callable[[], object]) -> str:
    try:
        check()
    except DatelineError as error:
        logs.event("not ready", logging.WARNING, check=name, **logs.told(error))
        return "failed"
    return OK
