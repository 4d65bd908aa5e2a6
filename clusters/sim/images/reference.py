"""Image references: `nginx` is `docker.io/library/nginx:latest`, or it is no name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
_PART = re.compile(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*")
_HOST = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*(?::[0-9]+)?")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class InvalidImageName(ValueError):
    """What the kubelet says about a reference that names nothing."""


class Reference(NamedTuple):
    """A whole reference: `docker.io`, `library/nginx`, `1.27`, no digest."""

    host: str
    path: str
    tag: str
    digest: str = ""

    @property
    def repository(self) -> str:
        return f"{self.host}/{self.path}"

    @property
    def full(self) -> str:
        """As containerd writes it."""
        end = f"@{self.digest}" if self.digest else f":{self.tag}"
        return self.repository + end


@lru_cache(maxsize=4096)
def parsed(image: str) -> Reference:
    """The whole reference of an image as a Pod names it."""
    rest, at, digest = image.partition("@")
    first, slash, after = rest.partition("/")
    hosted = bool(slash) and ("." in first or ":" in first or first == "localhost")
    host, path = (first, after) if hosted else ("docker.io", rest)
    path, colon, tag = path.partition(":")
    wrong = f'couldn\'t parse image name "{image}": invalid reference format'
    lower = path.lower()
    if lower != path and _is_path(lower):
        named = f"library/{path}" if host == "docker.io" and "/" not in path else path
        raise InvalidImageName(f"{wrong}: repository name ({named}) must be lowercase")
    sound = (
        _HOST.fullmatch(host)
        and _is_path(path)
        and (not colon or _TAG.fullmatch(tag))
        and (not at or _DIGEST.fullmatch(digest))
    )
    if not sound:
        raise InvalidImageName(wrong)
    if host == "docker.io" and "/" not in path:
        path = f"library/{path}"
    return Reference(host, path, tag or ("" if digest else "latest"), digest)


def _is_path(path: str) -> bool:
    return all(_PART.fullmatch(part) for part in path.split("/"))


def pull_policy(image: str) -> str:
    """The policy of a container that names none."""
    try:
        found = parsed(image)
    except InvalidImageName:
        return "IfNotPresent"
    return "Always" if found.tag == "latest" else "IfNotPresent"
