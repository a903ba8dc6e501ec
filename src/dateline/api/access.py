"""What routes say about who may use them, and how they learn who asks; on a desk without accounts neither means anything."""

from typing import Any, Literal

from litestar.connection import ASGIConnection

from dateline.accounts import Account, Role

OPEN_TO = "open_to"


def open_to(role: Role | Literal["all"]) -> dict[str, Any]:
    """The `opt` of a route that is not for the role that is otherwise needed (`team`): `all` is everybody, logged in or not."""
    return {OPEN_TO: role}


def account_of(connection: ASGIConnection) -> Account | None:
    """Who asks; None where the desk has no accounts, or nobody is logged in."""
    return connection.scope.get("user")
