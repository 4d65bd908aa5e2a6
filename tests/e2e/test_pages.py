"""The console in a real browser: the four steps, by mouse and by keyboard, and live."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_up import Up

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "chromium")]

LONG = 60_000
"""Milliseconds that a step may take at the default speed."""


@pytest.fixture
def page(browser: Browser, running: Up) -> Iterator[Page]:
    """A guest's page; what the browser complains of fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    made, complaints = context.new_page(), []
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    made.goto(running.url())
    yield made
    context.close()
    assert [c for c in complaints if not expected(c)] == []


def expected(complaint: str) -> bool:
    """A refused form and a server that is away are no faults of the page."""
    away = "WebSocket|ERR_CONNECTION|EventSource|ERR_INCOMPLETE|ERR_BLOCKED"
    return bool(re.search(rf"status of 422|{away}", complaint))


def start(page: Page) -> str:
    page.get_by_role("button", name="Start a sandbox").click()
    page.wait_for_url("**/s/*/clusters/")
    return page.url.removesuffix("clusters/")


def step(page: Page, name: str):
    return page.locator(f"#step-{name}")


STEPS = ("create-cluster", "launch-nodes", "configure-kubectl", "deploy-app")


def test_the_four_steps_by_mouse(page: Page):
    place = start(page)
    page.get_by_role("link", name="Getting started").click()
    for name in STEPS:
        step(page, name).get_by_role("button", name="Run this step").click()
        expect(step(page, name).locator(".card__head .status")).to_have_text(
            "Succeeded", timeout=LONG
        )

    page.goto(f"{place}cluster/demo/")
    expect(page.locator("#cluster-state .status")).to_have_text("Active")
    expect(page.locator("#map .box[data-health=ok]")).not_to_have_count(0)
    expect(page.locator("#events .event").first).to_be_visible()
    expect(page.locator(".map__wires path")).not_to_have_count(0)


def press(page: Page, key: str, name: str, most: int = 60) -> None:
    """Walk with Tab to the control of this name and press a key on it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.innerText?.trim()") == name:
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
            page.keyboard.press(key)
            return
    pytest.fail(f"Tab does not lead to {name}")


def test_the_four_steps_by_keyboard(page: Page):
    press(page, "Enter", "Start a sandbox")
    page.wait_for_url("**/s/*/clusters/")
    press(page, "Enter", "Take the steps")
    page.wait_for_url("**/getting-started/")
    press(page, "Enter", "Run all four")
    for name in STEPS:
        expect(step(page, name).locator(".card__head .status")).to_have_text(
            "Succeeded", timeout=LONG
        )


def create(page: Page, place: str, name: str) -> None:
    """A cluster by the wizard, with its defaults."""
    page.goto(f"{place}create/name/")
    page.fill("#name", name)
    for _ in range(4):
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Create cluster").click()
    page.wait_for_url(f"**/cluster/{name}/")


def test_a_form_is_refused_corrected_and_accepted(page: Page):
    place = start(page)
    page.goto(f"{place}create/name/")
    page.fill("#name", "no spaces!")
    page.get_by_role("button", name="Next").click()

    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#name")).to_have_value("no spaces!")

    create(page, place, "tidepool")
    expect(page.locator("#cluster-state .status")).to_have_text("Active", timeout=LONG)


def test_two_tabs_see_the_same_and_back_loses_nothing(page: Page):
    place = start(page)
    other = page.context.new_page()
    other.goto(f"{place}clusters/")

    create(page, place, "shared")

    expect(other.locator("#row-shared")).to_be_visible()
    page.go_back()
    expect(page.locator("h1")).to_have_text("Create cluster")


def test_what_is_being_typed_and_what_is_open_survive_live_updates(page: Page):
    place = start(page)
    create(page, place, "busy")
    page.locator("#map-text summary").click()
    page.fill("#ev-find", "half a na")

    expect(page.locator("#cluster-state .status")).to_have_text("Active", timeout=LONG)

    expect(page.locator("#ev-find")).to_have_value("half a na")
    expect(page.locator("#ev-find")).to_be_focused()
    expect(page.locator("#map-text table")).to_be_visible()


def console(running: Up) -> int:
    """The process that serves the pages."""
    command = [
        "pgrep",
        "-P",
        str(running.process.pid),
        "-f",
        "eksconsole.serve console",
    ]
    return int(
        subprocess.run(command, capture_output=True, check=True).stdout.split()[0]
    )


def numbers(page: Page) -> list[int]:
    return page.eval_on_selector_all(
        "#events .event", "all => all.map(e => +e.dataset.n)"
    )


def test_a_restart_of_the_server_leaves_no_gap(page: Page, running: Up):
    place = start(page)
    create(page, place, "steady")
    expect(page.locator("#events .event").nth(3)).to_be_visible(timeout=LONG)

    os.kill(console(running), signal.SIGKILL)
    expect(page.locator("#connection")).to_be_visible(timeout=LONG)
    expect(page.locator("#connection")).to_contain_text("reconnecting")
    expect(page.locator("#connection")).to_be_hidden(timeout=LONG)
    expect(page.locator("#cluster-state .status")).to_have_text("Active", timeout=LONG)

    page.wait_for_timeout(500)
    live = numbers(page)
    page.reload()
    assert live == sorted(set(live), reverse=True)
    assert live == numbers(page)[: len(live)]


@pytest.mark.parametrize("blocked", [("WebSocket",), ("WebSocket", "EventSource")])
def test_where_sockets_are_blocked_the_same_comes_another_way(page: Page, blocked):
    for name in blocked:
        page.add_init_script(
            f"window.{name} = class {{ constructor() {{ setTimeout(() => "
            "(this.onclose ?? this.onerror)?.({}), 10); } close() {} };"
        )
    place = start(page)

    create(page, place, "around")

    expect(page.locator("#cluster-state .status")).to_have_text("Active", timeout=LONG)
    assert numbers(page) == sorted(set(numbers(page)), reverse=True)


def test_filters_are_in_the_address_and_hold_for_what_comes(page: Page):
    place = start(page)
    create(page, place, "filtered")
    page.goto(f"{place}cluster/filtered/?owner=aws&component=etcd")

    expect(page.locator("#cluster-state .status")).to_have_text("Active", timeout=LONG)
    parts = page.locator("#events .event__part").all_inner_texts()

    assert parts
    assert {text.split()[0].rstrip(",") for text in parts} == {"etcd"}


def test_a_box_of_the_map_is_inspected_in_place(page: Page):
    place = start(page)
    create(page, place, "looked-at")
    page.locator("#c-etcd-b").click()

    expect(page.locator("#inspect h3")).to_have_text("etcd-b")
    expect(page.locator("#c-etcd-b")).to_have_attribute("aria-current", "true")
    assert page.url.endswith("?inspect=etcd-b")


def test_pages_work_without_scripts(browser: Browser, running: Up):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(running.url())
    place = start(page)

    create(page, place, "plain")
    page.get_by_role("link", name="etcd-a").click()

    assert "one of three copies" in page.locator("#inspect").inner_text()
    context.close()


BUDGETS = {
    "/cluster/light/": 20_000,
    "site.css": 20_000,
    "site.js": 6_000,
    "vendor.js": 25_000,
}
"""What the first view may weigh on the wire, by the end of its address."""


def test_the_first_view_stays_small(page: Page):
    place = start(page)
    create(page, place, "light")
    state = page.context.storage_state()
    fresh = page.context.browser.new_context(storage_state=state)
    cold, answers = fresh.new_page(), []
    cold.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108

    cold.goto(f"{place}cluster/light/", wait_until="load")
    came = [a for a in answers if not a.url.startswith("data:")]
    weights = {a.url: a.request.sizes()["responseBodySize"] for a in came}
    fresh.close()

    assert len(came) <= 6
    origin = place.split("/s/")[0]
    assert [url for url in weights if not url.startswith(origin)] == []
    for part, budget in BUDGETS.items():
        name, _, kind = part.rpartition(".")
        found = [w for u, w in weights.items() if name in u and u.endswith(kind)]
        assert found, f"{part} is not among {list(weights)}"
        assert max(found) <= budget, f"{part} weighs {max(found)} bytes"
