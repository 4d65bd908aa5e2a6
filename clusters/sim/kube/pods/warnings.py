"""What the API server warns of in a Pod's spec without refusing it."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.sim.commands import Doc
from clusters.sim.kube import quantity


def of_pod(body: Doc) -> list[str]:
    return list(_spec(body["spec"], "spec"))


def of_workload(body: Doc) -> list[str]:
    """The warnings about a template's Pods."""
    return list(_spec(body["spec"]["template"].get("spec") or {}, "spec.template.spec"))


def _spec(spec: Doc, path: str) -> Iterator[str]:
    for part in ("initContainers", "containers"):
        for at, container in enumerate(spec.get(part) or ()):
            here = f"{path}.{part}[{at}]"
            yield from _env(container, here)
            yield from _resources(container, here)


def _env(container: Doc, path: str) -> Iterator[str]:
    seen: set[str] = set()
    for at, variable in enumerate(container.get("env") or ()):
        name = variable.get("name", "")
        if name in seen:
            yield (
                f'{path}.env[{at}]: hides previous definition of "{name}", '
                "which may be dropped when using apply"
            )
        seen.add(name)


def _resources(container: Doc, path: str) -> Iterator[str]:
    for part in ("limits", "requests"):
        amounts = (container.get("resources") or {}).get(part) or {}
        amount = amounts.get("memory")
        if amount is not None and quantity.parse(amount) % 1:
            yield (
                f"{path}.resources.{part}[memory]: fractional byte value "
                f'"{amount}" is invalid, must be an integer'
            )
