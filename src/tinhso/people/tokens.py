"""Keys for programs: making, hiding and recognising them."""

from __future__ import annotations

import hashlib
import secrets

from tinhso.base import clock
from tinhso.people.models import ApiToken

PREFIX = "tso_"


def new_secret() -> str:
    """A key of 256 bits of chance, with a beginning that scanners for leaked keys can know."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a key. It is long and random, so a plain SHA-256 suffices."""
    return hashlib.sha256(secret.encode()).hexdigest()


def recognise(secret: str) -> ApiToken | None:
    """The living token of that secret, its account and person with it; one query."""
    token = (
        ApiToken.objects.select_related("account__person")
        .filter(digest=digest(secret), revoked_at__isnull=True, account__is_active=True)
        .first()
    )
    if token is None or (token.expires_at is not None and token.expires_at <= clock.now()):
        return None
    return token
