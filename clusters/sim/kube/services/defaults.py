"""What the API fills in where a Service's spec is silent."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube.kind import Body

WITH_NODE_PORTS = ("NodePort", "LoadBalancer")
_ALLOCATED = ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")


def default(body: Body) -> None:
    spec = body.setdefault("spec", {})
    spec.setdefault("type", "ClusterIP")
    spec.setdefault("sessionAffinity", "None")
    for port in spec.get("ports") or ():
        port.setdefault("protocol", "TCP")
        port.setdefault("targetPort", port.get("port"))
    if spec["sessionAffinity"] == "ClientIP":
        timeout = {"clientIP": {"timeoutSeconds": 10800}}
        spec.setdefault("sessionAffinityConfig", timeout)
    if spec["type"] == "ExternalName":
        return
    spec.setdefault("internalTrafficPolicy", "Cluster")
    if spec["type"] in WITH_NODE_PORTS:
        spec.setdefault("externalTrafficPolicy", "Cluster")
    else:
        spec.pop("externalTrafficPolicy", None)
    if spec["type"] == "LoadBalancer":
        spec.setdefault("allocateLoadBalancerNodePorts", True)
    else:
        spec.pop("allocateLoadBalancerNodePorts", None)


def merged(body: Body, old: Doc) -> Body:
    """A new body with the addresses and node ports of the old, where it is silent."""
    spec, before = body["spec"], old["spec"]
    if spec["type"] == "ExternalName":
        for name in (*_ALLOCATED, "internalTrafficPolicy"):
            if spec.get(name) == before.get(name):
                spec.pop(name, None)
        return body
    if before["type"] != "ExternalName":
        for name in _ALLOCATED:
            if not spec.get(name) and before.get(name):
                spec[name] = before[name]
    _keep_node_ports(spec, before)
    return body


def _keep_node_ports(spec: Body, before: Doc) -> None:
    had = {
        (p["protocol"], p["port"]): p.get("nodePort") for p in before.get("ports") or ()
    }
    for port in spec.get("ports") or ():
        kept = had.get((port["protocol"], port.get("port")))
        if spec["type"] in WITH_NODE_PORTS and kept:
            port.setdefault("nodePort", kept)
        elif spec["type"] == "ClusterIP" and port.get("nodePort") == kept:
            port.pop("nodePort", None)
