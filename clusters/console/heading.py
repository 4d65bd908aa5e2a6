"""The head of every page about one cluster: name, status, tabs."""

from __future__ import annotations

from django.urls import reverse

from clusters.console import summary
from clusters.console.access import Visit
from clusters.live import panels
from clusters.live.panels import Context, Spec, panel
from clusters.sim.world import Key, World

TABS = (
    ("cluster", "Overview"),
    ("resources", "Resources"),
    ("nodes", "Nodes"),
)


def find(world: World, name: str) -> tuple[Key, Context] | None:
    """The home region's cluster of this name."""
    account = world.find(Key("aws.Account", "", "account"))
    key = Key("eks.Cluster", account["region"] if account else "", name)
    doc = world.find(key)
    return (key, dict(doc)) if doc is not None else None


@panel("console/heading.html#cluster-state", watches=("eks.Cluster",))
def cluster_state(world: World, cluster: str) -> Context:
    found = find(world, cluster)
    if found is None:
        return {
            "cluster_status": {"tone": "off", "text": "Deleted"},
            "cluster_version": "",
        }
    _, doc = found
    return {
        "cluster_status": summary.status(doc["status"]),
        "cluster_version": doc["version"],
    }


def spec(name: str) -> Spec:
    return panels.spec("cluster-state", {"cluster": name})


def context(visit: Visit, name: str, tab: str) -> Context:
    """What the head shows besides its live part."""
    return {
        "name": name,
        "tabs": [
            {
                "text": text,
                "href": reverse(view, args=[visit.place.id, name]),
                "current": view == tab,
            }
            for view, text in TABS
        ],
    }


def crumbs(visit: Visit, name: str, last: str = "") -> list[tuple[str, str]]:
    out = [("Clusters", reverse("clusters", args=[visit.place.id]))]
    if not last:
        return [*out, (name, "")]
    return [*out, (name, reverse("cluster", args=[visit.place.id, name])), (last, "")]
