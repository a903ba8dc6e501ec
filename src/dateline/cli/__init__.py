"""The command line: data on stdout, all else on stderr. Heavy imports stay inside the commands, so that help is instant.

It parses, calls the pipeline or the store, and prints; it decides nothing about what a text says.
"""

import sys
import traceback
from typing import Annotated

import typer

from dateline.cli import (
    actors,
    ask,
    brief,
    codebook,
    compare,
    db,
    diff,
    export,
    fetch,
    importing,
    link,
    match,
    mcp,
    publish,
    read,
    reread,
    retrain,
    review,
    serve,
    show,
    users,
    verdict,
    watch,
)
from dateline.cli.words import QueryCommand
from dateline.errors import DatelineError, UsageError

DONE, SOME_SET_ASIDE, USAGE, FAILED, INTERRUPTED = 0, 1, 2, 3, 130

_HELP = """Reads conflict reporting: what happened, who says so, what is estimated, opinion, predicted and recommended,
each with the sentence it comes from.

\b
Example:
  dateline read article.html reports/ --date 2014-06-11
  dateline show numbers
  dateline ask actor:ISIS place:Mosul
  dateline brief -o brief.html
  dateline review queue
  dateline serve

\b
Exit codes:
  0    done
  1    done, and some files or documents were set aside, with a reason (a text read before does not count)
  2    the command was not understood, or names something that does not exist
  3    failed; the message says what to do
  130  interrupted; what was read is kept, and the same command finishes the rest

Settings come from the options, then DATELINE_* in the environment, then dateline.toml in the current folder.
"""

app = typer.Typer(
    name="dateline",
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("read")(read.read)
app.command("fetch")(fetch.fetch)
app.command("watch")(watch.watch)
app.command("reread")(reread.reread)
app.command("retrain")(retrain.retrain)
app.command("diff")(diff.diff)
app.command("compare")(compare.compare)
app.command("link")(link.link)
app.command("show", cls=QueryCommand)(show.show)
app.command("ask", cls=QueryCommand)(ask.ask)
app.command("brief", cls=QueryCommand)(brief.brief)
app.command("verdict")(verdict.verdict)
app.command("export", cls=QueryCommand)(export.export)
app.command("match", cls=QueryCommand)(match.match)
app.command("import")(importing.import_)
app.command("publish", cls=QueryCommand)(publish.publish)
app.command("serve")(serve.serve)
app.command("mcp")(mcp.mcp)
app.add_typer(review.app)
app.add_typer(actors.app)
app.add_typer(codebook.app)
app.add_typer(db.app)
app.add_typer(users.app)


def _print_version(wanted: bool) -> None:
    if not wanted:
        return
    from dateline import __version__
    from dateline.edition import edition
    from dateline.model import model_version
    from dateline.plugins import installed_codebooks, load_codebook

    typer.echo(f"dateline {__version__}\ndata {edition()}\nmodel {model_version()}\ncodebook {load_codebook().version}")
    for one in installed_codebooks():
        typer.echo(f"codebook {one.name} {one.version}, of the package {one.package}")
    raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Show the versions of dateline, its data, model and codebook."
        ),
    ] = False,
) -> None:
    """Options of `dateline` itself."""


def main() -> None:
    """The outermost door: every error leaves as one sentence on stderr and a documented exit code."""
    for stream in (sys.stdout, sys.stderr):
        # Data is UTF-8 wherever it goes; a terminal of another encoding must not end a run.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
    try:
        app()
    except DatelineError as error:
        _say(str(error))
        sys.exit(USAGE if isinstance(error, UsageError) else FAILED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - the outermost door
        traceback.print_exc()
        _say(f"This is a fault of Dateline ({type(error).__name__}); what was read is kept. Please report it with the lines above.")
        sys.exit(FAILED)


def _say(message: str) -> None:
    typer.echo(f"dateline: {message}", err=True)
