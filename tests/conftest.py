"""Fixtures for every test: where helper modules lie, and an environment in which no setting of the user's is seen."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def _no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("DATELINE_") and name != "DATELINE_SHARED"]:
        monkeypatch.delenv(name)
