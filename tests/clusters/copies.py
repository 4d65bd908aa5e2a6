"""Sandboxes that many tests begin with: made once by real commands, then copied."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from clusters.models import ChangeRecord, Endpoint, Grant, Sandbox, Snapshot

PARTS = (Snapshot, ChangeRecord, Endpoint, Grant)


@dataclass
class Original:
    """All rows of a sandbox as they were when it was ready."""

    sandbox: Sandbox
    rows: list[Any]

    @classmethod
    def of(cls, sandbox_id: str) -> Original:
        parts = (part.objects.filter(sandbox_id=sandbox_id) for part in PARTS)
        return cls(
            Sandbox.objects.get(id=sandbox_id), [row for rows in parts for row in rows]
        )

    def copied(self) -> Sandbox:
        """The sandbox anew, under an id of its own: caches know nothing of it."""
        slug = secrets.token_hex(5)
        for row in (self.sandbox, *self.rows):
            new = copy.copy(row)
            new._state = copy.copy(row._state)
            new._state.adding = True
            if isinstance(new, Sandbox):
                new.id = slug
            else:
                new.sandbox_id = slug
            new.save(force_insert=True)
        return Sandbox.objects.get(id=slug)


_originals: dict[str, Original] = {}


def sandbox(name: str, make: Callable[[], Sandbox]) -> Sandbox:
    """What `make` makes; from the second time on a copy. One at a time in a test."""
    if name in _originals:
        return _originals[name].copied()
    made = make()
    _originals[name] = Original.of(made.id)
    return made
