"""What a person does on a page until the state that is to be seen is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

Act = Callable[[Page], Any]


def then(*acts: Act) -> Act:
    """One after the other."""
    return lambda page: [act(page) for act in acts]


def press(name: str, role: Any = "button", within: str = "body") -> Act:
    """Choose a control by its name."""
    return lambda page: page.locator(within).get_by_role(role, name=name).first.click()


def click(selector: str) -> Act:
    """Choose what this selector finds."""
    return lambda page: page.locator(selector).first.click()


def unfold(text: str) -> Act:
    """Open what is folded under these words."""
    return lambda page: page.locator("summary", has_text=text).first.click()


def type_in(selector: str, text: str) -> Act:
    """Fill a field."""
    return lambda page: page.locator(selector).fill(text)


def send(button: str) -> Act:
    """Send a form by its button, and wait for the page that comes."""

    def act(page: Page) -> None:
        with page.expect_navigation(wait_until="load"):
            page.locator("main").get_by_role("button", name=button).first.click()

    return act


def key(name: str) -> Act:
    """Press a key."""
    return lambda page: page.keyboard.press(name)


def shown(selector: str) -> Act:
    """Wait until it is to be seen."""
    return lambda page: expect(page.locator(selector).first).to_be_visible()


def at_last(selector: str) -> Act:
    """Wait for what takes a while the first time."""
    return lambda page: page.locator(selector).first.wait_for(timeout=60_000)


def open_dock(page: Page) -> None:
    """Unfold the events, which a phone begins with folded."""
    if page.locator(".dock[data-collapsed]").count():
        page.locator("[data-dock-fold]").click()


def offline(page: Page) -> None:
    """Lose the network."""
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_be_visible()


def slow(page: Page) -> None:
    """From now on an answer takes longer than anybody waits here."""
    line = page.context.new_cdp_session(page)
    far = {"latency": 60_000, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", {"offline": False, **far})


def unreachable(addresses: str) -> Act:
    """Requests to these addresses fail."""
    why = "internetdisconnected"
    return lambda page: page.route(addresses, lambda route: route.abort(why))


def returned(page: Page) -> None:
    """Come back to a cluster that one has not looked at for long."""
    page.add_init_script(
        "localStorage.setItem(`read /s/${location.pathname.split('/')[2]}/live/demo`, '1 0')"
    )
    page.reload()
    open_dock(page)
    page.locator("#away summary").click()


def overtaken(page: Page) -> None:
    """Send an object's YAML that another tab has changed since the page was drawn."""
    other = page.context.new_page()
    other.goto(page.url.partition("?")[0])
    replicas = other.locator("#replicas")
    replicas.fill("3" if replicas.input_value() == "2" else "2")
    send("Scale")(other)
    other.close()
    text = page.locator("textarea[name=yaml]")
    now = text.input_value()
    team = ("shop", "market") if "team: shop" in now else ("market", "shop")
    text.fill(now.replace(*[f"team: {name}" for name in team]))
    send("Apply")(page)
