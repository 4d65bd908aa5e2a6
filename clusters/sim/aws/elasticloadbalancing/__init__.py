"""Elastic Load Balancing, second generation: network load balancers."""

from __future__ import annotations
