"""Going to a place as somebody with eyes, a phone, or neither; what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as TooLong

from clusters.console.tour import HINTS
from tests.e2e.pages.places import Place
from tests.e2e.pages.prepared import Prepared

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 800}
LAYOUTS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": DESKTOP},
    "phone": {"viewport": PHONE, "has_touch": True},
    # 200 % zoom is the same page in half the pixels.
    "zoomed": {"viewport": {"width": 720, "height": 450}},
    "narrow": {"viewport": NARROW},
}
COLOURS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}
HINTS_SEEN = ".".join(hint.name for hint in HINTS)
COLOURS_ARE_THE_READERS = ("color-contrast",)
RUNNING = "document.getAnimations().filter(a => a.playState === 'running').length"
EXPECTED = r"status of 4(22|04)|ERR_INTERNET_DISCONNECTED|htmx:(sendError|afterRequest)"
AT_REST = 2000
"""By then, in milliseconds, what ends at all has ended."""
WIDTH = "document.documentElement.scrollWidth"
ALL_THERE = (
    "() => !document.body.dataset.later || 'ready' in document.documentElement.dataset"
)
NOT_BUSY = "() => !document.querySelector('[aria-busy=true]')"
FOREIGN_CODE = """[...document.querySelectorAll('[style],script:not([src]),style')]
  .filter(e => !e.closest('svg'))
  .map(e => e.outerHTML.slice(0, 120))"""


@dataclass
class Seen:
    """A place on the screen, and what the browser said on the way."""

    page: Page
    status: int
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Visitor:
    """Somebody who goes to places."""

    filled: Prepared
    browser: Browser

    @contextmanager
    def at(
        self, place: Place, layout: str = "desktop", colours: str = "light", **more: Any
    ) -> Iterator[Seen]:
        """The page of a place, settled, with the state on the screen."""
        look = {"reduced_motion": "reduce", **COLOURS[colours]}
        given = {**look, **LAYOUTS[layout], **more}
        context = self.browser.new_context(**given)
        if place.guest:
            context.add_cookies([self.filled.cookie(place.guest)])  # type: ignore[list-item]
        if not place.new:
            seen_all = {"name": "tour", "value": HINTS_SEEN}
            context.add_cookies([{**seen_all, "url": self.filled.stack.url}])  # type: ignore[list-item]
        page = context.new_page()
        seen = Seen(page, 0)
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("console", lambda m: m.type == "error" and _note(seen, m.text))
        page.on("request", lambda request: seen.requests.append(request.url))
        answer = page.goto(self.address(place), wait_until="load")
        seen.status = answer.status if answer else 0
        scripts = given.get("java_script_enabled", True)
        if scripts:
            page.wait_for_function(ALL_THERE)
        if place.act:
            place.act(page)
        if scripts and not place.waits:
            page.wait_for_function(NOT_BUSY)
        try:
            yield seen
        finally:
            context.close()

    def address(self, place: Place) -> str:
        path = place.path.format_map(self.filled.names)
        if path.startswith("/") or not place.guest:
            return f"{self.filled.stack.url}/{path.removeprefix('/')}"
        return self.filled.path(place.guest, path)


def _note(seen: Seen, text: str) -> None:
    # A refused form, a page not there, a network that is away.
    if not re.search(EXPECTED, text):
        seen.complaints.append(text)


def violations(page: Page, colours: str = "light") -> list[str]:
    """What axe finds in these colours, one line a rule."""
    readers = COLOURS_ARE_THE_READERS if colours == "forced" else ()
    found = Axe().run(page).response["violations"]
    ours = (v for v in found if v["id"] not in readers)
    return [
        f"{v['id']}: {len(v['nodes'])}, {v['nodes'][0]['html'][:160]}" for v in ours
    ]


def faults(seen: Seen, origin: str) -> list[str]:
    """What is wrong with a page whatever it shows."""
    page = seen.page
    found = [f"the browser says: {text}" for text in seen.complaints]
    foreign = [u for u in seen.requests if not u.startswith((origin, "data:", "ws"))]
    found += [f"asks elsewhere: {url}" for url in foreign]
    found += [f"inline: {html}" for html in page.evaluate(FOREIGN_CODE)]
    if page.locator("h1:visible").count() != 1:
        found.append(f"{page.locator('h1:visible').count()} headings of level 1")
    if page.locator("main").count() != 1:
        found.append("no single main")
    if not page.title().strip():
        found.append("no title")
    return found


def too_wide(page: Page) -> list[str]:
    width, there = page.evaluate(WIDTH), page.viewport_size
    assert there is not None
    over = width - there["width"]
    return [f"{over} px wider than {there['width']} px"] if over > 1 else []


def moving(page: Page) -> list[str]:
    """What still moves for somebody who asked for no motion."""
    try:  # a change that takes no time still takes a frame or two
        page.wait_for_function(f"() => !{RUNNING}", timeout=AT_REST)
    except TooLong:
        return [f"{page.evaluate(RUNNING)} animations run"]
    return []
