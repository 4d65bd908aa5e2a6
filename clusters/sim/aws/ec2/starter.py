"""What a new account has in EC2: a default VPC with a public subnet in each zone."""

from __future__ import annotations

from clusters.sim.aws.ec2 import (
    account,
    internet_gateway,
    route_table,
    subnet,
    vpc,
)
from clusters.sim.registry import starter
from clusters.sim.tx import Tx

BLOCK = "172.31.0.0/16"


@starter("ec2")
def start(tx: Tx) -> None:
    region = str(account.account(tx)["region"])
    key = vpc.create(tx, region, BLOCK, default=True)
    gateway = internet_gateway.create(tx, region)
    internet_gateway.attach(tx, gateway, key.name)
    table = next(
        found
        for found, doc in tx.by("ec2.RouteTable", "vpc", key.name)
        if route_table.is_main(doc)
    )
    route_table.add_route(tx, table, "0.0.0.0/0", {"GatewayId": gateway.name})
    for at, zone in enumerate(account.zones(tx, region)):
        block = f"172.31.{at * 16}.0/20"
        subnet.create(tx, key, block, zone, public=True, default=True)
