"""CloudFormation stacks of the account, and how each stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from clusters.console.access import for_request
from clusters.console.drawing import page
from clusters.console.stacks import stack_form, stack_rows
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.sim.aws.cloudformation import stack
from clusters.sim.world import World


@panel(
    "console/stacks.html#stack-list",
    watches=(stack.KIND, "cloudformation.StackResource"),
)
def stack_list(world: World) -> Context:
    found = world.list(stack.KIND)
    found.sort(key=lambda item: -float(item[1]["_"]["created"]))
    return {"stacks": [stack_rows.row(world, key, doc) for key, doc in found]}


@require_safe
def stacks(request: HttpRequest, sandbox: str) -> HttpResponse:
    visit = for_request(request, sandbox)
    return page(
        visit,
        "console/stacks.html",
        [panels.spec("stack-list")],
        here="stacks",
        crumbs=[("CloudFormation stacks", "")],
        ours=stack_form.OURS.items(),
    )
