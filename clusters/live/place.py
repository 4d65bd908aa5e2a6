"""Where a page is: the sandbox as templates know it."""

from __future__ import annotations

from dataclasses import dataclass

from clusters.sim.world import Key, World


@dataclass(frozen=True)
class Place:
    """A sandbox's address and the account that it simulates."""

    id: str
    account: str
    region: str
    zones: tuple[str, ...]


def place(sandbox_id: str, world: World) -> Place:
    account = world.find(Key("aws.Account", "", "account"))
    if account is None:
        raise LookupError(sandbox_id)
    return Place(sandbox_id, account["id"], account["region"], tuple(account["zones"]))
