"""The Kubernetes resources: one file each."""

from __future__ import annotations
