"""Hints become fragments of HTML."""

from __future__ import annotations
