"""Runs for people: which versions read what, and the case as one of them has it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import typer

from dateline.cli.phrases import plural, printable, spending_words
from dateline.cli.words import SHOWN
from dateline.store import Manifest, Store

MOST_NAMED = 3


@contextmanager
def as_read_by(store: Store, words: str | None) -> Iterator[Store]:
    """The case as a run has it, and on stderr how many documents it did not read; without a run, the newest readings.

    Raises:
        UsageError: there is no such run.
    """
    if words is None:
        yield store
        return
    from dateline import readings

    choice = readings.choose(store, words)
    with readings.as_read_by(store, choice) as case:
        if missing := len(store.document_ids()) - len(case.document_ids()):
            typer.echo(f"{plural(missing, 'document')} of {store.path} were not read by {words} and are left out.", err=True)
        yield case


def show_runs(store: Store, *, json: bool) -> None:
    """Print what each set of versions has read and set aside, in the order in which they came to be used."""
    manifests = store.manifests()
    if json:
        from dateline.cli.rows import write_lines

        write_lines(manifests)
        return
    for manifest in manifests:
        for number, line in enumerate(_lines(manifest)):
            typer.echo(" " * (number and SHOWN + 2) + printable(line))
    if not manifests:
        typer.echo(f"{store.path} has been read by nothing yet.", err=True)


def _lines(manifest: Manifest) -> Iterator[str]:
    newest, told = plural(manifest.newest, "document"), plural(sum(manifest.statements.values()), "statement")
    earlier = f", {manifest.earlier:,} that others have read since" if manifest.earlier else ""
    yield f"{manifest.id[:SHOWN]}: newest reading of {newest}{earlier}: {told}"
    versions = (("dateline", manifest.dateline), ("model", manifest.model), ("codebook", manifest.codebook))
    yield ", ".join(f"{name} {version}" for name, version in (*versions, ("gazetteer", manifest.gazetteer)) if version)
    if manifest.spent:
        yield spending_words(manifest.spent)
    if manifest.set_aside:
        yield "set aside: " + _reasons(manifest.set_aside)
    most = sorted(manifest.inputs, key=lambda one: (-one.documents, one.name))
    if most:
        named = ", ".join(f"{one.name} ({one.documents:,})" for one in most[:MOST_NAMED])
        yield f"documents from {plural(len(most), 'file')}: {named}" + (", ..." if len(most) > MOST_NAMED else "")


def _reasons(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {reason.replace('_', ' ')}" for reason, number in counts.items())
