"""What things cost that are easily forgotten: US dollars in us-west-2, on demand.

From AWS's price pages (2026-08); instances have theirs in `instance_types`.
"""

from __future__ import annotations

AS_OF = "2026-08"
CLASSIC_LOAD_BALANCER = 0.025
NETWORK_LOAD_BALANCER = 0.0225
NAT_GATEWAY = 0.045
PUBLIC_ADDRESS = 0.005
"""Each an hour; a load balancer and a NAT gateway also for what passes through."""
VOLUME_GIB_MONTH = 0.08
"""A gp3 volume."""
