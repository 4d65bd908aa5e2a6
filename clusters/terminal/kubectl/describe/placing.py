"""Where a Pod may run: tolerations and spread constraints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.describe.wording import column, selector


def tolerations(title: str, borne: Iterable[Doc] | None) -> Iterator[str]:
    """The taints that are borne, by key."""
    ordered = sorted(borne or (), key=lambda one: one.get("key", ""))
    yield from column(title, [_toleration(one) for one in ordered])


def _toleration(one: Doc) -> str:
    key, value = one.get("key", ""), one.get("value", "")
    text = key + (f"={value}" if value else "")
    text += f":{one['effect']}" if one.get("effect") else ""
    if one.get("operator") == "Exists" and not value:
        text += " op=Exists" if text else "op=Exists"
    seconds = one.get("tolerationSeconds")
    return text if seconds is None else f"{text} for {seconds}s"


def spread(rules: Iterable[Doc] | None, space: str = "") -> Iterator[str]:
    """How evenly Pods are spread."""
    ordered = sorted(rules or (), key=lambda rule: rule["topologyKey"])
    if ordered:
        lines = [_rule(rule) for rule in ordered]
        yield from column(f"{space}Topology Spread Constraints", lines)


def _rule(rule: Doc) -> str:
    text = (
        f"{rule['topologyKey']}:{rule['whenUnsatisfiable']} when max skew "
        f"{rule['maxSkew']} is exceeded"
    )
    if rule.get("labelSelector"):
        text += f" for selector {selector(rule['labelSelector'])}"
    return text
