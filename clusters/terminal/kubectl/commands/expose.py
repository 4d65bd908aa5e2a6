"""kubectl expose, and kubectl create service: a Service for Pods."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl import builder, changing, generating
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command, commands
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.kubectl.help import of as told_of
from clusters.terminal.program import Exit

EXPOSED = ("Pod", "Service", "ReplicationController", "Deployment", "ReplicaSet")


@command(
    "expose",
    "Make a Service for the Pods of an object",
    changing.FILENAME,
    changing.RECURSIVE,
    *generating.FLAGS,
    Flag("port", help="The Service's port"),
    Flag("target-port", help="The Pods' port"),
    Flag("protocol", help="TCP or UDP"),
    Flag("type", help="ClusterIP, NodePort, LoadBalancer or ExternalName"),
    Flag("name", help="The name of the Service"),
    Flag("selector", help="Labels of the Pods"),
    Flag("labels", "l", help="Labels of the Service"),
    Flag("external-ip", help="An address more"),
    Flag("load-balancer-ip", help="The load balancer's address"),
    Flag("cluster-ip", help="The Service's address, or None"),
    Flag("session-affinity", help="None or ClientIP"),
    usage="expose TYPE/NAME --port=PORT",
    examples=("kubectl expose deploy/web --port=80 --type=LoadBalancer",),
    completes="resource",
)
def expose(kubectl: Kubectl) -> Iterator[str]:
    if not kubectl.args and not kubectl.flags["filename"]:
        raise KubectlError(changing.NEEDS_RESOURCES)
    found = builder.infos(kubectl, kubectl.args)
    for info in found:
        yield from _exposed(kubectl, info)


def _exposed(kubectl: Kubectl, info: Info) -> Iterator[str]:
    live = info.live(kubectl)
    if info.resource.kind not in EXPOSED:
        raise KubectlError(f"cannot expose a {info.resource.titled}")
    selector = _pairs(kubectl.flags["selector"]) or _selector(live)
    labels = _pairs(kubectl.flags["labels"]) or live["metadata"].get("labels")
    spec: Doc = {"ports": _ports(kubectl, live), "selector": selector}
    for flag, field in (
        ("type", "type"), ("cluster-ip", "clusterIP"),
        ("session-affinity", "sessionAffinity"), ("load-balancer-ip", "loadBalancerIP"),
    ):  # fmt: skip
        if kubectl.flags[flag]:
            spec[field] = kubectl.flags[flag]
    if kubectl.flags["external-ip"]:
        spec["externalIPs"] = [kubectl.flags["external-ip"]]
    name = kubectl.flags["name"] or info.name
    rest: Doc = {"spec": spec, "status": {"loadBalancer": {}}}
    meta: Doc = {"labels": labels} if labels else {}
    yield from generating.made(
        kubectl, "v1", "Service", name, rest,
        done="exposed", manager="kubectl-expose", meta=meta,
    )  # fmt: skip


def _selector(live: Doc) -> Doc:
    """The labels by which the object's Pods are found. Raises KubectlError."""
    if live["kind"] == "Pod":
        found = live["metadata"].get("labels")
        if not found:
            raise KubectlError(
                "couldn't retrieve selectors via --selector flag or introspection: the "
                "pod has no labels and cannot be exposed"
            )
        return dict(found)
    selector = live["spec"].get("selector") or {}
    if live["kind"] in ("Service", "ReplicationController"):
        return dict(selector)
    if selector.get("matchExpressions"):
        raise KubectlError(
            "couldn't retrieve selectors via --selector flag or introspection: couldn't "
            f'convert expressions - "{selector["matchExpressions"]}" to map-based '
            "selector format"
        )
    return dict(selector.get("matchLabels") or {})


def _ports(kubectl: Kubectl, live: Doc) -> list[Doc]:
    wanted = kubectl.flags["port"]
    numbers = wanted.split(",") if wanted else _found_ports(live)
    if not numbers:
        raise KubectlError("couldn't find port via --port flag or introspection")
    protocol = kubectl.flags["protocol"] or "TCP"
    target = kubectl.flags["target-port"]
    ports = []
    for place, number in enumerate(numbers):
        if not number.isdigit():
            raise KubectlError(f'strconv.Atoi: parsing "{number}": invalid syntax')
        port: Doc = {"port": int(number), "protocol": protocol}
        port["targetPort"] = _port(target) if target else int(number)
        if len(numbers) > 1:
            port["name"] = f"port-{place + 1}"
        ports.append(port)
    return ports


def _found_ports(live: Doc) -> list[str]:
    spec = live["spec"]
    if live["kind"] == "Service":
        return [str(port["port"]) for port in spec.get("ports") or ()]
    pod = spec["template"]["spec"] if "template" in spec else spec
    return [
        str(port["containerPort"])
        for container in pod["containers"]
        for port in container.get("ports") or ()
    ]


def _port(text: str) -> int | str:
    return int(text) if text.isdigit() else text


def _pairs(text: str) -> dict[str, str]:
    return dict(part.partition("=")[::2] for part in text.split(",")) if text else {}


SERVICE_FLAGS = (
    *generating.FLAGS,
    Flag("tcp", kind="list", help="PORT:TARGETPORT"),
)


def _service(kubectl: Kubectl, spec: Doc) -> Iterator[str]:
    name = generating.name_of(kubectl)
    labels = {"app": name}
    rest = {"spec": {**spec, "selector": labels}, "status": {"loadBalancer": {}}}
    yield from generating.made(
        kubectl, "v1", "Service", name, rest, meta={"labels": labels}
    )


def _pairs_of_ports(kubectl: Kubectl) -> list[Doc]:
    found = kubectl.flags["tcp"]
    if not found:
        raise KubectlError("at least one tcp port specifier must be provided")
    ports = []
    for text in found:
        port, colon, target = text.partition(":")
        if not port.isdigit():
            raise KubectlError(f'strconv.ParseInt: parsing "{port}": invalid syntax')
        ports.append(
            {
                "name": text.replace(":", "-"),
                "port": int(port),
                "protocol": "TCP",
                "targetPort": _port(target) if colon else int(port),
            }
        )
    return ports


@command(
    "create service clusterip",
    "Create a Service inside the cluster",
    *SERVICE_FLAGS,
    Flag("clusterip", help="Its address, or None"),
    usage="create service clusterip NAME --tcp=80:80",
    examples=("kubectl create service clusterip web --tcp=80:80",),
    aliases=("create svc clusterip",),
)
def clusterip(kubectl: Kubectl) -> Iterator[str]:
    address = kubectl.flags["clusterip"]
    if address == "None" and not kubectl.flags["tcp"]:
        spec: Doc = {"type": "ClusterIP", "clusterIP": address}
    else:
        spec = {"ports": _pairs_of_ports(kubectl), "type": "ClusterIP"}
        if address:
            spec["clusterIP"] = address
    yield from _service(kubectl, spec)


@command(
    "create service nodeport",
    "Create a Service with a port on each node",
    *SERVICE_FLAGS,
    Flag("node-port", kind="int", default=0, help="That port"),
    usage="create service nodeport NAME --tcp=80:80",
    examples=("kubectl create service nodeport web --tcp=80:80",),
    aliases=("create svc nodeport",),
)
def nodeport(kubectl: Kubectl) -> Iterator[str]:
    ports = _pairs_of_ports(kubectl)
    if kubectl.flags["node-port"]:
        ports[0]["nodePort"] = kubectl.flags["node-port"]
    yield from _service(kubectl, {"ports": ports, "type": "NodePort"})


@command(
    "create service loadbalancer",
    "Create a Service with a load balancer",
    *SERVICE_FLAGS,
    usage="create service loadbalancer NAME --tcp=80:80",
    examples=("kubectl create service loadbalancer web --tcp=80:80",),
    aliases=("create svc loadbalancer",),
)
def loadbalancer(kubectl: Kubectl) -> Iterator[str]:
    ports = _pairs_of_ports(kubectl)
    yield from _service(kubectl, {"ports": ports, "type": "LoadBalancer"})


@command(
    "create service",
    "Create a Service of one of its types",
    usage="create service TYPE",
    aliases=("create svc",),
)
def service(_kubectl: Kubectl) -> Iterator[str]:
    yield told_of(commands["create service"])
    raise Exit(1)
