"""Endpoints and EndpointSlices: what is behind a Service."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.describe import wording
from clusters.terminal.kubectl.describe.describer import Look, describer
from clusters.terminal.kubectl.describe.events import events
from clusters.terminal.kubectl.describe.wording import NONE, UNSET
from clusters.terminal.kubectl.go_words import printed

PORTS = "Name\tPort\tProtocol\n{}----\t----\t--------\n"


@describer("endpoints")
def endpoints(look: Look) -> Iterator[str]:
    yield from wording.head(look.meta)
    yield "Subsets:\n"
    for subset in look.doc.get("subsets") or ():
        for title, name in (
            ("Addresses", "addresses"),
            ("NotReadyAddresses", "notReadyAddresses"),
        ):
            found = ",".join(one["ip"] for one in subset.get(name) or ())
            yield f"  {title}:\t{found or NONE}\n"
        if subset.get("ports"):
            yield "  Ports:\n    " + PORTS.format(" " * 4)
        for port in subset.get("ports") or ():
            yield f"    {_port(port)}\n"
        yield "\n"
    yield from events(look)


def _port(port: Doc) -> str:
    number = port.get("port")
    cells = (
        port.get("name") or UNSET,
        UNSET if number is None else str(number),
        port.get("protocol", "TCP"),
    )
    return "\t".join(cells)


@describer("endpointslices.discovery.k8s.io")
def endpoint_slice(look: Look) -> Iterator[str]:
    yield from wording.head(look.meta)
    yield f"AddressType:\t{look.doc.get('addressType', '')}\n"
    ports, members = look.doc.get("ports"), look.doc.get("endpoints")
    yield "Ports:\n  " + PORTS.format("  ") if ports else f"Ports: {UNSET}\n"
    for port in ports or ():
        yield f"  {_port(port)}\n"
    yield "Endpoints:\n" if members else f"Endpoints: {NONE}\n"
    for one in members or ():
        yield from _endpoint(one)
    yield from events(look)


def _endpoint(one: Doc) -> Iterator[str]:
    ready = (one.get("conditions") or {}).get("ready")
    yield f"  - Addresses:\t{', '.join(one.get('addresses') or ())}\n"
    yield "    Conditions:\n"
    yield f"      Ready:\t{UNSET if ready is None else printed(ready)}\n"
    yield f"    Hostname:\t{one.get('hostname') or UNSET}\n"
    target = one.get("targetRef")
    if target:
        yield f"    TargetRef:\t{target['kind']}/{target['name']}\n"
    yield f"    NodeName:\t{one.get('nodeName') or UNSET}\n"
    yield f"    Zone:\t{one.get('zone') or UNSET}\n"
