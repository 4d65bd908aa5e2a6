"""Boxes as HTML: what looks the same was drawn before, whoever looks at it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

KEPT = 8192
"""About a hundred crowded maps."""


@lru_cache(maxsize=KEPT)
def drawn(template: str, name: str, value: Any) -> SafeString:
    """A partial filled with one value, which tells all that it shows."""
    return render_to_string(template, {name: value})
