"""Services."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.sim.commands import Doc
from clusters.sim.kube.ages import age_of
from clusters.sim.kube.kind import (
    AGE,
    NAME,
    STATUS,
    Cell,
    Column,
    Kind,
    Subresource,
    register,
)
from clusters.sim.kube.services import allocation, validate
from clusters.sim.kube.services.defaults import default, merged
from clusters.sim.world import Key, index

COLUMNS = (
    NAME,
    Column("Type"),
    Column("Cluster-IP"),
    Column("External-IP"),
    Column("Port(s)"),
    AGE,
    Column("Selector", priority=1),
)
NONE = "<none>"


def _addresses(key: Key, doc: Doc) -> Iterator[str]:
    for address in doc["spec"].get("clusterIPs") or ():
        if address != "None":
            yield allocation.place(key, address)


def _node_ports(key: Key, doc: Doc) -> Iterator[str]:
    for port in doc["spec"].get("ports") or ():
        if port.get("nodePort"):
            yield allocation.place(key, port["nodePort"])


index("k8s.Service", "address", _addresses)
index("k8s.Service", "nodePort", _node_ports)


def cells(doc: Doc) -> list[Cell]:
    spec = doc["spec"]
    selector = ",".join(
        f"{k}={v}" for k, v in sorted((spec.get("selector") or {}).items())
    )
    ports = [_port(port) for port in spec.get("ports") or ()]
    return [
        doc["metadata"]["name"],
        spec["type"],
        spec.get("clusterIP") or NONE,
        _external(doc),
        ",".join(ports) or NONE,
        age_of(doc),
        selector or NONE,
    ]


def _port(port: Doc) -> str:
    number = str(port["port"])
    if port.get("nodePort"):
        number += f":{port['nodePort']}"
    return f"{number}/{port['protocol']}"


def _external(doc: Doc) -> str:
    spec = doc["spec"]
    own = list(spec.get("externalIPs") or ())
    match spec["type"]:
        case "ExternalName":
            return str(spec.get("externalName", ""))
        case "LoadBalancer":
            found = doc.get("status", {}).get("loadBalancer", {}).get("ingress") or ()
            names = [item.get("ip") or item.get("hostname", "") for item in found]
            return ",".join([*names, *own]) or "<pending>"
    return ",".join(own) or NONE


register(
    Kind(
        "v1",
        "Service",
        "services",
        ("svc",),
        categories=("all",),
        has_status=True,
        name_rule="label1035",
        subresources={"status": Subresource("Service", STATUS)},
        default=default,
        prepare_create=allocation.allocate,
        prepare_update=lambda tx, key, body, old: allocation.reallocate(
            tx, key, merged(body, old), old
        ),
        validate=validate.check,
        validate_update=validate.changes,
        initial_status=lambda _: {"loadBalancer": {}},
        columns=COLUMNS,
        cells=cells,
        field_labels={
            "spec.clusterIP": lambda doc: doc["spec"].get("clusterIP", ""),
            "spec.type": lambda doc: doc["spec"]["type"],
        },
    )
)
