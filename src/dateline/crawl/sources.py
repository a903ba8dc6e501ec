"""What is watched: `feeds.toml` -> sources.

Sources are feeds, sitemaps, lists of addresses, GDELT's lists of articles, and the lists of Common Crawl's news archives. What they
answer is told apart in `listings`.
"""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from dateline.crawl.fetching import RefusedError, tidy_address
from dateline.errors import UsageError


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[source]]` of the file."""

    url: str
    kind: Literal["feed", "sitemap", "list", "gdelt", "ccnews"] = "feed"
    outlet: str | None = None
    """Who publishes it; beats what the pages say."""
    every_minutes: Annotated[int, Meta(ge=1, le=60 * 24 * 30)] = 60
    matching: str | None = None
    """A regular expression: addresses in which it is not found are left out."""
    since_days: Annotated[int, Meta(ge=1)] | None = None
    """Addresses that the source dates earlier are left out."""
    items: bool = False
    """Read the texts that the feed itself carries, and fetch no pages."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """`matching`, ready to be looked for."""
        return re.compile(self.matching or "")


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    source: Annotated[list[Source], Meta(min_length=1)]


def load_sources(path: Path) -> tuple[Source, ...]:
    """The sources of a file, in its order.

    Raises:
        UsageError: it is not there, not well formed, or names the unknown; the message says what and where.
    """
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), File)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be opened ({error.strerror or error}); give the path of a file with [[source]] in it."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not well-formed TOML: {error}.") from error
    except msgspec.ValidationError as error:
        raise UsageError(f"{path} cannot be understood: {error}; docs/cli.md tells what a [[source]] may say.") from error
    seen: set[str] = set()
    for source in found.source:
        _check(source, path, seen)
    return tuple(found.source)


def _check(source: Source, path: Path, seen: set[str]) -> None:
    try:
        tidy = tidy_address(source.url)
        _ = source.pattern
    except RefusedError as error:
        raise UsageError(f"{path}: the source {source.url} {error.detail}.") from error
    except re.error as error:
        raise UsageError(f"{path}: matching = {source.matching!r} is no regular expression: {error}.") from error
    if tidy in seen:
        raise UsageError(f"{path} names {source.url} twice; take one out.")
    if source.items and source.kind != "feed":
        raise UsageError(f"{path}: the source {source.url} is no feed, so it carries no texts; take `items` out.")
    seen.add(tidy)
