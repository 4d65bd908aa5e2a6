"""Label selectors as they are written in one line and sent in a query."""

from __future__ import annotations

from clusters.terminal.kubectl.client import Doc

SETS = {"In": "in", "NotIn": "notin"}


def written(chosen: Doc | None) -> str:
    """`app=web,tier in (a,b)`; empty where all are chosen."""
    if not chosen:
        return ""
    labels = (chosen.get("matchLabels") or {}).items()
    parts = [(key, f"{key}={value}") for key, value in labels]
    rules = chosen.get("matchExpressions") or ()
    parts += [(rule["key"], _rule(rule)) for rule in rules]
    return ",".join(text for _, text in sorted(parts))


def _rule(rule: Doc) -> str:
    operator, key = rule["operator"], rule["key"]
    if operator in SETS:
        return f"{key} {SETS[operator]} ({','.join(sorted(rule['values']))})"
    return str(key) if operator == "Exists" else f"!{key}"
