"""A cluster's VPC as a page shows it: the picture, its parts, and ways through it."""

from __future__ import annotations
