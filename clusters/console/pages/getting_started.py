"""Getting started: the four steps, taken by a task or by your own hands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clusters import runtime
from clusters.console.access import Visit, for_request
from clusters.console.drawing import page
from clusters.console.kubernetes.manifests import LIMIT
from clusters.console.typed import yaml_text
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.live.words import PAINT, sim_text, span, wall_text
from clusters.sim import getting_started
from clusters.sim.commands import Doc
from clusters.sim.datacenter import lifecycle
from clusters.sim.errors import Refusal
from clusters.sim.getting_started import STEPS
from clusters.sim.world import Key, World
from clusters.steps import drive
from clusters.steps import status as steps
from clusters.steps.deploy_app import SAMPLE
from clusters.steps.launch_nodes import ready

WORDS = {
    "idle": ("wait", "Not begun"),
    "queued": ("wait", "Queued"),
    "running": ("busy", "Running"),
    "waiting": ("busy", "Waiting"),
    "succeeded": ("ok", "Succeeded"),
    "done": ("ok", "You did this yourself"),
    "failed": ("bad", "Failed"),
    "cancelled": ("off", "Cancelled"),
}
DONE = ("succeeded", "done")
TOOLS = {
    "create-cluster": "aws",
    "launch-nodes": "aws",
    "configure-kubectl": "aws and kubectl",
    "deploy-app": "kubectl",
}
"""What its commands are of."""
LEADS = {
    "create-cluster": "A network from AWS's template, and a cluster in it. AWS builds API "
    "servers and etcd in a VPC of its own.",
    "launch-nodes": "Two EC2 instances in your subnets, which register as nodes. They are "
    "yours: you choose, pay and update them.",
    "configure-kubectl": "A kubeconfig with the cluster's endpoint, and a token made from "
    "your IAM identity; then a first request with it.",
    "deploy-app": "A Deployment and a Service. The scheduler, run by AWS, places the Pods on "
    "your nodes.",
}
ROUTES = ("nodegroup", "cloudformation")
PARAMETERS = {"name": 100, "cluster": 100, "route": 20, "manifest": LIMIT}
"""What a form may give a step, and how long it may be."""


NETWORK = ("cloudformation.Stack", "cloudformation.StackResource")
CLUSTER = ("steps.Run", "eks.Cluster")
PANELS = tuple(f"step-{step}" for step in STEPS)


def here(sandbox_id: str, _world: World) -> Context:
    return {"sandbox_id": sandbox_id}


def connected(sandbox_id: str, world: World) -> Context:
    found = steps.newest_cluster(world)
    yes = found and runtime.connected(sandbox_id, found[1]["_"]["id"])
    return {"connected": bool(yes), "sandbox_id": sandbox_id}


@panel(
    "console/getting_started.html#getting-started-head",
    watches=(*CLUSTER, "k8s.Node", "k8s.Deployment"),
    load=connected,
)
def head(world: World, *, connected: bool, sandbox_id: str) -> Context:  # noqa: ARG001
    """Whether all four can be run, and how far the steps are in one sentence."""
    statuses = steps.statuses(world, connected=connected)
    begun = [item for item in statuses if item.state != "idle"]
    last = begun[-1] if begun else None
    return {
        "offer_all": not any(item.can_cancel for item in statuses)
        and not all(item.state in DONE for item in statuses),
        "demonstrates": any(
            getting_started.run(world, item.step).get("chained")
            for item in statuses
            if item.can_cancel
        ),
        "told": f"Step {last.number}, {last.title}: {WORDS[last.state][1]}."
        if last
        else "",
    }


@panel(
    "console/getting_started.html#step-create-cluster",
    watches=(*CLUSTER, *NETWORK, "dc.EtcdMember", "dc.ApiServer"),
    load=here,
)
def create_cluster(world: World, *, sandbox_id: str) -> Context:
    return {"one": _drawn(world, "create-cluster", sandbox_id)}


@panel(
    "console/getting_started.html#step-launch-nodes",
    watches=(*CLUSTER, *NETWORK, "eks.Nodegroup", "ec2.Instance", "k8s.Node"),
    load=here,
)
def launch_nodes(world: World, *, sandbox_id: str) -> Context:
    return {"two": _drawn(world, "launch-nodes", sandbox_id)}


@panel(
    "console/getting_started.html#step-configure-kubectl",
    watches=CLUSTER,
    load=connected,
)
def configure_kubectl(world: World, *, connected: bool, sandbox_id: str) -> Context:
    found = steps.newest_cluster(world)
    can = found is not None and lifecycle.ended(found[1], "endpoint")
    return {
        "three": _drawn(world, "configure-kubectl", sandbox_id, connected=connected),
        "kubeconfig_of": found[0].name if found and can else "",
    }


@panel(
    "console/getting_started.html#step-deploy-app",
    watches=(
        *CLUSTER,
        "k8s.Deployment",
        "k8s.ReplicaSet",
        "k8s.DaemonSet",
        "k8s.Pod",
        "k8s.Node",
    ),
    load=here,
)
def deploy_app(world: World, *, sandbox_id: str) -> Context:
    return {"four": _drawn(world, "deploy-app", sandbox_id)}


def _drawn(
    world: World, step: str, sandbox_id: str, *, connected: bool = False
) -> dict[str, Any]:
    found = steps.newest_cluster(world)
    item = steps.status(world, step, connected=connected)
    drawn = _step(item, sandbox_id, found[0].name if found else "")
    return drawn | {"needs": _needs(world, step, found) if item.can_start else ""}


def _needs(world: World, step: str, cluster: tuple[Key, Doc] | None) -> str:
    """What is not there yet that a step builds on."""
    if step == "create-cluster":
        return ""
    if cluster is None:
        return "It needs a cluster: take step 1 first."
    if step == "deploy-app" and not ready(world, cluster[1]):
        return "No node is Ready yet: its Pods would wait as Pending until one is."
    return ""


def _step(item: steps.StepStatus, sandbox_id: str, cluster: str) -> dict[str, Any]:
    tone, word = WORDS[item.state]
    return {
        "step": item,
        "tone": tone,
        "word": word,
        "owner": PAINT[item.owner],
        "links": [
            {"label": link["label"], "href": href(sandbox_id, cluster, link)}
            for link in item.links
        ],
        "log": [
            {
                "sim": sim_text(line["sim"]),
                "wall": wall_text(line["at"]),
                "text": line["text"],
            }
            for line in item.log
        ],
        "took": _took(item),
        "lead": LEADS[item.step],
        "tool": TOOLS[item.step],
        "place": _place(sandbox_id, cluster, item.step),
    }


def _took(item: steps.StepStatus) -> str:
    """`14 s here, about 11 min on AWS`, once the step has succeeded."""
    if item.state != "succeeded" or len(item.log) < 2:  # noqa: PLR2004 begin and end
        return ""
    first, last = item.log[0], item.log[-1]
    here, there = last["at"] - first["at"], last["sim"] - first["sim"]
    return f"{span(here)} here, about {span(there)} on AWS"


def href(sandbox_id: str, cluster: str, link: Mapping[str, str]) -> str:
    """Where a page shows what a step made; empty where none does."""
    kind, name = link["kind"], link["name"]
    if kind == "eks.Cluster":
        return reverse("cluster", args=[sandbox_id, name])
    if kind == "cloudformation.Stack":
        return reverse("stack", args=[sandbox_id, name])
    if kind == "eks.Nodegroup" and cluster:
        return reverse("nodegroup", args=[sandbox_id, cluster, name])
    if "." not in kind and cluster:
        base = reverse("event-object", args=[sandbox_id, cluster])
        namespace = link.get("namespace", "default")
        return f"{base}?kind={kind}&namespace={namespace}&name={name}"
    return ""


def _place(sandbox_id: str, cluster: str, step: str) -> str:
    """The page on which the same act is done by hand."""
    if step == "create-cluster":
        return reverse("create", args=[sandbox_id, "name"])
    if step == "configure-kubectl" or not cluster:
        return reverse("connect", args=[sandbox_id])
    view = "nodes" if step == "launch-nodes" else "apply"
    return reverse(view, args=[sandbox_id, cluster])


@require_safe
def show(request: HttpRequest, sandbox: str) -> HttpResponse:
    visit = for_request(request, sandbox)
    return _page(visit)


@require_POST
def run(request: HttpRequest, sandbox: str, step: str) -> HttpResponse:
    """Run, retry or cancel a step; `all` runs them one after another."""
    if step not in (*STEPS, "all"):
        raise Http404
    visit = for_request(request, sandbox, write=True)
    try:
        _act(visit, step)
    except Refusal as refusal:
        return _page(visit, refusal)
    return redirect("getting-started", sandbox)


def _act(visit: Visit, step: str) -> None:
    form, sandbox_id = visit.request.POST, visit.place.id
    if step == "all":
        drive.run_all(sandbox_id, {})
    elif "cancel" in form:
        drive.cancel(sandbox_id, step)
    else:
        drive.start(sandbox_id, step, _parameters(visit.request))


def _parameters(request: HttpRequest) -> dict[str, str]:
    """What the form gives the step; empty entries leave the step's own defaults."""
    form = request.POST
    found = {name: form.get(name, "") for name in PARAMETERS}
    found["manifest"] = yaml_text(request, "manifest").strip("\ufeff")
    for name, most in PARAMETERS.items():
        if len(found[name]) > most:
            raise Refusal(
                "ValidationError", f"{name} is longer than {most} characters."
            )
    if found["route"] not in ROUTES:
        found["route"] = ""
    # A manifest that was emptied is the sample again.
    emptied = {"manifest"} & form.keys()
    return {n: value for n, value in found.items() if value.strip() or n in emptied}


def _page(visit: Visit, refusal: Refusal | None = None) -> HttpResponse:
    return page(
        visit,
        "console/getting_started.html",
        [panels.spec(name) for name in ("getting-started-head", *PANELS)],
        here="getting-started",
        crumbs=[("Getting started", "")],
        refusal=refusal,
        sample=SAMPLE,
    )
