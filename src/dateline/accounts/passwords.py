"""Passwords: which are too weak to be taken, and their hashes (Argon2id, with the parameters that its library holds up to date).

Long ones are asked for, and nothing of what they are made of: that is what NIST SP 800-63B recommends.
"""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dateline.accounts.names import key_of
from dateline.errors import UsageError

SHORTEST, LONGEST = 12, 256
"""Characters."""
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("")
"""Compared with where there is no account, so that the answer takes as long as where there is one."""


def strong(password: str, name: str) -> str:
    """A password that can be taken for an account of this name.

    Raises:
        UsageError: it is too short, too long or too easy.
    """
    given = _plain(password)
    if not SHORTEST <= len(given) <= LONGEST:
        raise UsageError(
            f"A password has {SHORTEST} to {LONGEST} characters; a few words that do not belong together are a good one."
        )
    own = key_of(given).replace(key_of(name), "")
    if given.isdecimal() or len(set(given)) < 5 or len(own) < SHORTEST // 2:
        raise UsageError("That password is guessed at once; take a few words that do not belong together.")
    return given


def hashed(password: str) -> str:
    """The hash that is kept of a password."""
    return _HASHER.hash(_plain(password))


def same(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was hashed; it takes equally long where nothing is kept."""
    try:
        return _HASHER.verify(kept or _NOBODY, _plain(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether today's hashes are stronger than this one."""
    return _HASHER.check_needs_rehash(kept)


def _plain(password: str) -> str:
    # The same word typed on another keyboard may come as other characters.
    return unicodedata.normalize("NFKC", password)
