"""The door of a desk with accounts: who one is, logging in by password or by an identity provider, logging out."""

from typing import Annotated

from anyio import CapacityLimiter, to_thread
from litestar import Request, Response, Router, delete, get, post
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException, TooManyRequestsException
from litestar.response import Redirect
from msgspec import Meta

from dateline.accounts import Account
from dateline.accounts.names import LONGEST_NAME
from dateline.accounts.passwords import LONGEST
from dateline.api.access import account_of, open_to
from dateline.api.oidc import MINUTES, NotVouched, Provider, Vouched
from dateline.api.team import Team, act_token, too_many
from dateline.errors import UsageError
from dateline.records import Record

LARGEST_BODY = 8_000
"""Bytes of a login."""
AT_ONCE = 2
"""Passwords that are looked at together: each takes 64 MiB and a processor on purpose."""
ON_THE_WAY = "-login"
BACK = "/api/session/provider/answer"


class Login(Record, frozen=True, forbid_unknown_fields=True):
    """A name and a password."""

    name: Annotated[str, Meta(max_length=LONGEST_NAME)]
    password: Annotated[str, Meta(max_length=LONGEST)]


class Entrance(Record, frozen=True):
    """Who is logged in, and how one can."""

    account: Account | None
    token: str | None
    """What each act of this session must carry in the header X-Dateline-Review."""
    provider: str | None
    """What the identity provider is called by which one can log in; None where there is none."""


TheTeam = NamedDependency[Team]
_looking = CapacityLimiter(AT_ONCE)


def _entrance(team: Team, account: Account | None, token: str | None) -> Entrance:
    return Entrance(
        account=account, token=act_token(token) if token else None, provider=team.provider.name if team.provider else None
    )


@get("/", sync_to_thread=False, opt=open_to("all"))
def session(request: Request, team: TheTeam) -> Entrance:
    """Who is logged in, and how one can."""
    return _entrance(team, account_of(request), request.scope["auth"])


@post(
    "/",
    status_code=201,
    opt=open_to("all"),
    raises=[NotAuthorizedException, PermissionDeniedException, TooManyRequestsException],
)
async def log_in(request: Request, team: TheTeam, data: Login) -> Response[Entrance]:
    """Log in by name and password. A session that there was ends."""
    address = request.client.host if request.client else ""
    if wait := team.throttle.login(data.name, address):
        raise too_many(wait, "Too many logins failed")
    account = await to_thread.run_sync(team.accounts.knows, data.name, data.password, limiter=_looking)
    if account is None:
        raise NotAuthorizedException("There is no account with this name and password.")
    team.throttle.forgive(data.name, address)
    token = _begin(team, request, account)
    return Response(_entrance(team, account, token), cookies=[team.cookie(token, team.session_seconds)])


@delete(
    "/", status_code=204, sync_to_thread=True, opt=open_to("reader"), raises=[NotAuthorizedException, PermissionDeniedException]
)
def log_out(request: Request, team: TheTeam) -> Response[None]:
    """Log out: the session ends, wherever its token may have got to."""
    team.accounts.end(request.auth)
    return Response(None, cookies=[team.cookie("", 0)])


@get("/provider", sync_to_thread=True, opt=open_to("all"), status_code=303)
def to_provider(request: Request, team: TheTeam, provider: NamedDependency[Provider]) -> Redirect:
    """To the identity provider, which sends the browser back."""
    try:
        address, kept = provider.set_out(_home(team, request) + BACK)
    except NotVouched:
        return _refuse(team, request, "unreachable")
    return Redirect(address, status_code=303, cookies=[team.cookie(kept, MINUTES * 60, purpose=ON_THE_WAY, strict=False)])


@get("/provider/answer", sync_to_thread=True, opt=open_to("all"), status_code=303)
def from_provider(request: Request, team: TheTeam, provider: NamedDependency[Provider]) -> Redirect:
    """Back from the identity provider: the session begins if it vouches for somebody who has an account."""
    kept = request.cookies.get(team.cookie_name + ON_THE_WAY, "")
    try:
        vouched = provider.come_back(_home(team, request) + BACK, dict(request.query_params), kept)
    except NotVouched:
        return _refuse(team, request, "unverified")
    account = _account_of(team, provider, vouched)
    if account is None:
        return _refuse(team, request, "unknown")
    token = _begin(team, request, account)
    cookies = [team.cookie(token, team.session_seconds), team.cookie("", 0, purpose=ON_THE_WAY, strict=False)]
    return Redirect(_home(team, request) + "/", status_code=303, cookies=cookies)


def make_entrance(team: Team) -> Router:
    """All routes under /api/session; those of an identity provider where there is one."""
    provider = team.provider
    dependencies = {"team": Provide(lambda: team, sync_to_thread=False, use_cache=True)}
    if provider:
        dependencies["provider"] = Provide(lambda: provider, sync_to_thread=False, use_cache=True)
    return Router(
        path="/api/session",
        route_handlers=[session, log_in, log_out, *([to_provider, from_provider] if provider else [])],
        dependencies=dependencies,
        request_max_body_size=LARGEST_BODY,
    )


def _begin(team: Team, request: Request, account: Account) -> str:
    """Begin a session under a token that nobody has seen, in the place of the one there was."""
    if request.scope["auth"]:
        team.accounts.end(request.scope["auth"])
    return team.accounts.begin(account, team.session_seconds)


def _account_of(team: Team, provider: Provider, vouched: Vouched) -> Account | None:
    """The account of whoever is vouched for; a new one where those who have none are let in."""
    found = team.accounts.vouched(vouched.subject, vouched.email)
    if found or provider.role is None or not vouched.name:
        return found
    try:
        return team.accounts.add(vouched.name, provider.role, subject=vouched.subject)
    except UsageError:
        # Their name is another one's here, or can be nobody's: an account has to be made for them.
        return None


def _refuse(team: Team, request: Request, why: str) -> Redirect:
    """Back to the login page, which says why in its own words."""
    gone = team.cookie("", 0, purpose=ON_THE_WAY, strict=False)
    return Redirect(f"{_home(team, request)}/?login={why}", status_code=303, cookies=[gone])


def _home(team: Team, request: Request) -> str:
    return team.url or f"http://{request.headers.get('host', '')}"
