"""Settings from the environment, loud on nonsense."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

HIGHEST_PORT = 65535
YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def env_bool(name: str, *, default: bool) -> bool:
    word = os.environ.get(name)
    if word is None:
        return default
    if word.lower() in YES:
        return True
    if word.lower() in NO:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {word!r}")


def env_port(name: str, default: int) -> int:
    word = os.environ.get(name) or str(default)
    if not word.isdecimal() or not 0 < int(word) <= HIGHEST_PORT:
        raise ImproperlyConfigured(
            f"{name} must be a port from 1 to {HIGHEST_PORT}, not {word!r}"
        )
    return int(word)


def env_url(name: str, *, schemes: tuple[str, ...], default: str) -> str:
    """An address without its closing slash."""
    url = os.environ.get(name) or default
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in schemes or not (parts.netloc or parts.path):
        wanted = " or ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} must start with {wanted}, not {url!r}")
    return url.rstrip("/")


def postgres(url: str) -> dict[str, Any]:
    """Django's database settings for `postgres://user:word@host:port/name?host=…`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"DATABASE_URL must look like postgres://user:password@host/name, not {url!r}"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A Unix socket's folder cannot stand where a host name stands.
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
