"""nslookup, dig and host: what the DNS of where you stand answers."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from clusters.sim.network import service
from clusters.sim.network.path import Path
from clusters.sim.world import Key, World
from clusters.terminal.gnu.options import Given, Manual, tool
from clusters.terminal.network import names, standing
from clusters.terminal.network.names import NoSuchName
from clusters.terminal.network.standing import Here, NowhereNow
from clusters.terminal.program import Call, Err, Exit, program

AT_HOME = "127.0.0.53"
DNS_PORT = 53
HELD = 3.0


class NoServer(Exception):
    """The server that was named does not answer; the text says why."""


def _here(call: Call, world: World) -> Here:
    try:
        return standing.here(call.session, world)
    except NowhereNow as gone:
        raise Exit(1, f"{call.name}: {gone}") from None


def _server(world: World, here: Here) -> str:
    """The resolver where one stands: of a VPC its own, of a Pod CoreDNS."""
    if here.spot is None:
        return AT_HOME
    if here.spot.own_network and here.cluster is not None:
        dns = service.find(world, here.cluster, "/".join(service.DNS))
        return str(dns["spec"]["clusterIP"]) if dns else "10.100.0.10"
    vpc = world.find(Key("ec2.Vpc", here.spot.instance.scope, here.vpc))
    block = vpc["CidrBlock"] if vpc else "10.0.0.0/16"
    return str(ipaddress.ip_network(block)[2])


def _asked(world: World, here: Here, name: str, server: str) -> list[str]:
    """The addresses that a server answers. Raises NoSuchName and NoServer."""
    if not server or server == _server(world, here):
        return names.addresses(world, here, name)
    dns = (
        service.find(world, here.cluster, "/".join(service.DNS))
        if here.cluster
        else None
    )
    if dns is None or dns["spec"].get("clusterIP") != server or here.spot is None:
        raise NoServer(f"No DNS server answers at {server} from where you stand.")
    assert here.cluster is not None
    wanted = service.asked(world, here.cluster, "/".join(service.DNS), DNS_PORT)
    if isinstance(wanted, Path):
        raise NoServer(wanted.reason)
    rules = service.proxied(world, here.spot.node, wanted)
    if not rules.ok:
        raise NoServer(rules.why)
    if not service.backends(world, wanted.key, wanted.port):
        raise NoServer(service.nobody(wanted).why)
    found = names.service_addresses(world, here.cluster, name.rstrip("."))
    return found or names.addresses(world, here, name)


@tool("nslookup", Manual(("nslookup NAME [SERVER]",), "Print the addresses of a name."))
def nslookup(call: Call, given: Given) -> Iterator[str]:
    """As nslookup of BIND."""
    if not given.words:
        raise Exit(1, "nslookup: name a host: nslookup NAME")
    world = call.session.world()
    here = _here(call, world)
    name, server = given.words[0], (given.words[1] if given.words[1:] else "")
    shown = server or _server(world, here)
    try:
        found = _asked(world, here, name, server)
    except NoServer as silent:
        call.session.sleep(HELD)
        raise Exit(
            1,
            f";; communications error to {shown}#53: timed out\n;; no servers could be reached\n{silent}",
        ) from None
    except NoSuchName as missing:
        yield f"Server:\t\t{shown}\nAddress:\t{shown}#53\n\n** server can't find {name}: NXDOMAIN\n\n"
        yield Err(f"{missing}\n")
        raise Exit(1) from None
    yield f"Server:\t\t{shown}\nAddress:\t{shown}#53\n\n"
    if not name.rstrip(".").endswith(names.CLUSTER_DOMAIN):
        yield "Non-authoritative answer:\n"
    for address in found:
        yield f"Name:\t{name}\nAddress: {address}\n"
    yield "\n"


@tool("host", Manual(("host NAME",), "Print the addresses of a name."))
def host(call: Call, given: Given) -> Iterator[str]:
    """As host of BIND."""
    if not given.words:
        raise Exit(1, "host: name a host: host NAME")
    world = call.session.world()
    name = given.words[0]
    try:
        found = _asked(
            world, _here(call, world), name, given.words[1] if given.words[1:] else ""
        )
    except (NoSuchName, NoServer) as missing:
        yield f"Host {name} not found: 3(NXDOMAIN)\n"
        yield Err(f"{missing}\n")
        raise Exit(1) from None
    for address in found:
        yield f"{name} has address {address}\n"


@program("dig")
def dig(call: Call) -> Iterator[str]:
    """As dig of BIND: dig [@SERVER] NAME [A] [+short]."""
    server = next((w[1:] for w in call.args if w.startswith("@")), "")
    plain = [w for w in call.args if w[:1] not in "@+-" and w not in ("A", "IN", "ANY")]
    if not plain:
        raise Exit(1, "dig: name a host: dig +short NAME")
    world = call.session.world()
    here, name = _here(call, world), plain[0]
    shown = server or _server(world, here)
    why = ""
    try:
        found = _asked(world, here, name, server)
    except NoServer as silent:
        call.session.sleep(HELD)
        yield f";; communications error to {shown}#53: timed out\n;; no servers could be reached\n"
        raise Exit(9, str(silent)) from None
    except NoSuchName as missing:
        found, why = [], str(missing)
    if "+short" in call.args:
        yield "".join(f"{address}\n" for address in found)
    else:
        yield _answer(name, found, shown)
    if why:
        yield Err(f"{why}\n")


def _answer(name: str, found: list[str], server: str) -> str:
    full = name.rstrip(".") + "."
    status = "NOERROR" if found else "NXDOMAIN"
    lines = [
        "",
        f"; <<>> DiG 9.18.33 <<>> {name}",
        ";; global options: +cmd",
        ";; Got answer:",
        f";; ->>HEADER<<- opcode: QUERY, status: {status}, id: 1",
        f";; flags: qr rd ra; QUERY: 1, ANSWER: {len(found)}, AUTHORITY: 0, ADDITIONAL: 1",
        "",
        ";; QUESTION SECTION:",
        f";{full}\t\tIN\tA",
        "",
    ]
    if found:
        lines += [
            ";; ANSWER SECTION:",
            *(f"{full}\t60\tIN\tA\t{one}" for one in found),
            "",
        ]
    return "\n".join([*lines, f";; SERVER: {server}#53({server}) (UDP)", ""]) + "\n"
