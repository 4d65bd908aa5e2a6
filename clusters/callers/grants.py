"""Grants as this process remembers them: for a few seconds, so revoking works soon."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from clusters import secrets_at_rest
from clusters.models import Grant

REMEMBERED_SECONDS = 3.0
"""A grant that is revoked in another process works no longer than this."""
REMEMBERED = 10_000


@dataclass(frozen=True)
class Held:
    """A grant, its secret in the clear. Never stored, logged or shown."""

    kind: str
    sandbox: str
    account: str
    principal: str
    role: str
    secret: str = field(repr=False)
    data: dict[str, Any]
    expires_at: float | None

    def expired(self, now: float) -> bool:
        return self.expires_at is not None and self.expires_at <= now


_known: OrderedDict[tuple[str, str], tuple[Held, float]] = OrderedDict()
_guard = threading.Lock()


def find(kind: str, key: str) -> Held | None:
    """The grant of this kind that `key` presents, expired or not.

    One that is not there is asked for again each time: it may have been made just
    now, by another process.
    """
    if "\x00" in key:  # which PostgreSQL takes for no text at all
        return None
    here = time.monotonic()
    with _guard:
        known = _known.get((kind, key))
    if known is not None and here - known[1] < REMEMBERED_SECONDS:
        return known[0]
    row = Grant.objects.filter(kind=kind, key=key).select_related("sandbox").first()
    if row is None:
        forget(kind, key)
        return None
    found = Held(
        kind=kind,
        sandbox=row.sandbox_id,
        account=row.sandbox.account,
        principal=row.principal,
        role=row.role,
        secret=secrets_at_rest.opened(row.secret) if row.secret else "",
        data=row.data,
        expires_at=row.expires_at,
    )
    with _guard:
        _known[kind, key] = (found, here)
        _known.move_to_end((kind, key))
        while len(_known) > REMEMBERED:
            _known.popitem(last=False)
    return found


def forget(kind: str, key: str) -> None:
    """Ask the database again at the next use."""
    with _guard:
        _known.pop((kind, key), None)


def forget_all() -> None:
    with _guard:
        _known.clear()


def revoke(kind: str, key: str) -> bool:
    """Take a grant away; whether there was one."""
    gone, _ = Grant.objects.filter(kind=kind, key=key).delete()
    forget(kind, key)
    return bool(gone)


def hashed_or_empty(secret: str) -> str:
    """The hash of a secret; nothing for nothing."""
    return hashed(secret) if secret else ""


def hashed(secret: str) -> str:
    """How an opaque secret is looked up: it is random, so a plain hash will do."""
    return hashlib.sha256(secret.encode()).hexdigest()
