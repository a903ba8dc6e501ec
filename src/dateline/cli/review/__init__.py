"""`dateline review`: what coders make of statements, from the queue to gold; one file for each part of it."""

import typer

from dateline.cli.review import acts, looking, sheet, taking
from dateline.cli.words import QueryCommand

app = typer.Typer(
    name="review",
    help="""Accept, correct, reject and add statements; every act is kept with who and when, and can be undone.

\b
Example:
  dateline review queue
  dateline review accept 4f2a9c
  dateline review correct 8b11d0 --who actor=ISIS --place Mosul --count killed=3..5
  dateline review undo
  dateline review agreement
  dateline review sheet -o sheet.csv
  dateline review export gold -o gold/
""",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.command("queue")(looking.queue)
app.command("status")(looking.status)
app.command("log")(looking.log)
app.command("accept")(acts.accept)
app.command("correct")(acts.correct)
app.command("reject")(acts.reject)
app.command("add")(acts.add)
app.command("undo")(acts.undo)
app.command("sheet", cls=QueryCommand)(sheet.sheet)
app.command("agreement")(taking.agreement)
app.command("export")(taking.export)
