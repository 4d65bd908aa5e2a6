"""CloudFormation at work: a stack goes forward to its template, or back."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.aws.cloudformation import backward, forward, stack, stack_resource
from clusters.sim.commands import Doc
from clusters.sim.registry import controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

FORWARD = ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS")


def _waiting(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    """Stacks that wait for this document."""
    region, path = key.scope.split("/", 1)[0], stack_resource.path(key)
    for kind in (stack_resource.KIND, stack_resource.OLD):
        for _, item in view.by(kind, "awaits", path):
            yield stack.key(region, item["StackName"])


@controller(
    "stack",
    watches(stack.KIND),
    watches("ec2.NatGateway", to=_waiting),
    watches("ec2.Instance", to=_waiting),
    watches("autoscaling.AutoScalingGroup", to=_waiting),
    watches("eks.Cluster", to=_waiting),
    watches("eks.Nodegroup", to=_waiting),
    watches("eks.Addon", to=_waiting),
    provisioning=True,
)
def reconcile(tx: Tx, key: Key) -> float | None:
    doc = tx.find(key)
    if doc is None or not stack.busy(doc):
        return None
    if doc["StackStatus"] in FORWARD:
        return forward.step(tx, key)
    return backward.step(tx, key)
