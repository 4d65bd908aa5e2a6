"""What the forms of a VPC's page ask AWS for, and the same as a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from clusters.console.commands import cli
from clusters.console.typed import is_number
from clusters.sim.errors import Refusal

WAYS = ("ingress", "egress")
MODES = {
    "endpointPublicAccess=true,endpointPrivateAccess=false": (True, False),
    "endpointPublicAccess=true,endpointPrivateAccess=true": (True, True),
    "endpointPublicAccess=false,endpointPrivateAccess=true": (False, True),
}
"""The three ways in which an endpoint answers, as the CLI spells them."""
ADD_RULE = (
    "aws ec2 authorize-security-group-{way} --group-id {group} --protocol {protocol} "
    "--port {port} --cidr {cidr} --source-group {source}"
)
REMOVE_RULE = (
    "aws ec2 revoke-security-group-{way} --group-id {group} "
    "--security-group-rule-ids {rule}"
)
ADD_ROUTE = (
    "aws ec2 create-route --route-table-id {table} "
    "--destination-cidr-block {destination} --gateway-id {target}"
)
REMOVE_ROUTE = "aws ec2 delete-route --route-table-id {table} --destination-cidr-block {destination}"
ENDPOINT = (
    "aws eks update-cluster-config --name {cluster} --resources-vpc-config "
    "{mode}{,publicAccessCidrs=:cidrs,}"
)
PUBLIC = "aws ec2 modify-subnet-attribute --subnet-id {subnet} --{switch}"
SWITCHES = {True: "map-public-ip-on-launch", False: "no-map-public-ip-on-launch"}


class Change(NamedTuple):
    """A call, what is said when it is done, and the command that does the same."""

    action: str
    request: dict[str, Any]
    done: str
    command: str


def add_rule(typed: Mapping[str, str]) -> Change:
    """Authorize traffic from or to a block or another group."""
    way = "egress" if typed.get("way") == "egress" else "ingress"
    group, protocol = typed.get("group", ""), typed.get("protocol", "tcp")
    permission: dict[str, Any] = {"IpProtocol": protocol}
    if protocol != "-1":
        low, high = _ports(typed.get("port", ""))
        permission |= {"FromPort": low, "ToPort": high}
    source, cidr = typed.get("source", ""), typed.get("cidr", "").strip()
    if source:
        permission["UserIdGroupPairs"] = [{"GroupId": source}]
    if cidr or not source:
        permission["IpRanges"] = [{"CidrIp": cidr}]
    told = {
        **typed,
        "way": way,
        "port": "" if protocol == "-1" else typed.get("port", ""),
    }
    return Change(
        f"ec2:AuthorizeSecurityGroup{way.capitalize()}",
        {"GroupId": group, "IpPermissions": [permission]},
        f"The {way} rule is part of {group}; it holds at once.",
        cli.filled(ADD_RULE, told),
    )


def remove_rule(typed: Mapping[str, str]) -> Change:
    way = "egress" if typed.get("way") == "egress" else "ingress"
    group = typed.get("group", "")
    return Change(
        f"ec2:RevokeSecurityGroup{way.capitalize()}",
        {"GroupId": group, "SecurityGroupRuleIds": [typed.get("rule", "")]},
        f"The {way} rule is gone from {group}; it held until now.",
        cli.filled(REMOVE_RULE, {**typed, "way": way}),
    )


def add_route(typed: Mapping[str, str]) -> Change:
    table, target = typed.get("table", ""), typed.get("target", "")
    named = "NatGatewayId" if target.startswith("nat-") else "GatewayId"
    return Change(
        "ec2:CreateRoute",
        {
            "RouteTableId": table,
            "DestinationCidrBlock": typed.get("destination", "").strip(),
            named: target,
        },
        f"Route table {table} has the route; it holds at once.",
        cli.filled(ADD_ROUTE, typed),
    )


def remove_route(typed: Mapping[str, str]) -> Change:
    table, destination = typed.get("table", ""), typed.get("destination", "")
    return Change(
        "ec2:DeleteRoute",
        {"RouteTableId": table, "DestinationCidrBlock": destination},
        f"Route table {table} has no route for {destination} any more.",
        cli.filled(REMOVE_ROUTE, typed),
    )


def endpoint(cluster: str, typed: Mapping[str, str]) -> Change:
    """Change from where the API server may be called."""
    public, private = MODES.get(typed.get("mode", ""), (False, False))
    config: dict[str, Any] = {
        "endpointPublicAccess": public,
        "endpointPrivateAccess": private,
    }
    cidrs = cli.words(typed.get("cidrs", "")) if public else []
    if cidrs:
        config["publicAccessCidrs"] = cidrs
    told = {**typed, "cluster": cluster, "cidrs": " ".join(cidrs)}
    return Change(
        "eks:UpdateClusterConfig",
        {"name": cluster, "resourcesVpcConfig": config},
        "EKS changes the endpoint's access; that takes some minutes.",
        cli.filled(ENDPOINT, told),
    )


def public_addresses(typed: Mapping[str, str]) -> Change:
    """Turn a subnet's public addresses for new instances on or off."""
    on, subnet = typed.get("public") == "on", typed.get("subnet", "")
    told = {"subnet": subnet, "switch": SWITCHES[on]}
    return Change(
        "ec2:ModifySubnetAttribute",
        {"SubnetId": subnet, "MapPublicIpOnLaunch": {"Value": on}},
        f"New instances in {subnet} get {'a' if on else 'no'} public address; those "
        "that run keep what they have.",
        cli.filled(PUBLIC, told),
    )


ASKED = {
    "add-rule": add_rule,
    "remove-rule": remove_rule,
    "add-route": add_route,
    "remove-route": remove_route,
    "public-addresses": public_addresses,
}
"""The changes of EC2 that the page offers, by their names in its address."""


def _ports(text: str) -> tuple[int, int]:
    """One port, or the first and the last. Raises Refusal for what is none."""
    low, _, high = (part.strip() for part in text.partition("-"))
    ports = low, high or low
    if not all(is_number(port, digits=9) for port in ports):
        told = f"Invalid value '{text[:40]}' for portRange."
        raise Refusal("InvalidParameterValue", told)
    return int(ports[0]), int(ports[1])
