"""Build hook: makes the gazetteer's table when a wheel is built or Dateline is installed from source, editable installs too."""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GazetteerHook(BuildHookInterface):
    """Runs tools/gazetteer.py; the sdist carries its sources, not the table."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        spec = importlib.util.spec_from_file_location("gazetteer_tool", Path(self.root) / "tools" / "gazetteer.py")
        tool = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(tool)
        path = tool.build()
        build_data["artifacts"].append(path.relative_to(Path(self.root).resolve()).as_posix())
