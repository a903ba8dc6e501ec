"""A packed codebook: installed with pip, found by every command, laid under the folders given, and never run."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dateline import plugins
from dateline.codebook import load_codebook
from dateline.errors import CodebookError, UsageError
from dateline.plugins import codebook_folders, installed_codebooks
from dateline.workbench.packing import pack

RAID = """id: {id}
label: {label}
kind: event
definition: Armed people come and go.
triggers: [{{lemma: zorble}}]
examples:
  "yes": [They zorbled the mill.]
  "no": [{{text: The mill., why: no raid}}]
"""


def make(folder: Path, name: str = "sahel-herding", id: str = "zorbling", label: str = "Zorbling", version: str = "1") -> Path:
    (folder / "events").mkdir(parents=True)
    (folder / "codebook.yaml").write_text(f'name: {name}\nversion: "{version}"\nlicence: CC-BY-4.0\n', encoding="utf-8")
    (folder / "events" / f"{id}.yaml").write_text(RAID.format(id=id, label=label), encoding="utf-8")
    (folder / "README.md").write_text("# Ours\n", encoding="utf-8")
    (folder / "drafts").mkdir()
    (folder / "drafts" / "half.yaml").write_text("id: half\n", encoding="utf-8")
    return folder


def install(folder: Path, site: Path) -> None:
    package = pack(folder)
    wheel = folder.parent / package.file
    wheel.write_bytes(package.data)
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--target", str(site), str(wheel)]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that packages are installed into, on the import path."""
    path = tmp_path / "site"
    path.mkdir()
    monkeypatch.syspath_prepend(path)
    return path


def test_the_package_holds_the_yaml_and_nothing_that_runs(tmp_path: Path) -> None:
    package = pack(make(tmp_path / "book"))
    (tmp_path / package.file).write_bytes(package.data)
    names = zipfile.ZipFile(tmp_path / package.file).namelist()
    assert package.file == "dateline_codebook_sahel_herding-1-py3-none-any.whl"
    assert {name.partition("/")[2] for name in names if "dist-info" not in name} == {
        "codebook.yaml",
        "events/zorbling.yaml",
        "README.md",
    }
    assert not any(name.endswith((".py", ".pth", ".so")) for name in names)
    assert pack(tmp_path / "book").data == package.data


def test_an_installed_codebook_is_found_and_its_types_are_there(tmp_path: Path, site: Path) -> None:
    install(make(tmp_path / "book"), site)
    (one,) = installed_codebooks()
    assert (one.name, one.version, one.package) == ("sahel-herding", "1", "dateline-codebook-sahel-herding")
    assert plugins.load_codebook().entries["zorbling"].label == "Zorbling"
    assert "zorbling" not in load_codebook().entries  # training and benchmarks see the shipped one alone


def test_a_folder_given_stands_over_what_is_installed(tmp_path: Path, site: Path) -> None:
    install(make(tmp_path / "book"), site)
    mine = make(tmp_path / "mine", name="other", label="Mine")
    assert plugins.load_codebook([mine]).entries["zorbling"].label == "Mine"
    assert len(codebook_folders([mine])) == 2


def test_a_folder_of_the_same_name_takes_the_place_of_the_installed_one(tmp_path: Path, site: Path) -> None:
    install(make(tmp_path / "book"), site)
    newer = make(tmp_path / "newer", id="other_type")
    assert codebook_folders([newer]) == [newer]
    assert "zorbling" not in plugins.load_codebook([newer]).entries


def test_two_installed_types_of_one_name_are_refused_until_a_folder_decides(tmp_path: Path, site: Path) -> None:
    install(make(tmp_path / "book"), site)
    install(make(tmp_path / "second" / "book", name="another"), site)
    with pytest.raises(CodebookError, match="both have a type zorbling; take one away with pip uninstall"):
        plugins.load_codebook()
    mine = make(tmp_path / "mine", name="third", label="Mine")
    assert plugins.load_codebook([mine]).entries["zorbling"].label == "Mine"


def test_no_code_of_a_package_is_run(tmp_path: Path, site: Path) -> None:
    install(make(tmp_path / "book"), site)
    module = site / "dateline_codebook_sahel_herding"
    for name in ("__init__.py", "events/__init__.py"):
        (module / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nraise SystemExit('ran')\n", encoding="utf-8")
    assert "zorbling" in plugins.load_codebook().entries
    assert not (tmp_path / "ran").exists() and "dateline_codebook_sahel_herding" not in sys.modules


def test_a_package_without_its_folder_is_named_with_the_way_out(tmp_path: Path, site: Path) -> None:
    info = site / "odd-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[dateline.codebooks]\nodd = odd_module_that_is_not_there\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="pip uninstall odd"):
        plugins.load_codebook()


def test_the_current_folder_is_not_taken_for_the_installed_one(tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(make(tmp_path / "book"), site)
    decoy = tmp_path / "here" / "dateline_codebook_sahel_herding"
    make(decoy, label="Decoy")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.syspath_prepend("")
    assert plugins.load_codebook().entries["zorbling"].label == "Zorbling"


@pytest.mark.parametrize("what", ["no name", "nothing in it"])
def test_a_folder_that_cannot_be_packed_is_told_why(tmp_path: Path, what: str) -> None:
    book = make(tmp_path / "book")
    (book / ("codebook.yaml" if what == "no name" else "events/zorbling.yaml")).unlink()
    with pytest.raises(UsageError, match="codebook.yaml" if what == "no name" else "no entries"):
        pack(book)


@pytest.mark.parametrize(("given", "packed"), [("2026.03", "2026.3"), ("1.0", "1.0"), ("2rc1", "2rc1")])
def test_versions_are_written_as_pip_reads_them(tmp_path: Path, given: str, packed: str) -> None:
    assert f"-{packed}-py3" in pack(make(tmp_path / "book", version=given)).file


# ---------------------------------------------------------------------- every command


def run(folder: Path, site: Path, *arguments: str) -> str:
    path = os.pathsep.join([str(site), *(part for part in sys.path if part)])
    command = [sys.executable, "-c", "from dateline.cli import main; main()", *arguments]
    return subprocess.run(
        command, cwd=folder, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=True
    ).stdout


def test_every_command_finds_an_installed_codebook(tmp_path: Path, site: Path) -> None:
    install(make(tmp_path / "book"), site)
    (tmp_path / "report.txt").write_text("Gunmen zorbled the village of Dolna on Monday, officials said.", encoding="utf-8")
    assert "codebook sahel-herding 1" in run(tmp_path, site, "--version")
    assert "Zorbling by Gunmen" in run(tmp_path, site, "read", "report.txt", "--date", "2009-05-05")
    assert "Zorbling by Gunmen" in run(tmp_path, site, "show", "events")
    assert "Zorbling" in run(tmp_path, site, "brief", "-o", "-")
    assert "(Zorbling)" in run(tmp_path, site, "codebook", "explain", "Gunmen zorbled the village.")


def test_nobody_loads_a_codebook_past_the_installed_ones() -> None:
    source = Path(plugins.__file__).parent
    apart = {"codebook", "workbench", "exports"}  # the loader; who compares with ours alone; who is given the folders
    for path in source.rglob("*.py"):
        if path.relative_to(source).parts[0] not in apart:
            assert not re.search(r"from dateline.codebook import .*load_codebook", path.read_text(encoding="utf-8")), path
    assert "load_tables(codebook_folders(" in (source / "cli" / "export.py").read_text(encoding="utf-8")
