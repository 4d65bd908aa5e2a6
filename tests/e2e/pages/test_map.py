"""The map in a real browser: a push brings what changed, and leaves the rest alone."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages.places import demo
from tests.e2e.pages.visit import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "chromium")]
WIRES = ".map__wires path"


@pytest.fixture
def cluster(visitor: Visitor) -> Iterator[Page]:
    with visitor.at(demo("overview")) as seen:
        yield seen.page


def panels(text: str | bytes) -> list[str]:
    return list(json.loads(text).get("panels", ()))


def test_a_node_that_is_cordoned_is_one_box_on_the_line_and_in_the_picture(
    visitor: Visitor, cluster: Page
) -> None:
    node = visitor.filled.names["node"]
    box, guest = cluster.locator(f"[id='c-node-{node}']"), visitor.filled.guests["full"]
    with cluster.expect_websocket() as opened:
        cluster.reload()
    expect(cluster.locator(WIRES)).not_to_have_count(0)
    wires = cluster.locator(WIRES).count()
    box.focus()

    with opened.value.expect_event(
        "framereceived", lambda text: f"c-node-{node}" in panels(text)
    ) as heard:
        guest.post("cluster/demo/node-action/", node=node, act="cordon")
    expect(box).to_have_attribute("data-health", "warn")

    assert "architecture" not in panels(heard.value)
    assert f"t-node-{node}" in panels(heard.value)
    expect(box).to_be_focused()
    expect(cluster.locator(WIRES)).to_have_count(wires)

    guest.post("cluster/demo/node-action/", node=node, act="uncordon")
    expect(box).not_to_have_attribute("data-health", "warn")
