"""A cluster: where it is kept, how it is found, what Describe shows of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.eks.errors import (
    InvalidRequestException,
    ResourceInUseException,
    ResourceNotFoundException,
)
from clusters.sim.commands import Caller, Doc
from clusters.sim.datacenter import lifecycle
from clusters.sim.tx import Site
from clusters.sim.world import Document, Key, Reader, index

KIND = "eks.Cluster"
API_MODES = ("API", "API_AND_CONFIG_MAP")
CONFIG_MAP_MODES = ("CONFIG_MAP", "API_AND_CONFIG_MAP")


def _id(_key: Key, doc: Doc) -> Iterable[str]:
    return (doc["_"]["id"],)


index(KIND, "id", _id)


def key(region: str, name: str) -> Key:
    return Key(KIND, region, name)


def scope(cluster: Key) -> str:
    """Where what belongs to a cluster on the AWS side is kept."""
    return f"{cluster.scope}/{cluster.name}"


def of_scope(place: str) -> Key:
    """The cluster of an `<region>/<cluster name>` scope."""
    region, _, name = place.partition("/")
    return key(region, name)


def of_id(view: Reader, cluster_id: str) -> Key | None:
    """The cluster whose id (the scope of its Kubernetes objects) this is."""
    found = view.by(KIND, "id", cluster_id)
    return found[0][0] if found else None


def owning(view: Reader, changed: Key, _doc: Doc) -> list[Key]:
    """For watches: the cluster of a changed document of its control plane."""
    found = of_id(view, changed.scope.partition("/")[0])
    return [found] if found else []


def id_of(view: Reader, cluster: Key) -> str:
    doc = view.find(cluster)
    return str(doc["_"]["id"]) if doc else ""


def vpc_config(view: Reader, cluster: Key) -> Doc:
    """The network part of a cluster that is there."""
    doc = view.find(cluster)
    if doc is None:
        raise KeyError(cluster)
    config: Doc = doc["resourcesVpcConfig"]
    return config


def require(view: Reader, caller: Caller, name: str) -> Key:
    """The caller's cluster of this name."""
    found = key(caller.region, name)
    if view.find(found) is None:
        raise ResourceNotFoundException(
            f"No cluster found for name: {name}.", clusterName=name
        )
    return found


def require_active(view: Reader, cluster: Key) -> None:
    """Refuse unless the cluster can take a new child."""
    doc = view.find(cluster)
    if doc is None or doc["status"] not in ("ACTIVE", "UPDATING"):
        raise InvalidRequestException(
            f"Cluster '{cluster.name}' is not in ACTIVE status",
            clusterName=cluster.name,
        )


def require_free(view: Reader, cluster: Key, kind: str) -> None:
    """Refuse an update of this kind while another one is under way."""
    doc = view.find(cluster)
    if doc is None:
        return
    running = doc["_"].get("update")
    if running:
        raise ResourceInUseException(
            f"Cannot {kind} because cluster {cluster.name} "
            f"currently has update {running} in progress",
            clusterName=cluster.name,
        )
    require_active(view, cluster)


def arn(cluster: Key, account: str) -> str:
    return f"arn:aws:eks:{cluster.scope}:{account}:cluster/{cluster.name}"


def endpoint(cluster: Key, doc: Doc, site: Site) -> str:
    """The address of the cluster's API."""
    return site.endpoint(cluster.scope, doc["_"]["id"])


def issuer(cluster: Key, doc: Doc) -> str:
    return f"https://oidc.eks.{cluster.scope}.amazonaws.com/id/{doc['_']['id'].upper()}"


def shown(cluster: Key, doc: Document, site: Site) -> dict[str, Any]:
    """What DescribeCluster answers: an endpoint, CA and issuer once they are there."""
    out = {name: value for name, value in doc.items() if name != "_"}
    out["certificateAuthority"] = {}
    if lifecycle.ended(doc, "certificates"):
        out["certificateAuthority"] = {"data": site.ca}
    if lifecycle.ended(doc, "endpoint"):
        out["endpoint"] = endpoint(cluster, doc, site)
    if lifecycle.ended(doc, "oidc-issuer"):
        out["identity"] = {"oidc": {"issuer": issuer(cluster, doc)}}
    return out
