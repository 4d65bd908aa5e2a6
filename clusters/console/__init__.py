"""The browser's door: pages and forms."""

from __future__ import annotations
