"""What nobody owns any more goes: in the background, before its owner, or not at all."""

from __future__ import annotations

from typing import Any

from tests.sim.kube.a_cluster import Cluster, names, refused
from tests.sim.kube.samples import NAME, sample

MAPS = "configmaps"


def owner(of: dict[str, Any], **more: Any) -> dict[str, Any]:
    meta = of["metadata"]
    return {
        "apiVersion": of["apiVersion"],
        "kind": of["kind"],
        "name": meta["name"],
        "uid": meta["uid"],
        **more,
    }


def family() -> tuple[Cluster, dict[str, Any]]:
    """A Secret, a ConfigMap that it owns, and a ServiceAccount that the map owns."""
    cluster = Cluster()
    parent = cluster.create("secrets", sample("secrets"))
    refs = [owner(parent, blockOwnerDeletion=True)]
    child = cluster.create(MAPS, sample(MAPS, ownerReferences=refs))
    below = [owner(child, blockOwnerDeletion=True)]
    cluster.create("serviceaccounts", sample("serviceaccounts", ownerReferences=below))
    cluster.settle(1)
    return cluster, parent


def left(cluster: Cluster) -> list[str]:
    resources = ("secrets", MAPS, "serviceaccounts")
    return [r for r in resources if NAME in names(cluster.list(r, "default"))]


def delete(cluster: Cluster, policy: str) -> None:
    cluster.call("delete", "secrets", name=NAME, body={"propagationPolicy": policy})


def test_what_has_its_owner_stays():
    cluster, _ = family()
    cluster.settle(100)
    assert left(cluster) == ["secrets", MAPS, "serviceaccounts"]


def test_in_the_background_the_owner_goes_first():
    cluster, _ = family()
    delete(cluster, "Background")
    assert left(cluster) == [MAPS, "serviceaccounts"]
    cluster.settle(1)
    assert left(cluster) == []


def test_in_the_foreground_the_owner_goes_last():
    cluster, _ = family()
    lock = {"metadata": {"finalizers": ["example.com/lock"]}}
    cluster.patch("serviceaccounts", NAME, lock)
    delete(cluster, "Foreground")
    cluster.settle(1)
    parent = cluster.get("secrets", NAME)
    assert parent["metadata"]["finalizers"] == ["foregroundDeletion"]
    assert left(cluster) == ["secrets", MAPS, "serviceaccounts"]
    cluster.patch("serviceaccounts", NAME, {"metadata": {"finalizers": None}})
    cluster.settle(1)
    assert left(cluster) == []


def test_orphans_live_on_without_their_owner():
    cluster, _ = family()
    delete(cluster, "Orphan")
    cluster.settle(1)
    assert left(cluster) == [MAPS, "serviceaccounts"]
    assert "ownerReferences" not in cluster.get(MAPS, NAME)["metadata"]


def test_whoever_is_born_without_a_living_owner_goes():
    cluster, parent = family()
    refs = [{**owner(parent), "uid": "another-life"}]
    cluster.create(MAPS, {"metadata": {"name": "late", "ownerReferences": refs}})
    cluster.settle(1)
    with refused("NotFound", 'configmaps "late" not found'):
        cluster.get(MAPS, "late")


def test_one_living_owner_is_enough_and_the_dead_one_is_struck():
    cluster, parent = family()
    other = cluster.create("secrets", {"metadata": {"name": "other"}})
    refs = [owner(parent), owner(other)]
    cluster.create(MAPS, {"metadata": {"name": "shared", "ownerReferences": refs}})
    delete(cluster, "Background")
    cluster.settle(1)
    kept = cluster.get(MAPS, "shared")["metadata"]["ownerReferences"]
    assert [ref["name"] for ref in kept] == ["other"]


def test_owners_of_unknown_kinds_are_left_alone():
    cluster = Cluster()
    ref = {"apiVersion": "example.com/v1", "kind": "Thing", "name": "x", "uid": "u"}
    cluster.create(MAPS, {"metadata": {"name": "m", "ownerReferences": [ref]}})
    cluster.settle(1)
    assert cluster.get(MAPS, "m")
