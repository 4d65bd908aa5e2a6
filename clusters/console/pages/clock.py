"""The clock in the bar: how fast simulated time runs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from clusters.console.access import for_request
from clusters.console.drawing import back, say
from clusters.live.panels import Context, panel
from clusters.live.words import TIMES, sim_text
from clusters.sim.clock import AUTO_FAST, MODES
from clusters.sim.commands import ClockCall
from clusters.sim.errors import Refusal
from clusters.sim.world import World

TEXTS = {
    "auto": f"Auto: {AUTO_FAST:.0f}{TIMES} while AWS builds, else 1{TIMES}",
    "1x": f"1{TIMES} (real time)",
    "10x": f"10{TIMES}",
    "60x": f"60{TIMES}",
    "600x": f"600{TIMES}",
    "paused": "Pause",
    "instant": "Instant: no waiting at all",
}
ICONS = {"paused": "pause", "auto": "clock", "instant": "bolt"}
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
        say(request, "warn", refusal.message)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204)
    return back(request, "clusters", sandbox)
