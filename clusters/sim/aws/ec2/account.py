"""The account that EC2 works in: its number, zones and quotas."""

from __future__ import annotations

import hashlib
import ipaddress

from clusters.sim.catalog import ec2_quotas, regions
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader


def account(view: Reader) -> Document:
    doc = view.find(Key("aws.Account", "", "account"))
    if doc is None:
        raise KeyError("account")
    return doc


def number(view: Reader) -> str:
    """The twelve digits."""
    return str(account(view)["id"])


def zones(view: Reader, region: str) -> list[str]:
    """The zones of a region that this account sees."""
    doc = account(view)
    if region == doc["region"]:
        return list(doc["zones"])
    return [region + letter for letter in "abc"]


def zone_id(view: Reader, zone: str) -> str:
    """The zone's name that is the same for all accounts: letters differ."""
    region, letter = zone[:-1], zone[-1]
    turn = int(hashlib.sha256(number(view).encode()).hexdigest(), 16) % 3
    prefix = regions.ZONE_PREFIXES.get(region, region.replace("-", ""))
    return f"{prefix}-az{('abc'.find(letter) + turn) % 3 + 1}"


def quota(view: Reader, name: str) -> int:
    return int(account(view).get("quotas", {}).get(name, ec2_quotas.QUOTAS[name]))


def within(view: Reader, name: str, wanted: int, refusal: Refusal) -> None:
    """Raise the refusal where `wanted` exceeds the quota."""
    if wanted > quota(view, name):
        raise refusal


def public_address(tx: Tx) -> str:
    """A public IPv4 address that nothing in this account has."""
    taken = {doc["PublicIp"] for _, doc in tx.list("ec2.Address")}
    while True:
        block = ipaddress.ip_network(tx.rng.choice(regions.PUBLIC_BLOCKS))
        address = str(block[tx.rng.below(block.num_addresses - 2) + 1])
        if address not in taken:
            return address
