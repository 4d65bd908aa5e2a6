"""What people do on pages, from the first touch to the last."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages.acts import send
from tests.e2e.pages.places import Place
from tests.e2e.pages.visit import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "chromium")]
MANIFEST = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: bad}
data: {number: 7}
"""


@pytest.fixture
def cluster(visitor: Visitor) -> Iterator[Page]:
    """The overview of the cluster at work."""
    with visitor.at(Place("cluster", "full", "cluster/demo/")) as seen:
        yield seen.page


def tell(visitor: Visitor, name: str) -> None:
    """Something happens in the cluster, by another hand."""
    text = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n"
    guest = visitor.filled.guests["full"]
    assert guest.post("cluster/demo/apply/", yaml=text)[0] == 200


def test_back_and_forward_lead_through_the_tabs(cluster: Page):
    tabs = cluster.get_by_role("navigation", name="demo sections")
    for name in ("Nodes", "Networking", "Updates"):
        tabs.get_by_role("link", name=name).click()
        expect(tabs.locator("[aria-current]")).to_have_text(name)
    for name in ("Networking", "Nodes", "Overview"):
        cluster.go_back()
        expect(tabs.locator("[aria-current]")).to_have_text(name)

    cluster.go_forward()

    expect(tabs.locator("[aria-current]")).to_have_text("Nodes")


def test_back_and_forward_through_the_wizard_lose_nothing(visitor: Visitor):
    with visitor.at(Place("create", "empty", "create/name/")) as seen:
        page, now = seen.page, seen.page.locator(".steps [aria-current]")
        page.fill("#name", "tidepool")
        send("Next")(page)
        private = page.locator("[name=endpoint][value=private]")
        private.check()
        send("Next")(page)
        expect(now).to_contain_text("Logging")

        page.go_back()
        expect(now).to_contain_text("Networking")
        page.go_back()
        expect(page.locator("#name")).to_have_value("tidepool")
        page.go_forward()
        expect(private).to_be_checked()

        page.goto(page.url.replace("networking", "review"))
        expect(page.locator("main")).to_contain_text("tidepool")
        page.get_by_role("button", name="Discard draft").click()


def test_paused_events_wait_above_until_they_are_asked_for(
    visitor: Visitor, cluster: Page
):
    cluster.get_by_role("button", name="Pause").click()
    first = cluster.locator("#events .event").first.get_attribute("id")

    tell(visitor, "while-paused")

    more = cluster.locator("[data-more]")
    expect(more).to_have_text(re.compile(r"Show \d+ new events?"))
    assert cluster.locator("#events .event").first.get_attribute("id") == first
    more.click()
    expect(cluster.locator("#events .event").first).to_contain_text("while-paused")
    expect(cluster.get_by_role("button", name="Pause")).to_be_visible()


def test_earlier_events_come_below_and_the_focus_goes_on_with_them(cluster: Page):
    before = cluster.locator("#events .event").count()
    last = cluster.locator("#events .event").last.get_attribute("data-n")

    cluster.locator("[data-earlier]").click()

    rows = cluster.locator("#events .event")
    expect(rows).not_to_have_count(before)
    following = rows.nth(before)
    assert int(following.get_attribute("data-n") or 0) < int(last or 0)
    expect(following.locator("a").first).to_be_focused()


def test_why_opens_over_the_page_and_gives_the_focus_back(cluster: Page):
    link = cluster.locator("#events a[data-why]").first
    link.focus()
    cluster.keyboard.press("Enter")
    box = cluster.locator("#why-box")
    expect(box).to_be_visible()
    expect(box).to_contain_text("Whose move is next")
    expect(box.locator("#why-body")).to_be_focused()

    cluster.keyboard.press("Escape")

    expect(box).to_be_hidden()
    expect(link).to_be_focused()


def test_the_path_tester_names_the_hop_that_refuses_and_whose_it_is(visitor: Visitor):
    with visitor.at(Place("path", "full", "cluster/demo/networking/")) as seen:
        page = seen.page
        page.select_option("#path-from", "internet")
        page.select_option("#path-to", f"node/{visitor.filled.names['node']}")
        page.fill("#path-port", "22")
        page.get_by_role("button", name="Test", exact=True).click()

        result = page.locator("#path-result")
        expect(result).to_contain_text("It does not get there")
        refusing = result.locator(".netway li").last
        expect(refusing).to_contain_text("ingress of sg-")
        expect(refusing.locator(".owner")).to_have_text("You")
        assert "from=internet" in page.url

        page.get_by_role("link", name="Can kubectl reach the API?").click()
        expect(result).to_contain_text("It gets there")


def test_an_error_in_yaml_stands_beside_its_line(visitor: Visitor):
    with visitor.at(Place("apply", "full", "cluster/demo/apply/")) as seen:
        page = seen.page
        page.fill("textarea[name=yaml]", MANIFEST)
        send("Apply")(page)

        link = page.locator("#yaml-errors").get_by_role("link", name="Line 4")
        expect(link).to_be_visible()
        expect(page.locator("textarea[name=yaml]")).to_have_value(MANIFEST)
        link.click()
        expect(page.locator("textarea[name=yaml]")).to_be_focused()


def test_the_lens_dims_the_other_half_on_every_page(cluster: Page):
    cluster.locator("#lens-open").click()
    with cluster.expect_response("**/preferences/"):
        cluster.locator("#lens").get_by_role("button", name="AWS").click()
    expect(cluster.locator("#c-etcd-a")).to_have_css("filter", "none")

    cluster.get_by_role("link", name="Nodes", exact=True).first.click()

    expect(cluster.locator("html")).to_have_attribute("data-lens", "aws")
    expect(cluster.locator("#node-list .owner").first).to_have_css(
        "filter", "grayscale(1)"
    )
