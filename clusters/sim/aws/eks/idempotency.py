"""`clientRequestToken`: the same request sent again gets the first one's answer."""

from __future__ import annotations

import hashlib
import json

from clusters.sim.commands import Doc


def digest(request: Doc) -> str:
    """What two sendings of one request have in common, token included."""
    text = json.dumps(request, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def repeats(doc: Doc | None, request: Doc) -> bool:
    """Whether this very request, with its token, made the document."""
    if doc is None or not request.get("clientRequestToken"):
        return False
    return bool(doc["_"].get("request") == digest(request))
