"""Running a command in a container: what a node does for `kubectl exec`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from clusters.apiserver.clusters_here import TIMED_OUT_AFTER
from clusters.callers.wall import now
from clusters.sim.commands import Doc
from clusters.sim.images import shell, starting
from clusters.sim.images.image import found as image_of
from clusters.sim.images.process import Ran, StartError
from clusters.sim.kube.pods import mounted
from clusters.sim.network import reachability
from clusters.sim.world import Key, World
from clusters.terminal.kubectl.command import Kubectl
from clusters.terminal.kubectl.errors import ApiError, KubectlError
from clusters.terminal.network.standing import POD, cluster_of
from clusters.terminal.program import Call, Err, Exit, programs

NET_TOOLS = ("curl", "wget", "nslookup", "dig", "ping")
BUSYBOX_TOOLS = ("wget", "nslookup", "ping")
ENDS_NOT = 1.0
"""So often is looked whether a command that goes on for ever is to be stopped."""
MISSING = (
    "Internal error occurred: error executing command in container: failed to exec in "
    'container: failed to start exec "{}": OCI runtime exec failed: exec failed: unable '
    'to start container process: exec: "{}": executable file not found in $PATH: unknown'
)
NOT_FOUND = 126
FIRST_REGION = "us-east-1"
RESOLVER = """\
search {namespace}.svc.cluster.local svc.cluster.local cluster.local {own}
nameserver {server}
options ndots:5
"""


def ran(kubectl: Kubectl, pod: Doc, container: str, words: list[str]) -> Iterator[str]:
    """What a command in a container prints. Raises KubectlError, ApiError, Exit."""
    world = kubectl.session.world()
    cluster_id = kubectl.chosen.server.rpartition("/")[2]
    meta = pod["metadata"]
    key = Key("k8s.Pod", f"{cluster_id}/{meta['namespace']}", meta["name"])
    _check_way(kubectl, world, cluster_id, pod)
    run = _running(world, key, container)
    name = shell.bare(words[0])
    image = image_of(run["image"])
    tools = BUSYBOX_TOOLS if image.dialect == "busybox" else tuple(image.tools)
    if name in NET_TOOLS and name not in tools:
        raise _missing(run, words)
    asked = as_curl(words) if name == "wget" else [name, *words[1:]]
    if name in NET_TOOLS and asked[0] in programs:
        place = f"{POD}{cluster_id}/{meta['namespace']}/{meta['name']}"
        session = replace(kubectl.session, place=place)
        call = Call(asked[0], asked[1:], session, None, dict(run.get("env") or {}))
        yield from _ended(programs[asked[0]](call))
        return
    answer = _executed(world, key, pod, container, run, words)
    if not answer.said and answer.code == NOT_FOUND and "OCI runtime" in answer.output:
        raise _missing(run, words)
    said = answer.said or (("stderr", f"{answer.output}\n"),) if answer.output else ()
    for stream, text in said:
        yield Err(text) if stream == "stderr" else text
    while answer.endless:
        kubectl.session.sleep(ENDS_NOT)
    if answer.code:
        raise _terminated(answer.code)


def as_curl(words: list[str]) -> list[str]:
    """`wget -qO- URL` as curl has it; other uses of wget stay as they are."""
    flags = [word for word in words[1:] if word.startswith("-")]
    urls = [word for word in words[1:] if not word.startswith("-")]
    return ["curl", "-s", *urls] if flags == ["-qO-"] and len(urls) == 1 else words


def _missing(run: Doc, words: list[str]) -> KubectlError:
    made = hashlib.sha256("\0".join([run["id"], *words]).encode()).hexdigest()
    return KubectlError(MISSING.format(made, words[0]))


def _ended(pieces: Iterator[str]) -> Iterator[str]:
    try:
        yield from pieces
    except Exit as end:
        if end.text:
            yield Err(end.text)
        raise _terminated(end.code) from end


def _terminated(code: int) -> Exit:
    return Exit(code, f"command terminated with exit code {code}\n")


def _executed(  # noqa: PLR0913, PLR0917 where, what, and beside which process
    world: World, key: Key, pod: Doc, container: str, run: Doc, words: list[str]
) -> Ran:
    spec = next(
        one
        for group in ("containers", "initContainers", "ephemeralContainers")
        for one in pod["spec"].get(group) or ()
        if one["name"] == container
    )
    age = max(0.0, world.clock.sim(now()) - run["started"])
    files = {**_resolver(world, key), **mounted.files(world, key, pod, spec)}
    start = replace(starting.start_of(run), files=files, epoch=now() - age)
    try:
        process = starting.process(run["image"], start)
    except StartError as error:
        raise KubectlError(str(error)) from error
    return process.execute(tuple(words), age)


def _resolver(world: World, key: Key) -> dict[str, str]:
    """Where a container asks for names, as the kubelet writes it."""
    cluster_id, _, namespace = key.scope.partition("/")
    cluster = cluster_of(world, cluster_id)
    service = world.find(Key("k8s.Service", f"{cluster_id}/kube-system", "kube-dns"))
    if service is None or cluster is None:
        return {}
    region = cluster.scope
    own = "ec2.internal" if region == FIRST_REGION else f"{region}.compute.internal"
    text = RESOLVER.format(
        namespace=namespace, own=own, server=service["spec"]["clusterIP"]
    )
    return {"/etc/resolv.conf": text}


def _running(world: World, key: Key, container: str) -> Doc:
    """The present run of a container. Raises KubectlError."""
    doc: Doc = world.find(key) or {}
    runs = (doc.get("_") or {}).get("runs", {}).get(container) or []
    if not runs or "ended" in runs[-1]:
        raise KubectlError(
            "Internal error occurred: unable to upgrade connection: container not found "
            f'("{container}")'
        )
    return dict(runs[-1])


def _check_way(kubectl: Kubectl, world: World, cluster_id: str, pod: Doc) -> None:
    """The API server must reach the kubelet. Raises ApiError."""
    name = pod["spec"].get("nodeName", "")
    if not name:
        text = f"pod {pod['metadata']['name']} does not have a host assigned"
        raise ApiError({"reason": "BadRequest", "message": text, "code": 400})
    cluster = cluster_of(world, cluster_id)
    node: Doc = world.find(Key("k8s.Node", cluster_id, name)) or {}
    instance = str(node.get("spec", {}).get("providerID", "")).rpartition("/")[2]
    where = Key("ec2.Instance", cluster.scope if cluster else "", instance)
    if (
        cluster
        and world.find(where)
        and reachability.api_to_node(world, cluster, where).ok
    ):
        return
    kubectl.session.sleep(TIMED_OUT_AFTER)
    addresses = (node.get("status") or {}).get("addresses") or ()
    ips = [one["address"] for one in addresses if one["type"] == "InternalIP"]
    text = f"error dialing backend: dial tcp {next(iter(ips), name)}:10250: i/o timeout"
    raise ApiError({"message": text, "code": 500})
