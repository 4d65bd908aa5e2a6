"""The published OpenAPI v3 documents of Kubernetes, one per version and group."""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Published(NamedTuple):
    """A document: its file here, its size when unpacked, its SHA-512."""

    file: str
    bytes: int
    hash: str


@cache
def published(version: str) -> dict[str, Published]:
    """What there is for a version ("1.35"), by path ("apis/apps/v1")."""
    index = json.loads(files(__name__).joinpath("index.json").read_bytes())
    return {path: Published(**entry) for path, entry in index[version].items()}


def path(group_version: str) -> str:
    """Where a group version's document is found: `v1` is the core group."""
    return f"apis/{group_version}" if "/" in group_version else f"api/{group_version}"


@cache
def gzipped(version: str, path: str) -> bytes:
    """A document as it lies here: compressed."""
    return files(__name__).joinpath(published(version)[path].file).read_bytes()


def document(version: str, path: str) -> dict[str, Any]:
    """A document, unpacked and parsed; large, so keep only what you need of it."""
    packed = files(__name__).joinpath(published(version)[path].file).read_bytes()
    parsed: dict[str, Any] = json.loads(gzip.decompress(packed))
    return parsed


@cache
def protobuf_fields() -> dict[str, dict[str, list[str]]]:
    """Message -> field number -> [JSON name, flags, type]; see README.md."""
    packed = files(__name__).joinpath("protobuf-fields.json.gz").read_bytes()
    table: dict[str, dict[str, list[str]]] = json.loads(gzip.decompress(packed))
    return table
