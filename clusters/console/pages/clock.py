"""The clock in the bar: how fast simulated time runs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from clusters.console.access import for_request
from clusters.console.drawing import back, say
from clusters.live.panels import Context, panel
from clusters.live.words import TIMES, counted, sim_text
from clusters.sim.clock import AUTO_FAST, MODES
from clusters.sim.commands import ClockCall
from clusters.sim.errors import Refusal
from clusters.sim.registry import controllers
from clusters.sim.world import PARKED, World

TEXTS = {
    "auto": f"Auto: {AUTO_FAST:.0f}{TIMES} while AWS builds, else 1{TIMES}",
    "1x": f"1{TIMES}: real time",
    "10x": f"10{TIMES}: 10 min on AWS take 1 min",
    "60x": f"60{TIMES}: 10 min on AWS take 10 s",
    "600x": f"600{TIMES}: 10 min on AWS take 1 s",
    "paused": "Pause",
    "instant": "Instant: what AWS builds is built at once",
}
ICONS = {"paused": "pause", "auto": "clock", "instant": "bolt"}
NOUNS = {
    "autoscaling.AutoScalingGroup": "Auto Scaling group",
    "cloudformation.Stack": "stack",
    "dc.ApiServer": "API server",
    "dc.EtcdMember": "etcd member",
    "ec2.Instance": "instance",
    "ec2.NatGateway": "NAT gateway",
    "eks.Addon": "add-on",
    "eks.Cluster": "cluster",
    "eks.Nodegroup": "node group",
}
"""What a reader knows by name. Load balancers and interfaces come with these."""
NAMED = 2
"""So many of one kind are named; more are counted."""
EXPLAINED = (
    "Sim time is how long this would have taken on AWS since the sandbox began. "
    "Dates that aws and kubectl show are those of your own watch."
)


@panel("console/clock.html#clock")
def clock(world: World) -> Context:
    """The clock's state. It ticks in the browser, from the last change of speed on."""
    here = world.clock
    last = here.segments[-1]
    return {
        "clock": {
            "sim": last.sim,
            "wall": last.wall,
            "speed": last.speed,
            "text": sim_text(last.sim),
            "rate": _rate(here.mode, last.speed),
            "explained": EXPLAINED,
            "building": _building(world),
            "modes": [
                {
                    "value": mode,
                    "text": TEXTS[mode],
                    "icon": ICONS.get(mode, "play"),
                    "pressed": "true" if mode == here.mode else "false",
                }
                for mode in MODES
            ],
        }
    }


def _building(world: World) -> str:
    """What AWS provisions now, for which an `auto` clock hurries."""
    if not world.busy:
        return ""
    names: dict[str, set[str]] = {}
    for (name, key), due in world.agenda.items():
        counts = controllers[name].provisioning and not due.recurring
        if counts and due.at != PARKED and key.kind in NOUNS:
            names.setdefault(NOUNS[key.kind], set()).add(key.name.rpartition("/")[2])
    return ", ".join(
        f"{noun} {' and '.join(sorted(found))}"
        if len(found) <= NAMED
        else counted(len(found), noun)
        for noun, found in sorted(names.items())
    )


def _rate(mode: str, speed: float) -> str:
    if mode in ("instant", "paused"):
        return mode
    return f"at {speed:g}{TIMES}"


@require_POST
def set_clock(request: HttpRequest, sandbox: str) -> HttpResponse:
    visit = for_request(request, sandbox, write=True)
    step = "step" in request.POST
    try:
        visit.execute(ClockCall(mode=request.POST.get("mode", ""), step=step))
    except Refusal as refusal:
        if request.headers.get("HX-Request"):
            told = {"tone": "warn", "title": refusal.message, "text": ""}
            answer = render(request, "parts/flash.html", told, status=422)
            answer["HX-Retarget"], answer["HX-Reswap"] = "#flashbar", "innerHTML"
            return answer
        say(request, "warn", refusal.message)
    return back(request, "clusters", sandbox)
