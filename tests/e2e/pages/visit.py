"""Going to a place as somebody with eyes, a phone, or neither; what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.pages.places import Place
from tests.e2e.pages.prepared import Prepared

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 800}
MODES: dict[str, dict[str, Any]] = {
    "light": {"viewport": DESKTOP, "color_scheme": "light"},
    "dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light", "has_touch": True},
    "forced": {"viewport": DESKTOP, "forced_colors": "active"},
    # 200 % zoom is the same page in half the pixels.
    "zoomed": {"viewport": {"width": 720, "height": 450}},
    "narrow": {"viewport": NARROW},
}
COLOURS_ARE_THE_READERS = ("color-contrast",)
RUNNING = "document.getAnimations().filter(a => a.playState === 'running').length"
WIDTH = "document.documentElement.scrollWidth"
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
    def at(self, place: Place, mode: str = "light", **more: Any) -> Iterator[Seen]:
        """The page of a place, settled, with the state on the screen."""
        given = {"reduced_motion": "reduce", **MODES[mode], **more}
        context = self.browser.new_context(**given)
        if place.guest:
            context.add_cookies([self.filled.cookie(place.guest)])  # type: ignore[list-item]
        page = context.new_page()
        seen = Seen(page, 0)
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("console", lambda m: m.type == "error" and _note(seen, m.text))
        page.on("request", lambda request: seen.requests.append(request.url))
        answer = page.goto(self.address(place), wait_until="load")
        seen.status = answer.status if answer else 0
        if place.act:
            place.act(page)
        page.wait_for_function("!document.querySelector('[aria-busy=true]')")
        try:
            yield seen
        finally:
            context.close()

    def address(self, place: Place) -> str:
        if not place.guest:
            return f"{self.filled.stack.url}/{place.path}"
        return self.filled.path(place.guest, place.path)


def _note(seen: Seen, text: str) -> None:
    if not re.search(r"status of 4(22|04)", text):  # a refused form, a page not there
        seen.complaints.append(text)


def violations(page: Page, mode: str = "light") -> list[str]:
    """What axe finds, one line a rule."""
    found = Axe().run(page).response["violations"]
    ours = (
        v for v in found if mode != "forced" or v["id"] not in COLOURS_ARE_THE_READERS
    )
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
    count = page.evaluate(RUNNING)
    return [f"{count} animations run"] if count else []
