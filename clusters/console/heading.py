"""The head of every page about one cluster: name, status, tabs."""

from __future__ import annotations

from django.urls import reverse

from clusters import runtime
from clusters.console import dock, summary
from clusters.console.access import Visit
from clusters.live import panels
from clusters.live.panels import Context, Spec, panel
from clusters.sim.world import Key, World

GONE = "ClusterDeleted"
TABS = (
    ("cluster", "Overview"),
    ("resources", "Resources"),
    ("nodes", "Nodes"),
    ("networking", "Networking"),
    ("access", "Access"),
    ("add-ons", "Add-ons"),
    ("observability", "Observability"),
    ("updates", "Updates"),
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
        "cluster_status": summary.shown_status(doc),
        "cluster_version": doc["version"],
    }


def spec(name: str) -> Spec:
    return panels.spec("cluster-state", {"cluster": name})


def context(visit: Visit, name: str, tab: str) -> Context:
    """What the head shows besides its live part, and the dock at the foot."""
    found = find(visit.world, name)
    return {
        "name": name,
        "failed": found is not None and found[1]["status"] == "FAILED",
        "tabs": [
            {
                "text": text,
                "href": reverse(view, args=[visit.place.id, name]),
                "current": view == tab,
            }
            for view, text in TABS
        ],
        "dock": dock.context(visit, name, overview=tab == TABS[0][0]),
    }


def was_deleted(visit: Visit, name: str) -> bool:
    """Whether there was a cluster of this name: the log tells of its deletion."""
    found = runtime.events(
        visit.place.id,
        limit=1,
        match=lambda event: event.told.reason == GONE and event.key.name == name,
    )
    return bool(found)


def crumbs(visit: Visit, name: str, last: str = "") -> list[tuple[str, str]]:
    out = [("Clusters", reverse("clusters", args=[visit.place.id]))]
    if not last:
        return [*out, (name, "")]
    return [*out, (name, reverse("cluster", args=[visit.place.id, name])), (last, "")]
