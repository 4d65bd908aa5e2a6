"""Controllers: look at one key, do the next small thing."""

from __future__ import annotations
