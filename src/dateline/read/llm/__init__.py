"""Document -> Assertion by a language model behind an OpenAI-compatible endpoint that the user names: an extra, beside the reader.

The one part of this stage that talks to another machine. What comes back is checked until it says nothing that the document and the
codebook do not bear out (`checking`); nothing that an article says can change what is asked, where, or about another document.
"""

from typing import TYPE_CHECKING

from dateline.codebook import Codebook
from dateline.errors import UsageError
from dateline.settings import KEY, Settings

if TYPE_CHECKING:
    from dateline.read.llm.ledger import Ledger
    from dateline.read.llm.reader import LlmReader

__all__ = ["check_settings", "load_reader"]


def check_settings(settings: Settings) -> None:
    """See that a language model can be asked by the settings, as far as that can be told before anything is sent.

    Raises:
        UsageError: one is missing, of the wrong form, or its package is.
    """
    if not settings.llm_address or not settings.llm_model:
        missing = "llm_address" if not settings.llm_address else "llm_model"
        raise UsageError(
            f"Reading by a language model needs the setting {missing} (--{missing.replace('_', '-')}); give the address of an "
            f"endpoint such as http://localhost:11434/v1 and the name of a model there. A key goes into the environment, as {KEY}."
        )
    if settings.max_cost and not (settings.llm_price_in or settings.llm_price_out):
        raise UsageError("--max-cost needs prices: set llm_price_in and llm_price_out, of a million tokens.")
    try:
        from dateline.read.llm.endpoint import check_address
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "httpcore2":
            raise
        raise UsageError(
            "Reading by a language model needs a package of its own; add it with `pip install 'dateline[llm]'`."
        ) from error
    check_address(settings.llm_address)


def load_reader(settings: Settings, key: str | None, codebook: Codebook, ledger: "Ledger | None" = None) -> "LlmReader":
    """The reader that the settings describe; nothing is sent yet.

    Args:
        key: for the endpoint, None where it wants none.
        ledger: of a reader that spends from the same caps.

    Raises:
        UsageError: what `check_settings` raises.
    """
    check_settings(settings)
    assert settings.llm_address and settings.llm_model  # checked
    from dateline.read.llm.asking import Asker
    from dateline.read.llm.cache import Cache
    from dateline.read.llm.endpoint import Endpoint
    from dateline.read.llm.ledger import Caps, Ledger
    from dateline.read.llm.reader import LlmReader

    caps = Caps(
        tokens=settings.max_tokens, cost=settings.max_cost, price_in=settings.llm_price_in, price_out=settings.llm_price_out
    )
    ledger = ledger or Ledger(caps=caps)
    endpoint = Endpoint(settings.llm_address, key, settings.llm_seconds)
    asker = Asker(endpoint, settings.llm_model, ledger, key)
    return LlmReader(settings.llm_model, asker, ledger, Cache(settings.answers_file), codebook, settings.llm_jobs)
