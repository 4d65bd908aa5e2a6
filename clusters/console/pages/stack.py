"""One stack: its events, resources, outputs, template; changing and deleting it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clusters.console.access import Visit, for_request
from clusters.console.commands import aws_command
from clusters.console.drawing import page, say
from clusters.console.kubernetes import highlight
from clusters.console.stacks import stack_form, stack_rows
from clusters.console.typed import is_number, yaml_text
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.sim.aws.cloudformation import (
    change_set,
    event,
    stack,
    stack_resource,
    template,
)
from clusters.sim.errors import Refusal
from clusters.sim.world import Document, Key, World

MOST_EVENTS = 200
WATCHED = (stack.KIND, event.KIND, stack_resource.KIND, change_set.KIND)


def find(world: World, name: str) -> tuple[Key, Document] | None:
    account = world.find(Key("aws.Account", "", "account"))
    key = stack.key(account["region"] if account else "", name)
    doc = world.find(key)
    return (key, doc) if doc is not None else None


@panel("console/stack.html#stack-state", watches=WATCHED)
def stack_state(world: World, stack: str) -> Context:
    found = find(world, stack)
    if found is None:
        return {"stack": None, "stack_name": stack}
    key, doc = found
    happened = event.of_stack(world, doc)
    first = stack_rows.first_failure(happened)
    return {
        "stack_name": stack,
        "stack": stack_rows.row(world, key, doc),
        "stack_id": doc["StackId"],
        "stack_next": stack_rows.NEXT.get(doc["StackStatus"], ""),
        "stack_left": stack_rows.left(world, key, doc),
        "stack_first": {
            "logical": first["LogicalResourceId"],
            "type": first["ResourceType"],
            "reason": first.get("ResourceStatusReason", ""),
        }
        if first
        else None,
        "outputs": [dict(output) for output in doc.get("Outputs") or ()],
        "stack_tags": [f"{t['Key']}={t['Value']}" for t in doc["Tags"]],
    }


@panel("console/stack.html#stack-resources", watches=(stack.KIND, stack_resource.KIND))
def stack_resources(world: World, stack: str) -> Context:
    found = find(world, stack)
    return {"made": stack_rows.resources(world, found[0]) if found else []}


@panel("console/stack.html#stack-inputs", watches=(stack.KIND,))
def stack_inputs(world: World, stack: str) -> Context:
    found = find(world, stack)
    given = found[1].get("Parameters") or () if found else ()
    return {"inputs": [dict(one) for one in given]}


@panel("console/stack.html#stack-events", watches=(stack.KIND, event.KIND))
def stack_events(world: World, stack: str) -> Context:
    found = find(world, stack)
    happened = stack_rows.events(world, found[1]) if found else []
    return {
        "happened": happened[:MOST_EVENTS],
        "happened_more": max(0, len(happened) - MOST_EVENTS),
        "events_command": aws_command.command(
            "cloudformation describe-stack-events", stack_name=stack
        ),
    }


@panel("console/stack.html#stack-changes", watches=(stack.KIND, change_set.KIND))
def stack_changes(world: World, stack: str) -> Context:
    found = find(world, stack)
    sets = change_set.of_stack(world, found[0]) if found else []
    return {
        "changes_stack": stack,
        "change_sets": [_change_set(doc) for _, doc in sets],
    }


def _change_set(doc: Document) -> dict[str, Any]:
    return {
        "name": doc["ChangeSetName"],
        "status": doc["Status"],
        "reason": doc.get("StatusReason", ""),
        "can": doc["ExecutionStatus"] == "AVAILABLE",
        "changes": [
            {
                "act": one["ResourceChange"]["Action"],
                "logical": one["ResourceChange"]["LogicalResourceId"],
                "type": one["ResourceChange"]["ResourceType"],
                "replaces": one["ResourceChange"].get("Replacement", ""),
            }
            for one in doc["Changes"]
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, sandbox: str, stack: str) -> HttpResponse:
    """The stack's page; a POST previews, executes or drops a change, or deletes."""
    write = request.method == "POST"
    visit = for_request(request, sandbox, write=write)
    found = find(visit.world, stack)
    if found is None:
        raise Http404(f"Stack with id {stack} does not exist")
    if not write:
        return _page(visit, found)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        say(request, "ok", act(visit, found[1]))
    except Refusal as refusal:
        return _page(visit, found, refusal)
    return redirect("stack", sandbox, stack)


def _delete(visit: Visit, doc: Document) -> str:
    name = doc["StackName"]
    visit.aws("cloudformation:DeleteStack", {"StackName": name})
    return f"CloudFormation is deleting {name}, in the reverse order of its making."


def _preview(visit: Visit, doc: Document) -> str:
    text = yaml_text(visit.request, "body") or doc["_"]["template"]
    asked = stack_form.change_set(doc, text, template.parsed(text), visit.request.POST)
    visit.aws("cloudformation:CreateChangeSet", asked)
    return f"Change set {asked['ChangeSetName']} shows what would change. Nothing has."


def _execute(visit: Visit, doc: Document) -> str:
    visit.aws("cloudformation:ExecuteChangeSet", _named(visit, doc))
    return f"CloudFormation is updating {doc['StackName']}."


def _drop(visit: Visit, doc: Document) -> str:
    visit.aws("cloudformation:DeleteChangeSet", _named(visit, doc))
    return "The change set is deleted; the stack stays as it is."


def _named(visit: Visit, doc: Document) -> dict[str, str]:
    name = visit.request.POST.get("changeSet", "")
    return {"StackName": doc["StackName"], "ChangeSetName": name}


ACTS = {"delete": _delete, "preview": _preview, "execute": _execute, "drop": _drop}


def _page(
    visit: Visit, found: tuple[Key, Document], refusal: Refusal | None = None
) -> HttpResponse:
    key, doc = found
    text = doc["_"]["template"]
    here = stack.template_of(doc) if text else None
    values = dict(doc["_"]["values"])
    if refusal and here and visit.request.POST.get("act") == "preview":
        values |= stack_form.typed(here, visit.request.POST)
    parts = ("state", "changes", "events", "resources", "inputs")
    return page(
        visit,
        "console/stack.html",
        [panels.spec(f"stack-{part}", {"stack": key.name}) for part in parts],
        here="stacks",
        crumbs=[
            ("CloudFormation stacks", reverse("stacks", args=[visit.place.id])),
            (key.name, ""),
        ],
        refusal=refusal,
        item=key.name,
        template_text=text,
        template_page=highlight.page(text, _line(visit)) if text else None,
        fields=stack_form.fields(visit.world, key.scope, here, values) if here else [],
        goes=[
            f"{name} ({body['ResourceType']})"
            for (_, _, name), body in stack_resource.of_stack(visit.world, key)
            if stack_resource.present(body)
        ],
    )


def _line(visit: Visit) -> int:
    """The line of the template that was asked for."""
    text = visit.request.GET.get("line", "")
    return int(text) if is_number(text, digits=6) else 1
