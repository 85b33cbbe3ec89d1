"""An OpenID Connect provider: authorization code with PKCE, state and nonce; the ID token is verified."""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import urlencode

import jwt
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.people.identity.base import Asked, Identity, IdentityRefused
from tinhso.people.identity.transport import Https, Transport

ALGORITHMS: Final = ["RS256", "PS256", "ES256", "ES384", "EdDSA"]
"""Signatures only: a token signed with a shared secret, or not at all, is no proof."""
LEEWAY: Final = 60
OLDEST: Final = 600


def challenge(verifier: str) -> str:
    """The PKCE challenge of a verifier (RFC 7636, S256)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def ask(provider: str, to: str) -> Asked:
    """A new sign-in at that provider."""
    chance = secrets.token_urlsafe
    return Asked(provider, chance(24), chance(24), chance(48), to, clock.now().timestamp())


def _refused(why: str) -> IdentityRefused:
    return IdentityRefused(
        _("Không xác nhận được danh tính từ nhà cung cấp."),
        hint=_("Thử đăng nhập lại; nếu vẫn không được, báo quản trị hệ thống: %(why)s.") % {"why": why},
    )


@dataclass(frozen=True)
class OidcProvider:
    """One provider as configured."""

    code: str
    label: str
    issuer: str
    client_id: str
    client_secret: str = ""
    scope: str = "openid profile email"
    match: Literal["username", "email"] = "username"
    second_factor: bool = False
    transport: Transport = field(default_factory=Https, compare=False)

    def _configuration(self) -> dict[str, Any]:
        found = self.transport.get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise _refused("issuer")
        return found

    def address(self, asked: Asked, redirect_uri: str) -> str:
        """The provider's page, with everything that makes the answer ours alone."""
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "scope": self.scope,
            "state": asked.state,
            "nonce": asked.nonce,
            "code_challenge": challenge(asked.verifier),
            "code_challenge_method": "S256",
        }
        page = str(self._configuration()["authorization_endpoint"])
        return f"{page}{'&' if '?' in page else '?'}{urlencode(query)}"

    def identity(self, asked: Asked, code: str, redirect_uri: str) -> Identity:
        """Exchange the code and believe the ID token only when everything in it fits."""
        configuration = self._configuration()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": asked.verifier,
        }
        answer = self.transport.post(
            str(configuration["token_endpoint"]), form, (self.client_id, self.client_secret)
        )
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise _refused("id_token")
        claims = self._claims(token, self.transport.get(str(configuration["jwks_uri"])))
        if not secrets.compare_digest(str(claims.get("nonce", "")), asked.nonce):
            raise _refused("nonce")
        return Identity(
            subject=str(claims["sub"]),
            username=str(claims.get("preferred_username", "")),
            email=str(claims.get("email", "")) if claims.get("email_verified") is True else "",
            name=str(claims.get("name", "")),
        )

    def _claims(self, token: str, keys: Mapping[str, Any]) -> dict[str, Any]:
        """The verified claims. Times are judged by the product's own clock."""
        try:
            key = self._key(token, keys)
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=ALGORITHMS,
                audience=self.client_id,
                issuer=self.issuer,
                options={
                    "require": ["exp", "iat", "sub", "aud", "iss"],
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except jwt.PyJWTError as error:
            raise _refused(type(error).__name__) from error
        now = clock.now().timestamp()
        if not claims["iat"] - LEEWAY <= now < claims["exp"] + LEEWAY or now - claims["iat"] > OLDEST:
            raise _refused("exp")
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != self.client_id:
            raise _refused("azp")
        return claims

    @staticmethod
    def _key(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
        wanted = jwt.get_unverified_header(token).get("kid")
        signing = [
            key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if key.public_key_use in {None, "sig"}
        ]
        found = [key for key in signing if wanted is None or key.key_id == wanted]
        if len(found) != 1:
            raise jwt.InvalidKeyError("kid")
        return found[0]
