"""pod-template-hash and controller-revision-hash."""

from __future__ import annotations

import json

from clusters.sim.commands import Doc
from clusters.sim.rng import KUBE_ALPHABET

_FNV_OFFSET = 2166136261
_FNV_PRIME = 16777619


def template_hash(template: Doc, collisions: int = 0) -> str:
    """Stable for equal templates; letters as Kubernetes makes them safe.

    The figure is not the real API's for the same template (that hashes Go's own
    rendering of the struct), but it looks and behaves alike.
    """
    text = json.dumps(template, sort_keys=True, separators=(",", ":"))
    value = _FNV_OFFSET
    for byte in text.encode() + (str(collisions).encode() if collisions else b""):
        value = ((value ^ byte) * _FNV_PRIME) & 0xFFFFFFFF
    return "".join(KUBE_ALPHABET[ord(digit) % 27] for digit in str(value))
