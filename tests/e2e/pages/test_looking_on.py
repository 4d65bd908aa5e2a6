"""Who only looks on sees and reaches no button that would be refused."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages.places import EVERYWHERE, Place
from tests.e2e.pages.visit import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "chromium")]
PAGES = [
    Place(f"{place.name}-looked-on", "teacher", place.path)
    for place in EVERYWHERE
    if place.guest == "full" and place.status == 200 and not place.act
]
QUICK = [
    place
    for place in PAGES
    if place.path in ("getting-started/", "cluster/demo/nodes/", "cluster/demo/access/")
]
REST = [place for place in PAGES if place not in QUICK]
WRITES = """() => [...document.querySelectorAll('main form[method="post"] button')]
  .filter(b => b.type === 'submit' && !b.form.action.endsWith('/preferences/'))
  .filter(b => b.checkVisibility({visibilityProperty: true}))
  .map(b => b.form.action + ' ' + b.textContent.trim())"""


def wrong(page: Page) -> list[str]:
    """What is to be seen, and so reached with Tab, and would be answered by 403."""
    for folded in page.locator("main details:visible").all():
        folded.evaluate("el => { el.open = true; }")
    return list(page.evaluate(WRITES))


@pytest.mark.parametrize("place", QUICK, ids=lambda place: place.name)
def test_where_most_is_done_nothing_is_offered(visitor: Visitor, place: Place) -> None:
    with visitor.at(place) as seen:
        expect(seen.page.locator("body[data-looks-on]")).to_be_attached()
        assert wrong(seen.page) == []


@pytest.mark.proof
@pytest.mark.parametrize("place", REST, ids=lambda place: place.name)
def test_no_page_offers_what_it_would_refuse(visitor: Visitor, place: Place) -> None:
    with visitor.at(place) as seen:
        assert wrong(seen.page) == []
