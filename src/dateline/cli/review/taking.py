"""`dateline review agreement|export`: how far coders and machine agree, and what others learn from what was reviewed."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.review.acts import Books, Db
from dateline.cli.review.looking import Json
from dateline.errors import InputError


class Form(StrEnum):
    """What reviewed statements can be taken as."""

    GOLD = "gold"
    EXAMPLES = "examples"


def agreement(json: Json = False, db: Db = None) -> None:
    """Say how far coders agree with each other and with the machine: Krippendorff's alpha and F1, by kind and field.

    \b
    Examples:
      dateline review agreement
      dateline review agreement --json | jq 'select(.kind == "event")'
    """
    from dateline.archive.gold import agreement as agreement_of
    from dateline.settings import load_settings
    from dateline.store import Store

    with Store.open(load_settings({"db": db}).db, create=False) as store:
        found = agreement_of(store)
    if json:
        from dateline.cli.rows import write_lines

        write_lines(found)
        return
    last: tuple[str, ...] = ()
    for row in found:
        if row.between != last:
            typer.echo(("\n" if last else "") + " and ".join(row.between))
            typer.echo(f"  {'kind':<15}{'field':<12}{'units':>7}{'alpha':>9}{'F1':>9}")
            last = row.between
        typer.echo(f"  {row.kind:<15}{row.field:<12}{row.units:>7}{_figure(row.alpha):>9}{_figure(row.f1):>9}")
    if not found:
        typer.echo("There is nothing to compare: nobody has decided about anything yet.", err=True)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def export(
    form: Annotated[Form, typer.Argument(help="gold: the exchange form with texts, in a folder; examples: YAML for the codebook.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder of gold, or the file of examples; - is stdout.")],
    with_names: Annotated[
        bool, typer.Option("--with-names", help="Examples: keep the names of private persons, which are withheld otherwise.")
    ] = False,
    db: Db = None,
    codebook: Books = None,
) -> None:
    """Write what was reviewed: as gold to train and measure with, or as examples for the codebook.

    \b
    Examples:
      dateline review export gold -o gold/
      dateline review export examples -o examples.yaml
    """
    from dateline.archive import gold
    from dateline.settings import load_settings
    from dateline.store import Store

    with Store.open(load_settings({"db": db}).db, create=False) as store:
        if form is Form.GOLD:
            written = gold.write_gold(store, output)
            typer.echo(
                f"{written.rows} reviewed and {written.rejected} rejected statements of {written.documents} documents written to "
                f"{output}; everything read is decided in {written.complete} of them",
                err=True,
            )
            for reason, number in written.left_out.items():
                typer.echo(f"{number} left out ({reason})", err=True)
            typer.echo("The texts are whole, names of private persons included: keep the folder to yourself.", err=True)
            return
        from dateline.exports.tables import load_tables
        from dateline.plugins import codebook_folders

        found = gold.examples(store, load_tables(codebook_folders(codebook or [])), with_names=with_names)
    words = gold.examples_yaml(found)
    if str(output) == "-":
        typer.echo(words, nl=False)
    else:
        try:
            output.write_text(words, encoding="utf-8")
        except OSError as error:
            raise InputError(f"{output} cannot be written ({error.strerror}); name another file with -o.") from error
    yes, no = (sum(len(each[name]) for each in found.values()) for name in ("yes", "no"))
    typer.echo(f"{yes} sentences that are of a type and {no} that are not, of {len(found)} types", err=True)
