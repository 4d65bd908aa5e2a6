"""Field errors of probes and lifecycle handlers."""

from __future__ import annotations

from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube import names
from clusters.sim.kube.fields import Problem, forbidden, invalid, required, unsupported
from clusters.sim.kube.pods.defaults import PROBES

HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc")
HOOKS = ("exec", "httpGet", "tcpSocket", "sleep")
NUMBERS = (
    "initialDelaySeconds",
    "timeoutSeconds",
    "periodSeconds",
    "successThreshold",
    "failureThreshold",
)
PORTS = range(1, 65536)
PORT_RANGE = "must be between 1 and 65535, inclusive"


def check(container: Doc, path: str) -> list[Problem]:
    """Field errors of a container's probes and hooks."""
    out: list[Problem] = []
    for name in PROBES:
        probe = container.get(name)
        if probe is not None:
            out += _probe(probe, f"{path}.{name}", strict=name != "readinessProbe")
    for name, hook in (container.get("lifecycle") or {}).items():
        if isinstance(hook, dict):
            out += _handler(hook, f"{path}.lifecycle.{name}", HOOKS)
    return out


def _probe(probe: Doc, path: str, *, strict: bool) -> list[Problem]:
    out = _handler(probe, path, HANDLERS)
    for name in NUMBERS:
        if probe.get(name, 0) < 0:
            told = "must be greater than or equal to 0"
            out.append(invalid(f"{path}.{name}", probe[name], told))
    threshold = probe.get("successThreshold", 1)
    if strict and threshold != 1:
        out.append(invalid(f"{path}.successThreshold", threshold, "must be 1"))
    return out


def _handler(handler: Doc, path: str, known: tuple[str, ...]) -> list[Problem]:
    given = [name for name in known if handler.get(name) is not None]
    if not given:
        return [required(path, "must specify a handler type")]
    out = [
        forbidden(f"{path}.{name}", "may not specify more than 1 handler type")
        for name in given[1:]
    ]
    source = handler[given[0]]
    here = f"{path}.{given[0]}"
    if given[0] == "exec" and not source.get("command"):
        out.append(required(f"{here}.command"))
    if given[0] == "httpGet":
        out += _http(source, here)
    if given[0] in {"httpGet", "tcpSocket"}:
        out += port(source.get("port"), f"{here}.port")
    return out


def _http(source: Doc, path: str) -> list[Problem]:
    scheme = source.get("scheme")
    if scheme in {"HTTP", "HTTPS"}:
        return []
    return [unsupported(f"{path}.scheme", scheme, ("HTTP", "HTTPS"))]


def port(value: Any, path: str) -> list[Problem]:
    """Field errors of a port that may be a number or a name."""
    if value is None or value == "":
        return [invalid(path, 0, PORT_RANGE)]
    if isinstance(value, int):
        return [] if value in PORTS else [invalid(path, value, PORT_RANGE)]
    return [invalid(path, value, wrong) for wrong in names.port_name(value)]
