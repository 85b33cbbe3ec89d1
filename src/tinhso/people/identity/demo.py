"""The demo's own issuer: a provider that works without network and without contract, in demo mode only.

It speaks the protocol as any other: discovery, a page to choose who one is, codes, signed tokens, keys.
Its signing key is drawn from the deployment's, so that every process of the product has the same.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core import signing
from jwt.algorithms import ECAlgorithm

from tinhso.base import clock
from tinhso.people.identity.base import IdentityRefused
from tinhso.people.identity.oidc import OidcProvider, challenge
from tinhso.people.models import Account

CODE: Final = "demo"
CLIENT: Final = "tinhso-demo"
PATH: Final = "/demo-issuer"
_SALT: Final = "tinhso.demo-issuer"
_SECONDS: Final = 60
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def _drawn(purpose: str) -> bytes:
    return hashlib.sha256(f"{_SALT}:{purpose}:{settings.SECRET_KEY}".encode()).digest()


def _key() -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(_drawn("key") + _drawn("more"), "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def client_secret() -> str:
    """What the product and its own issuer share."""
    return _drawn("client").hex()


def configuration(issuer: str) -> dict[str, Any]:
    """The discovery document."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/keys",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
    }


def keys() -> dict[str, Any]:
    """The public key, as a JWK set."""
    public = json.loads(ECAlgorithm.to_jwk(_key().public_key()))
    return {"keys": [{**public, "kid": CODE, "use": "sig", "alg": "ES256"}]}


def code_for(account: Account, query: Mapping[str, str]) -> str:
    """A code that stands for `account` for one minute, bound to what the client asked."""
    content = {
        "sub": str(account.pk),
        "redirect_uri": query.get("redirect_uri", ""),
        "nonce": query.get("nonce", ""),
        "challenge": query.get("code_challenge", ""),
    }
    return signing.dumps(content, salt=_SALT)


def exchange(issuer: str, form: Mapping[str, str], client: tuple[str, str]) -> dict[str, Any]:
    """A code for tokens. Raises IdentityRefused."""
    known = client[0] == CLIENT and secrets.compare_digest(client[1], client_secret())
    try:
        content = signing.loads(form.get("code", ""), salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature as error:
        raise IdentityRefused("invalid_grant", code="invalid_grant") from error
    fits = content["redirect_uri"] == form.get("redirect_uri") and secrets.compare_digest(
        content["challenge"], challenge(form.get("code_verifier", ""))
    )
    if not (known and fits):
        raise IdentityRefused("invalid_grant", code="invalid_grant")
    account = Account.objects.select_related("person").get(pk=content["sub"], illustrative=True)
    now = int(clock.now().timestamp())
    claims = {
        "iss": issuer,
        "sub": str(account.pk),
        "aud": CLIENT,
        "iat": now,
        "exp": now + 300,
        "nonce": content["nonce"],
        "preferred_username": account.username,
        "name": account.person.full_name if account.person else account.username,
    }
    token = jwt.encode(claims, _key(), algorithm="ES256", headers={"kid": CODE})
    return {"id_token": token, "access_token": secrets.token_urlsafe(16), "token_type": "Bearer"}


class InProcess:
    """Speaks to the issuer without leaving the process."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def get(self, url: str) -> dict[str, Any]:
        """Its two documents."""
        return keys() if url.endswith("/keys") else configuration(self.issuer)

    def post(self, url: str, form: Mapping[str, str], client: tuple[str, str]) -> dict[str, Any]:
        """Its token endpoint."""
        del url
        return exchange(self.issuer, form, client)


def provider(issuer: str, label: str) -> OidcProvider:
    """The demo's provider, as the sign-in page offers it."""
    return OidcProvider(
        code=CODE,
        label=label,
        issuer=issuer,
        client_id=CLIENT,
        client_secret=client_secret(),
        transport=InProcess(issuer),
    )
