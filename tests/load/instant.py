"""From an empty account to a running application at `instant`, through the doors."""

from __future__ import annotations

import statistics
import time

from clusters import runtime
from tests.load.figures import Figure
from tests.load.learner import Learner
from tests.load.stack import Stack

RUNS = 5


def measure(stack: Stack) -> list[Figure]:
    """Runs of it, each in a new sandbox."""
    taken = []
    for turn in range(RUNS):
        sandbox = runtime.create(f"instant-{turn}", speed="instant")
        learner = Learner(sandbox, stack.url, stack.home / "ca" / "ca.pem")
        start = time.perf_counter()
        learner.everything()
        taken.append(time.perf_counter() - start)
        runtime.delete(sandbox.id)
    name = "VPC, cluster, 2 nodes, application at instant, by boto3 and Kubernetes"
    return [Figure(name, statistics.median(taken), "s", most=2.0)]
