"""Small secrets at rest, encrypted with a key drawn from the deployment's own."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def _box(purpose: str) -> Fernet:
    drawn = hashlib.blake2b(purpose.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=32).digest()
    return Fernet(base64.urlsafe_b64encode(drawn))


def seal(purpose: str, content: bytes) -> str:
    """`content` encrypted and authenticated for one purpose."""
    return _box(purpose).encrypt(content).decode()


def open_sealed(purpose: str, sealed: str) -> bytes | None:
    """What was sealed; None when the deployment's key is another now."""
    try:
        return _box(purpose).decrypt(sealed.encode())
    except InvalidToken:
        return None
