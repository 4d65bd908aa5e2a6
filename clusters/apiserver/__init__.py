"""The Kubernetes door: a raw ASGI application."""

from __future__ import annotations
