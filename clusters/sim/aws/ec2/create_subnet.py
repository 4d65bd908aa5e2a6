"""ec2:CreateSubnet."""

from __future__ import annotations

from clusters.sim.aws.ec2 import account, resource, subnet
from clusters.sim.aws.ec2.resource import SUBNET, VPC
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:CreateSubnet")
def create_subnet(tx: Tx, caller: Caller, request: Doc) -> Doc:
    VPC.require(tx, caller.region, request["VpcId"])
    held = len(tx.by(SUBNET.kind, "vpc", request["VpcId"]))
    text = "The maximum number of subnets has been reached."
    account.within(tx, "subnets", held + 1, Refusal("SubnetLimitExceeded", text))
    if not request.get("CidrBlock"):
        text = "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided."
        raise Refusal("MissingParameter", text)
    key = subnet.create(
        tx,
        VPC.key(caller.region, request["VpcId"]),
        request["CidrBlock"],
        _zone(tx, caller.region, request),
        tags=resource.requested_tags(request, SUBNET),
    )
    return {"Subnet": subnet.shown(tx, key, tx.need(key))}


def _zone(tx: Tx, region: str, request: Doc) -> str:
    """The zone that the request names, or one of EC2's choosing."""
    zones = account.zones(tx, region)
    if request.get("AvailabilityZoneId"):
        for zone in zones:
            if account.zone_id(tx, zone) == request["AvailabilityZoneId"]:
                return zone
        text = f"Invalid availability zone-id: [{request['AvailabilityZoneId']}]"
        raise Refusal("InvalidParameterValue", text)
    wanted = request.get("AvailabilityZone")
    if not wanted:
        return tx.rng.choice(zones)
    if wanted not in zones:
        text = (
            f"Value ({wanted}) for parameter availabilityZone is invalid. Subnets can "
            "currently only be created in the following availability zones: "
            f"{', '.join(zones)}."
        )
        raise Refusal("InvalidParameterValue", text)
    return str(wanted)
