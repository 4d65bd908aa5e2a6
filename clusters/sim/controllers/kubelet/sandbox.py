"""The Pod's sandbox: its volumes, and an address from the VPC CNI."""

from __future__ import annotations

from clusters.sim.controllers.kubelet import addresses, volumes
from clusters.sim.controllers.kubelet.work import Work
from clusters.sim.kube.workloads import conditions, machines

FOREVER = 1e12
RETRY_EVERY = 12.0
FAILED = (
    "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup "
    'network for sandbox "{sandbox}": plugin type="aws-cni" name="aws-cni" failed (add): '
    "add cmd: {why}"
)
NO_ADDRESS = "failed to assign an IP address to container"
NO_DAEMON = (
    "Error received from AddNetwork gRPC call: rpc error: code = Unavailable desc = "
    'connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:50051: '
    'connect: connection refused"'
)


def prepare(work: Work) -> bool:
    """Mount volumes and set up the network; False while something is missing."""
    if not _mounted(work):
        return False
    if work.spec.get("hostNetwork"):
        address = machines.address(work.node)
    else:
        address = _address(work)
    if not address:
        return False
    work.state["ip"] = address
    work.status.update(podIP=address, podIPs=[{"ip": address}])
    _unblock(work)
    return True


def _mounted(work: Work) -> bool:
    found = sorted(volumes.trouble(work))
    if not found:
        return True
    for name, why in found:
        text = f'MountVolume.SetUp failed for volume "{name}" : {why}'
        _block(work, "FailedMount", text, work.key.scope, "you")
    return False


def _address(work: Work) -> str:
    """An address for the Pod, or "" after saying why there is none."""
    place = f"{work.cluster}//{work.node_name}"
    ready = conditions.condition(work.node.get("status", {}), "Ready")
    if ready is None or "NetworkPluginNotReady" in ready.get("message", ""):
        why = ready["message"] if ready else "cni plugin not initialized"
        text = f"network is not ready: {why}"
        _block(work, "NetworkNotReady", text, place, "nobody")
        return ""
    if addresses.daemon(work.tx, work.cluster, work.node_name) is None:
        _block_network(work, NO_DAEMON, place, "you")
        return ""
    free = addresses.free(work.tx, work.cluster, work.node)
    if not free:
        _block_network(work, NO_ADDRESS, place, "you")
        return ""
    # A different starting point for each Pod: an address just freed cools a while.
    return free[int(work.body["metadata"]["uid"][:8], 16) % len(free)]


def _block_network(work: Work, why: str, place: str, next_: str) -> None:
    text = FAILED.format(sandbox=work.tx.rng.hex(64), why=why)
    # Each try has a sandbox of its own: the cause alone says whether it is new.
    if work.state.get("trouble") != why:
        _block(work, "FailedCreatePodSandBox", text, place, next_)
        work.state["trouble"] = why


def _block(work: Work, reason: str, text: str, place: str, next_: str) -> None:
    """Say once what is missing; the kubelet's further tries are counted when read."""
    if work.state.get("trouble") == text:
        return
    _silence_old(work)
    work.state["trouble"], work.state["blocked"] = text, place
    work.say(reason, text, warn=True, next=next_, every=RETRY_EVERY, until=FOREVER)


def _unblock(work: Work) -> None:
    _silence_old(work)
    work.state.pop("trouble", None)
    work.state.pop("blocked", None)


def _silence_old(work: Work) -> None:
    if "trouble" in work.state:
        work.silence()
