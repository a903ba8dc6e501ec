"""The notebooks of the documentation run as they are printed, with the shipped model on the example reports."""

from pathlib import Path

import nbformat
import pytest

from tools.notebooks import FOLDER, run

NAMES = ["auditing-labels", "coding-a-corpus", "comparing-events", "your-own-codebook"]
MOST_BYTES = 100_000


def outputs(notebook: nbformat.NotebookNode) -> list[set[str]]:
    """What kinds of outputs each code cell has."""
    return [{one.output_type for one in cell.outputs} for cell in notebook.cells if cell.cell_type == "code"]


def test_these_are_all() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_and_prints_what_is_printed_in_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2] / "src"), prepend=":")
    path = FOLDER / f"{name}.ipynb"
    printed = nbformat.read(path, as_version=4)
    nbformat.validate(printed)
    assert path.stat().st_size < MOST_BYTES and "/tmp/" not in path.read_text(encoding="utf-8")
    ran = run(path)  # raises where a cell fails
    assert outputs(ran) == outputs(printed), "run `python -m tools.notebooks`"
    assert any("text/html" in one.get("data", {}) for cell in ran.cells for one in cell.get("outputs", ()))
