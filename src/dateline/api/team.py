"""A desk with accounts: whose request it is, what their role lets them do, and that it comes from the desk's own pages.

Everything is closed unless a route says otherwise: what reads takes a reader, what writes takes an editor, and each act the token
of its own session. Routes that are for others say so by `access.open_to`.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Literal

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException, TooManyRequestsException
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.openapi.spec import (
    Components,
    OpenAPI,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Schema,
    SecurityScheme,
)
from litestar.types import ASGIApp

from dateline.accounts import Role, may
from dateline.accounts.book import Accounts
from dateline.api.access import OPEN_TO, account_of
from dateline.api.guard import HEADER, SAFE, refuse_other_pages
from dateline.api.oidc import Provider
from dateline.api.throttle import Throttle, place_of

ENTRANCE = "/api/session"


@dataclass(frozen=True, kw_only=True)
class Team:
    """What a desk with accounts needs."""

    accounts: Accounts
    throttle: Throttle
    url: str | None = None
    """Scheme and host by which people reach it; None on this machine alone, where any of its names will do."""
    session_seconds: int = 12 * 3600
    provider: Provider | None = None

    @property
    def secure(self) -> bool:
        """Whether people reach it by TLS: then no cookie ever goes another way."""
        return bool(self.url and self.url.startswith("https:"))

    @property
    def cookie_name(self) -> str:
        """Name of the session's cookie; with the prefix no other host of the domain can set it."""
        return "__Host-dateline" if self.secure else "dateline"

    def cookie(self, token: str, seconds: int, *, purpose: str = "", strict: bool = True) -> Cookie:
        """A cookie that no script reads; `strict` ones come with no request that begins at another site."""
        return Cookie(
            key=self.cookie_name + purpose, value=token, max_age=seconds, path="/", httponly=True, secure=self.secure,
            samesite="strict" if strict else "lax",
        )  # fmt: skip

    def token_in(self, connection: ASGIConnection) -> str | None:
        """The token of the session that a request says it belongs to."""
        return connection.cookies.get(self.cookie_name)


def act_token(session: str) -> str:
    """What each act of a session must carry: it can be made from the session's own token alone, and tells nothing of it."""
    return hmac.new(session.encode("utf-8", "surrogatepass"), b"dateline acts", hashlib.sha256).hexdigest()


class Sessions(AbstractAuthenticationMiddleware):
    """Finds whose request it is, and counts it."""

    def __init__(self, app: ASGIApp, team: Team) -> None:
        super().__init__(app)
        self.team = team

    async def authenticate_request(self, connection: ASGIConnection) -> AuthenticationResult:
        """The account, or None; whether that is enough the route says."""
        token = self.team.token_in(connection)
        account = self.team.accounts.session(token) if token else None
        client = connection.client
        wait = self.team.throttle.request(f"account {account.name}" if account else place_of(client.host if client else ""))
        if wait:
            raise too_many(wait, "That is more than this desk answers in a minute")
        return AuthenticationResult(user=account, auth=token if account else None)


def admit(team: Team):
    """Before each route: who asks may do that, and an act comes from the desk's own pages."""

    def refuse(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
        writes = connection.scope["method"] not in SAFE  # type: ignore[typeddict-item]
        needed: Role | Literal["all"] = handler.opt.get(OPEN_TO, "editor" if writes else "reader")
        account = account_of(connection)
        if writes:
            refuse_other_pages(connection, team.url)
        if needed == "all":
            return
        if account is None:
            raise NotAuthorizedException("Log in first.")
        if not may(account.role, needed):
            raise PermissionDeniedException(f"This takes the role {needed}; yours is {account.role}.")
        given = connection.headers.get(HEADER, "")
        if writes and not hmac.compare_digest(given.encode(), act_token(connection.scope["auth"]).encode()):
            raise PermissionDeniedException("This act does not come from your session; load the page again.")

    return refuse


def too_many(seconds: int, what: str) -> TooManyRequestsException:
    """A refusal that says when to come again."""
    minutes = f"{seconds} seconds" if seconds < 100 else f"{round(seconds / 60)} minutes"
    return TooManyRequestsException(f"{what}; try again in {minutes}.", headers={"Retry-After": str(seconds)})


def say_who_may(schema: OpenAPI, cookie_name: str) -> None:
    """Write into the OpenAPI what holds for all routes of a desk with accounts: the session's cookie, and how they refuse."""
    components = schema.components or Components()
    components.security_schemes = {"session": SecurityScheme(type="apiKey", security_scheme_in="cookie", name=cookie_name)}
    schema.components = components
    for path, item in (schema.paths or {}).items():
        for method in ("get", "post", "put", "patch", "delete"):
            operation = getattr(item, method)
            if operation is None:
                continue
            refusals = {"429": "Asked too often; Retry-After says when to come again."}
            if not path.startswith(ENTRANCE):
                refusals |= {"401": "Nobody is logged in.", "403": "The account's role is another one."}
                operation.security = [{"session": []}]
            for status, words in refusals.items():
                operation.responses = {status: _refusal(words), **(operation.responses or {})}


def _refusal(words: str) -> OpenAPIResponse:
    form = Schema(
        type=OpenAPIType.OBJECT,
        properties={"status_code": Schema(type=OpenAPIType.INTEGER), "detail": Schema(type=OpenAPIType.STRING)},
        required=["status_code", "detail"],
    )
    return OpenAPIResponse(description=words, content={"application/json": OpenAPIMediaType(schema=form)})
