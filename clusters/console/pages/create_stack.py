"""Create a stack: a template, its parameters as a form, and what it may do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clusters.console.access import Visit, for_request
from clusters.console.commands import aws_command
from clusters.console.drawing import page, say
from clusters.console.stacks import stack_form
from clusters.console.stacks.stack_form import Source
from clusters.console.typed import yaml_text
from clusters.sim.aws.cloudformation.template import Template
from clusters.sim.errors import Refusal

NAMES = {"eks-nodes.yaml": "eks-nodes", "eks-vpc.yaml": "eks-vpc"}


@require_http_methods(["GET", "HEAD", "POST"])
def create_stack(request: HttpRequest, sandbox: str) -> HttpResponse:
    """Without a template the choice of one; a POST reads one, or makes the stack."""
    write = request.method == "POST"
    visit = for_request(request, sandbox, write=write)
    form = request.POST if write else request.GET
    ours, text = form.get("template", ""), ""
    if write and not ours:
        text = yaml_text(request, "body")
    if not ours and not write:
        return _choice(visit, "")
    try:
        source, found = stack_form.read(ours, text)
    except Refusal as refusal:
        return _choice(visit, text, refusal)
    if not write or "stackName" not in form:
        return _form(visit, source, found)
    try:
        asked = stack_form.request(source, found, form)
        visit.aws("cloudformation:CreateStack", asked)
    except Refusal as refusal:
        return _form(visit, source, found, refusal)
    name = asked["StackName"]
    say(request, "ok", f"CloudFormation is creating {name}. Its events appear below.")
    return redirect("stack", sandbox, name)


def _choice(visit: Visit, text: str, refusal: Refusal | None = None) -> HttpResponse:
    return page(
        visit,
        "console/create_stack.html",
        here="stacks",
        crumbs=_crumbs(visit),
        refusal=refusal,
        source=None,
        body=text,
        ours=stack_form.OURS.items(),
    )


def _form(
    visit: Visit, source: Source, found: Template, refusal: Refusal | None = None
) -> HttpResponse:
    world, region = visit.world, visit.place.region
    form = visit.request.POST
    sent = "stackName" in form
    cluster = form.get("cluster") or visit.request.GET.get("cluster", "")
    values = (
        stack_form.typed(found, form)
        if sent
        else stack_form.of_cluster(world, region, cluster)
        if source.ours == "eks-nodes.yaml"
        else {}
    )
    name = form.get("stackName", "") if sent else NAMES.get(source.ours, "")
    return page(
        visit,
        "console/create_stack.html",
        here="stacks",
        crumbs=_crumbs(visit),
        refusal=refusal,
        source=source,
        about=found.description,
        cluster=cluster if cluster and source.ours == "eks-nodes.yaml" else "",
        stack_name=name,
        fields=stack_form.fields(world, region, found, values),
        capability=found.capability,
        acknowledged="capability" in form,
        failures=stack_form.ON_FAILURE.items(),
        on_failure=form.get("onFailure", "ROLLBACK"),
        resources=sorted(
            (name, str(doc["Type"])) for name, doc in found.resources.items()
        ),
        command=aws_command.command(
            "cloudformation create-stack",
            stack_name=name or "my-stack",
            template_body=f"file://{source.ours or 'template.yaml'}",
            capabilities=found.capability,
        ),
    )


def _crumbs(visit: Visit) -> list[tuple[str, str]]:
    listed = reverse("stacks", args=[visit.place.id])
    return [("CloudFormation stacks", listed), ("Create stack", "")]
