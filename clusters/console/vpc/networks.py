"""Sheets about what a VPC is made of: subnets, route tables, gateways."""

from __future__ import annotations

from clusters.console.vpc import words
from clusters.console.vpc.sheet import Fact, RouteRow, Sheet
from clusters.live.words import counted
from clusters.sim.commands import Doc
from clusters.sim.world import Document, Key, World


def vpc(world: World, _key: Key, _cluster: Doc, at: Key, doc: Document) -> Sheet:
    hidden = doc["_"]
    switched = [
        Fact(name[0].lower() + name[1:], "on" if hidden.get(name) else "off")
        for name in ("EnableDnsSupport", "EnableDnsHostnames")
    ]
    dns = all(hidden.get(n) for n in ("EnableDnsSupport", "EnableDnsHostnames"))
    return Sheet(
        at.name,
        words.name_of(doc) or "Your VPC",
        "VPC",
        "you",
        "Your own network in AWS. Nodes and Pods get their addresses from it.",
        "DNS is on"
        if dns
        else "DNS is off: a private endpoint's name does not resolve",
        "ok" if dns else "warn",
        (
            Fact("VPC id", at.name, copy=True),
            Fact("Addresses", doc["CidrBlock"], copy=True),
            Fact("Subnets", str(len(world.by("ec2.Subnet", "vpc", at.name)))),
            *switched,
        ),
        "Carries packets between its subnets and resolves names in it.",
        "Choose its addresses, subnets, routes and security groups.",
    )


def subnet(world: World, key: Key, cluster: Doc, at: Key, doc: Document) -> Sheet:
    way, room = words.way_out(world, key.scope, doc), words.room(world, at, doc)
    public = doc["MapPublicIpOnLaunch"]
    used = at.name in cluster["resourcesVpcConfig"]["subnetIds"]
    tables = world.by("ec2.RouteTable", "subnet", at.name)
    table = tables[0][0].name if tables else _main_table(world, doc["VpcId"])
    you = "Keep addresses free: nodes, control plane and each Pod take one."
    if room.free < 1:
        you = (
            "No free addresses: the next Pod stays in ContainerCreating. Delete Pods or "
            "interfaces, or give the cluster's nodes another, larger subnet."
        )
    roles = [Fact("Load balancer tag", text) for text in words.role_words(doc)]
    none = Fact("Load balancer tag", "none: the cloud controller picks by routes alone")
    return Sheet(
        at.name,
        words.name_of(doc) or doc["CidrBlock"],
        f"{way.word} subnet",
        "you",
        f"{way.text} {counted(room.free, 'address is', 'addresses are')} free of "
        f"{room.usable}; five more are AWS's.",
        "No free addresses" if room.free < 1 else f"{room.free} addresses free",
        room.tone,
        (
            Fact("Subnet id", at.name, copy=True),
            Fact("Addresses", doc["CidrBlock"], copy=True),
            Fact("Zone", doc["AvailabilityZone"]),
            Fact("Route table", table, link=table),
            Fact("Auto-assign public IPv4", "on" if public else "off"),
            Fact("The control plane may put ENIs here", "yes" if used else "no"),
            *(roles or [none]),
        ),
        "Hands out its addresses; keeps the first four and the last for itself.",
        you,
        changes="subnet",
        options=(("public", "on" if public else "off"),),
    )


def _main_table(world: World, vpc: str) -> str:
    for key, doc in world.by("ec2.RouteTable", "vpc", vpc):
        if any(a["Main"] for a in doc["Associations"]):
            return key.name
    return ""


def table(world: World, key: Key, _cluster: Doc, at: Key, doc: Document) -> Sheet:
    rows = tuple(_route(world, key.scope, route) for route in doc["Routes"])
    main = any(a["Main"] for a in doc["Associations"])
    lost = [row for row in rows if row.lost]
    serves = [
        Fact("Used by", a["SubnetId"], link=a["SubnetId"])
        for a in doc["Associations"]
        if "SubnetId" in a
    ]
    if main:
        serves.append(Fact("Used by", "every subnet that has no table of its own"))
    targets = [
        *world.by("ec2.InternetGateway", "vpc", doc["VpcId"]),
        *(
            gateway
            for gateway in world.by("ec2.NatGateway", "vpc", doc["VpcId"])
            if gateway[1]["State"] in ("pending", "available")
        ),
    ]
    return Sheet(
        at.name,
        words.name_of(doc) or at.name,
        "Main route table" if main else "Route table",
        "you",
        "Says where packets go that leave a subnet. The most specific route decides.",
        f"{counted(len(lost), 'black hole')}"
        if lost
        else "Every route leads somewhere",
        "bad" if lost else "ok",
        (Fact("Route table id", at.name, copy=True), *serves),
        you="Give public subnets a route to an internet gateway, private ones to a NAT.",
        routes=rows,
        changes="route",
        options=tuple((found.name, found.name) for found, _ in targets),
    )


def _route(world: World, region: str, route: Doc) -> RouteRow:
    return RouteRow(
        route.get("DestinationCidrBlock", ""),
        words.route_words(world, region, route),
        lost=words.is_lost(world, region, route),
        local=route.get("GatewayId") == "local",
    )


def gateway(_w: World, _k: Key, _c: Doc, at: Key, doc: Document) -> Sheet:
    return Sheet(
        at.name,
        "Internet gateway",
        "Internet gateway",
        "you",
        "The VPC's door to the internet, both ways. It carries only what has a public "
        "address of its own.",
        "Attached",
        facts=(
            Fact("Gateway id", at.name, copy=True),
            Fact("Attached to", doc["Attachments"][0]["VpcId"]),
        ),
        aws="Runs it in all zones; it has no limit and nothing to patch.",
        you="Point the default route of public subnets to it.",
    )


def nat(_w: World, _k: Key, _c: Doc, at: Key, doc: Document) -> Sheet:
    first = doc["NatGatewayAddresses"][0]
    state = doc["State"]
    return Sheet(
        at.name,
        "NAT gateway",
        "NAT gateway",
        "both",
        "Takes what private subnets send to the internet out under one public address. "
        "Nothing out there can begin a connection through it.",
        state,
        {"available": "ok", "failed": "bad", "deleted": "off"}.get(state, "busy"),
        (
            Fact("Gateway id", at.name, copy=True),
            Fact("Elastic IP", first.get("PublicIp", "none"), copy="PublicIp" in first),
            Fact("Stands in", doc["SubnetId"], link=doc["SubnetId"]),
            Fact(
                "Its ENI", first["NetworkInterfaceId"], link=first["NetworkInterfaceId"]
            ),
        ),
        "Runs and scales it within its one zone.",
        "Put it in a public subnet, one per zone if a zone may fail, and pay per hour.",
    )
