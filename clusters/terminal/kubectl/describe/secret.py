"""Secrets: what is in them is counted, not shown."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from clusters.terminal.kubectl.describe import wording
from clusters.terminal.kubectl.describe.describer import Look, describer

TOKEN_TYPE, TOKEN = "kubernetes.io/service-account-token", "token"


@describer("secrets")
def secret(look: Look) -> Iterator[str]:
    yield from wording.head(look.meta)
    yield f"\nType:\t{look.doc.get('type', '')}\n\nData\n====\n"
    for key, packed in sorted((look.doc.get("data") or {}).items()):
        value = base64.b64decode(packed)
        if key == TOKEN and look.doc.get("type") == TOKEN_TYPE:
            yield f"{key}:\t{value.decode('utf-8', 'replace')}\n"
        else:
            yield f"{key}:\t{len(value)} bytes\n"
