"""What an install takes on disk: a fresh environment, the built wheel put into it by pip, its bytes counted, extra by extra.

    python -m tools.install_size                        # the base install; exit code 1 when it is over its bounds
    python -m tools.install_size --extras desk,mcp      # and what each of these adds to it; `all` for all that users have
    python -m tools.install_size --python python3.12

It needs a package index, and takes half a minute for the base install and up to as much again for an extra. Counted are the bytes
of files, without those of pip itself; what pip compiles (`*.pyc`) is told apart, since uv and `pip install --no-compile` do not.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
FILES_MB, ALL_MB = 350, 410
"""Most that the base install may take: without what pip compiles, and with it."""
NOT_OURS = ("pip", "setuptools", "_distutils_hack", "pkg_resources", "distutils-precedence")
FOR_WORK_ON_DATELINE = frozenset({"train", "bench"})


class Size(NamedTuple):
    """Bytes of an environment's packages."""

    files: int
    compiled: int

    def __str__(self) -> str:
        return f"{self.files / 1e6:7.1f} MB, {self.compiled / 1e6:5.1f} MB compiled, {sum(self) / 1e6:7.1f} MB in all"

    def beyond(self, other: "Size") -> "Size":
        """What it has more than another."""
        return Size(self.files - other.files, self.compiled - other.compiled)


def build_wheel(folder: Path) -> Path:
    """The wheel of this tree, built anew into a folder."""
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)], check=True)
    (wheel,) = folder.glob("dateline-*.whl")
    return wheel


def make_environment(python: str, folder: Path) -> Path:
    """A fresh environment; its Python."""
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    return folder / "bin" / "python"


def install(python: Path, wheel: Path, extra: str | None = None) -> None:
    """Put the wheel and what it needs into an environment, in the pinned versions."""
    what = f"dateline[{extra}] @ {wheel.as_uri()}" if extra else str(wheel)
    pinned = ["--constraint", str(ROOT / "constraints.txt")]
    subprocess.run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *pinned, what], check=True)


def measure(folder: Path) -> Size:
    """Bytes of the packages of an environment, without pip's own."""
    (packages,) = folder.glob("lib/python3*/site-packages")
    files = [path for path in packages.rglob("*") if path.is_file() and not path.is_symlink()]
    counted = [path for path in files if not path.relative_to(packages).parts[0].startswith(NOT_OURS)]
    compiled = sum(path.stat().st_size for path in counted if path.suffix == ".pyc")
    return Size(sum(path.stat().st_size for path in counted) - compiled, compiled)


def extras_of_users() -> list[str]:
    """The extras that somebody who uses Dateline may want."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return sorted(set(project["optional-dependencies"]) - FOR_WORK_ON_DATELINE)


def main() -> int:
    """Measure, print, and say whether the base install is within its bounds."""
    parser = argparse.ArgumentParser(description="What an install takes on disk.")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--wheel", type=Path, help="a wheel that is there already")
    parser.add_argument("--extras", default="", help="names with commas between, or all")
    asked = parser.parse_args()
    extras = extras_of_users() if asked.extras == "all" else [name for name in asked.extras.split(",") if name]
    with tempfile.TemporaryDirectory(prefix="dateline-size-") as folder:
        wheel = asked.wheel.resolve() if asked.wheel else build_wheel(Path(folder) / "wheel")
        base = Path(folder) / "base"
        install(make_environment(asked.python, base), wheel)
        size = measure(base)
        print(f"{'wheel':10} {wheel.stat().st_size / 1e6:7.1f} MB\n{'base':10} {size}", flush=True)
        for extra in extras:
            more = Path(folder) / extra
            shutil.copytree(base, more, symlinks=True)
            install(more / "bin" / "python", wheel, extra)
            print(f"{extra:10} {measure(more).beyond(size)} more", flush=True)
            shutil.rmtree(more)
    within = size.files <= FILES_MB * 1e6 and sum(size) <= ALL_MB * 1e6
    print(f"The base install is {'within' if within else 'over'} {FILES_MB} MB, and {ALL_MB} MB with what pip compiles.")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
