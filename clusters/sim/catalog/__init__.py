"""Dated facts of AWS and Kubernetes, each with its source."""

from __future__ import annotations
