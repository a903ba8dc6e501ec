"""A codebook folder -> a package that pip installs and Dateline finds: a wheel with the YAML files and nothing that could be run.

The same folder gives the same bytes: no clock, files in one order. The form is that of the Python packaging specifications (binary
distribution format, core metadata, entry points).
"""

import base64
import hashlib
import io
import re
import zipfile
from pathlib import Path

from dateline.codebook.manifest import FILE_NAME, Manifest
from dateline.codebook.yaml_files import find_yaml
from dateline.errors import UsageError
from dateline.plugins import GROUP
from dateline.records import Record
from dateline.workbench.folders import read_own_manifest

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The day that a ZIP file cannot go before: every file in the package bears it."""
KEPT = re.compile(r"(readme|licence|license|notice|changelog|citation)(\.\w+)?", re.IGNORECASE)
"""Files beside the YAML that go into the package too."""


class Package(Record, frozen=True):
    """A package as bytes, with its file's name, and what is in it."""

    file: str
    name: str
    """The name by which pip knows it."""
    data: bytes
    files: tuple[str, ...]


def pack(folder: Path, *, version: str | None = None) -> Package:
    """The package of a codebook folder.

    Args:
        version: instead of the one in `codebook.yaml`.

    Raises:
        UsageError: the codebook has no name, or nothing in it.
    """
    manifest = read_own_manifest(folder)
    if manifest is None:
        raise UsageError(
            f"{folder} has no {FILE_NAME}; write one with the lines `name: {folder.absolute().name}` and `version: 1`."
        )
    version = _normal(version or manifest.version)
    yaml = [path for path in find_yaml(folder) if path.name != FILE_NAME]
    if not yaml:
        raise UsageError(f"{folder} has no entries to pack; make some with `dateline codebook new`.")
    extra = sorted(path for path in folder.iterdir() if path.is_file() and KEPT.fullmatch(path.name))
    name = f"dateline-codebook-{manifest.name}"
    module = name.replace("-", "_")
    info = f"{module}-{version}.dist-info"
    contents = {f"{module}/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in [folder / FILE_NAME, *yaml, *extra]}
    contents |= {
        f"{info}/METADATA": _metadata(name, version, manifest, folder),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: dateline\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[{GROUP}]\n{manifest.name} = {module}\n".encode(),
    }
    return Package(file=f"{module}-{version}-py3-none-any.whl", name=name, data=_zip(contents, info), files=tuple(contents))


def _normal(version: str) -> str:
    """A version without leading zeros, as pip writes it: 2026.03 is 2026.3."""
    return re.sub(r"\d+", lambda digits: str(int(digits[0])), version)


def _metadata(name: str, version: str, manifest: Manifest, folder: Path) -> bytes:
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {name}",
        f"Version: {version}",
        f"Summary: {_line(manifest.description) or f'A codebook for Dateline: {manifest.name}'}",
    ]
    if manifest.author:
        lines.append(f"Author: {_line(manifest.author)}")
    if manifest.licence:
        lines.append(f"License-Expression: {_line(manifest.licence)}")
    lines += ["Keywords: dateline,codebook,conflict", "Requires-Dist: dateline>=0.1"]
    readme = next((path for path in sorted(folder.glob("README*")) if path.is_file()), None)
    if readme is None:
        return "\n".join([*lines, ""]).encode()
    kind = "text/markdown" if readme.suffix.lower() == ".md" else "text/plain"
    return "\n".join([*lines, f"Description-Content-Type: {kind}", "", readme.read_text(encoding="utf-8")]).encode()


def _line(words: str) -> str:
    return " ".join(words.split())


def _zip(contents: dict[str, bytes], info: str) -> bytes:
    record = "".join(f"{path},sha256={_digest(data)},{len(data)}\n" for path, data in contents.items())
    contents = contents | {f"{info}/RECORD": f"{record}{info}/RECORD,,\n".encode()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in contents.items():
            entry = zipfile.ZipInfo(path, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            wheel.writestr(entry, data)
    return out.getvalue()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
