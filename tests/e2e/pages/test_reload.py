"""Reloading at any moment shows all that had been said, and nothing twice."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages.places import Place
from tests.e2e.pages.visit import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "chromium")]
MESSAGES = """() => [...document.querySelectorAll('#events .event p')].map(p =>
  p.cloneNode(true)).map(p => { p.querySelectorAll('[data-times]').forEach(b => b.remove());
  return p.textContent.replace(/\\s+/g, ' ').trim(); })"""
NUMBERS = (
    "() => [...document.querySelectorAll('#events .event')].map(e => +e.dataset.n)"
)
LANDING = Place("landing", "", "")


def all_messages(page: Page) -> set[str]:
    """Everything the stream has, loaded to its beginning."""
    while page.locator("[data-earlier]").count():
        before = page.locator("#events .event").count()
        page.locator("[data-earlier]").first.click()
        expect(page.locator("#events .event")).not_to_have_count(before)
    return set(page.evaluate(MESSAGES))


@pytest.mark.proof
def test_reloading_at_fifty_moments_loses_nothing(visitor: Visitor):
    chance = random.Random(50)  # noqa: S311 any fifty moments will do
    with visitor.at(LANDING) as seen:
        page = seen.page
        page.get_by_role("button", name="Start a sandbox").first.click()
        page.wait_for_url("**/s/*/clusters/")
        place = page.url.removesuffix("clusters/")
        page.goto(f"{place}getting-started/")
        page.get_by_role("button", name="Run all four").click()
        page.wait_for_timeout(3000)
        page.goto(f"{place}cluster/demo/")
        met: set[str] = set()
        for _ in range(50):
            page.wait_for_timeout(chance.randint(20, 600))
            met |= set(page.evaluate(MESSAGES))
            numbers = page.evaluate(NUMBERS)
            assert numbers == sorted(set(numbers), reverse=True)
            page.reload()
        page.wait_for_timeout(1000)
        page.reload()
        assert met - all_messages(page) == set()
