"""Services, Endpoints and EndpointSlices, described."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.console.kubernetes.describe.parts import (
    Row,
    Section,
    Teller,
    Values,
    labels_of,
    link,
    many,
    row,
    text,
)
from clusters.sim.commands import Doc
from clusters.sim.kube.kind import namespace_of
from clusters.sim.world import Key, World

SERVICE = "kubernetes.io/service-name"
HEADS = ("Address", "Ready", "Target", "Node", "Zone")


def service(world: World, key: Key, body: Doc) -> list[Section]:
    spec = body["spec"]
    ingress = (body.get("status") or {}).get("loadBalancer", {}).get("ingress") or ()
    selector = ",".join(f"{k}={v}" for k, v in (spec.get("selector") or {}).items())
    rows = (
        row("Type", spec.get("type")),
        row("Cluster IP", spec.get("clusterIP"), copy=True),
        row(
            "Name in DNS",
            f"{key.name}.{namespace_of(key)}.svc.cluster.local",
            copy=True,
        ),
        many("Load balancer", (i.get("hostname") or i.get("ip", "") for i in ingress)),
        row("Selector", selector or "None: nobody fills its endpoints"),
        row("Session affinity", spec.get("sessionAffinity")),
        row("External traffic", spec.get("externalTrafficPolicy")),
    )
    ports = tuple(
        (
            text(port.get("name")),
            text(f"{port['port']}/{port.get('protocol', 'TCP')}"),
            text(port.get("targetPort")),
            text(port.get("nodePort")),
        )
        for port in spec.get("ports") or ()
    )
    found = tuple(
        row
        for item, doc in world.list("k8s.EndpointSlice", key.scope)
        if labels_of(doc).get(SERVICE) == key.name
        for row in endpoint_rows(item, doc)
    )
    none = (
        "No Pod is behind it. Its selector must match the labels of a Pod; a Pod that is "
        "not Ready is listed and gets no traffic."
    )
    return [
        Section("Service", rows),
        Section(
            "Ports", heads=("Name", "Port", "Target port", "Node port"), table=ports
        ),
        Section("Endpoints", heads=HEADS, table=found, empty="" if found else none),
    ]


def endpoint_rows(key: Key, doc: Doc) -> Iterator[tuple[Values, ...]]:
    """Each endpoint of a slice."""
    for endpoint in doc.get("endpoints") or ():
        ready = (endpoint.get("conditions") or {}).get("ready", True)
        target = endpoint.get("targetRef") or {}
        pods = "pods" if target.get("kind") == "Pod" else ""
        yield (
            text(", ".join(endpoint.get("addresses") or ())),
            text("Ready" if ready else "Not ready", tone="ok" if ready else "warn"),
            link(pods, namespace_of(key), target.get("name", "")),
            link("nodes", "", endpoint.get("nodeName", "")),
            text(endpoint.get("zone")),
        )


def endpoint_slice(_world: World, key: Key, body: Doc) -> list[Section]:
    ports = [
        f"{p.get('port')}/{p.get('protocol', 'TCP')}" for p in body.get("ports") or ()
    ]
    rows = (
        Row(
            "Service",
            link("services", namespace_of(key), labels_of(body).get(SERVICE, "")),
        ),
        row("Address type", body.get("addressType")),
        row("Ports", ", ".join(ports)),
        row(
            "Managed by", labels_of(body).get("endpointslice.kubernetes.io/managed-by")
        ),
    )
    table = tuple(endpoint_rows(key, body))
    return [
        Section("EndpointSlice", rows),
        Section(
            "Endpoints", heads=HEADS, table=table, empty="" if table else "It is empty."
        ),
    ]


def endpoints(_world: World, key: Key, body: Doc) -> list[Section]:
    table = tuple(
        (
            text(address.get("ip")),
            text("Ready" if part == "addresses" else "Not ready"),
            text(", ".join(str(p["port"]) for p in subset.get("ports") or ())),
        )
        for subset in body.get("subsets") or ()
        for part in ("addresses", "notReadyAddresses")
        for address in subset.get(part) or ()
    )
    rows = (Row("Service", link("services", namespace_of(key), key.name)),)
    return [
        Section("Endpoints", rows),
        Section("Addresses", heads=("Address", "Ready", "Ports"), table=table),
    ]


TELLERS: dict[str, Teller] = {
    "Service": service,
    "EndpointSlice": endpoint_slice,
    "Endpoints": endpoints,
}
