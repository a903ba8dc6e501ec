"""What must be in a built wheel and in an sdist, and what must not: the release check opens them and looks."""

import re
import tarfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

_MODEL = r"dateline/model/((arguments|classes|coreference|encoder|fillers|grammar|spans)\.onnx|(labels|tokenizer)\.json|CARD\.md)"
IN_THE_WHEEL = {
    "the model": _MODEL,
    "the gazetteer's table": r"dateline/gazetteer/places\.sqlite",
    "the codebook": r"dateline/codebook/data/[\w/]+\.yaml",
    "the desk's page": r"dateline/site/index\.html",
    "the desk's program": r"dateline/site/assets/.+\.js",
    "the migrations": r"dateline/store/migrations/versions/\d+_\w+\.py",
    "the mark that it is typed": r"dateline/py\.typed",
    "the command": r"dateline-[\d.]+\.dist-info/entry_points\.txt",
    "licence and notice": r"dateline-[\d.]+\.dist-info/licenses/(LICENSE|NOTICE)",
}
"""What it is called, and the names that its files have; how many there are at least stands in `LEAST`."""
LEAST = {"the model": 10, "licence and notice": 2, "the codebook": 30}
IN_THE_SDIST = {
    "the sources": r"src/dateline/__init__\.py",
    "the model": rf"src/{_MODEL}",
    "the build's tools": r"(hatch_build|tools/gazetteer|tools/site)\.py",
    "the desk's sources": r"web/src/.+\.svelte",
    "the gazetteer's rows": r"src/dateline/gazetteer/data/\w+\.(tsv|tsv\.xz|yaml)",
    "tests": r"tests/.+\.py",
    "licence and notice": r"LICENSE|NOTICE",
}
NOWHERE = r".*(\.pyc|\.db|\.db-wal|\.env|node_modules/.*|\.git/.*|dateline-accounts.*)"
ONLY_MADE_IN_A_BUILD = r"src/dateline/(site/.*|gazetteer/places\.sqlite)"


def look_into(package: Path) -> list[str]:
    """What is missing in a wheel or an sdist, and what is in it that should not be; one sentence each, nothing when all is well."""
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as wheel:
            return _complaints(
                wheel.namelist(), IN_THE_WHEEL, [NOWHERE, r"(tests|tools|training|benchmarks|dateline/gazetteer/data)/.*"]
            )
    with tarfile.open(package) as sdist:
        names = [name.partition("/")[2] for name in sdist.getnames()]
    return _complaints(names, IN_THE_SDIST, [NOWHERE, ONLY_MADE_IN_A_BUILD])


def _complaints(names: Iterable[str], wanted: dict[str, str], unwanted: Sequence[str]) -> list[str]:
    names = list(names)
    found = []
    for called, form in wanted.items():
        number = sum(1 for name in names if re.fullmatch(form, name))
        if number < LEAST.get(called, 1):
            found.append(f"{called} is missing or not whole ({number} files of {LEAST.get(called, 1)} at least)")
    strange = [name for name in names if any(re.fullmatch(form, name) for form in unwanted)]
    return [*found, *(f"{name} does not belong there" for name in strange[:5])]
