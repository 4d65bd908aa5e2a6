"""AWS Systems Manager: the public parameters that name machine images."""

from __future__ import annotations
