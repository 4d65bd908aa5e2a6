"""ConfigMaps."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from clusters.terminal.kubectl.describe import wording
from clusters.terminal.kubectl.describe.describer import Look, describer
from clusters.terminal.kubectl.describe.events import events


@describer("configmaps")
def config_map(look: Look) -> Iterator[str]:
    yield from wording.head(look.meta)
    yield "\nData\n====\n"
    for key, text in sorted((look.doc.get("data") or {}).items()):
        yield f"{key}:\n----\n{text}\n\n"
    yield "\nBinaryData\n====\n"
    for key, packed in sorted((look.doc.get("binaryData") or {}).items()):
        yield f"{key}: {len(base64.b64decode(packed))} bytes\n"
    yield "\n"
    yield from events(look)
