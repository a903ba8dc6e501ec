"""Build hook: makes the gazetteer's table and the desk's pages when a wheel is built or Dateline is installed from source.

Editable installs too. The sdist carries the sources of both, not what is made of them.
"""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface):
    """Runs tools/gazetteer.py and tools/site.py."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        for name in ("gazetteer", "site"):
            made = _load(Path(self.root) / "tools" / f"{name}.py").build()
            build_data["artifacts"].append(made.relative_to(Path(self.root).resolve()).as_posix())


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"{path.stem}_tool", path)
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool
