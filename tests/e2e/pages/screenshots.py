"""`make screenshots`: every page and state, on a desktop, a phone, and in the dark."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from eksconsole.home import REPOSITORY
from tests.conftest import program
from tests.e2e.chromium import launched
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
    chromium = program("chromium") or ""
    chosen = [p for p in EVERYWHERE if not wanted or p.name.startswith(tuple(wanted))]
    with (
        tempfile.TemporaryDirectory() as home,
        prepared(Path(home)) as filled,
        launched(chromium) as browser,
    ):
        visitor = Visitor(filled, browser)
        for place in chosen:
            for name, look in LOOKS.items():
                with visitor.at(place, *look) as seen:
                    # The connection's first message may still be on its way.
                    seen.page.wait_for_timeout(300)
                    seen.page.screenshot(path=OUT / f"{place.name}-{name}.png")
    print(f"{len(chosen) * len(LOOKS)} pictures in {OUT.relative_to(REPOSITORY)}")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
