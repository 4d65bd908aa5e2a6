"""`make bench`: start the product, measure, print a table and write JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.load import stack as stacks

if TYPE_CHECKING:
    from tests.load.figures import Figure
    from tests.load.stack import Stack

OUT = Path("var/bench.json")
PARTS = (
    "core", "kube", "kubectl", "instant", "draw", "busy", "live", "crowd", "typing", "idle",
)  # fmt: skip


def main() -> int:
    """Measure the parts that were asked for; 1 when a bound was not reached."""
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all if none")
    wanted = parser.parse_args().parts or PARTS
    with stacks.running() as stack:
        import django  # noqa: PLC0415 the stack's state folder must be known first

        django.setup()
        figures = measured(stack, wanted)
    OUT.parent.mkdir(exist_ok=True)
    rows = [{**figure.__dict__, "reached": figure.reached} for figure in figures]
    OUT.write_text(json.dumps({"machine": machine(), "figures": rows}, indent=1))
    return 0 if all(figure.reached for figure in figures) else 1


def measured(stack: Stack, wanted: list[str]) -> list[Figure]:
    """Each part's figures, printed as they come."""
    from clusters import runtime  # noqa: PLC0415 as above
    from tests.load import (  # noqa: PLC0415
        busy,
        core,
        crowd,
        drawing,
        idle,
        instant,
        kube_reads,
        kubectl,
        live,
        typing,
    )
    from tests.load.learner import Learner  # noqa: PLC0415

    sandbox = runtime.create("bench", speed="instant")
    learner = Learner(sandbox, stack.url, stack.home / "ca" / "ca.pem")
    cluster = learner.everything()
    parts = {
        "core": lambda: core.measure(learner, cluster),
        "kube": lambda: kube_reads.measure(learner, cluster),
        "kubectl": lambda: kubectl.measure(learner, cluster),
        "instant": lambda: instant.measure(stack),
        "draw": lambda: drawing.measure(stack),
        "busy": lambda: busy.measure(stack),
        "live": lambda: live.measure(stack),
        "crowd": lambda: crowd.measure(stack),
        "typing": lambda: typing.measure(stack),
        "idle": lambda: idle.measure(stack),
    }
    figures: list[Figure] = []
    for part in PARTS:
        if part in wanted:
            for figure in parts[part]():
                mark = "ok   " if figure.reached else "SHORT"
                value = f"{figure.value:,.2f} {figure.unit}"
                sys.stdout.write(
                    f"{mark} {figure.name:<78} {value:>14}  {figure.bound}\n"
                )
                sys.stdout.flush()
                figures.append(figure)
    return figures


def machine() -> dict[str, str | int | None]:
    return {
        "cores": os.cpu_count(),
        "processor": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        "system": platform.system(),
    }


if __name__ == "__main__":
    sys.exit(main())
