"""Every page and every state of it, and how to get there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Place:
    """A page in one of its states.

    `guest` says whose sandbox (see `prepared`); empty for pages outside of any.
    `act` is what a person does there until the state is on the screen; `quick` marks
    what every run looks at.
    """

    name: str
    guest: str
    path: str
    act: Act | None = None
    quick: bool = False
    status: int = 200


def press(name: str, role: str = "button") -> Act:
    """Choose a control by its name."""
    return lambda page: page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]


def unfold(text: str) -> Act:
    """Open what is folded under these words."""
    return lambda page: page.locator("summary", has_text=text).first.click()


def fill(selector: str, text: str, button: str) -> Act:
    """Type into a field and send its form."""

    def act(page: Page) -> None:
        page.locator(selector).fill(text)
        page.get_by_role("button", name=button, exact=True).first.click()
        page.wait_for_load_state("load")

    return act


def key(name: str, show: str) -> Act:
    """Press a key and wait for what it shows."""

    def act(page: Page) -> None:
        page.keyboard.press(name)
        page.locator(show).first.wait_for(state="visible")

    return act


OUTSIDE = (
    Place("landing", "", "", quick=True),
    Place("sign-up", "", "signup/"),
    Place("sign-in", "", "signin/"),
    Place("resume", "", "resume/"),
    Place("not-found", "", "nowhere/", status=404),
    Place("foreign-sandbox", "", "s/bcdfghjkmn/clusters/", status=404),
)
SANDBOX = (
    Place("clusters-empty", "empty", "clusters/", quick=True),
    Place("clusters", "full", "clusters/", quick=True),
    Place("clusters-no-match", "full", "clusters/?q=zebra"),
    Place("clusters-creating", "coming", "clusters/"),
    Place("getting-started-empty", "empty", "getting-started/"),
    Place("getting-started", "full", "getting-started/", quick=True),
    Place("connect", "full", "connect/"),
    Place("settings", "full", "settings/"),
)
WIZARD = (
    Place("create-name", "full", "create/name/", quick=True),
    Place("create-name-refused", "full", "create/name/", fill("#name", "a b!", "Next")),
    Place("create-networking", "full", "create/networking/"),
    Place("create-logging", "full", "create/logging/"),
    Place("create-add-ons", "full", "create/add-ons/"),
    Place("create-review", "full", "create/review/"),
)
CLUSTER = (
    Place("cluster", "full", "cluster/demo/", quick=True),
    Place("cluster-creating", "coming", "cluster/coming/"),
    Place("cluster-alone", "full", "cluster/alone/"),
    Place("cluster-inspect", "full", "cluster/demo/?inspect=etcd-b"),
    Place("cluster-map-as-table", "full", "cluster/demo/", unfold("as a table")),
    Place("cluster-events-filtered", "full", "cluster/demo/?owner=you&severity=error"),
    Place("cluster-unknown", "full", "cluster/nobody/", status=404),
    Place("nodes", "full", "cluster/demo/nodes/", quick=True),
    Place("nodes-none", "full", "cluster/alone/nodes/"),
    Place("resources", "full", "cluster/demo/resources/", quick=True),
    Place(
        "resources-deployments",
        "full",
        "cluster/demo/resources/?resource=deployments.apps&namespace=default",
    ),
    Place("apply", "full", "cluster/demo/apply/"),
    Place(
        "apply-refused",
        "full",
        "cluster/demo/apply/",
        fill("textarea", "a: [1", "Apply"),
    ),
)
EVERYWHERE = (*OUTSIDE, *SANDBOX, *WIZARD, *CLUSTER)
