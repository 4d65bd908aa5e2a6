"""Secrets as they are stored: encrypted with a key that derives from SECRET_KEY."""

from __future__ import annotations

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"halfplane: secrets at rest"


class Unreadable(Exception):
    """A stored secret was encrypted with another installation's key."""


def sealed(secret: str) -> bytes:
    """A secret as it may be stored."""
    return _fernet().encrypt(secret.encode())


def opened(stored: bytes | memoryview) -> str:
    """The secret that was stored. Raises Unreadable."""
    try:
        return _fernet().decrypt(bytes(stored)).decode()
    except InvalidToken as error:
        raise Unreadable("SECRET_KEY is not the one this was stored with") from error


def _fernet() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_derived(key) for key in keys])


@cache
def _derived(secret_key: str) -> Fernet:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return Fernet(base64.urlsafe_b64encode(kdf.derive(secret_key.encode())))
