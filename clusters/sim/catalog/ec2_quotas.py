"""EC2's and VPC's quotas of a new account.

VPC quotas from the VPC user guide, addresses from the EC2 user guide (2026-08).
"""

from __future__ import annotations

QUOTAS = {
    "vpcs": 5,
    "subnets": 200,
    "addresses": 5,
    "nat_gateways": 5,
    "security_groups": 2500,
    "rules": 60,
    "groups": 5,
    "vcpus": 64,
}
"""Per region, but `subnets` per VPC, `nat_gateways` per zone, `rules` per group and
direction, `groups` per interface. The running on-demand `vcpus` are ours: AWS raises a
new account's few by use and does not publish how.
"""
