"""A hundred learners who create clusters within one minute, on `auto` clocks."""

from __future__ import annotations

import json
import threading
import time

from clusters import runtime
from clusters.models import ChangeRecord
from clusters.runtime.blob import unpacked
from clusters.sim import history
from clusters.sim.registry import controllers
from tests.load import guests
from tests.load.figures import Figure, percentile
from tests.load.pages import Page, loaded, opened
from tests.load.stack import Stack

LEARNERS = 100
WITHIN = 60.0
AFTERWARDS = 25.0
"""Seconds until the last cluster is certainly ACTIVE."""


def measure(stack: Stack) -> list[Figure]:
    """Their agendas' lateness, and when their pages heard.

    Each learner has the cluster's page open: its map, its progress, its event stream.
    """
    learners = [guests.guest(stack) for _ in range(LEARNERS)]
    sandboxes = [sandbox for sandbox, _ in learners]
    view = _view(stack)
    pages = [Page(*learner, "", view) for learner in learners]
    with opened(stack.url, pages, note=True) as leave:
        before = stack.cpu_seconds()
        _create_one_by_one(sandboxes)
        time.sleep(AFTERWARDS)
        spent = stack.cpu_seconds() - before
        arrived = leave()
    late = [seconds for sandbox in sandboxes for seconds in lateness(sandbox)]
    told = [s for sandbox in sandboxes for s in delays(sandbox, arrived[sandbox])]
    states = [guests.cluster(sandbox).get("status") for sandbox in sandboxes]
    active = f"{states.count('ACTIVE')} of {LEARNERS} ACTIVE"
    name = f"{LEARNERS} learners create clusters within a minute at auto: "
    each = name + "processor time of all processes, each"
    return [
        Figure(name + "latest entry", max(late), "s", most=1, note=active),
        Figure(name + "entry, p99", percentile(late, 0.99) * 1e3, "ms", most=250),
        Figure(
            name + "event to socket, p99", percentile(told, 0.99) * 1e3, "ms", most=300
        ),
        Figure(each, spent / LEARNERS, "s"),
    ]


def _view(stack: Stack) -> str:
    """What the page of a cluster `demo` shows, to a reader who has seen nothing."""
    sandbox, session = guests.guest(stack)
    guests.cluster_at_once(sandbox)
    page = loaded(stack.url, sandbox, session, f"/s/{sandbox}/cluster/demo/")
    return json.dumps({**json.loads(page.view), "version": 0, "rv": 0, "after": 0})


def _create_one_by_one(sandboxes: list[str]) -> None:
    """A cluster in each, evenly over the minute."""
    start = time.monotonic()
    threads = []
    for turn, sandbox in enumerate(sandboxes):
        time.sleep(max(0.0, start + turn * WITHIN / LEARNERS - time.monotonic()))
        thread = threading.Thread(target=guests.create_cluster, args=(sandbox,))
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()


def lateness(sandbox: str) -> list[float]:
    """Seconds from each entry's due time to its commit, on the wall."""
    clock = runtime.read(sandbox).clock
    rows = ChangeRecord.objects.filter(sandbox_id=sandbox).order_by("version")
    found = []
    for data in rows.values_list("data", flat=True):
        record = unpacked(data)
        dues = {c[1] for c in record["c"] if c[5] in controllers}
        found += [max(0.0, record["w"] - clock.wall(sim)) for sim in dues]
    return found


def delays(sandbox: str, arrived: dict[int, float]) -> list[float]:
    """Seconds from each event's commit to its arrival at the page."""
    rows = ChangeRecord.objects.filter(sandbox_id=sandbox, told=True)
    records = [unpacked(data) for data in rows.values_list("data", flat=True)]
    found = [event for record in records for event in history.events(record)]
    return [arrived[e.number] - e.wall for e in found if e.number in arrived]
