"""How long the Kubernetes controllers, the scheduler and the kubelet take."""

from __future__ import annotations

from clusters.sim.catalog.timings import Timing

KUBE = "Kubernetes 1.33-1.35 sources, defaults"
MODEL = "inferred from logs of small clusters"
SEEN = "2026-08"


def _default(seconds: float) -> Timing:
    return Timing(seconds, 0.0, KUBE, SEEN)


def _model(seconds: float, spread: float = 0.0) -> Timing:
    return Timing(seconds, spread, MODEL, SEEN, published=False)


PROGRESS_DEADLINE = _default(600.0)
CREATE_RETRY_FIRST = _default(0.005)
CREATE_RETRY_LONGEST = _default(1000.0)

SCHEDULER_BACKOFF_FIRST = _default(1.0)
SCHEDULER_BACKOFF_LONGEST = _default(10.0)

POD_SEEN = _model(0.1)
SANDBOX_UP = _model(0.8, 0.3)
SANDBOX_RETRY = _model(12.0)
IMAGE_CACHED = _model(0.3)
IMAGE_CONNECT = _model(0.3)
IMAGE_BYTES_PER_SECOND = _model(60_000_000.0)
IMAGE_DIAL_TIMEOUT = _model(30.0)
IMAGE_REFUSED = _model(0.4)
CONTAINER_CREATE = _model(0.2)
RELIST = _default(1.0)
CONFIG_RETRY = _model(12.0)
SYNC_WHILE_BACKING_OFF = _model(12.0)
BACKOFF_FIRST = _default(10.0)
BACKOFF_LONGEST = _default(300.0)
BACKOFF_FORGOTTEN = _default(600.0)
TERMINATION_GRACE = _default(30.0)

CNI_DAEMON_STARTS = _model(6.0)
CNI_CONFIG_WRITTEN = _model(2.0)
ADDRESS_COOLS = Timing(30.0, 0.0, "amazon-vpc-cni-k8s, IP cool-down", SEEN)
WARM_INTERFACE = _model(6.0, 0.3)
NODE_IMAGES_REPORTED = _model(10.0)

LEASE_GRACE_OLD = _default(40.0)
LEASE_GRACE = Timing(50.0, 0.0, f"{KUBE} (from 1.32)", SEEN)
LEASE_RENEWED = _default(10.0)
EVICTION_GAP = _default(10.0)

LOAD_BALANCER_MADE = _model(3.0, 0.3)
LOAD_BALANCER_RETRY_FIRST = _default(5.0)
LOAD_BALANCER_RETRY_LONGEST = _default(300.0)

POD_GC_QUARANTINE = _default(40.0)
ENDPOINTS_BATCH = _default(1.0)
