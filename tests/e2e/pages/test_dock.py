"""The dock in a real browser: what is folded costs nothing, and is remembered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages.places import demo
from tests.e2e.pages.visit import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "chromium")]
NODES, OVERVIEW = demo("nodes", "nodes/"), demo("overview")
EVENTS = "#events .event"
TALLER = "21"
"""One step above its 10.5rem, in hundredths of the window."""


@pytest.fixture
def nodes(visitor: Visitor) -> Iterator[Page]:
    with visitor.at(NODES) as seen:
        yield seen.page


def after(number: int) -> Callable[[str], bool]:
    """Whether a page says that it shows events after at least this number."""
    return lambda text: json.loads(text)["after"] >= number


def test_an_open_dock_subscribes_to_its_events_and_a_folded_one_to_nothing(
    nodes: Page,
) -> None:
    with nodes.expect_websocket() as opened:
        nodes.reload()
    line, fold = opened.value, nodes.get_by_role("button", name="Panel", exact=True)

    with line.expect_event("framesent", after(1)):
        nodes.get_by_role("tab", name="Events").click()
    expect(nodes.locator(EVENTS).first).to_be_visible()

    with line.expect_event("framesent", lambda text: not after(0)(text)):
        fold.click()
    expect(nodes.locator(EVENTS)).to_have_count(0)


def test_its_fold_and_its_height_go_with_the_reader(nodes: Page) -> None:
    with nodes.expect_response("**/preferences/"):
        nodes.get_by_role("button", name="Panel", exact=True).click()
    grip = nodes.get_by_role("separator", name="Resize panel")
    grip.press("ArrowUp")
    expect(grip).to_have_attribute("aria-valuenow", TALLER)

    nodes.get_by_role("link", name="Access", exact=True).click()
    nodes.wait_for_url("**/access/")

    expect(nodes.locator(EVENTS).first).to_be_visible()
    expect(grip).to_have_attribute("aria-valuenow", TALLER)


def test_filters_of_another_tab_leave_its_address_alone(nodes: Page) -> None:
    before = nodes.url
    nodes.get_by_role("tab", name="Events").click()
    nodes.get_by_role("searchbox", name="Find in events").fill("zebra")
    none = nodes.locator("#events-none")
    expect(none).to_contain_text("No events match these filters")

    none.get_by_role("link", name="Clear filters").click()

    expect(nodes.locator(EVENTS).first).to_be_visible()
    expect(nodes.get_by_role("searchbox", name="Find in events")).to_have_value("")
    assert nodes.url == before


def test_opening_it_moves_nothing_under_the_reader(nodes: Page) -> None:
    nodes.get_by_role("button", name="Panel", exact=True).focus()
    nodes.keyboard.press("Enter")

    expect(nodes.locator(EVENTS).first).to_be_visible()
    assert nodes.evaluate("scrollY") == 0


def test_a_phone_begins_folded_until_somebody_opens_it(visitor: Visitor) -> None:
    with visitor.at(OVERVIEW, "phone") as seen:
        expect(seen.page.locator(EVENTS).first).to_be_hidden()
        with seen.page.expect_response("**/preferences/"):
            seen.page.get_by_role("tab", name="Events").click()
        seen.page.reload()
        expect(seen.page.locator(EVENTS).first).to_be_visible()


def test_without_script_it_opens_too(visitor: Visitor) -> None:
    with visitor.at(NODES, java_script_enabled=False) as seen:
        seen.page.get_by_role("button", name="Panel", exact=True).click()
        seen.page.wait_for_load_state()

        assert seen.page.url.endswith("/nodes/")
        expect(seen.page.locator(EVENTS).first).to_be_visible()
