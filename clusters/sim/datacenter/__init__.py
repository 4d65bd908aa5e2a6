"""The physical side: zones, machines, etcd members."""

from __future__ import annotations
