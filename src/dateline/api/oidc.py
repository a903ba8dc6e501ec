"""Login by an identity provider: OpenID Connect's authorization code flow with PKCE, by Authlib.

What is on its way stands in a cookie of the browser that set out, so that an answer that somebody else fetched is of no use.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client import BaseApp
from authlib.integrations.base_client.sync_app import OAuth2Mixin
from authlib.integrations.base_client.sync_openid import OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from requests import RequestException

from dateline.accounts import Role
from dateline.errors import ServeError
from dateline.records import Record

WAIT_SECONDS = 10
MINUTES = 10
"""For which a login that has set out may come back."""


class NotVouched(ServeError):
    """The provider's answer says nothing that can be relied on."""


class Vouched(Record, frozen=True):
    """For whom a provider vouches."""

    subject: str
    """Who that is, for good: the provider's own number for them, with the provider's address."""
    email: str | None
    """Only where the provider has seen that it is theirs."""
    name: str | None
    """What they are called there."""


class _Client(OAuth2Mixin, OpenIDMixin, BaseApp):
    client_cls = OAuth2Session


@dataclass(frozen=True, kw_only=True)
class Provider:
    """An identity provider, as it is configured."""

    issuer: str
    client: str
    secret: str | None
    name: str
    role: Role | None
    """Of those who have no account; None turns them away."""

    def set_out(self, back_to: str) -> tuple[str, str]:
        """The address at the provider to send a browser to, and what it is to keep until it comes back.

        Raises:
            NotVouched: the provider cannot be asked.
        """
        try:
            begun = self._app().create_authorization_url(back_to)
        except _FAILURES as error:
            raise NotVouched(str(error)) from error
        return begun["url"], ".".join((begun["state"], begun["nonce"], begun["code_verifier"]))

    def come_back(self, back_to: str, answer: Mapping[str, str], kept: str) -> Vouched:
        """For whom the provider vouches in its answer.

        Args:
            answer: the parameters by which it sent the browser back.
            kept: what the browser kept.

        Raises:
            NotVouched: it is no answer to what was asked, or cannot be verified.
        """
        state, nonce, verifier = kept.split(".") if kept.count(".") == 2 else ("", "", "")
        if not (state and nonce and verifier and hmac.compare_digest(state.encode(), answer.get("state", "").encode())):
            raise NotVouched("the answer is to another question")
        if answer.get("iss", self.issuer) != self.issuer or not answer.get("code"):
            raise NotVouched(answer.get("error", "the answer has no code"))
        try:
            app = self._app()
            token = app.fetch_access_token(back_to, code=answer["code"], code_verifier=verifier)
            asked: dict[str, Any] = {
                "iss": {"essential": True, "value": self.issuer},
                "aud": {"essential": True, "value": self.client},
            }
            said = app.parse_id_token(token, nonce, claims_options=asked)
            if said and "email" not in said and "userinfo_endpoint" in app.server_metadata:
                more = app.userinfo(token=token)
                said = {**more, **said} if more.get("sub") == said.get("sub") else said
        except _FAILURES as error:
            raise NotVouched(str(error)) from error
        if not said or not isinstance(said.get("sub"), str):
            raise NotVouched("there is no identity in the answer")
        email = said.get("email") if said.get("email_verified") is True else None
        name = said.get("preferred_username") or said.get("name")
        return Vouched(
            subject=f"{self.issuer} {said['sub']}",
            email=email if isinstance(email, str) else None,
            name=name if isinstance(name, str) else None,
        )

    def _app(self) -> _Client:
        """Authlib's client, with what the provider says of itself. It is asked each time: logins are few, and its keys change."""
        app = _Client(
            None,
            client_id=self.client,
            client_secret=self.secret,
            server_metadata_url=f"{self.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "default_timeout": WAIT_SECONDS},
        )
        if app.load_server_metadata().get("issuer") != self.issuer:
            raise ValueError(f"{self.issuer} calls itself otherwise")
        return app


_FAILURES = (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError, RuntimeError)
