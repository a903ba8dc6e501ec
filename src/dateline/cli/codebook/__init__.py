"""`dateline codebook`: the workbench for a codebook of your own, one file a command."""

import typer

from dateline.cli.codebook import check, diff, explain, importing, new, pack, trials

app = typer.Typer(
    name="codebook",
    help="""Make, check, try and share a codebook of your own: types, actors, labels.

\b
Example:
  dateline codebook new event-type "cattle raid"
  dateline codebook check
  dateline codebook test
  dateline codebook diff shipped my-codebook --archive dateline.db
""",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.command("new")(new.new)
app.command("check")(check.check)
app.command("test")(trials.test)
app.command("explain")(explain.explain)
app.command("diff")(diff.diff)
app.command("pack")(pack.pack)
app.command("import")(importing.import_)
