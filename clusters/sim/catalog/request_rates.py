"""How often a cluster's own parts call its API server when nothing happens.

From the defaults of kubelet, client-go's leader election and network load balancers
(Kubernetes 1.35 source and the ELB user guide, 2026-08). Watches are one request that
stays open and count for nothing.
"""

from __future__ import annotations

NODE_LEASE_EVERY = 10.0
"""kubelet renews its Lease each quarter of nodeLeaseDurationSeconds (40)."""
NODE_STATUS_EVERY = 10.0
"""kubelet reads its Node at each nodeStatusUpdateFrequency."""
ELECTION_EVERY = 2.0
"""A scheduler or controller manager renews or tries its Lease: leaderElection.retryPeriod."""
ELECTED = 2
"""Scheduler and controller manager, one of each beside each API server."""
HEALTH_CHECK_EVERY = 10.0
"""A network load balancer asks each target: HealthCheckIntervalSeconds."""
