"""Runs the notebooks of the documentation anew and writes what they print into them: `python -m tools.notebooks [NAME...]`.

They read the example reports into case files of their own in a temporary folder; nothing else is touched.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "docs" / "notebooks"
PATIENCE_SECONDS = 900


def run(path: Path) -> nbformat.NotebookNode:
    """The notebook with the outputs of a run; CellExecutionError where a cell fails."""
    notebook = nbformat.read(path, as_version=4)
    settings = {"timeout": PATIENCE_SECONDS, "startup_timeout": PATIENCE_SECONDS, "kernel_name": "python3"}
    NotebookClient(notebook, resources={"metadata": {"path": str(FOLDER)}}, **settings).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # when it ran: no run would give the same bytes
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def main(names: list[str]) -> None:
    """Run all, or those named."""
    for path in sorted(FOLDER.glob("*.ipynb")):
        if not names or path.stem in names:
            nbformat.write(run(path), path)
            print(f"Ran {path.name}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
