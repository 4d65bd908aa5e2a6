"""Nodes."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.describe import events as happened
from clusters.terminal.kubectl.describe import wording
from clusters.terminal.kubectl.describe.describer import Look, describer
from clusters.terminal.kubectl.describe.node_load import load
from clusters.terminal.kubectl.errors import ApiError
from clusters.terminal.kubectl.go_words import printed

ROLE, LABELLED_ROLE = "node-role.kubernetes.io/", "kubernetes.io/role"
LEASE = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/{}"
RUNNING = "spec.nodeName={},status.phase!=Succeeded,status.phase!=Failed"
CONDITION = (
    "Type",
    "Status",
    "LastHeartbeatTime",
    "LastTransitionTime",
    "Reason",
    "Message",
)
INFO = (
    ("Machine ID", "machineID"),
    ("System UUID", "systemUUID"),
    ("Boot ID", "bootID"),
    ("Kernel Version", "kernelVersion"),
    ("OS Image", "osImage"),
    ("Operating System", "operatingSystem"),
    ("Architecture", "architecture"),
    ("Container Runtime Version", "containerRuntimeVersion"),
    ("Kubelet Version", "kubeletVersion"),
    ("Kube-Proxy Version", "kubeProxyVersion"),
)


@describer("nodes")
def node(look: Look) -> Iterator[str]:
    meta, spec = look.meta, look.spec
    yield from wording.named(meta, spaced=False)
    yield f"Roles:\t{','.join(roles(meta)) or wording.NONE}\n"
    yield from wording.marks(meta)
    yield f"CreationTimestamp:\t{wording.moment(meta['creationTimestamp'])}\n"
    taints = sorted(
        spec.get("taints") or (), key=lambda one: f"{one['effect']},{one['key']}"
    )
    yield from wording.column("Taints", list(map(taint, taints)))
    yield f"Unschedulable:\t{printed(bool(spec.get('unschedulable')))}\n"
    yield from _lease(look)
    yield from _conditions(look.status)
    yield from _machine(look)
    yield from _pods(look)
    yield from _events(look)


def roles(meta: Doc) -> list[str]:
    """What a node's labels say that it is there for."""
    found = {
        value if key == LABELLED_ROLE else key.removeprefix(ROLE)
        for key, value in (meta.get("labels") or {}).items()
        if key.startswith(ROLE) or key == LABELLED_ROLE
    }
    return sorted(filter(None, found))


def taint(one: Doc) -> str:
    """`key=value:effect`."""
    value = f"={one['value']}" if one.get("value") else ""
    return f"{one['key']}{value}:{one['effect']}"


def _lease(look: Look) -> Iterator[str]:
    try:
        spec = look.kubectl.client.get(LEASE.format(look.info.name)).get("spec") or {}
    except ApiError as error:
        yield f"Lease:\tFailed to get lease: {error.message}\n"
        return
    yield "Lease:\n"
    yield f"  HolderIdentity:\t{spec.get('holderIdentity') or wording.UNSET}\n"
    for title, name in (("AcquireTime", "acquireTime"), ("RenewTime", "renewTime")):
        told = wording.moment(spec[name]) if spec.get(name) else wording.UNSET
        yield f"  {title}:\t{told}\n"


def _conditions(status: Doc) -> Iterator[str]:
    found = status.get("conditions") or ()
    if found:
        yield "Conditions:\n  " + "\t".join(CONDITION) + "\n"
        yield "  " + "\t".join("-" * len(title) for title in CONDITION) + "\n"
    for one in found:
        cells = (
            one["type"],
            one["status"],
            wording.moment(one.get("lastHeartbeatTime")),
            wording.moment(one.get("lastTransitionTime")),
            one.get("reason", ""),
        )
        yield "  " + " \t".join(cells) + f" \t{one.get('message', '')}\n"


def _machine(look: Look) -> Iterator[str]:
    status, spec = look.status, look.spec
    yield "Addresses:\n"
    for one in status.get("addresses") or ():
        yield f"  {one['type']}:\t{one['address']}\n"
    for title in ("Capacity", "Allocatable"):
        amounts = status.get(title.lower()) or {}
        if amounts:
            yield f"{title}:\n"
        for name in sorted(amounts):
            yield f"  {name}:\t{amounts[name]}\n"
    yield from _system(status.get("nodeInfo") or {})
    if spec.get("podCIDR"):
        yield f"PodCIDR:\t{spec['podCIDR']}\n"
    if spec.get("podCIDRs"):
        yield f"PodCIDRs:\t{','.join(spec['podCIDRs'])}\n"
    if spec.get("providerID"):
        yield f"ProviderID:\t{spec['providerID']}\n"


def _system(info: Doc) -> Iterator[str]:
    yield "System Info:\n"
    for title, name in INFO:
        yield f"  {title}:\t{info.get(name, '')}\n"


def _pods(look: Look) -> Iterator[str]:
    chosen = RUNNING.format(look.info.name)
    try:
        pods = look.kubectl.client.get("/api/v1/pods", fieldSelector=chosen)["items"]
    except ApiError as error:
        if error.reason != "Forbidden":
            raise
        yield "Pods:\tnot authorized\n"
        return
    yield from load(look.doc, pods, look.wall)


def _events(look: Look) -> Iterator[str]:
    """A kubelet knows its node by name only, and so do its events."""
    if not look.kubectl.flags["show-events"]:
        return
    try:
        uid = look.meta.get("uid", "")
        found = [*happened.about(look, uid), *happened.about(look, look.info.name)]
    except ApiError:
        found = []
    yield from happened.table(found, look.wall)
