"""A page in a real Chromium: how soon it shows something, and a minute of much change."""

from __future__ import annotations

import multiprocessing
import shutil
import statistics
import threading
import time
from typing import Any, NamedTuple

from tests.load import guests
from tests.load.figures import Figure, percentile
from tests.load.live import browser
from tests.load.stack import Stack

FIRST_VIEWS = 7
SECONDS = 60.0
CHANGES_PER_SECOND = 200
PATH = "/s/{}/cluster/demo/"
FIRST_PAINT = """() => new Promise(resolve => new PerformanceObserver(list =>
  list.getEntriesByName('first-contentful-paint').forEach(e => resolve(e.startTime))
).observe({type: 'paint', buffered: true}))"""
FRAMES = """() => {
  window.frames_ = []; let last = performance.now();
  const turn = now => { window.frames_.push(now - last); last = now; requestAnimationFrame(turn); };
  requestAnimationFrame(turn);
}"""


class Visit(NamedTuple):
    """Who looks at what, with which browser."""

    url: str
    chromium: str
    session: str
    path: str

    def page(self, browser: Any) -> Any:
        """A page in a context of its own, not opened yet."""
        context = browser.new_context(bypass_csp=True)
        cookie = {"name": "sessionid", "value": self.session, "url": self.url}
        context.add_cookies([cookie])
        return context.new_page()


def measure(stack: Stack) -> list[Figure]:
    chromium = shutil.which("chromium")
    if chromium is None:
        return []
    sandbox, session = guests.guest(stack)
    guests.cluster_at_once(sandbox)
    visit = Visit(stack.url, chromium, session, PATH.format(sandbox))
    return [_first_paint(visit), *_minute(sandbox, visit)]


def _first_paint(visit: Visit) -> Figure:
    """With an empty cache: each view in a context of its own."""
    taken = []
    with browser(visit.chromium) as found:
        for _ in range(FIRST_VIEWS):
            page = visit.page(found)
            page.goto(visit.url + visit.path)
            taken.append(page.evaluate(FIRST_PAINT))
            page.context.close()
    name = "first contentful paint of a cluster, empty cache, median"
    return Figure(name, statistics.median(taken), "ms", most=400)


def _minute(sandbox: str, visit: Visit) -> list[Figure]:
    """Frames and memory of a page while its cluster changes 200 times a second."""
    ready, heard = multiprocessing.Event(), multiprocessing.Queue()
    page = multiprocessing.Process(
        target=_look, args=(visit, ready, heard), daemon=True
    )
    page.start()
    if not ready.wait(60):
        raise TimeoutError("the page did not open")
    stop = threading.Event()
    changed = _changes(sandbox, stop)
    frames, before, after = heard.get(timeout=SECONDS + 60)
    stop.set()
    page.join(10)
    text = f"a minute of {changed() / SECONDS:.0f} changes a second"
    return [
        Figure(f"{text}: longest frame", max(frames), "ms", most=100),
        Figure(f"{text}: frame, p99", percentile(frames, 0.99), "ms"),
        Figure(f"{text}: growth of memory", (after - before) / 2**20, "MiB", most=5),
    ]


def _changes(sandbox: str, stop: threading.Event) -> Any:
    """Change the cluster from a thread until told to stop; answers how often so far."""
    done = 0

    def change() -> None:
        nonlocal done
        start = time.perf_counter()
        while not stop.is_set():
            guests.touched(sandbox)
            done += 1
            ahead = done / CHANGES_PER_SECOND - (time.perf_counter() - start)
            if ahead > 0:
                time.sleep(ahead)

    threading.Thread(target=change, daemon=True).start()
    return lambda: done


def _look(visit: Visit, ready: Any, heard: Any) -> None:
    """Open the page, count its frames for a minute, weigh it before and after."""
    with browser(visit.chromium) as found:
        page = visit.page(found)
        page.goto(visit.url + visit.path)
        tools = page.context.new_cdp_session(page)

        def weight() -> float:
            tools.send("HeapProfiler.collectGarbage")
            return float(tools.send("Runtime.getHeapUsage")["usedSize"])

        ready.set()
        page.wait_for_timeout(3000)
        before = weight()
        page.evaluate(FRAMES)
        page.wait_for_timeout(SECONDS * 1000)
        frames = page.evaluate("window.frames_.slice(2)")
        heard.put((frames, before, weight()))
