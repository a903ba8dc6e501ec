"""Whether the desk can do its work: the case answers and has the right schema, and the model loads.

`live` says only that the process answers; a supervisor starts it anew when it does not. `ready` says whether to send it requests.
"""

import logging
from collections.abc import Callable
from threading import Lock

import msgspec

from dateline import logs
from dateline.errors import DatelineError
from dateline.store import Store

OK = "ok"


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """What is well and what is not, in one word each: who may ask need not know more."""

    status: str
    """`ready` or `not ready`."""
    case: str
    """`ok`, or `failed`: the case cannot be reached, or has another schema."""
    model: str
    """`ok`, or `failed`: its files are missing or do not fit."""


class Readiness:
    """Asks on each call whether the case answers, and loads the model until that has succeeded once."""

    def __init__(self, store: Store, load_model: Callable[[], object]) -> None:
        """Args:
        load_model: loads the model and raises a DatelineError when that fails; what it gives is let go again.
        """
        self._store = store
        self._load_model = load_model
        self._model_loads = False
        self._loading = Lock()

    def ask(self) -> Ready:
        """How it stands now. It may take a second the first time."""
        case = _tried("case", self._store.check)
        model = _tried("model", self._model)
        return Ready(status="ready" if case == model == OK else "not ready", case=case, model=model)

    def _model(self) -> None:
        with self._loading:
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
