"""Field errors of containers: names, images, ports, resources, environment, mounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube import names, quantity
from clusters.sim.kube.fields import (
    Problem,
    duplicate,
    invalid,
    not_found,
    required,
    unsupported,
)
from clusters.sim.kube.pods import probes

PULL_POLICIES = ("Always", "IfNotPresent", "Never")
PROTOCOLS = ("SCTP", "TCP", "UDP")
STANDARD = {"cpu", "memory", "ephemeral-storage"}
_ENV_NAME = re.compile("[ -<>-~]+")
_ENV_TEXT = (
    "a valid environment variable name must consist only of printable ASCII "
    "characters other than '='"
)
_ENV_SOURCES = (
    "fieldRef",
    "resourceFieldRef",
    "configMapKeyRef",
    "secretKeyRef",
    "fileKeyRef",
)
_SECURITY = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"
UID_RANGE = "must be between 0 and 2147483647, inclusive"
MAX_UID = 2147483647


def check(spec: Doc, path: str) -> list[Problem]:
    """All field errors of a spec's containers."""
    out: list[Problem] = []
    volumes = {volume.get("name") for volume in spec.get("volumes") or ()}
    if not spec.get("containers"):
        out.append(required(f"{path}.containers"))
    seen: set[str] = set()
    for part in ("initContainers", "containers"):
        for at, container in enumerate(spec.get(part) or ()):
            here = f"{path}.{part}[{at}]"
            name = container.get("name")
            if name in seen:
                out.append(duplicate(f"{here}.name", name))
            seen.add(name)
            out += _container(spec, container, here, volumes)
    return out


def _container(
    spec: Doc, container: Doc, path: str, volumes: set[Any]
) -> list[Problem]:
    out: list[Problem] = []
    name, image = container.get("name"), container.get("image")
    if not name:
        out.append(required(f"{path}.name"))
    else:
        out += [invalid(f"{path}.name", name, wrong) for wrong in names.label(name)]
    if not image:
        out.append(required(f"{path}.image"))
    elif image != image.strip():
        told = "must not have leading or trailing whitespace"
        out.append(invalid(f"{path}.image", image, told))
    policy = container.get("imagePullPolicy")
    if policy not in PULL_POLICIES:
        out.append(unsupported(f"{path}.imagePullPolicy", policy, PULL_POLICIES))
    host = bool(spec.get("hostNetwork"))
    out += _ports(container.get("ports") or (), f"{path}.ports", host_network=host)
    out += _env(container.get("env") or (), f"{path}.env")
    out += _mounts(container.get("volumeMounts") or (), f"{path}.volumeMounts", volumes)
    out += probes.check(container, path)
    out += _resources(container.get("resources") or {}, f"{path}.resources")
    out += _security(container.get("securityContext") or {}, f"{path}.securityContext")
    return out


def _ports(ports: Sequence[Doc], path: str, *, host_network: bool) -> list[Problem]:
    out: list[Problem] = []
    seen: set[str] = set()
    for at, port in enumerate(ports):
        here = f"{path}[{at}]"
        name, number = port.get("name"), port.get("containerPort")
        if name:
            out += _port_name(name, f"{here}.name", seen)
        if not number:
            out.append(required(f"{here}.containerPort"))
        else:
            out += probes.port(number, f"{here}.containerPort")
        host = port.get("hostPort")
        out += probes.port(host, f"{here}.hostPort") if host else []
        if host_network and host != number:
            told = "must match `containerPort` when `hostNetwork` is true"
            out.append(invalid(f"{here}.hostPort", host, told))
        if port.get("protocol") not in PROTOCOLS:
            out.append(unsupported(f"{here}.protocol", port.get("protocol"), PROTOCOLS))
    return out


def _port_name(name: str, path: str, seen: set[str]) -> list[Problem]:
    out = [invalid(path, name, wrong) for wrong in names.port_name(name)]
    if name in seen:
        out.append(duplicate(path, name))
    seen.add(name)
    return out


def _env(variables: Sequence[Doc], path: str) -> list[Problem]:
    out: list[Problem] = []
    for at, variable in enumerate(variables):
        here, name = f"{path}[{at}]", variable.get("name")
        if not name:
            out.append(required(f"{here}.name"))
        elif not _ENV_NAME.fullmatch(name):
            out.append(invalid(f"{here}.name", name, _ENV_TEXT))
        source = variable.get("valueFrom")
        if source is not None:
            out += _env_source(variable, source, f"{here}.valueFrom")
    return out


def _env_source(variable: Doc, source: Doc, path: str) -> list[Problem]:
    given = [name for name in _ENV_SOURCES if source.get(name)]
    if variable.get("value"):
        told = "may not be specified when `value` is not empty"
        return [invalid(path, "", told)]
    if not given:
        told = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"
        return [invalid(path, "", told)]
    if len(given) > 1:
        told = "may not have more than one field specified at a time"
        return [invalid(path, "", told)]
    out: list[Problem] = []
    out += [
        required(f"{path}.{name}.key")
        for name in ("configMapKeyRef", "secretKeyRef")
        if name in given and not source[name].get("key")
    ]
    if "fieldRef" in given and not source["fieldRef"].get("fieldPath"):
        out.append(required(f"{path}.fieldRef.fieldPath"))
    return out


def _mounts(mounts: Sequence[Doc], path: str, volumes: set[Any]) -> list[Problem]:
    out: list[Problem] = []
    seen: set[str] = set()
    for at, mount in enumerate(mounts):
        here = f"{path}[{at}]"
        name, place = mount.get("name"), mount.get("mountPath")
        if not name:
            out.append(required(f"{here}.name"))
        elif name not in volumes:
            out.append(not_found(f"{here}.name", name))
        if not place:
            out.append(required(f"{here}.mountPath"))
        elif place in seen:
            out.append(invalid(f"{here}.mountPath", place, "must be unique"))
        seen.add(place or "")
    return out


def _resources(resources: Doc, path: str) -> list[Problem]:
    out: list[Problem] = []
    limits = resources.get("limits") or {}
    requests = resources.get("requests") or {}
    for part, amounts in (("limits", limits), ("requests", requests)):
        for name, amount in sorted(amounts.items()):
            here = f"{path}.{part}[{name}]"
            out += [invalid(f"{path}.{part}", name, w) for w in _resource_name(name)]
            if quantity.parse(amount) < 0:
                out.append(invalid(here, amount, "must be greater than or equal to 0"))
    for name, amount in sorted(requests.items()):
        out += _within(name, amount, limits.get(name), f"{path}.requests")
    for name in sorted(set(limits) - set(requests)):
        if _fixed(name):
            out += _within(name, limits[name], limits[name], f"{path}.requests")
    return out


def _within(name: str, amount: Any, limit: Any, path: str) -> list[Problem]:
    if limit is None:
        told = "Limit must be set for non overcommitable resources"
        return (
            [required(f"{path.rpartition('.')[0]}.limits", told)]
            if _fixed(name)
            else []
        )
    if _fixed(name) and quantity.parse(amount) != quantity.parse(limit):
        return [invalid(path, amount, f"must be equal to {name} limit of {limit}")]
    if quantity.parse(amount) > quantity.parse(limit):
        told = f"must be less than or equal to {name} limit of {limit}"
        return [invalid(path, amount, told)]
    return []


def _fixed(name: str) -> bool:
    """Whether request and limit of this resource must be equal."""
    return name.startswith("hugepages-") or (
        "/" in name and "kubernetes.io/" not in name
    )


def _resource_name(name: str) -> Iterable[str]:
    wrong = names.qualified(name)
    if wrong or "/" in name:
        return wrong
    if name in STANDARD or name.startswith("hugepages-"):
        return ()
    return (
        "must be a standard resource type or fully qualified",
        "must be a standard resource for containers",
    )


def _security(context: Doc, path: str) -> list[Problem]:
    out: list[Problem] = []
    if context.get("privileged") and context.get("allowPrivilegeEscalation") is False:
        out.append(invalid(path, dict(context), _SECURITY))
    for name in ("runAsUser", "runAsGroup"):
        number = context.get(name)
        if number is not None and not 0 <= number <= MAX_UID:
            out.append(invalid(f"{path}.{name}", number, UID_RANGE))
    return out
