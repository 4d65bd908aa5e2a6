"""The environment of a container, and where its values come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_CEILING

from clusters.sim.kube import quantity
from clusters.terminal.kubectl.client import Doc


def sources(container: Doc) -> Iterator[str]:
    """ConfigMaps and Secrets that are taken over whole."""
    named = container.get("envFrom") or ()
    if named:
        yield "    Environment Variables from:\n"
    for one in named:
        what, ref = (
            ("ConfigMap", one["configMapRef"])
            if one.get("configMapRef")
            else ("Secret", one.get("secretRef") or {})
        )
        prefix = f" with prefix '{one['prefix']}'" if one.get("prefix") else ""
        optional = str(bool(ref.get("optional"))).lower()
        yield f"      {ref.get('name', '')}\t{what}{prefix}\tOptional: {optional}\n"


def environment(container: Doc, resolve: Callable[[Doc], str] | None) -> Iterator[str]:
    """The variables, one by one."""
    variables = container.get("env") or ()
    yield "    Environment:\n" if variables else "    Environment:\t<none>\n"
    for one in variables:
        if one.get("valueFrom"):
            yield f"      {one['name']}:\t{_taken(container, one['valueFrom'], resolve)}\n"
            continue
        first, *rest = (one.get("value") or "").split("\n")
        yield f"      {one['name']}:\t{first}\n"
        for line in rest:
            yield f"      \t{line}\n"


def _taken(container: Doc, source: Doc, resolve: Callable[[Doc], str] | None) -> str:
    if source.get("fieldRef"):
        ref = source["fieldRef"]
        value = resolve(ref) if resolve else ""
        return f"{value} ({ref.get('apiVersion', 'v1')}:{ref['fieldPath']})"
    if source.get("resourceFieldRef"):
        ref = source["resourceFieldRef"]
        return f"{_amount(container, ref)} ({ref['resource']})"
    ref = source.get("secretKeyRef") or source.get("configMapKeyRef") or {}
    place = "in secret" if source.get("secretKeyRef") else "of config map"
    optional = str(bool(ref.get("optional"))).lower()
    what = f"<set to the key '{ref.get('key', '')}' {place} '{ref.get('name', '')}'>"
    return f"{what}\tOptional: {optional}"


def _amount(container: Doc, ref: Doc) -> str:
    """What `limits.cpu` comes to, in whole divisors."""
    part, _, name = ref["resource"].partition(".")
    found = ((container.get("resources") or {}).get(part) or {}).get(name, "0")
    divisor = quantity.parse(ref.get("divisor") or "1") or quantity.parse("1")
    value = int((quantity.parse(found) / divisor).to_integral_value(ROUND_CEILING))
    if not value and ref["resource"] in ("limits.cpu", "limits.memory"):
        return "node allocatable"
    return str(value)
