"""Options by which a command is told what reads: the model that is built in, or a language model at an address of the user's."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.errors import UsageError

if TYPE_CHECKING:
    from dateline.settings import Settings


class Extractor(StrEnum):
    """What finds the assertions."""

    MODEL = "model"
    LLM = "llm"


AddressOption = Annotated[
    str | None,
    typer.Option(help="OpenAI-compatible endpoint, such as http://localhost:11434/v1; texts are sent there.", metavar="URL"),
]
ModelOption = Annotated[str | None, typer.Option(help="Name of the language model there.", metavar="NAME")]
TokensOption = Annotated[
    int | None, typer.Option(help="Most tokens of the language model, 0 for no cap [default: 1000000].", metavar="N")
]
CostOption = Annotated[
    float | None, typer.Option(help="Most that it may cost, by llm_price_in and llm_price_out [default: no cap].", metavar="AMOUNT")
]


def one_process(extractor: Extractor, settings: "Settings", given: dict[str, object]) -> "Settings":
    """The settings with which an extractor reads: a language model is asked by one process, which counts what it takes.

    Args:
        given: options that share the reading out, by name; None where one was not given.

    Raises:
        UsageError: one of them was given for a language model, or it cannot be asked by these settings.
    """
    if extractor is Extractor.MODEL:
        return settings
    if named := [name for name, value in given.items() if value is not None]:
        raise UsageError(
            f"{' and '.join(named)} would share out what the built-in model reads; a language model is asked by one process: leave "
            "it out, and set llm_jobs to the number of questions that may be under way together."
        )
    import msgspec

    from dateline.read.llm import check_settings
    from dateline.settings import load_key

    check_settings(settings)
    load_key()
    return msgspec.structs.replace(settings, jobs=1, engine="local")
