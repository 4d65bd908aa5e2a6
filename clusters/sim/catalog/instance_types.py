"""EC2 instance types: size, network limits, price.

Sizes and interface limits from the EC2 user guide and the EKS node image's limits
(July 2026); prices on demand in us-west-2, per hour.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class InstanceType:
    """One type. `addresses` counts IPv4 addresses per interface."""

    name: str
    vcpus: int
    gib: float
    interfaces: int
    addresses: int
    price: float
    architecture: str = "x86_64"
    gpus: int = 0

    @property
    def memory_mib(self) -> int:
        return int(self.gib * 1024)

    @property
    def max_pods(self) -> int:
        """How many Pods the VPC CNI can give an address, two being host-network."""
        return self.interfaces * (self.addresses - 1) + 2


_ALL = (
    InstanceType("t3.micro", 2, 1, 2, 2, 0.0104),
    InstanceType("t3.small", 2, 2, 3, 4, 0.0208),
    InstanceType("t3.medium", 2, 4, 3, 6, 0.0416),
    InstanceType("t3.large", 2, 8, 3, 12, 0.0832),
    InstanceType("t3.xlarge", 4, 16, 4, 15, 0.1664),
    InstanceType("t3.2xlarge", 8, 32, 4, 15, 0.3328),
    InstanceType("t3a.medium", 2, 4, 3, 6, 0.0376),
    InstanceType("t3a.large", 2, 8, 3, 12, 0.0752),
    InstanceType("t4g.medium", 2, 4, 3, 6, 0.0336, "arm64"),
    InstanceType("t4g.large", 2, 8, 3, 12, 0.0672, "arm64"),
    InstanceType("m5.large", 2, 8, 3, 10, 0.096),
    InstanceType("m5.xlarge", 4, 16, 4, 15, 0.192),
    InstanceType("m5.2xlarge", 8, 32, 4, 15, 0.384),
    InstanceType("m5.4xlarge", 16, 64, 8, 30, 0.768),
    InstanceType("m6i.large", 2, 8, 3, 10, 0.096),
    InstanceType("m6i.xlarge", 4, 16, 4, 15, 0.192),
    InstanceType("m7i.large", 2, 8, 3, 10, 0.1008),
    InstanceType("m7i.xlarge", 4, 16, 4, 15, 0.2016),
    InstanceType("m6g.large", 2, 8, 3, 10, 0.077, "arm64"),
    InstanceType("m7g.large", 2, 8, 3, 10, 0.0816, "arm64"),
    InstanceType("c5.large", 2, 4, 3, 10, 0.085),
    InstanceType("c5.xlarge", 4, 8, 4, 15, 0.17),
    InstanceType("c6i.large", 2, 4, 3, 10, 0.085),
    InstanceType("r5.large", 2, 16, 3, 10, 0.126),
    InstanceType("r6i.large", 2, 16, 3, 10, 0.126),
    InstanceType("g4dn.xlarge", 4, 16, 3, 10, 0.526, gpus=1),
)
TYPES = {kind.name: kind for kind in _ALL}
