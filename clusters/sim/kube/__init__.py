"""The generic Kubernetes registry and its kinds."""

from __future__ import annotations
