"""Elastic Load Balancing, first generation: what Services of type LoadBalancer make."""

from __future__ import annotations
