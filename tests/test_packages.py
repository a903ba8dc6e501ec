"""What is handed out: wheel and sdist, container, conda recipe, licences; and the release check that looks at them."""

import ast
import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tarfile
import time
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from dateline import __version__
from dateline.api import address_of, listen
from dateline.store import Store
from tools import edition, install_size, release_check
from tools.package_contents import look_into

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONTAINER = (ROOT / "Containerfile").read_text(encoding="utf-8")
WHOLE = (
    *(
        f"dateline/model/{name}.onnx"
        for name in ("arguments", "classes", "coreference", "encoder", "fillers", "grammar", "spans")
    ),
    *(f"dateline/model/{name}" for name in ("labels.json", "tokenizer.json", "CARD.md")),
    *("dateline/gazetteer/places.sqlite", "dateline/py.typed"),
    *(f"dateline/codebook/data/events/type{number}.yaml" for number in range(30)),
    *("dateline/site/index.html", "dateline/site/assets/index-1.js", "dateline/store/migrations/versions/0001_first.py"),
    *(f"dateline-0.1.0.dist-info/{name}" for name in ("entry_points.txt", "licenses/LICENSE", "licenses/NOTICE")),
)  # fmt: skip


def packed(folder: Path, *names: str) -> Path:
    path = folder / "dateline-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name in names:
            wheel.writestr(name, b"")
    return path


# ---------------------------------------------------------------------- the wheel
def test_a_whole_wheel_is_well_and_each_part_is_missed(tmp_path: Path) -> None:
    assert look_into(packed(tmp_path, *WHOLE)) == []
    for name in WHOLE:
        complaints = look_into(packed(tmp_path, *(other for other in WHOLE if other != name)))
        assert len(complaints) == 1 and "missing" in complaints[0], name


@pytest.mark.parametrize(
    "name",
    ["dateline/a.pyc", "dateline/gazetteer/data/a.tsv", "tests/test_a.py", "case.db", "web/node_modules/a.js", "x-accounts.db"],
)
def test_what_does_not_belong_into_a_wheel_is_named(tmp_path: Path, name: str) -> None:
    assert look_into(packed(tmp_path, *WHOLE, name)) == [f"{name} does not belong there"]


def test_an_sdist_has_sources_and_nothing_that_a_build_makes(tmp_path: Path) -> None:
    models = [f"src/{name}" for name in WHOLE if "/model/" in name]
    names = [
        *models,
        "src/dateline/__init__.py",
        "src/dateline/gazetteer/data/villages.tsv.xz",
        "hatch_build.py",
        "LICENSE",
        "NOTICE",
    ]
    names += ["web/src/Desk.svelte", "tests/test_a.py"]

    def look(*packed_names: str) -> list[str]:
        path = tmp_path / "dateline-0.1.0.tar.gz"
        with tarfile.open(path, "w:gz") as sdist:
            for name in packed_names:
                sdist.addfile(tarfile.TarInfo(f"dateline-0.1.0/{name}"))
        return look_into(path)

    assert look(*names) == []
    assert look(*(name for name in names if not name.endswith("spans.onnx")))[0].startswith("the model is missing")
    assert look(*names, "src/dateline/gazetteer/places.sqlite") == ["src/dateline/gazetteer/places.sqlite does not belong there"]


@pytest.mark.skipif("RELEASE_TESTS" not in os.environ, reason="builds the wheel, with a package index: set RELEASE_TESTS=1")
def test_the_wheel_of_this_tree_is_whole(tmp_path: Path) -> None:
    wheel = install_size.build_wheel(tmp_path)
    assert look_into(wheel) == [] and wheel.stat().st_size < release_check.WHEEL_MB * 1e6
    with zipfile.ZipFile(wheel) as opened:
        (metadata,) = [name for name in opened.namelist() if name.endswith(".dist-info/METADATA")]
        told = opened.read(metadata).decode()
    assert f"Version: {__version__}\n" in told and "Requires-Python: >=3.11\n" in told


def test_sizes_leave_out_what_is_pip_s_own_and_tell_compiled_files_apart(tmp_path: Path) -> None:
    packages = tmp_path / "lib" / "python3.13" / "site-packages"
    for name, size in (("ours/a.py", 10), ("ours/__pycache__/a.pyc", 7), ("pip/a.py", 100), ("setuptools-65.dist-info/M", 100)):
        path = packages / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)
    assert install_size.measure(tmp_path) == (10, 7)


# ---------------------------------------------------------------------- the release check
def test_each_point_of_the_check_is_good_skipped_or_failed() -> None:
    def one_that_fails(_: release_check.Place) -> str:
        raise release_check.Failed("it is broken")

    def one_that_ends(_: release_check.Place) -> str:
        return release_check._run(sys.executable, "-c", "import sys; sys.exit('what it said')")

    place = release_check.Place(None, Path("nowhere"))
    points = (release_check.version, release_check.licences, one_that_fails, one_that_ends)
    assert list(release_check.look(place, points)) == [
        ("version", "good", __version__),
        ("licences", "skipped", "nothing was installed"),
        ("one that fails", "FAILED", "it is broken"),
        ("one that ends", "FAILED", "what it said"),
    ]


def needed(extras: set[str]) -> set[str]:
    """Names of all packages that Dateline needs with some extras, as they are installed here."""
    found: set[str] = set()
    waiting = [*PROJECT["dependencies"], *(row for extra in extras for row in PROJECT["optional-dependencies"][extra])]
    while waiting:
        one = Requirement(waiting.pop())
        name = canonicalize_name(one.name)
        if name in found or (one.marker and not one.marker.evaluate({"extra": ""})):
            continue
        try:
            waiting += importlib.metadata.distribution(name).requires or []
        except importlib.metadata.PackageNotFoundError:
            continue
        found.add(name)
    return found


def test_what_users_install_is_under_open_licences_or_named_in_the_notice() -> None:
    wanted = needed(set(install_size.extras_of_users())) | {"psycopg-binary"}
    assert len(wanted) > 40, "what is needed was not found"
    lines = release_check._run(sys.executable, "-c", release_check.LICENCES).splitlines()
    told = {canonicalize_name(name): words for name, words in map(json.loads, lines)}
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    closed = {name: told[name] for name in wanted & told.keys() if not release_check.OPEN.search(told[name]) and name not in notice}
    assert closed == {}


# ---------------------------------------------------------------------- the container
@pytest.fixture
def desk(tmp_path: Path) -> Iterator[int]:
    """The port of a served desk over an empty case."""
    Store.open(tmp_path / "case.db").close()
    with listen("127.0.0.1", 0) as taken:
        port = int(address_of(taken).rstrip("/").rpartition(":")[2])
    program = "from dateline.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", "--db", str(tmp_path / "case.db"), "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr and str(port) in process.stderr.readline()
        yield port
        process.terminate()


def test_the_container_s_health_check_passes_over_a_desk_and_fails_without_one(desk: int) -> None:
    found = re.search(r"^HEALTHCHECK [^\n]*\\\n\s*CMD (\[.*\])$", CONTAINER, re.MULTILINE)
    assert found, "there is no health check"
    program, *arguments = ast.literal_eval(found[1])
    assert program == "python" and ":8321/" in arguments[-1]
    for _ in range(20):  # the socket is there before the first answer
        done = subprocess.run([sys.executable, arguments[0], arguments[1].replace("8321", str(desk))], capture_output=True)
        if done.returncode == 0:
            break
        time.sleep(0.2)
    assert done.returncode == 0, done.stderr
    elsewhere = [sys.executable, arguments[0], arguments[1].replace("8321", "9")]
    assert subprocess.run(elsewhere, capture_output=True).returncode != 0


def test_the_container_runs_as_nobody_in_particular_and_is_made_of_what_is_there() -> None:
    lines = [line.split() for line in CONTAINER.replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
    last_stage = lines[max(number for number, line in enumerate(lines) if line[0] == "FROM") :]
    order = [line[0] for line in last_stage]
    assert ["USER", "10001"] in last_stage and order.index("USER") < order.index("ENTRYPOINT")
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")}
    copied = {name.rstrip("/") for line in lines if line[0] == "COPY" and "--from" not in line[1] for name in line[1:-1]}
    assert copied == let_through and all((ROOT / name).exists() for name in copied)
    (extras,) = re.findall(r'"\.\[([\w,]+)\]"', CONTAINER)
    assert set(extras.split(",")) <= PROJECT["optional-dependencies"].keys()


# ---------------------------------------------------------------------- the recipe
def test_the_conda_recipe_needs_what_the_project_needs() -> None:
    recipe = yaml.safe_load((ROOT / "recipe" / "recipe.yaml").read_text(encoding="utf-8"))
    asked = {(one.name, one.specifier) for one in map(Requirement, recipe["requirements"]["run"])}
    wanted = {(one.name, one.specifier) for one in map(Requirement, PROJECT["dependencies"])}
    assert asked == wanted | {("python", Requirement(f"python {PROJECT['requires-python']}").specifier)}
    assert recipe["context"]["version"] == PROJECT["version"] == __version__
    assert recipe["build"]["python"]["entry_points"] == [f"dateline = {PROJECT['scripts']['dateline']}"]
    assert recipe["about"]["license"] == PROJECT["license"]


def test_every_python_that_is_promised_can_be_had() -> None:
    named = {line.rpartition(" ")[2] for line in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", line)}
    assert named == {"3.11", "3.12", "3.13", "3.14"} and "Typing :: Typed" in PROJECT["classifiers"]
    assert (ROOT / "src" / "dateline" / "py.typed").is_file()


def test_changed_data_have_an_edition_and_a_line_in_the_changelog() -> None:
    told = json.loads((ROOT / "src" / "dateline" / "edition.json").read_text(encoding="utf-8"))
    now = edition.made_of()
    assert {name: told[name] for name in now} == now, "the data changed: run `python -m tools.edition`, say what in the changelog"
    assert f"Edition {told['edition']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    day = told["edition"].split(".")
    assert len(day) >= 3 and [len(part) for part in day[:3]] == [4, 2, 2]
