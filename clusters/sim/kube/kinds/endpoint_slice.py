"""EndpointSlices."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube.ages import age_of
from clusters.sim.kube.fields import Problem, invalid, required, unsupported
from clusters.sim.kube.kind import AGE, NAME, Body, Cell, Column, Kind, register
from clusters.sim.world import index

TYPES = ("FQDN", "IPv4", "IPv6")
SERVICE = "kubernetes.io/service-name"
SHOWN = 3
LIMIT = 1000

index(
    "k8s.EndpointSlice",
    "service",
    lambda key, doc: filter(
        None, (_served(key.scope, (doc["metadata"].get("labels") or {}).get(SERVICE)),)
    ),
)


def _served(scope: str, service: str | None) -> str:
    """What the index "service" files a slice under: `<cluster>/<namespace>/<name>`."""
    return f"{scope}/{service}" if service else ""


def default(body: Body) -> None:
    body.setdefault("endpoints", [])
    for port in body.setdefault("ports", []):
        port.setdefault("name", "")
        port.setdefault("protocol", "TCP")


def validate(body: Doc) -> list[Problem]:
    out: list[Problem] = []
    kind = body.get("addressType")
    if not kind:
        out.append(required("addressType"))
    elif kind not in TYPES:
        out.append(unsupported("addressType", kind, TYPES))
    for at, endpoint in enumerate(body["endpoints"]):
        if not endpoint.get("addresses"):
            told = "must contain at least 1 address"
            out.append(required(f"endpoints[{at}].addresses", told))
    if len(body["endpoints"]) > LIMIT:
        out.append(
            Problem(
                "endpoints",
                "Too many",
                len(body["endpoints"]),
                f"must have at most {LIMIT} items",
            )
        )
    return out


def validate_update(body: Doc, old: Doc) -> list[Problem]:
    if body.get("addressType") == old.get("addressType"):
        return []
    return [invalid("addressType", body.get("addressType"), "field is immutable")]


def cells(doc: Doc) -> list[Cell]:
    ports = [
        "*" if p.get("port") is None else str(p["port"]) for p in doc.get("ports") or ()
    ]
    found = [a for e in doc.get("endpoints") or () for a in e["addresses"]]
    more = f" + {len(found) - SHOWN} more..." if len(found) > SHOWN else ""
    return [
        doc["metadata"]["name"],
        doc["addressType"],
        ",".join(ports[:SHOWN]) or "<unset>",
        (",".join(found[:SHOWN]) + more) or "<unset>",
        age_of(doc),
    ]


register(
    Kind(
        "discovery.k8s.io/v1",
        "EndpointSlice",
        "endpointslices",
        has_generation=True,
        default=default,
        validate=validate,
        validate_update=validate_update,
        columns=(
            NAME,
            Column("AddressType"),
            Column("Ports"),
            Column("Endpoints"),
            AGE,
        ),
        cells=cells,
    )
)
