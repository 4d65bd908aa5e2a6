"""kubectl cordon, uncordon, drain and taint: what nodes take."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http import HTTPStatus

from clusters.terminal.kubectl import builder, changing
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.changing import dry_run, told
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import ApiError, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.resources import find
from clusters.terminal.program import Err, Exit

LOOK_SECONDS = 0.5
"""How often an evicted Pod is looked for; kubectl's own is a second."""
RETRY_SECONDS = 5.0
MIRROR = "kubernetes.io/config.mirror"
NO_CONTROLLER = (
    "cannot delete Pods that declare no controller (use --force to override)"
)
DAEMONS = "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)"
IGNORED = "ignoring DaemonSet-managed Pods"
ALONE = "deleting Pods that declare no controller"
LOCAL = "cannot delete Pods with local storage (use --delete-emptydir-data to override)"


@command(
    "cordon",
    "Mark nodes so that no new Pods come to them",
    changing.DRY_RUN,
    changing.SELECTOR,
    usage="cordon NODE",
    examples=("kubectl cordon NODE",),
    completes="node",
)
def cordon(kubectl: Kubectl) -> Iterator[str]:
    found = _nodes(kubectl, "cordon")
    yield from changing.each(found, lambda i: _marked(kubectl, i, closed=True))


@command(
    "uncordon",
    "Let new Pods come to nodes again",
    changing.DRY_RUN,
    changing.SELECTOR,
    usage="uncordon NODE",
    examples=("kubectl uncordon NODE",),
    completes="node",
)
def uncordon(kubectl: Kubectl) -> Iterator[str]:
    found = _nodes(kubectl, "uncordon")
    yield from changing.each(found, lambda i: _marked(kubectl, i, closed=False))


def _nodes(kubectl: Kubectl, verb: str) -> list[Info]:
    """The nodes that the words or the selector name. Raises KubectlError, ApiError."""
    dry_run(kubectl)
    selector = kubectl.flags["selector"]
    if not kubectl.args and not selector:
        raise KubectlError(
            f"USAGE: {verb} NODE [flags]\nSee 'kubectl {verb} -h' for help and examples"
        )
    if kubectl.args and selector:
        raise KubectlError("cannot specify both a node name and a --selector option")
    resource = find(kubectl.client, "nodes")
    assert resource is not None
    if selector:
        return builder.listed(kubectl, resource)
    names = [word.removeprefix("node/").removeprefix("nodes/") for word in kubectl.args]
    found = [Info(resource, "", name) for name in names]
    for info in found:
        info.live(kubectl)
    return found


def _marked(kubectl: Kubectl, info: Info, *, closed: bool) -> Iterator[str]:
    word = "cordoned" if closed else "uncordoned"
    spec = (info.body or {}).get("spec", {})
    if bool(spec.get("unschedulable")) == closed:
        yield told(kubectl, info, f"already {word}", info.body or {})
        return
    if dry_run(kubectl) != "client":
        value = True if closed else None
        changing.patch(kubectl, info, {"spec": {"unschedulable": value}})
    yield told(kubectl, info, word, info.body or {})


@command(
    "drain",
    "Move all Pods away from nodes, for maintenance",
    changing.DRY_RUN,
    changing.SELECTOR,
    Flag("force", kind="bool", help="Delete Pods that nothing makes anew, too"),
    Flag("ignore-daemonsets", kind="bool", help="Leave Pods of DaemonSets"),
    Flag("delete-emptydir-data", kind="bool", help="Lose what is in emptyDir volumes"),
    Flag("grace-period", kind="int", default=-1, help="Seconds to end in"),
    Flag("timeout", kind="duration", default=0.0, help="How long to try"),
    Flag("pod-selector", help="Only Pods with these labels"),
    Flag("disable-eviction", kind="bool", help="Delete instead of evicting"),
    Flag("skip-wait-for-delete-timeout", kind="int", default=0, help="Skip old ones"),
    Flag("chunk-size", kind="int", default=500, help="Has no meaning here"),
    usage="drain NODE",
    examples=("kubectl drain NODE --ignore-daemonsets --delete-emptydir-data",),
    completes="node",
)
def drain(kubectl: Kubectl) -> Iterator[str]:
    found = _nodes(kubectl, "drain")
    for info in found:
        yield from _marked(kubectl, info, closed=True)
    for info in found:
        yield from _drained(kubectl, info)


def _drained(kubectl: Kubectl, node: Info) -> Iterator[str]:
    resource = find(kubectl.client, "pods")
    assert resource is not None
    body = kubectl.client.get(
        resource.path(),
        fieldSelector=f"spec.nodeName={node.name}",
        labelSelector=kubectl.flags["pod-selector"],
    )
    going, problems, warnings = _sorted(kubectl, body["items"])
    if problems:
        told_ = [f"{why}: {', '.join(names)}" for why, names in problems.items()]
        text = told_[0] if len(told_) == 1 else f"[{', '.join(told_)}]"
        raise Exit(
            1,
            f'error: unable to drain node "{node.name}" due to error: {text}, '
            "continuing command...\nThere are pending nodes to be drained:\n "
            f"{node.name}\n" + "".join(f"{line}\n" for line in told_),
        )
    if warnings:
        listed = "; ".join(
            f"{why}: {', '.join(names)}" for why, names in warnings.items()
        )
        yield Err(f"Warning: {listed}\n")
    suffix = changing.SUFFIX[dry_run(kubectl)]
    pods = [
        Info(resource, p["metadata"]["namespace"], p["metadata"]["name"], p)
        for p in going
    ]
    for pod in pods:
        yield f"evicting pod {pod.namespace}/{pod.name}{suffix}\n"
    if not suffix:
        yield from _evicted(kubectl, pods)
    yield f"node/{node.name} drained{suffix}\n"


Reasons = dict[str, list[str]]


def _sorted(kubectl: Kubectl, pods: list[Doc]) -> tuple[list[Doc], Reasons, Reasons]:
    """Which Pods go, which stand against it, and which are left with a warning."""
    going: list[Doc] = []
    problems: Reasons = {}
    warnings: Reasons = {}
    for pod in pods:
        name = f"{pod['metadata']['namespace']}/{pod['metadata']['name']}"
        goes, why, warned = _judged(kubectl, pod)
        if why:
            (warnings if warned else problems).setdefault(why, []).append(name)
        if goes:
            going.append(pod)
    return going, problems, warnings


def _judged(kubectl: Kubectl, pod: Doc) -> tuple[bool, str, bool]:
    """Whether a Pod goes, what is to be said of it, and whether that is a warning."""
    flags, meta = kubectl.flags, pod["metadata"]
    owners = meta.get("ownerReferences") or ()
    owner = next((o["kind"] for o in owners if o.get("controller")), "")
    if MIRROR in (meta.get("annotations") or {}):
        return False, "", False
    if pod.get("status", {}).get("phase") in ("Succeeded", "Failed"):
        return True, "", False
    if owner == "DaemonSet":
        ignored = bool(flags["ignore-daemonsets"])
        return False, IGNORED if ignored else DAEMONS, ignored
    volumes = pod["spec"].get("volumes") or ()
    if not flags["delete-emptydir-data"] and any("emptyDir" in v for v in volumes):
        return False, LOCAL, False
    if not owner:
        forced = bool(flags["force"])
        return forced, ALONE if forced else NO_CONTROLLER, forced
    return True, "", False


def _evicted(kubectl: Kubectl, pods: list[Info]) -> Iterator[str]:
    """Evict all, then tell of each that is gone. Raises KubectlError, Stopped."""
    timeout = kubectl.flags["timeout"]
    end = time.monotonic() + timeout if timeout else None
    for pod in pods:
        yield from _evict(kubectl, pod, end)
    left = list(pods)
    while left:
        for pod in list(left):
            if _is_gone(kubectl, pod):
                left.remove(pod)
                yield f"{pod.titled} evicted\n"
        if end is not None and left and time.monotonic() > end:
            raise KubectlError(
                f"unable to drain node due to error: error when waiting for pod "
                f'"{left[0].name}" to terminate: global timeout reached: {timeout:g}s'
            )
        if left:
            kubectl.session.sleep(LOOK_SECONDS)


def _evict(kubectl: Kubectl, pod: Info, end: float | None) -> Iterator[str]:
    grace = kubectl.flags["grace-period"]
    options: Doc = {"gracePeriodSeconds": grace} if grace >= 0 else {}
    body = {
        "apiVersion": "policy/v1",
        "kind": "Eviction",
        "metadata": {"name": pod.name, "namespace": pod.namespace},
        "deleteOptions": options,
    }
    while True:
        try:
            if kubectl.flags["disable-eviction"]:
                kubectl.client.ask("DELETE", pod.path, options or None)
            else:
                kubectl.client.ask("POST", f"{pod.path}/eviction", body)
        except ApiError as error:
            if error.code == HTTPStatus.NOT_FOUND:
                return
            if error.code != HTTPStatus.TOO_MANY_REQUESTS or _over(end):
                raise
            yield Err(
                f'error when evicting pods/"{pod.name}" -n "{pod.namespace}" (will '
                f"retry after 5s): {error.message}\n"
            )
            kubectl.session.sleep(RETRY_SECONDS)
        else:
            return


def _over(end: float | None) -> bool:
    return end is not None and time.monotonic() > end


def _is_gone(kubectl: Kubectl, pod: Info) -> bool:
    try:
        live = kubectl.client.get(pod.path)
    except ApiError as error:
        if error.code == HTTPStatus.NOT_FOUND:
            return True
        raise
    return bool(live["metadata"]["uid"] != (pod.body or {})["metadata"]["uid"])
