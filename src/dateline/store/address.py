"""Where a case is kept: a file, or a database of a PostgreSQL server, named as one writes it after `--db`."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from dateline.errors import StoreError

_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_SECRET = ("password", "sslpassword", "passfile", "sslkey")


class Address:
    """The address of a case in a PostgreSQL server. As text it shows no password, so it may stand in any message.

    >>> str(Address("postgres://ana:secret@db.example.org/mosul")), Address("postgres://ana:secret@db.example.org/mosul").name
    ('postgresql://ana:***@db.example.org/mosul', 'mosul')
    """

    def __init__(self, words: str) -> None:
        try:
            self.url: URL = make_url(words).set(drivername="postgresql+psycopg")
        except (ArgumentError, ValueError):
            # What was given is not repeated: it may hold a password. For the same reason the cause is left out.
            raise StoreError(
                "The address of the PostgreSQL database cannot be understood; write --db postgresql://USER@HOST:PORT/DATABASE."
            ) from None

    @property
    def name(self) -> str:
        """The database's name, as a file has one."""
        return self.url.database or self.url.username or "postgresql"

    def __str__(self) -> str:
        return self.url.set(drivername="postgresql").difference_update_query(_SECRET).render_as_string(hide_password=True)


Where = Path | Address


def where_of(words: "str | Where") -> Where:
    """A file, or the address of a database when the words begin as one.

    Raises:
        StoreError: they begin as an address and are none.

    >>> where_of("mosul.db")
    PosixPath('mosul.db')
    """
    if isinstance(words, str) and words.partition("://")[0] in _SCHEMES and "://" in words:
        return Address(words)
    return Path(words) if isinstance(words, str) else words
