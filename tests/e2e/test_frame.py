"""The frame round every page, in a real browser: lens, hints, shortcuts, live lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_up import Up

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "chromium")]
MODE = "#clock-menu button[value='{}']"


@pytest.fixture
def page(browser: Browser, running: Up) -> Iterator[Page]:
    """A guest's page of a fresh sandbox."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    made = context.new_page()
    made.goto(running.url())
    made.get_by_role("button", name="Start a sandbox").click()
    made.wait_for_url("**/s/*/clusters/")
    yield made
    context.close()


def whole(page: Page) -> None:
    """Wait for what a page asks for after its first look: shortcuts are of it."""
    page.locator("html[data-ready]").wait_for()


def is_open(page: Page, menu: str) -> bool:
    return bool(page.locator(menu).evaluate("el => el.matches(':popover-open')"))


def test_the_lens_is_drawn_at_once_and_again_by_the_server(page: Page) -> None:
    page.get_by_role("button", name="Whose").click()
    with page.expect_response("**/preferences/"):
        page.locator("#lens").get_by_role("button", name="AWS").click()
    expect(page.locator("html")).to_have_attribute("data-lens", "aws")
    assert not is_open(page, "#lens")
    page.mouse.move(2, 600)
    yours = page.locator(".journey .owner[data-owner=you]").first
    expect(yours).to_have_css("filter", "grayscale(1)")

    page.reload()

    expect(page.locator("html")).to_have_attribute("data-lens", "aws")
    page.get_by_role("button", name="Show both").click()
    expect(yours).to_have_css("filter", "none")


def test_hints_go_one_by_one_and_never_return(page: Page) -> None:
    hints = page.get_by_label("First steps")
    expect(hints).to_contain_text("Hint 1 of 4")
    with page.expect_response("**/preferences/"):
        hints.get_by_role("button", name="Got it").press("Enter")
    expect(hints).to_contain_text("Hint 2 of 4")
    expect(hints.get_by_role("button", name="Got it")).to_be_focused()
    page.reload()
    expect(hints).to_contain_text("Hint 2 of 4")

    with page.expect_response("**/preferences/"):
        hints.get_by_role("button", name="No more hints").click()
    expect(hints).to_be_hidden()
    page.reload()

    expect(page.locator("#tour")).to_have_count(0)


def test_shortcuts_lead_and_rest_while_somebody_types(page: Page) -> None:
    whole(page)
    page.keyboard.press("?")
    assert is_open(page, "#shortcuts")
    page.keyboard.press("Escape")
    page.keyboard.type("gr")
    page.wait_for_url("**/getting-started/")
    whole(page)
    page.keyboard.type("gc")
    page.wait_for_url("**/clusters/")
    whole(page)
    page.keyboard.press("/")
    page.keyboard.type("gr?")

    expect(page.get_by_role("searchbox")).to_have_value("gr?")
    assert not is_open(page, "#shortcuts")


def test_shortcuts_can_be_switched_off(page: Page) -> None:
    whole(page)
    page.keyboard.press("?")
    with page.expect_response("**/preferences/"):
        page.get_by_role("button", name="Shortcuts off").click()
    page.reload()
    whole(page)

    page.keyboard.press("?")

    assert not is_open(page, "#shortcuts")


def no_socket(page: Page) -> None:
    page.route_web_socket("**/live/", lambda line: line.close())


def no_stream(page: Page) -> None:
    no_socket(page)
    page.route("**/live/stream/**", lambda route: route.abort())


@pytest.mark.parametrize("without", [lambda _: None, no_socket, no_stream])
def test_a_page_is_live_over_each_of_the_three_lines(
    page: Page, without: Callable[[Page], None]
) -> None:
    without(page)
    page.reload()
    for mode, text in (("600x", "at 600"), ("paused", "paused")):
        page.locator("#clock > button").click()
        page.locator(MODE.format(mode)).click()
        expect(page.locator("#clock > button")).to_contain_text(text, timeout=15_000)
    expect(page.locator("#connection")).to_be_hidden()


def test_what_is_typed_survives_a_lost_line(page: Page) -> None:
    field = page.get_by_role("searchbox")
    field.fill("half-typed")
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_contain_text("offline")

    page.context.set_offline(False)

    expect(page.locator("#connection")).to_be_hidden(timeout=20_000)
    expect(field).to_have_value("half-typed")
    expect(field).to_be_focused()


def test_the_connection_test_says_that_all_is_well(page: Page) -> None:
    page.goto("/".join(page.url.split("/")[:3]) + "/check/")

    expect(page.locator("#verdict")).to_contain_text("All is well", timeout=15_000)
    expect(page.locator("#summary")).to_contain_text("WebSocket: Works")
