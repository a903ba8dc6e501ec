"""`dateline watch`: sources asked politely for news, their pages fetched, kept and read, until Ctrl-C."""

import logging
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline import logs
from dateline.cli.said import say

if TYPE_CHECKING:
    from dateline.crawl import Polled, Watch
    from dateline.pipeline import Read, Tally
    from dateline.records import SetAside
    from dateline.settings import Settings
    from dateline.stages import Stages
    from dateline.store import Store

LONGEST_SLEEP_SECONDS = 3600.0


def watch(
    file: Annotated[Path, typer.Argument(metavar="FEEDS.TOML", help="The sources: one [[source]] with a url each.")],
    once: Annotated[bool, typer.Option("--once", help="Do what is due, and end.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Only tell how the sources are; ends with 1 when one is dead.")] = False,
    keep: Annotated[
        str | None,
        typer.Option(help="Folder for the web archives of what was fetched, and for what the watch remembers.", metavar="DIR"),
    ] = None,
    db: Annotated[
        str | None, typer.Option(help="Case file that documents are added to [default: dateline.db].", metavar="FILE")
    ] = None,
    codebook: Annotated[
        list[Path] | None, typer.Option(help="Folder with your own codebook files; repeatable.", metavar="DIR")
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from private addresses too: only for sites of your own network.")
    ] = False,
) -> None:
    """Watch feeds, sitemaps and lists: new pages are fetched, kept as the server sent them, and read into the case file.

    Stopped at any moment, the same command goes on where it was. One line a document goes to stdout, all else to stderr.

    \b
    Examples:
      dateline watch feeds.toml --db mosul.db
      dateline watch feeds.toml --once
      dateline watch feeds.toml --status
    """
    from dateline import harvest
    from dateline.cli.said import begin_to_say
    from dateline.settings import load_settings
    from dateline.stages import load_stages
    from dateline.store import Store

    settings = load_settings({"db": db, "keep": keep, "allow_private": allow_private or None})
    begin_to_say(settings)
    harvest.open_fetcher(settings)  # before the case file is made: it says so when its packages are missing
    from dateline.crawl import load_sources

    sources = load_sources(file)
    with harvest.open_watch(sources, settings) as watching:
        if status:
            raise typer.Exit(_say_status(watching))
        from dateline.cli.reading import folders_of

        with Store.open(settings.db) as store:
            raise typer.Exit(_watch(watching, store, settings, load_stages(settings, folders_of(codebook, settings, store)), once))


def _watch(watching: "Watch", store: "Store", settings: "Settings", stages: "Stages", once: bool) -> int:
    from dateline import cli
    from dateline.pipeline import Tally

    tally = Tally()
    stopped: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: _stop(number, stopped))
    try:
        while True:
            _round(watching, store, settings, stages, tally)
            idle = watching.idle_seconds()
            if idle > 0 and once:
                break
            time.sleep(min(idle, LONGEST_SLEEP_SECONDS))
    except KeyboardInterrupt:
        say("Stopped. The same command goes on where this one was.", "stopped", signal="SIGTERM" if stopped else "SIGINT")
        _say_count(tally)
        return cli.DONE if stopped else cli.INTERRUPTED
    finally:
        signal.signal(signal.SIGTERM, before)
    _say_count(tally)
    return cli.SOME_SET_ASIDE if tally.incomplete or watching.dead() else cli.DONE


def _stop(number: int, stopped: list[int]) -> None:
    """An orderly stop from outside ends as Ctrl-C does, but is no failure."""
    stopped.append(number)
    raise KeyboardInterrupt


def _round(watching: "Watch", store: "Store", settings: "Settings", stages: "Stages", tally: "Tally") -> None:
    """Ask the sources that are due, fetch some of the pages that wait, and read what there is."""
    from dateline.harvest import read_watched
    from dateline.pipeline import NO_LOSS, Read

    for polled in watching.poll():
        _say_polled(polled)
    for aside in watching.fetch():
        if aside is not None:
            store.add_set_aside([aside])
            tally.add(aside)
            _say_aside(aside)
    for item in read_watched(watching, store, settings, stages):
        tally.add(item)
        if isinstance(item, Read):
            _give(item)
        elif item.reason not in NO_LOSS:
            _say_aside(item)


def _give(item: "Read") -> None:
    """A document that was read: a line on stdout, or an event without its title."""
    document = item.reading.document
    if logs.switched_on():
        logs.event("read", document=document.id, statements=len(item.resolution.statements))
        return
    found = (document.published or "no date", document.outlet or "", document.name, _plural(item), document.url or "")
    typer.echo("  ".join(part for part in found if part))


def _say_aside(item: "SetAside") -> None:
    words = f"Set aside ({item.reason}): {item.item}: {item.detail}"
    say(words, "set aside", logging.WARNING, stage=item.stage, reason=item.reason, document=item.document)


def _say_count(tally: "Tally") -> None:
    from dateline.cli.reading import count_words

    say(count_words(tally), "done")


def _plural(item: Any) -> str:
    from dateline.cli.phrases import plural

    return plural(len(item.resolution.statements), "statement")


def _say_polled(polled: "Polled") -> None:
    if polled.problem:
        words = f"{'Dead' if polled.dead else 'Failed'}: {polled.url}: {polled.problem}"
        say(words, "source failed", logging.ERROR if polled.dead else logging.WARNING, source=polled.url, dead=polled.dead)
    elif polled.new:
        words = f"{polled.new} new of {polled.listed} at {polled.url}"
        say(words, "polled", source=polled.url, new=polled.new, listed=polled.listed)
    if polled.moved_to:
        say(f"Moved for good: {polled.url} is now {polled.moved_to}; change it in your file.", "moved", source=polled.url)


def _say_status(watching: "Watch") -> int:
    from dateline import cli
    from dateline.crawl import is_dead

    for url in watching.sources:
        known = watching.state.source(url)
        state = "dead" if is_dead(known) else "failing" if known.failures else "good" if known.last_good else "not asked yet"
        told = [state, url, f"last good {known.last_good}" if known.last_good else "", known.problem or ""]
        typer.echo("  ".join(part for part in told if part))
    return cli.SOME_SET_ASIDE if watching.dead() else cli.DONE
