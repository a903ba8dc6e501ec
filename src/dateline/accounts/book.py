"""The file of accounts and sessions. Each question is asked of the file itself: what `dateline users` changes holds at once.

Of a session only the hash of its token is kept: who reads the file can enter with nothing in it.
"""

import hashlib
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from dateline.accounts import passwords
from dateline.accounts.names import Account, Role, key_of, name_of
from dateline.errors import AccountsError, UsageError
from dateline.records import Record

FORM = 1
"""Of the tables below; a file of another form is refused."""
APPLICATION = 0x444C4E41
"""SQLite's `application_id` of a file of accounts ("DLNA")."""
TABLES = """
CREATE TABLE accounts (key TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, password TEXT,
                       email TEXT UNIQUE, subject TEXT UNIQUE, since TEXT NOT NULL);
CREATE TABLE sessions (token TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
                       ends REAL NOT NULL);
CREATE INDEX sessions_of ON sessions (account);
"""


class Entered(Record, frozen=True):
    """An account as it is listed to whoever keeps the desk."""

    name: str
    role: Role
    password: bool
    """Whether it has one."""
    email: str | None
    """By which an identity provider's word is taken for it."""
    since: str
    """Day on which it was added."""
    sessions: int
    """That have not ended."""


class Accounts:
    """The open file. Use it as a context manager; any thread may ask."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        """Open it, or make it, readable by this user alone.

        Raises:
            AccountsError: it cannot be opened, is missing and `create` is off, or is no file of accounts.
        """
        self.path, self._lock = path, threading.RLock()
        if not create and not path.exists():
            raise AccountsError(f"There are no accounts yet ({path}); add one with `dateline users add NAME --role editor`.")
        with self._explained():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA foreign_keys = ON")
            found, form = (self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
            empty = self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
            if empty:
                self._db.executescript(
                    f"BEGIN IMMEDIATE; {TABLES} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORM}; COMMIT;"
                )
        if not empty and (found, form) != (APPLICATION, FORM):
            self.close()
            what = (
                f"was written by another Dateline (form {form}, this one knows {FORM})"
                if found == APPLICATION
                else "holds no accounts"
            )
            raise AccountsError(f"{path} {what}; name another file with --accounts.")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> "Accounts":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # ------------------------------------------------------------------ accounts
    def add(
        self, name: str, role: Role, *, password: str | None = None, email: str | None = None, subject: str | None = None
    ) -> Account:
        """Add an account, which enters by a password, by an identity provider's word, or by both.

        Raises:
            UsageError: the name, the address or the password cannot be taken.
        """
        name = name_of(name)
        kept = None if password is None else passwords.hashed(passwords.strong(password, name))
        row = (key_of(name), name, role, kept, _address(email), subject, datetime.now(UTC).date().isoformat())
        with self._writing():
            if self._one("SELECT 1 FROM accounts WHERE key = ?", row[0]):
                raise UsageError(f"There is an account {name} already; `dateline users list` shows all.")
            if row[4] and self._one("SELECT 1 FROM accounts WHERE email = ?", row[4]):
                raise UsageError(f"Another account has the address {row[4]} already; `dateline users list` shows all.")
            self._db.execute("INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return Account(name=name, role=role)

    def listed(self) -> tuple[Entered, ...]:
        """All accounts, by name."""
        query = (
            "SELECT name, role, password IS NOT NULL, email, since, "
            "(SELECT count(*) FROM sessions WHERE account = key AND ends > ?) FROM accounts ORDER BY key"
        )
        with self._explained():
            rows = self._db.execute(query, (time.time(),)).fetchall()
        names = Entered.__struct_fields__
        return tuple(Entered(**{**dict(zip(names, row, strict=True)), "password": bool(row[2])}) for row in rows)

    def change_role(self, name: str, role: Role) -> Account:
        """Give an account another role and end its sessions.

        Raises:
            UsageError: there is no such account.
        """
        return self._change(name, "role = ?", role)

    def change_password(self, name: str, password: str) -> Account:
        """Give an account another password and end its sessions.

        Raises:
            UsageError: there is no such account, or the password cannot be taken.
        """
        return self._change(name, "password = ?", passwords.hashed(passwords.strong(password, name)))

    def remove(self, name: str) -> Account:
        """Take an account out with its sessions; what it did in a case stays there.

        Raises:
            UsageError: there is no such account.
        """
        with self._writing():
            found = self._named(name)
            self._db.execute("DELETE FROM accounts WHERE key = ?", (key_of(name),))
        return found

    def knows(self, name: str, password: str) -> Account | None:
        """The account of this name if that is its password. It takes equally long where there is none."""
        with self._explained():
            found = self._one("SELECT name, role, password FROM accounts WHERE key = ?", key_of(name))
        kept = found[2] if found else None
        # Outside of the lock: it takes a while, on purpose.
        if not passwords.same(kept, password) or not found or not kept:
            return None
        if passwords.outdated(kept):
            with self._writing():
                self._db.execute("UPDATE accounts SET password = ? WHERE key = ?", (passwords.hashed(password), key_of(name)))
        return Account(name=found[0], role=found[1])

    def vouched(self, subject: str, email: str | None) -> Account | None:
        """The account of somebody for whom an identity provider vouches.

        Args:
            subject: who that is to the provider, for good.
            email: their address if the provider has seen that it is theirs. It is asked once: from then on the subject counts.
        """
        with self._writing():
            found = self._one("SELECT name, role FROM accounts WHERE subject = ?", subject)
            if not found and email:
                where = "email = ? AND subject IS NULL"
                found = self._one(f"SELECT name, role FROM accounts WHERE {where}", _address(email))
                self._db.execute(f"UPDATE accounts SET subject = ? WHERE {where}", (subject, _address(email)))
        return Account(name=found[0], role=found[1]) if found else None

    # ------------------------------------------------------------------ sessions
    def begin(self, account: Account, seconds: float) -> str:
        """Begin a session; the token by which it is known."""
        token, now = secrets.token_urlsafe(32), time.time()
        with self._writing():
            self._db.execute("DELETE FROM sessions WHERE ends <= ?", (now,))
            self._named(account.name)
            self._db.execute("INSERT INTO sessions VALUES (?, ?, ?)", (_hash(token), key_of(account.name), now + seconds))
        return token

    def session(self, token: str) -> Account | None:
        """Whose session that is, with the role of this moment; None when it has ended or never was."""
        query = "SELECT name, role FROM sessions JOIN accounts ON key = account WHERE token = ? AND ends > ?"
        with self._explained():
            found = self._db.execute(query, (_hash(token), time.time())).fetchone()
        return Account(name=found[0], role=found[1]) if found else None

    def end(self, token: str) -> None:
        """End a session."""
        with self._writing():
            self._db.execute("DELETE FROM sessions WHERE token = ?", (_hash(token),))

    # ------------------------------------------------------------------ the file
    def _change(self, name: str, what: str, value: Any) -> Account:
        with self._writing():
            self._named(name)
            self._db.execute(f"UPDATE accounts SET {what} WHERE key = ?", (value, key_of(name)))
            self._db.execute("DELETE FROM sessions WHERE account = ?", (key_of(name),))
            return self._named(name)

    def _named(self, name: str) -> Account:
        found = self._one("SELECT name, role FROM accounts WHERE key = ?", key_of(name))
        if not found:
            raise UsageError(f"There is no account {name}; `dateline users list` shows all.")
        return Account(name=found[0], role=found[1])

    def _one(self, query: str, *values: Any) -> tuple[Any, ...] | None:
        return self._db.execute(query, values).fetchone()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._explained():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except (sqlite3.Error, OSError) as error:
                raise AccountsError(
                    f"The accounts in {self.path} cannot be used ({error}); check the file, or name another with --accounts."
                ) from error


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _address(email: str | None) -> str | None:
    return email.strip().lower() if email else None
