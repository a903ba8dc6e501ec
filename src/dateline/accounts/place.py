"""Where the accounts of a case are: a file beside it, under its name."""

from pathlib import Path


def accounts_file(case: str) -> Path:
    """The file of the accounts of a case; of one in a database, in the current folder.

    >>> accounts_file("cases/mosul.db"), accounts_file("postgresql://ana@db.example.org/mosul?sslmode=require")
    (PosixPath('cases/mosul-accounts.db'), PosixPath('mosul-accounts.db'))
    """
    path = Path(case.partition("://")[2].rpartition("/")[2].partition("?")[0]) if "://" in case else Path(case)
    return path.with_name(f"{path.stem or 'dateline'}-accounts.db")
