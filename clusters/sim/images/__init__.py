"""What a container image does when it runs."""

from __future__ import annotations
