"""Regions, the names of their zones that all accounts share, and public addresses.

From the EC2 user guide and AWS's ip-ranges.json (2026-08).
"""

from __future__ import annotations

ZONE_PREFIXES = {
    "us-east-1": "use1",
    "us-east-2": "use2",
    "us-west-1": "usw1",
    "us-west-2": "usw2",
    "eu-west-1": "euw1",
    "eu-central-1": "euc1",
}
"""A region and how its zone ids begin: usw2-az1."""
PUBLIC_BLOCKS = (
    "34.208.0.0/12",
    "35.80.0.0/12",
    "44.224.0.0/11",
    "52.24.0.0/14",
    "54.184.0.0/13",
)
"""Some of the blocks of us-west-2's EC2."""
