"""The fuzzing command: a few hundred inputs at every door in the normal tests; the million is `python -m benchmarks.fuzz all`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.fuzz.seeds import dictionary, seeds
from benchmarks.fuzz.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("target", TARGETS)
def test_what_changing_begins_with_is_sound(target: str) -> None:
    found = list(seeds(target))
    assert len(found) > 1 and all(found)
    for data in found:
        TARGETS[target](data)
    assert dictionary(target).isascii()


def test_a_budget_of_inputs_is_tried_at_a_door_and_its_figures_are_told(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="the fuzzer is missing (it is for Linux)")
    command = [sys.executable, "-m", "benchmarks.fuzz", "wacz", "--inputs", "400", "--seed", "3", "--keep", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert (done.returncode, told["inputs"], told["failed"]) == (0, 400, []), done.stderr
    assert 0 < told["slowest_seconds"] < 5 and 0 < told["peak_mb"] < 1024


def test_a_failing_input_is_kept_with_what_it_raised_and_fuzzing_goes_on(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="the fuzzer is missing (it is for Linux)")
    program = (
        "import sys\n"
        "from benchmarks.fuzz import targets\n"
        "def broken(data):\n"
        "    if len(data) > 3: raise KeyError('too long')\n"
        "targets.TARGETS['text'] = broken\n"
        f"sys.argv[1:] = ['text', '300', {str(tmp_path)!r}, '-seed=1']\n"
        "from benchmarks.fuzz.child import main\n"
        "main()\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert json.loads((tmp_path / "progress.json").read_text())["inputs"] == 300
    (kept,) = tmp_path.glob("failed-*.txt")
    assert "too long" in kept.read_text() and len(kept.with_suffix("").read_bytes()) > 3
