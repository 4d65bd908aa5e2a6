"""What Pods ask of a node: requests and limits, for one Pod and together."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.kube import quantity
from clusters.terminal.kubectl.client import Doc

Amounts = dict[str, str]
SIDECAR = "Always"


def of_pod(spec: Doc, kind: str) -> Amounts:
    """A Pod's `requests` or `limits`: containers run together, init ones in turn."""
    total = together(_of(one, kind) for one in spec.get("containers") or ())
    beside: Amounts = {}
    first: Amounts = {}
    for one in spec.get("initContainers") or ():
        own = _of(one, kind)
        if one.get("restartPolicy") == SIDECAR:
            total, beside = together((total, own)), together((beside, own))
            first = _larger(first, beside)
        else:
            first = _larger(first, together((own, beside)))
    total = _larger(total, first)
    overhead = spec.get("overhead") or {}
    if kind == "limits":
        overhead = {name: text for name, text in overhead.items() if name in total}
    return together((total, overhead))


def together(amounts: Iterable[Amounts]) -> Amounts:
    """The sum of amounts by name."""
    total: Amounts = {}
    for one in amounts:
        for name, text in one.items():
            total[name] = quantity.added(total.get(name, "0"), text)
    return total


def share(text: str, of: str, *, milli: bool) -> int:
    """How many percent of an amount another is, rounded down."""
    count = quantity.milli if milli else quantity.whole
    whole = count(of)
    return int(count(text) / whole * 100) if whole else 0


def _of(container: Doc, kind: str) -> Amounts:
    return dict((container.get("resources") or {}).get(kind) or {})


def _larger(one: Amounts, other: Amounts) -> Amounts:
    return {
        name: max(one.get(name, "0"), other.get(name, "0"), key=quantity.parse)
        for name in {**one, **other}
    }
