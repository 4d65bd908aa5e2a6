"""The API server's own endpoints: the Service `kubernetes` leads to its interfaces.

On EKS these are the cross-account interfaces in the learner's subnets.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube import store
from clusters.sim.kube.kind import cluster_of
from clusters.sim.registry import controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

NAME = "kubernetes"
MANAGER = "kube-apiserver"
PORT = {"name": "https", "port": 443, "protocol": "TCP"}


def _itself(_view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    namespace = key.scope.partition("/")[2]
    return (key,) if (namespace, key.name) == ("default", NAME) else ()


def _of_interface(_view: Reader, _key: Key, doc: Doc) -> Iterable[Key]:
    cluster = doc.get("_", {}).get("cluster")
    return (Key("k8s.Service", f"{cluster}/default", NAME),) if cluster else ()


@controller(
    "kubernetes-service",
    watches("k8s.Service", _itself),
    watches("ec2.NetworkInterface", _of_interface),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> None:
    if tx.find(key) is None:
        return
    cluster = cluster_of(key)
    interfaces = tx.by("ec2.NetworkInterface", "cluster", cluster)
    addresses = sorted(doc["PrivateIpAddress"] for _, doc in interfaces)
    _put(tx, key, "k8s.EndpointSlice", _slice(addresses))
    _put(tx, key, "k8s.Endpoints", _endpoints(addresses))


def _slice(addresses: list[str]) -> dict[str, Any]:
    meta = _meta({"kubernetes.io/service-name": NAME})
    ready = [{"addresses": [ip], "conditions": {"ready": True}} for ip in addresses]
    return {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": meta,
        "addressType": "IPv4",
        "endpoints": ready,
        "ports": [PORT],
    }


def _endpoints(addresses: list[str]) -> dict[str, Any]:
    meta = _meta({"endpointslice.kubernetes.io/skip-mirror": "true"})
    subset = {"addresses": [{"ip": ip} for ip in addresses], "ports": [PORT]}
    return {
        "apiVersion": "v1",
        "kind": "Endpoints",
        "metadata": meta,
        "subsets": [subset] if addresses else [],
    }


def _meta(labels: dict[str, str]) -> dict[str, Any]:
    return {"name": NAME, "namespace": "default", "labels": labels}


def _put(tx: Tx, service: Key, kind: str, wanted: dict[str, Any]) -> None:
    key = Key(kind, service.scope, NAME)
    if tx.find(key) is None:
        store.create(tx, cluster_of(service), wanted, manager=MANAGER)
        return
    with store.update(tx, key, manager=MANAGER) as body:
        body.update({k: v for k, v in wanted.items() if k != "metadata"})
