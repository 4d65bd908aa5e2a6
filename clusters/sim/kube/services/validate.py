"""Field errors of Services."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube import names
from clusters.sim.kube.fields import (
    Problem,
    duplicate,
    forbidden,
    invalid,
    required,
    unsupported,
)
from clusters.sim.kube.pods import probes
from clusters.sim.kube.services.allocation import NODE_PORTS

TYPES = ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")
PROTOCOLS = ("SCTP", "TCP", "UDP")
AFFINITIES = ("ClientIP", "None")
_RANGE = (
    "provided port is not in the valid range. "
    f"The range of valid ports is {NODE_PORTS.start}-{NODE_PORTS.stop - 1}"
)


def check(body: Doc) -> list[Problem]:
    """All field errors of a Service."""
    spec = body["spec"]
    out: list[Problem] = []
    headless = spec.get("clusterIP") == "None"
    if spec["type"] == "ExternalName":
        if not spec.get("externalName"):
            out.append(required("spec.externalName"))
    elif not spec.get("ports") and not headless:
        out.append(required("spec.ports"))
    if headless and spec["type"] in {"NodePort", "LoadBalancer"}:
        told = f"may not be set to 'None' for {spec['type']} services"
        out.append(invalid("spec.clusterIPs[0]", "None", told))
    out += _ports(spec)
    out += names.labels(spec.get("selector"), "spec.selector")
    if spec["sessionAffinity"] not in AFFINITIES:
        found = spec["sessionAffinity"]
        out.append(unsupported("spec.sessionAffinity", found, AFFINITIES))
    if spec["type"] not in TYPES:
        out.append(unsupported("spec.type", spec["type"], TYPES))
    return out


def _ports(spec: Doc) -> list[Problem]:
    out: list[Problem] = []
    ports = spec.get("ports") or ()
    seen: set[str] = set()
    pairs: set[tuple[str, int]] = set()
    for at, port in enumerate(ports):
        here, name = f"spec.ports[{at}]", port.get("name", "")
        if not name and len(ports) > 1:
            out.append(required(f"{here}.name"))
        elif name:
            out += [invalid(f"{here}.name", name, wrong) for wrong in names.label(name)]
            if name in seen:
                out.append(duplicate(f"{here}.name", name))
            seen.add(name)
        out += _port(port, here, spec["type"])
        pair = (port["protocol"], port.get("port", 0))
        if pair in pairs:
            out.append(duplicate(here, {"port": pair[1], "protocol": pair[0]}))
        pairs.add(pair)
    return out


def _port(port: Doc, path: str, type_: str) -> list[Problem]:
    out: list[Problem] = []
    if port.get("port", 0) not in probes.PORTS:
        out.append(invalid(f"{path}.port", port.get("port", 0), probes.PORT_RANGE))
    if port["protocol"] not in PROTOCOLS:
        out.append(unsupported(f"{path}.protocol", port["protocol"], PROTOCOLS))
    out += probes.port(port.get("targetPort"), f"{path}.targetPort")
    number = port.get("nodePort")
    if number and type_ == "ClusterIP":
        told = "may not be used when `type` is 'ClusterIP'"
        out.append(forbidden(f"{path}.nodePort", told))
    elif number and number not in NODE_PORTS:
        out.append(invalid(f"{path}.nodePort", number, _RANGE))
    return out


def changes(body: Doc, old: Doc) -> list[Problem]:
    """A Service's address never changes, unless it had none."""
    now, before = body["spec"].get("clusterIPs"), old["spec"].get("clusterIPs")
    if not before or body["spec"]["type"] == "ExternalName" or now == before:
        return []
    return [invalid("spec.clusterIPs", now, "may not change once set")]
