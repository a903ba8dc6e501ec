"""What a run of a language model takes, and that it takes no more than it may. Safe for threads.

Before a request is sent, the most that it can take is reserved; so a cap is never passed, not even by what is under way together.
"""

import threading
from dataclasses import dataclass, field

from dateline.errors import ExtractorError
from dateline.records import Spending

MILLION = 1_000_000


class CapError(ExtractorError):
    """The next request could pass a cap."""


@dataclass(frozen=True, kw_only=True)
class Caps:
    """What may be spent, and what tokens cost; 0 for no cap."""

    tokens: int = 0
    cost: float = 0.0
    price_in: float = 0.0
    """Of a million tokens."""
    price_out: float = 0.0

    def cost_of(self, tokens_in: int, tokens_out: int) -> float:
        """The price of so many tokens."""
        return (tokens_in * self.price_in + tokens_out * self.price_out) / MILLION


@dataclass
class Ledger:
    """Counts. `total` is everything since the start."""

    caps: Caps
    total: Spending = field(default_factory=Spending)
    _taken: Spending = field(default_factory=Spending)
    _reserved: list[tuple[int, int]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reserve(self, tokens_in: int, tokens_out: int) -> tuple[int, int]:
        """Set aside the most that a request can take, and give it back for `settle`.

        Raises:
            CapError: with it, a cap could be passed; the request must not be sent.
        """
        asked = (tokens_in, tokens_out)
        with self._lock:
            waiting = [*self._reserved, asked]
            all_in, all_out = (spent + sum(one[i] for one in waiting) for i, spent in enumerate(self._spent()))
            caps, spent = self.caps, sum(self._spent())
            if caps.tokens and all_in + all_out > caps.tokens:
                raise CapError(
                    f"The cap of {caps.tokens:,} tokens (--max-tokens) is reached: {spent:,} are used and the next request may "
                    "take more than is left. What was read is kept; the same command with a higher cap reads the rest."
                )
            if caps.cost and caps.cost_of(all_in, all_out) > caps.cost:
                raise CapError(
                    f"The cap of {caps.cost:g} (--max-cost) is reached: {self.total.cost:.4f} is spent and the next request may "
                    "cost more than is left. What was read is kept; the same command with a higher cap reads the rest."
                )
            self._reserved.append(asked)
        return asked

    def settle(self, reserved: tuple[int, int], tokens_in: int, tokens_out: int) -> None:
        """Count what a request took in the end."""
        with self._lock:
            self._reserved.remove(reserved)
            self._add(Spending(requests=1, tokens_in=tokens_in, tokens_out=tokens_out))

    def count_cached(self) -> None:
        """Count a question that was answered before."""
        with self._lock:
            self._add(Spending(cached=1))

    def take(self) -> Spending:
        """What was spent since this was last asked."""
        with self._lock:
            names = ("requests", "cached", "tokens_in", "tokens_out", "cost")
            new = {name: getattr(self.total, name) - getattr(self._taken, name) for name in names}
            self._taken = self.total
        return Spending(**new)

    def _spent(self) -> tuple[int, int]:
        return self.total.tokens_in, self.total.tokens_out

    def _add(self, more: Spending) -> None:
        tokens_in, tokens_out = self.total.tokens_in + more.tokens_in, self.total.tokens_out + more.tokens_out
        self.total = Spending(
            requests=self.total.requests + more.requests,
            cached=self.total.cached + more.cached,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            cost=self.caps.cost_of(tokens_in, tokens_out),
        )
