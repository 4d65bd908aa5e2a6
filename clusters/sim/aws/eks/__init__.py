"""Amazon EKS: clusters, node groups, access, add-ons, updates."""

from __future__ import annotations
