"""How a thing stands now, in one sentence, and whether that is well."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from clusters.live import links
from clusters.sim.commands import Doc
from clusters.sim.world import Key, World


class Standing(NamedTuple):
    """`well` is None where a thing is neither well nor ill: it is there, or gone."""

    text: str
    well: bool | None
    gone: bool = False

    @property
    def tone(self) -> str:
        if self.well is None:
            return "off" if self.gone else "info"
        return "ok" if self.well else "warn"


def of(world: World, key: Key) -> Standing:
    """How it stands."""
    doc, named = world.find(key), _upper(links.name(key))
    if doc is None:
        return Standing(f"{named} is gone.", well=None, gone=True)
    say = SAYS.get(key.kind)
    if say is None:
        return Standing(f"{named} is there.", well=None)
    text, well = say(doc)
    return Standing(f"{named} {text}", well)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


Said = tuple[str, bool | None]


def _pod(doc: Doc) -> Said:
    status = doc.get("status") or {}
    phase = status.get("phase", "Pending")
    if phase == "Succeeded":
        return "ended well.", True
    if doc["metadata"].get("deletionTimestamp"):
        return "is being deleted.", None
    waits = _waiting(status)
    if phase == "Failed":
        return f"failed: {status.get('reason') or 'a container ended badly'}.", False
    if waits:
        return f"waits: {waits}.", False
    return _placed(doc["spec"].get("nodeName", ""), status)


def _placed(node: str, status: Doc) -> Said:
    if not node:
        return "has no node yet.", False
    if _condition(status, "Ready"):
        return f"runs on {node} and is ready.", True
    return f"is {status.get('phase', 'Pending')} on {node}, and not ready yet.", False


def _waiting(status: Doc) -> str:
    for group in ("initContainerStatuses", "containerStatuses"):
        for one in status.get(group) or ():
            waiting = (one.get("state") or {}).get("waiting")
            reason = (waiting or {}).get("reason", "")
            if reason and reason not in {"ContainerCreating", "PodInitializing"}:
                return f"container {one['name']} is in {reason}"
    return ""


def _condition(status: Doc, type_: str) -> bool:
    return any(
        c["type"] == type_ and c["status"] == "True"
        for c in status.get("conditions") or ()
    )


def _node(doc: Doc) -> Said:
    ready = _condition(doc.get("status") or {}, "Ready")
    if ready and doc["spec"].get("unschedulable"):
        return "is Ready, and cordoned: it takes no new Pods.", True
    return ("is Ready.", True) if ready else ("is NotReady.", False)


def _replicated(doc: Doc) -> Said:
    status, wanted = doc.get("status") or {}, doc["spec"].get("replicas", 1)
    there = status.get("availableReplicas", 0)
    return f"has {there} of {wanted} Pods available.", there >= wanted


def _daemons(doc: Doc) -> Said:
    status = doc.get("status") or {}
    wanted = status.get("desiredNumberScheduled", 0)
    there = status.get("numberReady", 0)
    return f"has {there} of {wanted} Pods ready.", there >= wanted


def _service(doc: Doc) -> Said:
    if doc["spec"].get("type") != "LoadBalancer":
        return "is there.", None
    ingress = (doc.get("status") or {}).get("loadBalancer", {}).get("ingress")
    if ingress:
        return f"has its load balancer at {ingress[0].get('hostname', '')}.", True
    return "has no load balancer yet.", False


FINE = frozenset({"ACTIVE", "running", "available", "succeeded", "healthy"})


def _status(doc: Doc) -> Said:
    status, issues = doc["status"], (doc.get("health") or {}).get("issues") or ()
    what = f"is {status}" + (f", with {issues[0]['code']}" if issues else "")
    return f"{what}.", status in FINE and not issues


def _stack(doc: Doc) -> Said:
    status = doc["StackStatus"]
    well = status.endswith("_COMPLETE") and "ROLLBACK" not in status
    return f"is {status}.", well


def _instance(doc: Doc) -> Said:
    state = doc["State"]["Name"]
    return f"is {state}.", state == "running"


def _gateway(doc: Doc) -> Said:
    return f"is {doc['State']}.", doc["State"] == "available"


def _member(doc: Doc) -> Said:
    words = doc["state"].replace("-", " ")
    return f"is now: {words}.", doc["state"] in {"leader", "follower", "healthy"}


def _quorum(doc: Doc) -> Said:
    return f"is {doc['state']}.", doc["state"] in {"healthy", "degraded"}


def _targets(doc: Doc) -> Said:
    healthy = sum(state == "healthy" for state in doc["targets"].values())
    count = len(doc["targets"])
    return f"has {healthy} of {count} healthy targets.", healthy == count


def _group(doc: Doc) -> Said:
    wanted = doc["DesiredCapacity"]
    return f"wants {wanted} instances.", None


def _step(doc: Doc) -> Said:
    return f"is {doc['state']}.", doc["state"] == "succeeded"


SAYS: dict[str, Callable[[Doc], Said]] = {
    "autoscaling.AutoScalingGroup": _group,
    "cloudformation.Stack": _stack,
    "dc.ApiServer": _member,
    "dc.EtcdCluster": _quorum,
    "dc.EtcdMember": _member,
    "dc.LoadBalancer": _targets,
    "ec2.Instance": _instance,
    "ec2.NatGateway": _gateway,
    "eks.Addon": _status,
    "eks.Cluster": _status,
    "eks.Nodegroup": _status,
    "k8s.DaemonSet": _daemons,
    "k8s.Deployment": _replicated,
    "k8s.Node": _node,
    "k8s.Pod": _pod,
    "k8s.ReplicaSet": _replicated,
    "k8s.Service": _service,
    "steps.Run": _step,
}
