"""Amazon EC2 and VPC: nouns (subnet.py) and verbs (create_subnet.py)."""

from __future__ import annotations

from clusters.sim.network import indexes as indexes
