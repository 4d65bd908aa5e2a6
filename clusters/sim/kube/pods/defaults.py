"""What the API fills in where a Pod's spec is silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from clusters.sim.kube import quantity
from clusters.sim.kube.kind import Body

MODE = 420
"""0644: the mode of files in configMap, secret and projected volumes."""
PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_FILES = ("configMap", "secret", "downwardAPI", "projected")
CONTAINER_LISTS = ("initContainers", "containers", "ephemeralContainers")


def containers(spec: Body) -> Iterator[Body]:
    """All containers of a spec, init containers first."""
    for name in CONTAINER_LISTS:
        yield from spec.get(name) or ()


def default_template(template: Body) -> None:
    """Fill in the spec of a Pod template."""
    template.setdefault("metadata", {})
    default_spec(template.setdefault("spec", {}))


def default_pod(body: Body) -> None:
    """Fill in a Pod: a template's defaults, and what only Pods get."""
    spec = body.setdefault("spec", {})
    default_spec(spec)
    spec.setdefault("enableServiceLinks", True)
    for container in containers(spec):
        limits = container["resources"].get("limits")
        if limits:
            requests = container["resources"].setdefault("requests", {})
            container["resources"]["requests"] = {**limits, **requests}


def default_spec(spec: Body) -> None:
    spec.setdefault("restartPolicy", "Always")
    spec.setdefault("dnsPolicy", "ClusterFirst")
    spec.setdefault("terminationGracePeriodSeconds", 30)
    spec.setdefault("schedulerName", "default-scheduler")
    spec.setdefault("securityContext", {})
    account = spec.get("serviceAccountName") or spec.get("serviceAccount")
    if account:
        spec["serviceAccountName"] = spec["serviceAccount"] = account
    for container in containers(spec):
        _container(container, host_network=bool(spec.get("hostNetwork")))
    for volume in spec.get("volumes") or ():
        _volume(volume)
    for term in spec.get("topologySpreadConstraints") or ():
        term.setdefault("whenUnsatisfiable", "DoNotSchedule")


def _container(container: Body, *, host_network: bool) -> None:
    container.setdefault("terminationMessagePath", "/dev/termination-log")
    container.setdefault("terminationMessagePolicy", "File")
    container.setdefault("imagePullPolicy", pull_policy(container.get("image") or ""))
    _resources(container.setdefault("resources", {}))
    for port in container.get("ports") or ():
        port.setdefault("protocol", "TCP")
        if host_network and "containerPort" in port:
            port.setdefault("hostPort", port["containerPort"])
    _fields([v.get("valueFrom") or {} for v in container.get("env") or ()])
    for name in PROBES:
        if container.get(name):
            _probe(container[name])
    for handler in (container.get("lifecycle") or {}).values():
        _handler(handler)


def pull_policy(image: str) -> str:
    """Always for `latest` or no tag at all; else IfNotPresent."""
    if "@" in image:
        return "IfNotPresent"
    tag = image.rpartition("/")[2].partition(":")[2]
    return "Always" if tag in {"", "latest"} else "IfNotPresent"


def _probe(probe: Body) -> None:
    probe.setdefault("timeoutSeconds", 1)
    probe.setdefault("periodSeconds", 10)
    probe.setdefault("successThreshold", 1)
    probe.setdefault("failureThreshold", 3)
    if probe.get("grpc"):
        probe["grpc"].setdefault("service", "")
    _handler(probe)


def _handler(handler: Body | None) -> None:
    if handler and handler.get("httpGet"):
        handler["httpGet"].setdefault("path", "/")
        handler["httpGet"].setdefault("scheme", "HTTP")


def _volume(volume: Body) -> None:
    if not [
        name for name, source in volume.items() if name != "name" and source is not None
    ]:
        volume["emptyDir"] = {}
    for name in _FILES:
        if volume.get(name) is not None:
            volume[name].setdefault("defaultMode", MODE)
    if volume.get("hostPath"):
        volume["hostPath"].setdefault("type", "")
    projected: Any = (volume.get("projected") or {}).get("sources") or ()
    for source in projected:
        if source.get("serviceAccountToken"):
            source["serviceAccountToken"].setdefault("expirationSeconds", 3600)
        _fields((source.get("downwardAPI") or {}).get("items") or ())
    _fields((volume.get("downwardAPI") or {}).get("items") or ())


def _resources(resources: Body) -> None:
    for part in ("limits", "requests"):
        amounts = resources.get(part)
        if amounts:
            resources[part] = {k: quantity.canonical(v) for k, v in amounts.items()}


def _fields(items: Iterable[Body]) -> None:
    """References to the Pod's own fields name the version they are read in."""
    for item in items:
        if item.get("fieldRef"):
            item["fieldRef"].setdefault("apiVersion", "v1")
