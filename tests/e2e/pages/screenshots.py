"""`make screenshots`: every page and state, on a desktop, a phone, and in the dark."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from eksconsole.home import REPOSITORY
from tests.e2e.pages.places import EVERYWHERE
from tests.e2e.pages.prepared import prepared
from tests.e2e.pages.visit import Visitor

OUT = REPOSITORY / "var" / "screenshots"
LOOKS = {
    "desktop": ("desktop", "light"),
    "phone": ("phone", "light"),
    "dark": ("desktop", "dark"),
}


def main(wanted: list[str]) -> int:
    """Write the pictures of the places whose names begin so; all if none are named."""
    OUT.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    chosen = [p for p in EVERYWHERE if not wanted or p.name.startswith(tuple(wanted))]
    with (
        tempfile.TemporaryDirectory() as home,
        prepared(Path(home)) as filled,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=args)
        visitor = Visitor(filled, browser)
        for place in chosen:
            for name, look in LOOKS.items():
                with visitor.at(place, *look) as seen:
                    # The connection's first message may still be on its way.
                    seen.page.wait_for_timeout(300)
                    seen.page.screenshot(path=OUT / f"{place.name}-{name}.png")
        browser.close()
    print(f"{len(chosen) * len(LOOKS)} pictures in {OUT.relative_to(REPOSITORY)}")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
