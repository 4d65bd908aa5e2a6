"""Services."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.describe import wording
from clusters.terminal.kubectl.describe.describer import Look, describer
from clusters.terminal.kubectl.describe.events import events
from clusters.terminal.kubectl.errors import ApiError

SHOWN = 3
"""So many endpoints of a port are told; the others are counted."""


@describer("services")
def service(look: Look) -> Iterator[str]:
    spec = look.spec
    yield from wording.head(look.meta)
    yield f"Selector:\t{wording.flat(spec.get('selector'))}\n"
    yield f"Type:\t{spec.get('type', '')}\n"
    if spec.get("ipFamilyPolicy"):
        yield f"IP Family Policy:\t{spec['ipFamilyPolicy']}\n"
    yield f"IP Families:\t{','.join(spec.get('ipFamilies') or ()) or wording.NONE}\n"
    yield f"IP:\t{spec.get('clusterIP', '')}\n"
    yield f"IPs:\t{','.join(spec.get('clusterIPs') or ()) or wording.NONE}\n"
    yield from _outside(look)
    yield from _ports(look)
    yield f"Session Affinity:\t{spec.get('sessionAffinity', '')}\n"
    for title, name in (
        ("External Traffic Policy", "externalTrafficPolicy"),
        ("Internal Traffic Policy", "internalTrafficPolicy"),
        ("HealthCheck NodePort", "healthCheckNodePort"),
    ):
        if spec.get(name):
            yield f"{title}:\t{spec[name]}\n"
    if spec.get("loadBalancerSourceRanges"):
        ranges = ",".join(spec["loadBalancerSourceRanges"])
        yield f"LoadBalancer Source Ranges:\t{ranges}\n"
    yield from events(look)


def _outside(look: Look) -> Iterator[str]:
    spec = look.spec
    if spec.get("externalIPs"):
        yield f"External IPs:\t{','.join(spec['externalIPs'])}\n"
    if spec.get("loadBalancerIP"):
        yield f"Desired LoadBalancer IP:\t{spec['loadBalancerIP']}\n"
    balanced = (look.status.get("loadBalancer") or {}).get("ingress") or ()
    if balanced:
        yield f"LoadBalancer Ingress:\t{', '.join(map(_ingress, balanced))}\n"
    if spec.get("externalName"):
        yield f"External Name:\t{spec['externalName']}\n"


def _ingress(one: Doc) -> str:
    if one.get("ip"):
        mode = one.get("ipMode")
        return f"{one['ip']} ({mode})" if mode else str(one["ip"])
    return str(one.get("hostname", ""))


def _ports(look: Look) -> Iterator[str]:
    name = look.info.name
    chosen = f"kubernetes.io/service-name={name}"
    try:
        slices = look.others("endpointslices.discovery.k8s.io", labelSelector=chosen)
    except ApiError:
        slices = []
    for port in look.spec.get("ports") or ():
        title, protocol = port.get("name") or wording.UNSET, port.get("protocol", "TCP")
        yield f"Port:\t{title}\t{port['port']}/{protocol}\n"
        yield f"TargetPort:\t{port.get('targetPort', 0)}/{protocol}\n"
        if port.get("nodePort"):
            yield f"NodePort:\t{title}\t{port['nodePort']}/{protocol}\n"
        yield f"Endpoints:\t{_endpoints(slices, port.get('name', ''))}\n"


def _endpoints(slices: list[Doc], port: str) -> str:
    """The ready endpoints behind a port."""
    if not slices:
        return wording.NONE
    found = [
        _address(address, number)
        for one in slices
        for number in _numbers(one, port)
        for endpoint in one.get("endpoints") or ()
        if (endpoint.get("conditions") or {}).get("ready") is not False
        for address in endpoint.get("addresses") or ()
    ]
    more = f" + {len(found) - SHOWN} more..." if len(found) > SHOWN else ""
    return ",".join(found[:SHOWN]) + more


def _numbers(one: Doc, port: str) -> list[int | None]:
    """The numbers of a port in a slice; a slice without ports is for all of them."""
    ports = one.get("ports") or ()
    if not ports:
        return [None]
    return [each.get("port") for each in ports if (each.get("name") or "") == port]


def _address(address: str, number: int | None) -> str:
    host = f"[{address}]" if ":" in address else address
    return f"{host}:{number}" if number is not None else address
