"""The terminal: how soon a typed line is printed, alone and in a crowd of two hundred."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import random
import shutil
import statistics
import time
import uuid
from collections.abc import Iterator
from typing import Any

from tests.load import guests
from tests.load.figures import Figure, percentile
from tests.load.live import browser
from tests.load.stack import Stack

TYPED = 30
GAP = 1.1
"""Seconds between lines: what one learner may type without an end."""
LEARNERS = 200
EVERY = 5.0
SECONDS = 40.0
FIRST = "aws eks update-kubeconfig --name demo"
LINES = (
    "kubectl get pods",
    "kubectl get pods -A -o wide",
    "kubectl get nodes",
    "kubectl get ns | grep kube",
    "kubectl describe ns default",
    "aws eks describe-cluster --name demo --query cluster.status",
)
OPEN = 30
"""Terminals opened at once to see what one weighs."""
TYPE = """line => new Promise(done => {
  const id = name => document.getElementById(name);
  const log = id('term-log'), known = log.children.length, start = performance.now();
  new MutationObserver((_, watch) => {
    const last = log.lastElementChild;
    if (log.children.length === known || /sending|running/.test(last.dataset.state)) return;
    watch.disconnect();
    done([performance.now() - start, last.querySelector('pre').textContent]);
  }).observe(log, {subtree: true, childList: true, attributes: true});
  id('term-in').value = line;
  id('term-form').requestSubmit();
})"""


def measure(stack: Stack) -> Iterator[Figure]:
    yield from _in_browser(stack)
    yield _weight(stack)
    yield from _crowd(stack)


def _in_browser(stack: Stack) -> list[Figure]:
    """Typed in a real Chromium until the whole answer stands there."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return []
    sandbox, session = guests.guest(stack)
    guests.cluster_at_once(sandbox)
    with browser(chromium) as found:
        context = found.new_context(bypass_csp=True)
        cookie = {"name": "sessionid", "value": session, "url": stack.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(f"{stack.url}/s/{sandbox}/terminal/")
        page.wait_for_selector("html[data-ready]")
        assert "context" in page.evaluate(TYPE, FIRST)[1]
        pods = _typed(page, "kubectl get pods -A", "coredns")
        clusters = _typed(page, "aws eks describe-cluster --name demo", "ACTIVE")
    # Not before the browser has ended: it holds an event loop of its own.
    options = asyncio.run(_completions(stack.url, sandbox, session))
    name = "terminal, typed to printed in Chromium: "
    return [
        Figure(name + "kubectl get pods, p50", statistics.median(pods), "ms", most=60),
        Figure(name + "kubectl get pods, p99", percentile(pods, 0.99), "ms", most=150),
        Figure(
            name + "aws eks describe-cluster, p50",
            statistics.median(clusters),
            "ms",
            most=80,
        ),
        Figure("terminal: completion, p50", options * 1e3, "ms", most=50),
    ]


def _typed(page: Any, line: str, expected: str) -> list[float]:
    taken = []
    for turn in range(TYPED + 3):
        time.sleep(GAP)
        milliseconds, text = page.evaluate(TYPE, line)
        assert expected in text, text
        if turn >= len("abc"):  # the first ones load what is loaded once
            taken.append(milliseconds)
    return taken


def _socket(url: str, sandbox: str, session: str) -> Any:
    import websockets  # noqa: PLC0415 where sockets are opened only

    return websockets.connect(
        f"{url.replace('http', 'ws', 1)}/s/{sandbox}/terminal/socket/",
        origin=url,
        additional_headers={"Cookie": f"sessionid={session}"},
        max_size=None,
    )


async def _run(socket: Any, line: str) -> float:
    """Seconds until a line has ended."""
    name, start = str(uuid.uuid4()), time.perf_counter()
    await socket.send(json.dumps({"id": name, "run": line, "columns": 120}))
    while True:
        told = json.loads(await socket.recv())
        if told.get("id") == name and ("end" in told or "refused" in told):
            assert told.get("end") in (0, 1), told
            return time.perf_counter() - start


async def _completions(url: str, sandbox: str, session: str) -> float:
    """The median of one completion that asks the cluster."""
    line, taken = "kubectl -n kube-system get pods core", []
    async with _socket(url, sandbox, session) as socket:
        await socket.recv()
        for turn in range(TYPED):
            start = time.perf_counter()
            said = {"complete": line, "at": len(line), "n": turn}
            await socket.send(json.dumps(said))
            while json.loads(await socket.recv()).get("n") != turn:
                pass
            taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _weight(stack: Stack) -> Figure:
    """What an open terminal at which nobody types costs in memory."""
    visitors = [guests.guest(stack) for _ in range(OPEN)]
    return Figure(
        "terminal: memory of one that is open",
        asyncio.run(_opened(stack, visitors)) / 1024,
        "KiB",
        most=100,
    )


async def _opened(stack: Stack, visitors: list[tuple[str, str]]) -> float:
    async def all_open() -> list[Any]:
        sockets = [await _socket(stack.url, *visitor) for visitor in visitors]
        for socket in sockets:
            await socket.recv()
        return sockets

    for socket in await all_open():  # the first time loads what all share
        await socket.close()
    before = stack.pss()
    sockets = await all_open()
    grown = stack.pss() - before
    for socket in sockets:
        await socket.close()
    return grown / len(visitors)


def _crowd(stack: Stack) -> list[Figure]:
    """Two hundred learners who type a line every five seconds."""
    visitors = [guests.guest(stack) for _ in range(LEARNERS)]
    for sandbox, _ in visitors:
        guests.cluster_at_once(sandbox)
    heard: multiprocessing.Queue[list[float]] = multiprocessing.Queue()
    crowd = multiprocessing.Process(
        target=_type_all, args=(stack.url, visitors, heard), daemon=True
    )
    before = stack.cpu_seconds()
    crowd.start()
    taken = heard.get(timeout=SECONDS * 5)
    spent = stack.cpu_seconds() - before
    crowd.join(10)
    name = f"terminal, {LEARNERS} learners type a line every {EVERY:g} s: "
    note = f"{len(taken)} lines"
    return [
        Figure(name + "p50", statistics.median(taken) * 1e3, "ms", note=note),
        Figure(name + "p99", percentile(taken, 0.99) * 1e3, "ms", most=400, note=note),
        Figure(name + "processor time of a line", spent / len(taken) * 1e3, "ms"),
    ]


def _type_all(url: str, visitors: list[tuple[str, str]], heard: Any) -> None:
    import uvloop  # noqa: PLC0415 in this process only

    heard.put(uvloop.run(_typing(url, visitors)))


async def _typing(url: str, visitors: list[tuple[str, str]]) -> list[float]:
    turns = (_learner(url, *visitor, place) for place, visitor in enumerate(visitors))
    return [seconds for each in await asyncio.gather(*turns) for seconds in each]


async def _learner(url: str, sandbox: str, session: str, place: int) -> list[float]:
    dice, taken = random.Random(place), []  # noqa: S311 the same crowd each time
    async with _socket(url, sandbox, session) as socket:
        await asyncio.sleep(place * EVERY * 4 / LEARNERS)
        await _run(socket, FIRST)
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            await asyncio.sleep(dice.uniform(0.8, 1.2) * EVERY)
            taken.append(await _run(socket, dice.choice(LINES)))
    return taken
