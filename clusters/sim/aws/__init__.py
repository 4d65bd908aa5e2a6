"""AWS services: one folder a service, one file an operation."""

from __future__ import annotations
