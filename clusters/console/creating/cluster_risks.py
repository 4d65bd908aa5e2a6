"""What AWS allows of a new cluster and an engineer would think about twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from clusters.console.access import Visit
from clusters.console.creating.cluster_draft import ANYWHERE, Draft
from clusters.live.words import counted
from clusters.sim.aws.ec2 import resource
from clusters.sim.network import internet, routes
from clusters.sim.world import World

FEW_ADDRESSES = 6
"""EKS asks for six free addresses in each subnet (EKS user guide, VPC requirements)."""


@dataclass(frozen=True)
class Risk:
    """A choice that is allowed: where it was made, and what may come of it."""

    step: str
    field: str
    text: str


def risks(visit: Visit, draft: Draft, chosen: Sequence[dict[str, Any]]) -> list[Risk]:
    """The risks of a draft. `chosen` are its subnets that there are."""
    world, region = visit.world, visit.place.region
    found = [
        *_of_access(draft),
        *_of_endpoint(draft),
        *_of_subnets(chosen),
        *_of_ways_out(world, region, draft, chosen),
    ]
    if not draft.logs:
        text = "All five control plane logs are off: when something fails, there will be no trace to read."
        found.append(Risk("logging", "logs", text))
    if not draft.addons:
        text = "Without the add-ons no node becomes Ready until you install a CNI."
        found.append(Risk("add-ons", "addons", text))
    return found


def _of_access(draft: Draft) -> Iterator[Risk]:
    if not draft.admin and draft.mode != "CONFIG_MAP":
        yield Risk(
            "name",
            "admin",
            "You will not be an administrator of your own cluster: kubectl answers "
            "Unauthorized until you create an access entry.",
        )
    if draft.mode == "CONFIG_MAP":
        yield Risk(
            "name",
            "mode",
            "With aws-auth alone, whoever creates the cluster is an administrator whom "
            "no list shows and nobody can remove, and access entries cannot be used.",
        )


def _of_endpoint(draft: Draft) -> Iterator[Risk]:
    if draft.endpoint == "private":
        yield Risk(
            "networking",
            "endpoint",
            "With a private endpoint only, kubectl on your laptop cannot reach the "
            "cluster: it must run inside the VPC.",
        )
        return
    if not draft.sources() or ANYWHERE in draft.sources():
        yield Risk(
            "networking",
            "cidrs",
            f"{ANYWHERE} lets anyone on the internet knock at the endpoint; only IAM "
            "and RBAC then keep strangers out.",
        )
    elif draft.endpoint == "public":
        yield Risk(
            "networking",
            "cidrs",
            "Nodes use the public endpoint too, as there is no private one: unless these "
            "blocks hold the address your nodes come from, no node can join.",
        )


def _of_subnets(chosen: Sequence[dict[str, Any]]) -> Iterator[Risk]:
    for item in chosen:
        if item["free"] < FEW_ADDRESSES:
            yield Risk(
                "networking",
                "subnets",
                f"{item['name']} has {counted(item['free'], 'free address', 'free addresses')}, "
                f"fewer than the {FEW_ADDRESSES} that EKS asks for: AWS may not find room "
                "for its network interfaces.",
            )


def _of_ways_out(
    world: World, region: str, draft: Draft, chosen: Sequence[dict[str, Any]]
) -> Iterator[Risk]:
    if draft.endpoint != "public":
        return
    shut = [item["name"] for item in chosen if not _way_out(world, region, item["id"])]
    if shut:
        yield Risk(
            "networking",
            "endpoint",
            f"{', '.join(shut)} {'has' if len(shut) == 1 else 'have'} no route to the "
            "internet, and the endpoint is public only: nodes there cannot reach it.",
        )


def _way_out(world: World, region: str, subnet: str) -> bool:
    doc = world.find(resource.SUBNET.key(region, subnet))
    route = routes.route_to(world, doc, internet.SOMEWHERE) if doc else None
    return route is not None and routes.leads(world, region, route)
