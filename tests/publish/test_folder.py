"""Files into a folder: all or none, over what was published there and nothing else; and the command that does it."""

import json
from pathlib import Path

import pytest

from dateline.errors import InputError, UsageError
from dateline.exports.folder import LIST
from dateline.publish import write_folder

FILES = {"index.html": b"<!doctype html>", "data/about.json": b"{}"}


def there(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_writing_again_replaces_the_whole(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    size = write_folder(folder, {**FILES, "assets/old.js": b"1"})
    assert size == sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    write_folder(folder, FILES)
    assert there(folder) == {*FILES, LIST} and [path.name for path in tmp_path.iterdir()] == ["site"]
    assert set(json.loads((folder / LIST).read_text("utf-8"))["files"]) == set(FILES)


@pytest.mark.parametrize("kind", ["file inside", "file", "link", "no parent", "strange file", "damaged list"])
def test_what_was_not_published_is_never_touched(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "site"
    if kind in ("strange file", "damaged list"):
        write_folder(folder, FILES)
        (folder / ("CNAME" if kind == "strange file" else LIST)).write_text("example.org", encoding="utf-8")
    elif kind == "file inside":
        folder.mkdir()
        (folder / "thesis.txt").write_text("mine", encoding="utf-8")
    elif kind == "file":
        folder.write_text("mine", encoding="utf-8")
    elif kind == "link":
        (tmp_path / "elsewhere").mkdir()
        folder.symlink_to(tmp_path / "elsewhere")
    else:
        folder = tmp_path / "none" / "site"
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(UsageError) as error:
        write_folder(folder, FILES)
    assert str(error.value).endswith(".") and str(folder) in str(error.value)
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write_folder(folder, FILES)
    with pytest.raises(InputError, match="cannot be written"):
        write_folder(folder, {**FILES, "index.html/below-a-file": b""})
    assert there(folder) == {*FILES, LIST} and [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_empty_folder_may_be_written(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    write_folder(tmp_path / "site", FILES)
    assert there(tmp_path / "site") == {*FILES, LIST}


def test_the_command_says_how_large_it_is_and_refuses_before_it_works(run, publish, case: Path, tmp_path: Path) -> None:
    done = run("publish", "site", "country:UA", "--db", str(case), "--without-texts", "--title", "Ukraine")
    assert done.code == 0 and done.out == "" and "published in site" in done.err and "MB" in done.err and "withheld" in done.err
    assert json.loads((tmp_path / "site" / "data" / "about.json").read_text("utf-8"))["case"] == "Ukraine"
    before = (tmp_path / "site" / LIST).read_bytes()
    assert run("publish", "site", "place:Qwghlm", "--db", str(case)).code == 2
    assert (tmp_path / "site" / LIST).read_bytes() == before
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine", encoding="utf-8")
    refused = run("publish", "mine", "--db", str(case))
    assert refused.code == 2 and "not empty" in refused.err
    assert run("publish", "site", "plce:Mosul", "--db", str(case)).code == 2
