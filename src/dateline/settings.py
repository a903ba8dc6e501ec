"""Every knob once: name, default, bounds, help. A flag beats `DATELINE_*`, which beats `dateline.toml`, which beats the default.

Nothing is read at import: `load_settings` is called once, by a face, and its result is passed on as an argument.
It does not know whether a path can be written or a day makes sense for a text; it knows only form and bounds.
"""

import datetime
import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import msgspec
from msgspec import Meta

from dateline.errors import UsageError

FILE_NAME = "dateline.toml"
PREFIX = "DATELINE_"
KEY = "DATELINE_LLM_KEY"
"""Where the key for a language model's endpoint is: in the environment alone, so that it is in no file and in no record."""
RESERVED = frozenset({"DATELINE_SHARED", KEY})
"""Environment names that are no settings: the folder with the evaluation data, which tests and benchmarks read, and the key."""


Words = Annotated[str, Meta(min_length=1)]
"""Bounds stand on the text itself: of a text that may be missing, msgspec takes none."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a user can turn, resolved. Annotations hold the bounds and the help, and nothing else does."""

    db: Annotated[
        str,
        Meta(
            min_length=1,
            description="Case file (SQLite), or address of a PostgreSQL database (postgresql://...), that documents are added to.",
        ),
    ] = "dateline.db"
    batch_documents: Annotated[int, Meta(ge=1, le=1024, description="Documents read together; an interruption loses no more.")] = 16
    max_bytes: Annotated[int, Meta(ge=1, le=10**12, description="Largest file, line or archive record that is read, in bytes.")] = (
        20_000_000
    )
    pages: Annotated[
        Literal["careful", "fast"],
        Meta(description="How articles are found on the pages of web archives: careful, or in a tenth of the time and less exact."),
    ] = "careful"
    model: Annotated[
        Words | None,
        Meta(description="Folder of what was learned from your reviewed rows (`dateline retrain`); the shipped model without it."),
    ] = None
    threads: Annotated[int, Meta(ge=0, le=1024, description="Processor threads for the model; 0 takes all.")] = 0
    jobs: Annotated[int, Meta(ge=0, le=4096, description="Processes that read; 0 takes one a core.")] = 0
    engine: Annotated[
        Literal["local", "ray"], Meta(description="Where texts are read: in processes of this machine, or on a Ray cluster.")
    ] = "local"
    ray_address: Annotated[Words | None, Meta(description="Address of the Ray cluster; one on this machine when not given.")] = None
    keep: Annotated[Words | None, Meta(description="Folder for fetched pages; beside the case file when not given.")] = None
    fetch_seconds: Annotated[int, Meta(ge=1, le=3600, description="Longest time for one address, redirects included.")] = 60
    pause_seconds: Annotated[int, Meta(ge=0, le=3600, description="Pause between two requests to one host.")] = 2
    user_agent: Annotated[Words | None, Meta(description="How servers are told who fetches; say how you can be reached.")] = None
    allow_private: Annotated[bool, Meta(description="Fetch from private addresses too: only for sites of your own network.")] = (
        False
    )
    llm_address: Annotated[
        Words | None,
        Meta(description="Address of an OpenAI-compatible endpoint that reads by a language model; most end in /v1."),
    ] = None
    llm_model: Annotated[Words | None, Meta(description="Name of the language model, as its endpoint knows it.")] = None
    llm_seconds: Annotated[int, Meta(ge=1, le=3600, description="Longest wait for one answer of a language model.")] = 300
    llm_jobs: Annotated[int, Meta(ge=1, le=16, description="Requests to a language model that are under way together.")] = 2
    llm_price_in: Annotated[
        float, Meta(ge=0, description="Price of a million tokens sent to the language model; any currency.")
    ] = 0.0
    llm_price_out: Annotated[float, Meta(ge=0, description="Price of a million tokens that the language model answers.")] = 0.0
    llm_cache: Annotated[
        Words | None,
        Meta(description="File that keeps a language model's answers; beside the case file when not given."),
    ] = None
    max_tokens: Annotated[
        int, Meta(ge=0, le=10**12, description="Most tokens that a command may use of a language model, in and out; 0 for no cap.")
    ] = 1_000_000
    max_cost: Annotated[
        float, Meta(ge=0, description="Most that a command may spend on a language model, by the prices set; 0 for no cap.")
    ] = 0.0
    host: Annotated[str, Meta(min_length=1, description="Address that the desk listens at; 127.0.0.1 is this machine only.")] = (
        "127.0.0.1"
    )
    port: Annotated[int, Meta(ge=0, le=65535, description="Port that the desk listens at; 0 takes any that is free.")] = 8321
    stop_seconds: Annotated[
        int, Meta(ge=0, le=3600, description="How long requests in hand may take when the desk is told to stop.")
    ] = 25
    most_connections: Annotated[
        int, Meta(ge=1, le=100_000, description="Connections to the desk at one time; more are told to come again.")
    ] = 2048
    metrics_token: Annotated[
        Annotated[str, Meta(min_length=16)] | None,
        Meta(description="Token of a scraper of /metrics (Authorization: Bearer); without it a team's desk gives no metrics."),
    ] = None
    log: Annotated[
        Literal["words", "json"],
        Meta(description="What `serve` and `watch` write on stderr: words for people, or JSON Lines for machines."),
    ] = "words"
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Meta(description="The least that is logged as JSON Lines.")
    ] = "info"
    accounts: Annotated[Words | None, Meta(description="File of a team's accounts; beside the case file when not given.")] = None
    url: Annotated[
        Annotated[str, Meta(pattern=r"^https?://[^/?#@\s]+/?$")] | None,
        Meta(description="Address by which a team reaches the desk, as https://desk.example.org."),
    ] = None
    proxies: Annotated[
        str, Meta(description="Addresses of the proxies before a team's desk, parted by commas; their word on who asks is taken.")
    ] = "127.0.0.1"
    session_hours: Annotated[int, Meta(ge=1, le=720, description="Hours after which one logs in to a team's desk again.")] = 12
    requests_per_minute: Annotated[
        int,
        Meta(
            ge=10, le=1_000_000, description="Requests of one account, or of one address that is not logged in, to a team's desk."
        ),
    ] = 1200
    oidc_issuer: Annotated[
        Annotated[str, Meta(pattern=r"^https?://")] | None,
        Meta(description="Address of the identity provider (OpenID Connect) of a team's desk."),
    ] = None
    oidc_client: Annotated[Words | None, Meta(description="What the identity provider calls this desk.")] = None
    oidc_secret: Annotated[Words | None, Meta(description="By which the identity provider knows this desk.")] = None
    oidc_name: Annotated[str, Meta(min_length=1, max_length=40, description="How the login page calls the identity provider.")] = (
        "your organisation"
    )
    oidc_role: Annotated[
        Literal["reader", "coder", "editor"] | None,
        Meta(description="Role of those who come by the identity provider and have no account; without it they are turned away."),
    ] = None
    coder: Annotated[str | None, Meta(description="Name under which you review; your user name without it.")] = None
    outlet: Annotated[str | None, Meta(description="Who published the texts; beats what they say.")] = None
    date: Annotated[datetime.date | None, Meta(description="Day of publication (YYYY-MM-DD); beats what the texts say.")] = None

    @property
    def pages_folder(self) -> Path:
        """Where fetched pages are kept: `keep`, or a folder beside the case file."""
        return Path(self.keep) if self.keep else Path(self.db).with_name(f"{Path(self.db).stem}-pages")

    @property
    def answers_file(self) -> Path:
        """Where a language model's answers are kept: `llm_cache`, or a file beside the case file."""
        if self.llm_cache:
            return Path(self.llm_cache)
        case = Path(self.db.partition("://")[2].rpartition("/")[2].partition("?")[0]) if "://" in self.db else Path(self.db)
        return case.with_name(f"{case.stem or 'dateline'}-llm.sqlite")

    @property
    def published(self) -> str | None:
        """`date` as documents carry it: an ISO date."""
        return self.date.isoformat() if self.date else None


class Knob(msgspec.Struct, frozen=True, kw_only=True):
    """One setting as help and documentation show it."""

    name: str
    default: Any
    lowest: int | None
    highest: int | None
    help: str


def describe_settings() -> tuple[Knob, ...]:
    """Every setting in the order of the struct.

    >>> [knob.name for knob in describe_settings()][:2]
    ['db', 'batch_documents']
    """
    hints = get_type_hints(Settings, include_extras=True)
    knobs = []
    for field in msgspec.structs.fields(Settings):
        meta: Meta = hints[field.name].__metadata__[0]
        knobs.append(
            Knob(name=field.encode_name, default=field.default, lowest=meta.ge, highest=meta.le, help=meta.description or "")  # type: ignore[arg-type]
        )
    return tuple(knobs)


def load_settings(
    flags: Mapping[str, Any] | None = None, *, environ: Mapping[str, str] | None = None, folder: Path | None = None
) -> Settings:
    """Resolve the settings. A flag that is None was not given; an empty environment variable counts as not set.

    Args:
        flags: what the user typed, by setting name.
        environ: the environment; the process's own when None.
        folder: where `dateline.toml` may lie; the current folder when None.

    Raises:
        UsageError: an unknown name, or a value of the wrong form or out of bounds; the message says where it stands.

    >>> environ = {"DATELINE_THREADS": "8", "DATELINE_OUTLET": "Reuters"}
    >>> settings = load_settings({"threads": 2}, environ=environ, folder=Path("no such folder"))
    >>> settings.threads, settings.outlet
    (2, 'Reuters')
    """
    types = {field.name: field.type for field in msgspec.structs.fields(Settings)}
    values: dict[str, Any] = {}
    for name, where, value in _given(flags or {}, os.environ if environ is None else environ, folder or Path()):
        if name not in types:
            raise UsageError(f"{where} is no setting of Dateline; {_nearest(name, types)}.")
        try:
            values[name] = msgspec.convert(value, types[name], strict=not isinstance(value, str))
        except msgspec.ValidationError as error:
            raise UsageError(f"{where} cannot be {value!r}: {str(error)[:1].lower()}{str(error)[1:]}.") from error
    return Settings(**values)


def load_key(environ: Mapping[str, str] | None = None) -> str | None:
    """The key for a language model's endpoint; None when there is none. It is no setting, so that nothing prints or keeps it.

    Raises:
        UsageError: it cannot be sent; the message does not say what it is.
    """
    key = (os.environ if environ is None else environ).get(KEY, "").strip()
    if any(not "!" <= letter <= "~" for letter in key):
        raise UsageError(f"The environment variable {KEY} holds letters that no key has; set it again.")
    return key or None


def _given(flags: Mapping[str, Any], environ: Mapping[str, str], folder: Path) -> Iterator[tuple[str, str, Any]]:
    """Name, place in words and value of all that was given, weakest first."""
    for name, value in _read_file(folder / FILE_NAME).items():
        yield name, f"{name} in {FILE_NAME}", value
    for variable in sorted(environ):
        if variable.startswith(PREFIX) and variable not in RESERVED and environ[variable]:
            yield variable.removeprefix(PREFIX).lower(), f"The environment variable {variable}", environ[variable]
    for name, value in flags.items():
        if value is not None:
            yield name, f"The option {name}", value


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not well-formed TOML: {error}.") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be opened: {error.strerror or error}.") from error


def _nearest(name: str, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean {near[0]}" if near else f"there are {', '.join(known)}"
