"""The shipped weights, their labels and their card. Made by `training/`, never edited."""

import json
from importlib.resources import files

from dateline.errors import ModelError


def model_version() -> str:
    """The version of the shipped model, without loading it.

    Raises:
        ModelError: the model's files are missing.
    """
    try:
        return str(json.loads(files(__name__).joinpath("labels.json").read_text(encoding="utf-8"))["version"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError("The model's labels.json is missing or not well formed; reinstall Dateline.") from error
