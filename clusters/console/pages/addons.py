"""Add-ons: which run, whose they are, and whether they are well."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from clusters.console import heading, summary
from clusters.console.access import Visit, for_request
from clusters.console.commands import cli
from clusters.console.drawing import page, say
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.sim.aws.eks import addon
from clusters.sim.catalog import addons as catalog
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.world import Document, Key, World

NAMESPACE = "kube-system"
RESOURCES = {"Deployment": "deployments.apps", "DaemonSet": "daemonsets.apps"}
TITLES = {
    "vpc-cni": "Amazon VPC CNI",
    "kube-proxy": "kube-proxy",
    "coredns": "CoreDNS",
}
DOES = {
    "vpc-cni": "Gives each Pod an address from your subnet.",
    "kube-proxy": "Routes Service traffic on each node.",
    "coredns": "Lets Pods find Services by name.",
}
WITHOUT = {
    "vpc-cni": "New Pods get no address and stay in ContainerCreating; new nodes stay NotReady.",
    "kube-proxy": "Services answer no longer on new nodes, and changes reach no node.",
    "coredns": "Pods find no Service by its name. Addresses go on working.",
}
RIGHTS = {
    "vpc-cni": "Needs AmazonEKS_CNI_Policy: here the node role carries it.",
}
ISSUES = {
    "InsufficientNumberOfReplicas": "EKS waited, and too few of its Pods are Ready. Most often there are no nodes, or no room on them. The next move is yours: look at its Pods.",
    "AdmissionRequestDenied": "The cluster's API refused one of its objects. The next move is yours: mend what the message names, then delete the add-on and create it again.",
}
SORTS = {
    True: (
        "EKS add-on",
        "shared",
        "Both manage",
        "You choose when; EKS installs it, watches its health and shows both.",
    ),
    False: (
        "Self-managed",
        "you",
        "You manage",
        "EKS applied it once when it made the cluster. Since then it is yours: the add-on API does not list it, and updating it is your work.",
    ),
    None: ("Not installed", "you", "You choose", "Nothing of it is in the cluster."),
}


@panel(
    "console/addons.html#addon-cards",
    watches=(addon.KIND, "eks.Cluster", "k8s.DaemonSet", "k8s.Deployment"),
)
def addon_cards(world: World, cluster: str) -> Context:
    found = heading.find(world, cluster)
    if found is None:
        return {"addon_cards": None, "addons_cluster": cluster}
    key, doc = found
    return {
        "addon_cards": [_card(world, key, doc, name) for name in catalog.ADDONS],
        "addons_cluster": cluster,
        "addons_building": doc["status"] == "CREATING",
    }


def _card(world: World, cluster: Key, doc: Doc, name: str) -> dict[str, Any]:
    found = world.find(addon.key(cluster, name))
    managed = found["_"]["managed"] if found else None
    word, owner, manages, means = SORTS[managed]
    kind, workload = catalog.ADDONS[name].workload
    body = world.find(Key(f"k8s.{kind}", f"{doc['_']['id']}/{NAMESPACE}", workload))
    at = f"--cluster-name {cluster.name} --addon-name {name}"
    return {
        "name": name,
        "title": TITLES[name],
        "does": DOES[name],
        "without": WITHOUT[name],
        "rights": RIGHTS.get(name, ""),
        "sort": word,
        "owner": owner,
        "manages": manages,
        "means": means,
        "managed": managed is True,
        "missing": managed is None,
        "going": found is not None and found["status"] == "DELETING",
        "status": _status(found, body),
        "version": found["addonVersion"] if found else "",
        "arn": found["addonArn"] if found and managed else "",
        "fits": catalog.ADDONS[name].versions[doc["version"]],
        "issues": _issues(found),
        "work": _workload(kind, workload, body),
        "create": cli.filled(f"aws eks create-addon {at}", {}),
        "delete": cli.filled(f"aws eks delete-addon {at} --preserve", {}),
    }


def _status(found: Document | None, body: Document | None) -> dict[str, str]:
    """EKS's word where EKS watches; otherwise what the Pods say."""
    if found is None:
        return {"tone": "off", "text": "Not installed"}
    if found["_"]["managed"] or found["status"] != "ACTIVE":
        return summary.status(found["status"])
    ready, desired = _counts(body)
    if body is None:
        return {"tone": "bad", "text": "Its workload is gone"}
    if ready < desired:
        return {"tone": "warn", "text": "Not all Pods Ready"}
    return {"tone": "ok", "text": "Running"}


def _issues(found: Document | None) -> list[dict[str, str]]:
    issues = found["health"]["issues"] if found else []
    return [
        {
            "code": issue["code"],
            "message": issue["message"],
            "words": ISSUES.get(issue["code"], ""),
        }
        for issue in issues
    ]


def _workload(kind: str, name: str, body: Document | None) -> dict[str, Any]:
    ready, desired = _counts(body)
    images = body["spec"]["template"]["spec"]["containers"] if body else []
    return {
        "kind": kind,
        "name": name,
        "resource": RESOURCES[kind],
        "there": body is not None,
        "ready": ready,
        "desired": desired,
        "images": [each["image"].rpartition("/")[2] for each in images],
    }


def _counts(body: Document | None) -> tuple[int, int]:
    """Ready and desired Pods of a Deployment or a DaemonSet."""
    if body is None:
        return 0, 0
    status = body.get("status") or {}
    if "replicas" in body["spec"]:
        return status.get("readyReplicas", 0), body["spec"]["replicas"]
    return status.get("numberReady", 0), status.get("desiredNumberScheduled", 0)


@require_safe
def addons(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    return _page(for_request(request, sandbox), name)


@require_POST
def change(request: HttpRequest, sandbox: str, name: str, act: str) -> HttpResponse:
    """Let EKS manage an add-on, or no longer."""
    visit = for_request(request, sandbox, write=True)
    visit.cluster(name)
    which = request.POST.get("addon", "")
    wanted: dict[str, Any] = {"clusterName": name, "addonName": which}
    if act == "create":
        action, done = "eks:CreateAddon", f"EKS installs {which} and watches over it."
    elif act == "delete":
        wanted["preserve"] = request.POST.get("preserve") == "on"
        action, done = "eks:DeleteAddon", f"The add-on {which} is being deleted."
    else:
        raise Http404
    try:
        visit.aws(action, wanted)
    except Refusal as refusal:
        return _page(visit, name, refusal)
    say(request, "ok", done)
    return redirect("add-ons", sandbox, name)


def _page(visit: Visit, name: str, refusal: Refusal | None = None) -> HttpResponse:
    visit.cluster(name)
    return page(
        visit,
        "console/addons.html",
        [heading.spec(name), panels.spec("addon-cards", {"cluster": name})],
        here="clusters",
        crumbs=heading.crumbs(visit, name, "Add-ons"),
        refusal=refusal,
        source=catalog.SOURCE,
        **heading.context(visit, name, "add-ons"),
    )
