"""`dateline users`: who may enter a team's desk, and as what."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.errors import AccountsError, UsageError

if TYPE_CHECKING:
    from dateline.accounts.book import Accounts, Entered

app = typer.Typer(
    name="users",
    help="""Accounts of a team's desk (`dateline serve --team`): readers read, coders review, editors also settle what coders
differ about.

They are kept in a file beside the case (dateline.db: dateline-accounts.db; for a database, in the current folder). Passwords are
asked for on a terminal, or read from standard input; they are never an option, for others see options. What is changed here holds
at once in a desk that runs.

\b
Example:
  dateline users add ana --role editor
  dateline users add bea --role coder --email bea@example.org
  dateline users list
  dateline users role bea editor
""",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
Name = Annotated[str, typer.Argument(help="Name of the account; acts of review bear it.", metavar="NAME")]
Db = Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")]
File = Annotated[str | None, typer.Option(help="File of the accounts [default: beside the case file].", metavar="FILE")]
RoleWord = Annotated[str, typer.Option(help="reader, coder or editor.", metavar="ROLE")]
_MISSING = ("argon2", "_argon2_cffi_bindings")
NEEDED = "Accounts need packages of their own; add them with `pip install 'dateline[team]'`."


def open_accounts(db: str | None, accounts: str | None, *, create: bool = False) -> "Accounts":
    """The accounts of a case.

    Raises:
        AccountsError: they cannot be opened.
    """
    from dateline.accounts import accounts_file
    from dateline.settings import load_settings

    try:
        from dateline.accounts.book import Accounts
    except ModuleNotFoundError as error:
        if error.name not in _MISSING:
            raise
        raise AccountsError(NEEDED) from error
    settings = load_settings({"db": db, "accounts": accounts})
    return Accounts(Path(settings.accounts) if settings.accounts else accounts_file(settings.db), create=create)


def ask_password(name: str) -> str:
    """A password from whoever sits at the terminal, asked twice; else the first line of standard input.

    Raises:
        UsageError: nothing is given.
    """
    if sys.stdin.isatty():
        given = typer.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True, err=True)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise UsageError("No password was given; type it, or give it as the first line of standard input.")
    return given


@app.command("add")
def add(
    name: Name,
    role: RoleWord,
    email: Annotated[
        str | None,
        typer.Option(
            help="They log in by the identity provider, which knows them by this address; no password is asked.", metavar="ADDRESS"
        ),
    ] = None,
    db: Db = None,
    accounts: File = None,
) -> None:
    """Add an account.

    Acts that a coder of this name did in the case before, with `--coder`, count as the account's.

    \b
    Examples:
      dateline users add ana --role editor
      pass show desk/ana | dateline users add ana --role editor
      dateline users add bea --role coder --email bea@example.org
    """
    from dateline.accounts import role_of

    wanted = role_of(role)
    with open_accounts(db, accounts, create=True) as book:
        made = book.add(name, wanted, email=email, password=None if email else ask_password(name))
        typer.echo(f"{made.name} may enter as {made.role}; accounts are in {book.path}.", err=True)


@app.command("list")
def listed(
    db: Db = None,
    accounts: File = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Who may enter, as what, how they log in, and how many sessions they have.

    \b
    Example:
      dateline users list
    """
    from dateline.cli.rows import write_lines

    with open_accounts(db, accounts) as book:
        found = book.listed()
    if json:
        write_lines(found)
        return
    from dateline.cli.listing import fields_table
    from dateline.cli.screen import print_all, stdout_console

    console = stdout_console()
    rows = [
        (one.name, one.role, _way(one), one.since, f"{one.sessions} {'session' if one.sessions == 1 else 'sessions'}")
        for one in found
    ]
    print_all(console, fields_table(("Name", "Role", "Logs in by", "Since", "Now"), rows, wide=console.is_terminal))


@app.command("role")
def role(
    name: Name,
    role: Annotated[str, typer.Argument(help="reader, coder or editor.", metavar="ROLE")],
    db: Db = None,
    accounts: File = None,
) -> None:
    """Give an account another role. Its sessions end: it logs in again.

    \b
    Example:
      dateline users role bea editor
    """
    from dateline.accounts import role_of

    wanted = role_of(role)
    with open_accounts(db, accounts) as book:
        changed = book.change_role(name, wanted)
    typer.echo(f"{changed.name} is {changed.role} now, and logs in again.", err=True)


@app.command("password")
def password(name: Name, db: Db = None, accounts: File = None) -> None:
    """Give an account another password. Its sessions end: it logs in again.

    \b
    Example:
      dateline users password ana
    """
    with open_accounts(db, accounts) as book:
        changed = book.change_password(name, ask_password(name))
    typer.echo(f"{changed.name} has another password now, and logs in again.", err=True)


@app.command("remove")
def remove(name: Name, db: Db = None, accounts: File = None) -> None:
    """Take an account out. Its sessions end; what it did in the case stays there under its name.

    \b
    Example:
      dateline users remove bea
    """
    with open_accounts(db, accounts) as book:
        gone = book.remove(name)
    typer.echo(f"{gone.name} may not enter any more; what they did in the case stays.", err=True)


def _way(one: "Entered") -> str:
    """How somebody logs in."""
    return " or ".join(filter(None, ("password" if one.password else "", one.email))) or "identity provider"
