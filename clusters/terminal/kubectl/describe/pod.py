"""Pods."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.describe import wording
from clusters.terminal.kubectl.describe.containers import containers
from clusters.terminal.kubectl.describe.describer import Look, describer
from clusters.terminal.kubectl.describe.events import events
from clusters.terminal.kubectl.describe.placing import spread, tolerations
from clusters.terminal.kubectl.describe.volumes import volumes

OVER = ("Failed", "Succeeded")
KINDS = (
    ("Init Containers", "initContainers", "initContainerStatuses"),
    ("Containers", "containers", "containerStatuses"),
    ("Ephemeral Containers", "ephemeralContainers", "ephemeralContainerStatuses"),
)


@describer("pods")
def pod(look: Look) -> Iterator[str]:
    meta, spec, status = look.meta, look.spec, look.status
    yield from wording.named(meta)
    yield from _placed(spec, status)
    yield from wording.marks(meta)
    yield from _status(look)
    yield from _addresses(status)
    if wording.controller(meta):
        yield f"Controlled By:\t{wording.controller(meta)}\n"
    if status.get("nominatedNodeName"):
        yield f"NominatedNodeName:\t{status['nominatedNodeName']}\n"
    for title, planned, found in KINDS:
        if planned == "containers" or spec.get(planned):
            yield from containers(
                title,
                spec.get(planned),
                statuses=status.get(found),
                resolve=lambda ref: field(look.doc, ref),
            )
    yield from _conditions(spec, status)
    yield from volumes(spec.get("volumes"))
    yield f"QoS Class:\t{status.get('qosClass', '')}\n"
    yield from wording.labels("Node-Selectors", spec.get("nodeSelector"))
    yield from tolerations("Tolerations", spec.get("tolerations"))
    yield from spread(spec.get("topologySpreadConstraints"))
    yield from events(look, typed=False)


def _placed(spec: Doc, status: Doc) -> Iterator[str]:
    if spec.get("priority") is not None:
        yield f"Priority:\t{spec['priority']}\n"
    for title, name in (
        ("Priority Class Name", "priorityClassName"),
        ("Runtime Class Name", "runtimeClassName"),
        ("Service Account", "serviceAccountName"),
    ):
        if spec.get(name):
            yield f"{title}:\t{spec[name]}\n"
    if spec.get("nodeName"):
        yield f"Node:\t{spec['nodeName']}/{status.get('hostIP', '')}\n"
    else:
        yield f"Node:\t{wording.NONE}\n"
    if status.get("startTime"):
        yield f"Start Time:\t{wording.moment(status['startTime'])}\n"


def _status(look: Look) -> Iterator[str]:
    meta, spec, status = look.meta, look.spec, look.status
    if meta.get("deletionTimestamp") and status.get("phase") not in OVER:
        lasts = wording.ago(meta["deletionTimestamp"], look.wall)
        grace = meta.get("deletionGracePeriodSeconds", 0)
        yield f"Status:\tTerminating (lasts {lasts})\n"
        yield f"Termination Grace Period:\t{grace}s\n"
    else:
        yield f"Status:\t{status.get('phase', '')}\n"
    for name in ("reason", "message"):
        if status.get(name):
            yield f"{name.title()}:\t{status[name]}\n"
    profile = (spec.get("securityContext") or {}).get("seccompProfile")
    if profile:
        yield f"SeccompProfile:\t{profile.get('type', '')}\n"
        if profile.get("type") == "Localhost":
            yield f"LocalhostProfile:\t{profile.get('localhostProfile', '')}\n"


def _addresses(status: Doc) -> Iterator[str]:
    yield f"IP:\t{status.get('podIP', '')}\n"
    addresses = status.get("podIPs") or ()
    yield "IPs:\n" if addresses else f"IPs:\t{wording.NONE}\n"
    for one in addresses:
        yield f"  IP:\t{one['ip']}\n"


def _conditions(spec: Doc, status: Doc) -> Iterator[str]:
    found = status.get("conditions") or ()
    states = {one["type"]: one["status"] for one in found}
    gates = spec.get("readinessGates") or ()
    if gates:
        yield "Readiness Gates:\n  Type\tStatus\n"
    for gate in gates:
        name = gate["conditionType"]
        yield f"  {name} \t{states.get(name, wording.NONE)} \n"
    if found:
        yield "Conditions:\n  Type\tStatus\n"
    for one in found:
        yield f"  {one['type']} \t{one['status']} \n"


def field(doc: Doc, ref: Doc) -> str:
    """What a Pod's own field comes to; of those that its node sets, nothing is known."""
    path, _, key = ref["fieldPath"].partition("['")
    place: object = doc if path.startswith("metadata.") else None
    for name in path.split("."):
        place = place.get(name) if isinstance(place, dict) else None
    if key and isinstance(place, dict):
        return str(place.get(key.removesuffix("']"), ""))
    if isinstance(place, dict):
        return "\n".join(f'{k}="{v}"' for k, v in sorted(place.items()))
    return "" if place is None else str(place)
