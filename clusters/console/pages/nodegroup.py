"""One managed node group: its health, its instances, its size, and its end."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clusters.console import heading
from clusters.console.access import Visit, for_request
from clusters.console.commands import aws_command
from clusters.console.drawing import page, say
from clusters.console.nodes import drain, node_roles, node_rows, nodegroup_draft
from clusters.console.nodes.nodegroup_draft import SIZES, Draft
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.live.words import counted, sim_text
from clusters.sim.aws.autoscaling import activity
from clusters.sim.aws.autoscaling import group as scaling
from clusters.sim.aws.eks import nodegroup as eks
from clusters.sim.aws.eks import update
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.kube.kinds.node import status_text
from clusters.sim.kube.workloads import machines
from clusters.sim.world import Key, World

MOST_EVENTS = 30
MARKS = (("labels", "addOrUpdateLabels"), ("taints", "addOrUpdateTaints"))


def find(world: World, cluster: str, group: str) -> tuple[Key, Doc] | None:
    here = heading.find(world, cluster)
    key = eks.key(here[0], group) if here else None
    doc = world.find(key) if key else None
    return (key, doc) if key is not None and doc is not None else None


@panel(
    "console/nodegroup.html#group-state",
    watches=("eks.Cluster", "eks.Nodegroup", "iam.Role"),
)
def group_state(world: World, cluster: str, group: str) -> Context:
    found = find(world, cluster, group)
    base: Context = {"group_cluster": cluster, "group_name": group}
    if found is None:
        return {**base, "group": None}
    key, doc = found
    role = str(doc["nodeRole"]).rpartition("/")[2]
    held = node_roles.find(world, role)
    return {
        **base,
        "group": node_rows.group(world, key, doc),
        "group_arn": doc["nodegroupArn"],
        "group_role": role,
        "group_lacks": node_roles.missing(held) if held else [],
        "group_role_found": held is not None,
        "group_disk": doc.get("diskSize", ""),
        "group_capacity": doc["capacityType"],
        "group_subnets": list(doc["subnets"]),
        "group_scaler": eks.scaling_group(key, doc).name,
        "group_template": doc.get("launchTemplate", {}).get("name", ""),
        "group_update": _pairs(doc["updateConfig"]),
        "group_labels": _pairs(doc["labels"]),
        "group_taints": [
            f"{t['key']}={t.get('value', '')}:{t['effect']}"
            for t in doc.get("taints") or ()
        ],
    }


@panel(
    "console/nodegroup.html#group-instances",
    watches=("eks.Nodegroup", "ec2.Instance", "k8s.Node"),
)
def group_instances(world: World, cluster: str, group: str) -> Context:
    found = find(world, cluster, group)
    if found is None:
        return {"members": [], "members_cluster": cluster}
    key, doc = found
    listed = world.by("ec2.Instance", "group", eks.scaling_group(key, doc).name)
    members = [_member(world, item, body) for item, body in listed]
    return {"members": members, "members_cluster": cluster}


def _member(world: World, key: Key, doc: Doc) -> dict[str, Any]:
    node = next(iter(machines.nodes_of(world, key.name)), None)
    return {
        "id": key.name,
        "state": doc["State"]["Name"],
        "type": doc["InstanceType"],
        "zone": doc["Placement"]["AvailabilityZone"],
        "node": node[0].name if node else "",
        "status": status_text(node[1]) if node else "",
    }


@panel(
    "console/nodegroup.html#group-events",
    watches=("eks.Nodegroup", "eks.Update", "autoscaling.Activity"),
)
def group_events(world: World, cluster: str, group: str) -> Context:
    """What the Auto Scaling group did, and updates of the node group, newest first."""
    found = find(world, cluster, group)
    if found is None:
        return {"happened": []}
    key, doc = found
    scope = activity.scope(eks.scaling_group(key, doc))
    rows = [_activity(item) for _, item in world.list(activity.KIND, scope)]
    updates = world.list(update.KIND, key.scope)
    rows += [_update(i) for _, i in updates if i["_"]["nodegroup"] == group]
    rows.sort(key=lambda row: -row["at"])
    return {"happened": rows[:MOST_EVENTS]}


def _activity(doc: Doc) -> dict[str, Any]:
    failed = doc["StatusCode"] in ("Failed", "Cancelled")
    done = doc["StatusCode"] == "Successful"
    return {
        "at": doc["_"]["created"],
        "time": sim_text(doc["_"]["created"]),
        "by": "Auto Scaling",
        "tone": "bad" if failed else "ok" if done else "busy",
        "status": doc["StatusCode"],
        "text": doc["Description"],
        "why": doc.get("StatusMessage") or doc["Cause"],
    }


def _update(doc: Doc) -> dict[str, Any]:
    tones = {"Successful": "ok", "Failed": "bad"}
    said = ", ".join(f"{p['type']} {p['value']}" for p in doc["params"])
    errors = "; ".join(e["errorMessage"] for e in doc["errors"])
    return {
        "at": doc["_"]["created"],
        "time": sim_text(doc["_"]["created"]),
        "by": "EKS",
        "tone": tones.get(doc["status"], "busy"),
        "status": doc["status"],
        "text": f"{doc['type']}: {said}",
        "why": errors,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def nodegroup(
    request: HttpRequest, sandbox: str, name: str, group: str
) -> HttpResponse:
    """The group's page; a POST changes its sizes, its labels or its taints."""
    write = request.method == "POST"
    visit = for_request(request, sandbox, write=write)
    visit.cluster(name)
    found = find(visit.world, name, group)
    if found is None:
        raise Http404(f"No node group found for name: {group}.")
    typed = {**_sizes(found[1]), "labels": "", "taints": ""}
    if not write:
        return _page(visit, found, typed)
    typed |= {field: request.POST.get(field, typed[field])[:2000] for field in typed}
    try:
        seen = request.POST.get("seen", _text(found[1]["scalingConfig"]))
        asked = _change(found[1], Draft(typed, ()), seen)
        about = {"clusterName": name, "nodegroupName": group}
        visit.aws("eks:UpdateNodegroupConfig", {**about, **asked})
    except Refusal as refusal:
        return _page(visit, found, typed, refusal)
    say(request, "ok", f"Node group {group} is being updated.")
    return redirect("nodegroup", sandbox, name, group)


def _sizes(doc: Doc) -> dict[str, str]:
    return {size: str(doc["scalingConfig"][size]) for size in SIZES}


def _change(doc: Doc, draft: Draft, seen: str) -> dict[str, Any]:
    """Only what was changed is asked for, as the EKS console does. Raises Refusal."""
    sizes = {size: draft.number(size) for size in SIZES}
    asked: dict[str, Any] = {}
    if _text(sizes) != seen:
        _check_fresh(doc, seen)
        asked["scalingConfig"] = sizes
    if labels := draft.labels():
        asked["labels"] = {MARKS[0][1]: labels}
    if taints := draft.taints():
        asked["taints"] = {MARKS[1][1]: taints}
    return asked


def _text(sizes: Doc) -> str:
    return ", ".join(str(sizes[size]) for size in SIZES)


def _check_fresh(doc: Doc, seen: str) -> None:
    """Refuse sizes that were typed over others than those of now."""
    now = _text(doc["scalingConfig"])
    if seen != now:
        told = (
            f"Minimum, desired and maximum size are {now} by now; your form was drawn "
            f"with {seen}. Nothing was changed. Send it again to overwrite them."
        )
        raise Refusal("ChangedMeanwhile", told)


def _page(
    visit: Visit,
    found: tuple[Key, Doc],
    typed: dict[str, str],
    refusal: Refusal | None = None,
) -> HttpResponse:
    key, doc = found
    name, group = doc["clusterName"], key.name
    args = {"cluster": name, "group": group}
    parts = ("group-state", "group-instances", "group-events")
    return page(
        visit,
        "console/nodegroup.html",
        [heading.spec(name), *(panels.spec(part, args) for part in parts)],
        here="clusters",
        crumbs=[
            *heading.crumbs(visit, name, group)[:-1],
            ("Nodes", reverse("nodes", args=[visit.place.id, name])),
            (group, ""),
        ],
        refusal=refusal,
        item=group,
        typed=typed,
        seen=_text(doc["scalingConfig"]),
        goes=goes(visit.world, key, doc),
        command=aws_command.command(
            "eks update-nodegroup-config",
            cluster_name=name,
            nodegroup_name=group,
            scaling_config=nodegroup_draft.pairs(doc["scalingConfig"]),
        ),
        **heading.context(visit, name, "nodes"),
    )


def goes(world: World, key: Key, doc: Doc) -> list[str]:
    """What goes with the group when it is deleted."""
    members = scaling.instances(world, eks.scaling_group(key, doc))
    pods = sum(
        len(drain.leaving(world, node)) for node, _ in eks.nodes(world, key, doc)
    )
    others = [
        other.name
        for other, body in world.list(eks.KIND, key.scope)
        if other != key and body["nodeRole"] == doc["nodeRole"]
    ]
    role = str(doc["nodeRole"]).rpartition("/")[2]
    entry = (
        f"Its role {role} stays let in: {', '.join(others)} needs it too."
        if others
        else f"The role {role} is shut out of the cluster again; the role itself stays."
    )
    return [
        f"{counted(len(members), 'instance')}, drained and terminated one after another.",
        f"{counted(pods, 'Pod')} move to other nodes, or wait Pending if there is no room.",
        "The Auto Scaling group, launch template and instance profile that EKS made.",
        entry,
    ]


def _pairs(values: Doc) -> list[str]:
    return [f"{name}={value}" for name, value in values.items()]
