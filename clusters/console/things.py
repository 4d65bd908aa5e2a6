"""Things of an account that pages name and, where they have a page, link to."""

from __future__ import annotations

from typing import NamedTuple

from clusters.live import links
from clusters.sim.world import Key

PAGES = {
    "ec2.Instance": "instance",
    "iam.Role": "role",
    "eks.Nodegroup": "nodegroup",
    "k8s.Node": "node",
    "cloudformation.Stack": "stack",
    "eks.AccessEntry": "access",
}
PREFIXES = {
    "i": "ec2.Instance",
    "vpc": "ec2.Vpc",
    "subnet": "ec2.Subnet",
    "rtb": "ec2.RouteTable",
    "igw": "ec2.InternetGateway",
    "nat": "ec2.NatGateway",
    "sg": "ec2.SecurityGroup",
    "eni": "ec2.NetworkInterface",
}


class Thing(NamedTuple):
    """`page` is the page that shows it, as templates ask; empty where none does."""

    page: str
    name: str


def of(key: Key) -> Thing:
    """A document as a thing."""
    page = "networking" if key.kind in links.NETWORK else PAGES.get(key.kind, "")
    return Thing(page, key.name)


def of_id(text: str) -> Thing:
    """What an EC2 id, or a word that ends in one, is about."""
    word = text.rpartition(" ")[2]
    kind = PREFIXES.get(word.partition("-")[0], "")
    return of(Key(kind, "", word)) if "-" in word else Thing("", text)
