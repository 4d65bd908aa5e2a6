"""What a screen reader is told: names, roles, and messages that come by themselves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.pages.acts import Act, click, key, send
from tests.e2e.pages.places import Place
from tests.e2e.pages.visit import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "chromium")]
CLUSTER = Place("cluster", "full", "cluster/demo/")
OWNERS = "[...document.querySelectorAll('.owner')].filter(e => !e.textContent.trim())"
TONES = "[...document.querySelectorAll('.status, .badge')].filter(e => !e.textContent.trim() && e.checkVisibility())"


def test_a_cluster_reads_in_order(visitor: Visitor):
    with visitor.at(CLUSTER) as seen:
        page = seen.page
        for role, name in (
            ("banner", None),
            ("navigation", "Main"),
            ("navigation", "Breadcrumb"),
            ("main", None),
            ("heading", "demo"),
            ("group", "Control plane VPC"),
            ("group", "Your VPC"),
            ("region", "Events and terminal"),
        ):
            found = (
                page.get_by_role(role, name=name) if name else page.get_by_role(role)
            )  # type: ignore[arg-type]
            assert found.count() >= 1, f"no {role} {name or ''}"
        box = page.locator("#c-etcd-a")
        expect(box).to_have_accessible_name(
            re.compile(r"etcd-a.*AWS manages\. (Leader|Follower)\.", re.DOTALL)
        )


def test_no_owner_and_no_status_is_a_colour_alone(visitor: Visitor):
    with visitor.at(CLUSTER) as seen:
        assert seen.page.evaluate(f"{OWNERS}.length") == 0
        assert seen.page.evaluate(f"{TONES}.length") == 0


def test_the_stream_is_silent_and_one_line_speaks_for_it(visitor: Visitor):
    with visitor.at(CLUSTER) as seen:
        assert seen.page.locator("#events").get_attribute("aria-live") is None
        expect(seen.page.locator("#events-say")).to_have_attribute("role", "status")


def test_what_happens_is_told_in_one_sentence_not_row_by_row(visitor: Visitor):
    with visitor.at(CLUSTER) as seen:
        text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: spoken}\n"
        visitor.filled.guests["full"].post("cluster/demo/apply/", yaml=text)

        said = seen.page.locator("#events-say")
        expect(said).to_have_text(re.compile(r"^\d+ new events?"), timeout=20_000)


def test_a_refused_field_says_what_is_wrong_with_it(visitor: Visitor):
    place = Place("create-name", "empty", "create/name/")
    with visitor.at(place) as seen:
        seen.page.fill("#name", "a b!")
        send("Next")(seen.page)

        field = seen.page.get_by_role("textbox", name="Name", exact=True)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile("breaks the service"))
        expect(seen.page.get_by_role("alert")).to_be_focused()


@pytest.mark.parametrize(
    ("act", "name"),
    [(key("?"), "Keyboard shortcuts"), (click("#events a[data-why]"), "Why")],
)
def test_what_opens_over_a_page_is_a_dialog_with_a_name(
    visitor: Visitor, act: Act, name: str
):
    with visitor.at(CLUSTER) as seen:
        act(seen.page)

        expect(seen.page.get_by_role("dialog", name=name)).to_be_visible()
