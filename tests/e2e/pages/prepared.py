"""Sandboxes in which every page has something to show: all is well, all is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from clusters.sim.catalog import eks_versions
from tests.e2e.pages.ailing import ail
from tests.e2e.pages.contents import clients, fill
from tests.e2e.stack import Browser, Stack, running

TEACHER = "Grace Hopper"


@dataclass(frozen=True)
class Prepared:
    """A stack and guests in it, by what their sandbox is like.

    `names` are the names of things in the full sandbox that nobody can know before.
    """

    stack: Stack
    guests: dict[str, Browser]
    names: dict[str, str] = field(default_factory=dict)

    def path(self, guest: str, rest: str) -> str:
        """The whole address of a page of one guest's sandbox."""
        return f"{self.stack.url}/s/{self.guests[guest].sandbox}/{rest}"

    def cookie(self, guest: str) -> dict[str, str]:
        """The guest's session, as a real browser takes it."""
        value = self.guests[guest].session
        return {"name": "sessionid", "value": value, "url": self.stack.url}


@contextmanager
def prepared(folder: Path) -> Iterator[Prepared]:
    """Start an installation and fill it; some twenty seconds."""
    with running(folder) as stack:
        guests = {
            name: Browser(stack).begin()
            for name in ("empty", "full", "ailing", "coming", "drafting", "member")
        }
        guests["teacher"] = Browser(stack)
        names = fill(stack, guests["full"], folder)
        ail(stack, guests["ailing"], folder)
        _coming(stack, guests["coming"], folder)
        _draft(guests["drafting"])
        _sign_up(guests["member"], "Ada Lovelace")
        _sign_up(guests["teacher"], TEACHER)
        _look_on(stack, guests["teacher"], guests["full"])
        yield Prepared(stack, guests, names)


def _coming(stack: Stack, guest: Browser, folder: Path) -> None:
    """A cluster that stands still in the middle of being made."""
    guest.post("clock/", mode="paused")
    client = clients(stack, guest, folder)
    found = client("ec2").describe_subnets()["Subnets"]
    account = client("sts").get_caller_identity()["Account"]
    client("eks").create_cluster(
        name="coming",
        roleArn=f"arn:aws:iam::{account}:role/eksClusterRole",
        resourcesVpcConfig={"subnetIds": [one["SubnetId"] for one in found[:3]]},
    )
    for _ in range(12):
        guest.post("clock/", step="1")


def _draft(guest: Browser) -> None:
    """A wizard full of what is allowed and risky: no log, no add-on, private only."""
    page = guest.get("create/networking/")
    subnets = re.findall(r'name="subnets" value="(subnet-\w+)" checked', page)
    guest.post(
        "create/name/",
        name="risky",
        version=eks_versions.DEFAULT,
        role="eksClusterRole",
        support="STANDARD",
        mode="API",
        admin="no",
    )
    guest.post(
        "create/networking/", subnets=subnets, endpoint="private", cidrs="0.0.0.0/0"
    )
    guest.post("create/logging/")
    guest.post("create/add-ons/")


def _sign_up(guest: Browser, name: str) -> None:
    """Somebody with an account."""
    _, _, page = guest.open("/signup/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    form = {
        "csrfmiddlewaretoken": token.group(1),
        "name": name,
        "password": "correct-horse-battery",
    }
    status, _, text = guest.open("/signup/", urlencode(form).encode())
    assert status == 200, text


def _look_on(stack: Stack, teacher: Browser, learner: Browser) -> None:
    """A teacher who may see a learner's sandbox, and change nothing in it."""
    teacher.sandbox = learner.sandbox
    stack.manage(
        "shell",
        "--command",
        "from clusters import callers\n"
        "from django.contrib.auth import get_user_model\n"
        f"user = get_user_model().objects.get(username={TEACHER!r})\n"
        f"callers.let_look_on({learner.sandbox!r}, user.pk)",
    )
