"""One EC2 instance: what it is, how its boot went, and why it does not join."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clusters.console import things
from clusters.console.access import Visit, for_request
from clusters.console.commands import aws_command
from clusters.console.drawing import page, say
from clusters.console.nodes import joining
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.live.words import OWNER, PAINT
from clusters.sim.catalog import amis
from clusters.sim.commands import Doc
from clusters.sim.controllers.node_boot import waking
from clusters.sim.errors import Refusal
from clusters.sim.kube.workloads import machines
from clusters.sim.network import reachability
from clusters.sim.world import Key, World

TONES = {"running": "ok", "pending": "busy", "stopped": "off", "terminated": "off"}
ACTS = {
    "stop": ("ec2:StopInstances", "stopping"),
    "start": ("ec2:StartInstances", "starting"),
    "terminate": ("ec2:TerminateInstances", "being terminated"),
}
MARKS = {"ok": ("ok", "Yes"), "bad": ("bad", "No"), "unknown": ("wait", "Not known")}
ASKED = (
    "ec2.Instance",
    "k8s.Node",
    "k8s.ConfigMap",
    *waking.NETWORK,
    *waking.IDENTITY,
    *waking.CLUSTER,
)
"""Everything that an answer of the checklist may come from."""


def _key(world: World, instance: str) -> Key:
    account = world.find(Key("aws.Account", "", "account"))
    return Key("ec2.Instance", account["region"] if account else "", instance)


@panel(
    "console/instance.html#instance-state",
    watches=("ec2.Instance", "ec2.NetworkInterface", "k8s.Node"),
)
def instance_state(world: World, instance: str) -> Context:
    found = joining.subject(world, _key(world, instance))
    if found is None:
        return {"machine_id": instance, "machine": None}
    return {"machine_id": instance, "machine": _machine(found)}


def _machine(found: joining.Subject) -> dict[str, Any]:
    doc, node = found.doc, joining.node_of(found)
    image = amis.find(found.key.scope, doc["ImageId"])
    owner = machines.cluster_key(found.world, node[0].scope) if node else found.cluster
    tags = {tag["Key"]: tag["Value"] for tag in doc.get("Tags") or ()}
    return {
        "state": doc["State"]["Name"],
        "tone": TONES.get(doc["State"]["Name"], "busy"),
        "why": doc.get("StateReason", {}).get("Message", ""),
        "type": doc["InstanceType"],
        "zone": doc["Placement"]["AvailabilityZone"],
        "addresses": [
            item["PrivateIpAddress"]
            for _, card in found.world.by(
                "ec2.NetworkInterface", "instance", found.key.name
            )
            for item in card["PrivateIpAddresses"]
        ],
        "public": doc.get("PublicIpAddress", ""),
        "dns": doc["PrivateDnsName"],
        "subnet": things.of_id(doc["SubnetId"]),
        "vpc": things.of_id(doc["VpcId"]),
        "groups": [
            {"id": things.of_id(one["GroupId"]), "name": one["GroupName"]}
            for one in doc["SecurityGroups"]
        ],
        "profile": doc.get("IamInstanceProfile", {}).get("Arn", ""),
        "role": joining.role_name(found),
        "stack": tags.get("aws:cloudformation:stack-name", ""),
        "image": doc["ImageId"],
        "image_name": image.name if image else "",
        "template": doc["_"].get("launch_template", ""),
        "scaler": doc["_"].get("group", ""),
        "managed": tags.get("eks:nodegroup-name", ""),
        "tags": [f"{key}={value}" for key, value in sorted(tags.items())],
        "cluster": owner.name if owner else "",
        "node": node[0].name if node else "",
    }


@panel("console/instance.html#instance-joining", watches=ASKED)
def instance_joining(world: World, instance: str) -> Context:
    found = joining.subject(world, _key(world, instance))
    if found is None:
        return {"checks": [], "check_cluster": "", "check_first": None, "joined": False}
    answered = joining.checks(found)
    crossed = joining.first_cross(answered)
    return {
        "check_cluster": found.cluster.name if found.cluster else "",
        "joined": joining.node_of(found) is not None,
        "check_first": crossed,
        "checks": [_check(check) for check in answered],
    }


def _check(check: joining.Check) -> dict[str, Any]:
    tone, word = MARKS[check.state]
    return {
        "question": check.question,
        "tone": tone,
        "word": word,
        "paint": PAINT[check.owner],
        "owner": OWNER[check.owner],
        "told": check.told,
        "todo": check.todo,
        "about": check.about,
        "hops": [_hop(hop) for hop in check.hops],
    }


def _hop(hop: reachability.Hop) -> dict[str, Any]:
    return {
        "name": hop.name,
        "ok": hop.ok,
        "why": hop.why,
        "paint": PAINT[hop.owner],
        "owner": OWNER[hop.owner],
    }


@panel("console/instance.html#instance-log", watches=("ec2.Instance",))
def instance_log(world: World, instance: str) -> Context:
    """The console output, as ec2:GetConsoleOutput gives it."""
    doc = world.find(_key(world, instance))
    if doc is None:
        return {"log": "", "log_command": ""}
    since = doc["_"].get("running", doc["_"]["created"])
    lines = [f"[{max(at - since, 0):12.6f}] {text}" for at, text in doc["_"]["journal"]]
    command = aws_command.command(
        "ec2 get-console-output", instance_id=instance, output="text", latest=True
    )
    return {"log": "\n".join(lines), "log_command": command}


@require_http_methods(["GET", "HEAD", "POST"])
def instance(request: HttpRequest, sandbox: str, instance: str) -> HttpResponse:
    """The page; a POST stops, starts or terminates the instance."""
    write = request.method == "POST"
    visit = for_request(request, sandbox, write=write)
    doc = visit.world.find(_key(visit.world, instance))
    if doc is None:
        raise Http404(f"The instance ID '{instance}' does not exist")
    if not write:
        return _page(visit, instance, doc)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        visit.aws(act[0], {"InstanceIds": [instance]})
    except Refusal as refusal:
        return _page(visit, instance, doc, refusal)
    say(request, "ok", f"{instance} is {act[1]}.")
    return redirect("instance", sandbox, instance)


def _page(
    visit: Visit, name: str, doc: Doc, refusal: Refusal | None = None
) -> HttpResponse:
    parts = ("instance-state", "instance-joining", "instance-log")
    return page(
        visit,
        "console/instance.html",
        [panels.spec(part, {"instance": name}) for part in parts],
        here="clusters",
        crumbs=_crumbs(visit, name),
        refusal=refusal,
        item=name,
        in_group=doc["_"].get("group", ""),
        stopped=doc["State"]["Name"] == "stopped",
    )


def _crumbs(visit: Visit, name: str) -> list[tuple[str, str]]:
    """By way of the cluster that it belongs to, where it belongs to one."""
    here = visit.place.id
    found = joining.subject(visit.world, _key(visit.world, name))
    trail = [("Clusters", reverse("clusters", args=[here]))]
    if found and found.cluster:
        cluster = found.cluster.name
        trail += [
            (cluster, reverse("cluster", args=[here, cluster])),
            ("Nodes", reverse("nodes", args=[here, cluster])),
        ]
    return [*trail, (name, "")]
