"""Names and roles of accounts: what a name may be, when two are one, and which role includes which."""

import unicodedata
from typing import Literal, get_args

from dateline.errors import UsageError
from dateline.records import Record

Role = Literal["reader", "coder", "editor"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Each may do what those before it may: read; review; settle what coders differ about and change the case for all."""
LONGEST_NAME = 80
TAKEN = frozenset({"machine", "author"})
"""Words that stand for somebody else where coders are named side by side."""


class Account(Record, frozen=True):
    """Somebody who may enter a team's desk."""

    name: str
    role: Role


def may(role: Role, needed: Role) -> bool:
    """Whether a role includes another.

    >>> may("editor", "coder"), may("reader", "coder")
    (True, False)
    """
    return ROLES.index(role) >= ROLES.index(needed)


def role_of(word: str) -> Role:
    """The role of a word.

    Raises:
        UsageError: it is none.
    """
    if word not in ROLES:
        raise UsageError(f"{word!r} is no role; there are {', '.join(ROLES)}.")
    return word


def key_of(name: str) -> str:
    """What is the same for names that people would take for one.

    >>> key_of("Ana") == key_of("ana"), key_of("\\uff21na") == key_of("ana")
    (True, True)
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def name_of(words: str) -> str:
    """The name that words are, for a new account: it stands beside every act.

    Raises:
        UsageError: it cannot be one.
    """
    name = unicodedata.normalize("NFC", words)
    if not name.strip() or name != name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise UsageError(f"A name is one line of 1 to {LONGEST_NAME} characters, without spaces at its ends.")
    if key_of(name) in TAKEN:
        raise UsageError(f"Nobody can be named {name!r}: reviews call somebody else so; take another name.")
    return name
