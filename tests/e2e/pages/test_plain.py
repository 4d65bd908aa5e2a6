"""Without script every page can be read, and says as much as with it."""

from __future__ import annotations

import pytest

from tests.e2e.pages.places import EVERYWHERE, Place
from tests.e2e.pages.visit import Visitor, too_wide

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "chromium")]
PAGES = [place for place in EVERYWHERE if not place.act and place.guest]
QUICK = [place for place in PAGES if place.quick]
REST = [place for place in PAGES if not place.quick]


def wrong(visitor: Visitor, place: Place) -> list[str]:
    with visitor.at(place, java_script_enabled=False) as seen:
        found = too_wide(seen.page)
        if seen.status != place.status:
            found.append(f"answered {seen.status}")
        if seen.page.locator("h1:visible").count() != 1:
            found.append("no heading")
        if seen.page.locator("main [aria-busy=true]:visible").count():
            found.append("waits for a script")
        dead = seen.page.locator(".needs-script:visible").count()
        return found + ([f"{dead} dead controls"] if dead else [])


@pytest.mark.parametrize("place", QUICK, ids=lambda place: place.name)
def test_what_people_see_most_needs_no_script(visitor: Visitor, place: Place):
    assert wrong(visitor, place) == []


@pytest.mark.proof
@pytest.mark.parametrize("place", REST, ids=lambda place: place.name)
def test_no_page_needs_script_to_be_read(visitor: Visitor, place: Place):
    assert wrong(visitor, place) == []
