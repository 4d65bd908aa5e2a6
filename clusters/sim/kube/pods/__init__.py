"""Pods and Pod templates: defaults, validation, admission, how they read."""

from __future__ import annotations
