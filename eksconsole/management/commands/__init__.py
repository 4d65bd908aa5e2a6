"""One command a module, found by Django."""

from __future__ import annotations
