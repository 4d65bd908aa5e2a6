"""ec2:DescribeInstances."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.ec2 import account, describe, instance
from clusters.sim.aws.ec2.resource import INSTANCE
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

PATHS = {
    "instance-id": "InstanceId",
    "instance-state-name": "State.Name",
    "instance-state-code": "State.Code",
    "instance-type": "InstanceType",
    "image-id": "ImageId",
    "vpc-id": "VpcId",
    "subnet-id": "SubnetId",
    "availability-zone": "Placement.AvailabilityZone",
    "private-dns-name": "PrivateDnsName",
    "dns-name": "PublicDnsName",
    "private-ip-address": "PrivateIpAddress",
    "ip-address": "PublicIpAddress",
    "instance.group-id": "SecurityGroups.GroupId",
    "instance.group-name": "SecurityGroups.GroupName",
    "iam-instance-profile.arn": "IamInstanceProfile.Arn",
    "network-interface.network-interface-id": "NetworkInterfaces.NetworkInterfaceId",
    "network-interface.vpc-id": "NetworkInterfaces.VpcId",
    "network-interface.subnet-id": "NetworkInterfaces.SubnetId",
    "architecture": "Architecture",
    "client-token": "ClientToken",
    "key-name": "KeyName",
    "root-device-name": "RootDeviceName",
    "tenancy": "Placement.Tenancy",
}


@operation("ec2:DescribeInstances", reads=True)
def describe_instances(tx: Tx, caller: Caller, request: Doc) -> Doc:
    for name in request.get("InstanceIds") or ():
        instance.require(tx, caller.region, name)

    def show(_key: Key, doc: Document) -> dict[str, Any]:
        return instance.shown(tx, doc)

    items = describe.found(
        tx, caller, INSTANCE, request, ids="InstanceIds", paths=PATHS, show=show
    )
    page = describe.answer("Reservations", items, request)
    number = account.number(tx)
    grouped: dict[str, dict[str, Any]] = {}
    for item in page["Reservations"]:
        name = tx.need(INSTANCE.key(caller.region, item["InstanceId"]))["_"][
            "reservation"
        ]
        entry = grouped.setdefault(
            name,
            {"ReservationId": name, "OwnerId": number, "Groups": [], "Instances": []},
        )
        entry["Instances"].append(item)
    return {**page, "Reservations": list(grouped.values())}
