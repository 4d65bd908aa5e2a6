"""ec2:DescribeAccountAttributes."""

from __future__ import annotations

from clusters.sim.aws.ec2 import account
from clusters.sim.aws.ec2.resource import VPC
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DescribeAccountAttributes", reads=True)
def describe_account_attributes(tx: Tx, caller: Caller, request: Doc) -> Doc:
    default = next(
        (
            doc["VpcId"]
            for _, doc in tx.list(VPC.kind, caller.region)
            if doc["IsDefault"]
        ),
        "none",
    )
    values = {
        "supported-platforms": "VPC",
        "default-vpc": default,
        "max-instances": str(account.quota(tx, "vcpus")),
        "vpc-max-security-groups-per-interface": str(account.quota(tx, "groups")),
        "max-elastic-ips": str(account.quota(tx, "addresses")),
        "vpc-max-elastic-ips": str(account.quota(tx, "addresses")),
    }
    wanted = request.get("AttributeNames") or list(values)
    return {
        "AccountAttributes": [
            {
                "AttributeName": name,
                "AttributeValues": [{"AttributeValue": values[name]}],
            }
            for name in wanted
            if name in values
        ]
    }
