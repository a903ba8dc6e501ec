"""Where pure functions run. It knows neither what is read nor where it goes."""

from dateline.engine.local import Local

__all__ = ["Local"]
