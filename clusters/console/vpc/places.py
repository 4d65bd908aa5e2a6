"""What stands outside a cluster's VPC: the API server, AWS's services, everybody."""

from __future__ import annotations

from collections.abc import Callable

from clusters.console.vpc.sheet import Fact, Sheet
from clusters.sim.aws.eks import cross_account
from clusters.sim.commands import Doc
from clusters.sim.datacenter import control_plane
from clusters.sim.network.reachability import LAPTOP
from clusters.sim.world import Key, World

ACCESS = {
    (True, False): "Public",
    (True, True): "Public and private",
    (False, True): "Private",
}
WHO = {
    (True, False): "Whoever publicAccessCidrs hold, and nodes by the internet alone.",
    (
        True,
        True,
    ): "Whoever publicAccessCidrs hold, and everything in the VPC from inside.",
    (False, True): "Only what is in the VPC, or in a network that is joined to it.",
}


def access(cluster: Doc) -> tuple[bool, bool]:
    """Whether the endpoint answers to the internet, and from inside the VPC."""
    settings = cluster["resourcesVpcConfig"]
    return settings["endpointPublicAccess"], settings["endpointPrivateAccess"]


def _api(world: World, key: Key, cluster: Doc) -> Sheet:
    answers = control_plane.answers(world, cluster["_"]["id"])
    waits = cluster["status"] == "CREATING"
    cards = cross_account.attached(world, key)
    sources = ", ".join(cluster["resourcesVpcConfig"]["publicAccessCidrs"])
    state = "A healthy API server answers" if answers else "No API server answers"
    return Sheet(
        "api",
        "API server",
        f"Endpoint: {ACCESS[access(cluster)].lower()}",
        "aws",
        "It runs in AWS's own account. Its endpoint's name leads to a load balancer, or, "
        "from inside the VPC with private access, to the cross-account ENIs.",
        "AWS is still building it" if waits and not answers else state,
        "ok" if answers else "busy" if waits else "bad",
        (
            Fact("Public from", sources or "nowhere", copy=bool(sources)),
            *(
                Fact("Cross-account ENI", card.name, link=card.name)
                for card, _ in cards
            ),
        ),
        "Runs it, and its two or more interfaces in your subnets.",
        "Choose from where it may be called: endpoint access, below.",
    )


def _laptop(_world: World, _key: Key, cluster: Doc) -> Sheet:
    public = access(cluster)[0]
    return Sheet(
        "laptop",
        "Your laptop",
        "Outside the VPC",
        "you",
        f"kubectl and aws run here. To AWS it is {LAPTOP}, an address on the internet.",
        "The endpoint is public" if public else "The endpoint is private: no way in",
        "ok" if public else "bad",
        (Fact("Address", LAPTOP, copy=True),),
        you="Come from an address that publicAccessCidrs hold, or from inside the VPC.",
        changes="path",
        options=(("from", "laptop"), ("to", "api")),
    )


def _internet(_world: World, _key: Key, _cluster: Doc) -> Sheet:
    return Sheet(
        "internet",
        "The internet",
        "Outside the VPC",
        "both",
        "Everybody else. It reaches what has a public address, a route to an internet "
        "gateway, and a security group that lets it in: all three.",
        "Always there",
        you="Let in no more than must come in.",
    )


def _services(_world: World, _key: Key, _cluster: Doc) -> Sheet:
    return Sheet(
        "aws",
        "AWS services",
        "Outside the VPC",
        "aws",
        "Nodes pull images from ECR and ask STS and EC2 who they are. There are no VPC "
        "endpoints in this simulation: the way there is the way to the internet.",
        "They answer on 443",
        aws="Runs them, and lets IAM decide on each call.",
        you="Give nodes a way out: a public address, or a NAT gateway.",
    )


PLACES: dict[str, Callable[[World, Key, Doc], Sheet]] = {
    "api": _api,
    "laptop": _laptop,
    "internet": _internet,
    "aws": _services,
}
