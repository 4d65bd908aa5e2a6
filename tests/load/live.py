"""From a commit to the fragment in a real Chromium, with 199 more sockets open."""

from __future__ import annotations

import contextlib
import multiprocessing
import shutil
import time
from collections.abc import Iterator
from typing import Any

from clusters import runtime
from tests.load import guests
from tests.load.figures import Figure, percentile
from tests.load.pages import Page, loaded, opened
from tests.load.stack import Stack

SOCKETS = 199
COMMITS = 100
GAP = 0.3
"""Seconds between commits: longer than the rate at which one sandbox is announced."""
PATH = "/s/{}/cluster/demo/resources/?resource=configmaps&namespace=default"


def measure(stack: Stack) -> list[Figure]:
    """Once with all sockets on one sandbox, once with each on its own."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return []
    figures = started(stack, chromium)
    visitors = [guests.guest(stack) for _ in range(SOCKETS + 1)]
    for sandbox, _ in visitors:
        guests.cluster_at_once(sandbox)
    pages = [
        loaded(stack.url, *visitor, PATH.format(visitor[0])) for visitor in visitors
    ]
    watched, *others = pages
    crowds = {"one sandbox": [watched] * SOCKETS, "200 sandboxes": others}
    for name, crowd in crowds.items():
        with opened(stack.url, crowd):
            taken = fragments(stack, chromium, watched)
        text = f"commit to fragment in Chromium, {SOCKETS} more sockets on {name}"
        seen = f"{len(taken)} of {COMMITS} seen"
        p50, p99 = percentile(taken, 0.5), percentile(taken, 0.99)
        figures += [
            Figure(f"{text}: p50", p50 * 1e3, "ms", most=60, note=seen),
            Figure(f"{text}: p99", p99 * 1e3, "ms", most=150),
        ]
    return figures


@contextlib.contextmanager
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 loops of its own

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        yield found
        found.close()


def started(stack: Stack, chromium: str) -> list[Figure]:
    """From the click on Start a sandbox to a console that can be used."""
    taken = []
    with browser(chromium) as found:
        for _ in range(5):
            page = found.new_context().new_page()
            page.goto(stack.url)
            start = time.perf_counter()
            page.get_by_role("button", name="Start a sandbox").first.click()
            page.wait_for_url("**/s/**")
            page.wait_for_selector("h1")
            taken.append(time.perf_counter() - start)
    name = "start a sandbox: click to usable console, slowest of 5"
    return [Figure(name, max(taken), "s", most=1)]


def fragments(stack: Stack, chromium: str, watched: Page) -> list[float]:
    """Seconds from each command, its commit included, to the name in the table."""
    commits: multiprocessing.Queue[Any] = multiprocessing.Queue()
    seen: multiprocessing.Queue[Any] = multiprocessing.Queue()
    page = multiprocessing.Process(
        target=_browse, args=(stack.url, chromium, watched, commits, seen), daemon=True
    )
    page.start()
    seen.get(timeout=60)
    cluster_id = guests.cluster(watched.sandbox)["_"]["id"]
    made: dict[str, float] = {}
    for turn in range(COMMITS):
        name = f"bench-{turn}-{time.time_ns()}"
        for verb in ("create", "delete"):
            call = guests.config_map(cluster_id, verb, name)
            made.setdefault(name, time.time())
            runtime.execute(watched.sandbox, call)
            time.sleep(GAP)
    commits.put(None)
    shown: dict[str, float] = seen.get(timeout=60)
    page.join(10)
    return [max(0.0, shown[name] - at) for name, at in made.items() if name in shown]


LOOK = """() => {
  window.shown = {};
  const look = () => {
    const now = (performance.timeOrigin + performance.now()) / 1000;
    for (const m of document.body.innerText.matchAll(/bench-\\d+-\\d+/g))
      window.shown[m[0]] ??= now;
  };
  new MutationObserver(look).observe(document.body,
    {subtree: true, childList: true, characterData: true});
}"""


def _browse(url: str, chromium: str, watched: Page, commits: Any, seen: Any) -> None:
    """A Chromium on the page that notes when each name appears."""
    with browser(chromium) as found:
        context = found.new_context(bypass_csp=True)
        context.add_cookies(
            [{"name": "sessionid", "value": watched.session, "url": url}]
        )
        page = context.new_page()
        page.goto(url + watched.path)
        page.evaluate(LOOK)
        time.sleep(1)
        seen.put("ready")
        commits.get()
        time.sleep(1)
        seen.put(page.evaluate("window.shown"))
