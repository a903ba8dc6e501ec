"""`dateline codebook pack`: a package of a codebook that others install with pip."""

from pathlib import Path
from typing import Annotated

import typer

from dateline.errors import CodebookError, UsageError


def pack(
    folder: Annotated[
        Path | None, typer.Argument(help="Your codebook's folder [default: the one here].", metavar="[FOLDER]")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder that the package goes into.", metavar="DIR")] = Path(
        "dist"
    ),
    version: Annotated[
        str | None, typer.Option(help="Version of the package, instead of the one in codebook.yaml.", metavar="VERSION")
    ] = None,
) -> None:
    """Make a package of a codebook: who installs it with pip has its types, actors and labels in every command.

    The package holds the YAML files and no program; nothing in it is ever run. The same folder gives the same bytes. A package of
    the same version with other content is not written over.

    \b
    Examples:
      dateline codebook pack my-codebook
      pip install dist/dateline_codebook_my_codebook-1-py3-none-any.whl
    """
    from dateline.plugins import load_codebook
    from dateline.workbench.checks import check_folder
    from dateline.workbench.folders import find_folder
    from dateline.workbench.packing import pack as make_package
    from dateline.workbench.trials import try_entries

    home = find_folder(folder)
    checked = check_folder(home)
    if checked.errors:
        raise CodebookError(f"{home} cannot be packed before it is well formed: see `dateline codebook check {home}`.")
    wrong = [trial for trial in try_entries(checked, load_codebook([home]), None) if not trial.passes]
    if wrong:
        how = f"{len(wrong)} do not; see `dateline codebook test {home} --words-only`"
        raise CodebookError(f"{home} cannot be packed before its examples hold: {how}.")
    package = make_package(home, version=version)
    path = output / package.file
    if path.exists() and path.read_bytes() != package.data:
        raise UsageError(f"{path} is there already with other content; raise `version` in {home / 'codebook.yaml'}.")
    output.mkdir(parents=True, exist_ok=True)
    path.write_bytes(package.data)
    typer.echo(path)
    typer.echo(f"Packed {len(package.files) - 3} files. Next: pip install {path}", err=True)
