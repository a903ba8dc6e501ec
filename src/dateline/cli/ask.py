"""`dateline ask`: the statements that a query means; queries that are kept, and what is new under them is told by `show alerts`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.words import RunOption, as_query, day
from dateline.errors import UsageError

if TYPE_CHECKING:
    pass

FIELDS_HELP = """\b
Fields, of which all must hold; a comma parts values of which any will do, a minus before a field means not:
  actor:NAME      who takes part, by any of its names, or by words
  place:NAME      where; a province or country with all that lies in it
  country:NAME    a country by its name or code
  type:ID         attack, airstrike, seizes, leads, ... (the codebook's)
  kind:KIND       event, control, relation, quantity, label, forecast, recommendation, judgement
  since: until:   a day, month or year
  voice:NAME      who says so; also author, unnamed
  hedge:WORD      asserted, reported, possible, probable, denied
  label:WORD      what somebody is called
  outlet:NAME     who published it
  document:ID     a document, by the start of its id
  text:WORDS      words of the sentence side by side
Words before the first field are looked for in the sentences. A value runs to the next field."""


def ask(
    words: Annotated[list[str] | None, typer.Argument(metavar="QUERY", help="Which statements.")] = None,
    save: Annotated[
        str | None, typer.Option(help="Keep the query under a name; what it finds now counts as seen.", metavar="NAME")
    ] = None,
    forget: Annotated[str | None, typer.Option(help="Drop the query of this name.", metavar="NAME")] = None,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines for programs.")] = False,
    at: Annotated[str | None, typer.Option(help="Only what was published by then, YYYY-MM-DD.", metavar="DAY")] = None,
    db: Annotated[str | None, typer.Option(help="Case file [default: dateline.db].", metavar="FILE")] = None,
    codebook: Annotated[
        list[Path] | None, typer.Option(help="Your own codebook folder, for its types and names.", metavar="DIR")
    ] = None,
    short: Annotated[bool, typer.Option("--short", help="Cut each sentence to one line.")] = False,
    run: RunOption = None,
) -> None:
    query = as_query(words)
    if (forget or save) and at:
        raise UsageError("--at goes with a query that is asked, not with one that is kept or dropped.")
    if (forget or save or not query) and run:
        raise UsageError("--run goes with a query that is asked, as in `dateline ask place:Mosul --run previous`.")
    if forget and (query or save):
        raise UsageError(f"`dateline ask --forget {forget}` takes nothing else.")
    if save and not query:
        raise UsageError(f"`dateline ask --save {save}` needs a query to keep, as in `dateline ask --save {save} place:Mosul`.")
    until = day(at)
    from dateline.cli.runs import as_read_by
    from dateline.cli.statements import show_statements
    from dateline.settings import load_settings
    from dateline.store import Store
    from dateline.workbench.decisions import with_decisions

    settings = load_settings({"db": db})
    with Store.open(settings.db, create=False) as whole, as_read_by(whole, run) as store:
        if forget:
            if not store.forget_query(forget):
                raise UsageError(f"There is no saved query {forget}; `dateline ask` lists them.")
            typer.echo(f"Dropped {forget}.", err=True)
        elif not query:
            _list_saved(store, json)
        else:
            seen = show_statements(store, None, query, until, with_decisions(codebook, settings.db), json=json, short=short)
            if save:
                from dateline.query import parse

                store.save_query(save, str(parse(query)), seen)
                typer.echo(f"Kept as {save}; `dateline show alerts` tells what is new under it.", err=True)


ask.__doc__ = f"""List the statements that a query means, each with its sentence; without a query, the queries that are kept.

\b
Examples:
  dateline ask actor:ISIS place:Mosul since:2014-06-01
  dateline ask 'text:"car bomb" -hedge:denied type:attack,bombing'
  dateline ask --save mosul place:Mosul kind:control

{FIELDS_HELP}
"""


def _list_saved(store, json: bool) -> None:
    kept = store.saved_queries()
    if json:
        from dateline.cli.rows import write_lines

        write_lines({"name": query.name, "query": query.query} for query in kept)
        return
    for query in kept:
        typer.echo(f"{query.name}  {query.query}")
    if not kept:
        typer.echo("No query is kept; `dateline ask QUERY` asks, `dateline ask --save NAME QUERY` keeps one.", err=True)
