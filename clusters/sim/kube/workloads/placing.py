"""Which nodes a Pod may go to by taints, labels and affinity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clusters.sim.commands import Doc

NO_SCHEDULE = ("NoSchedule", "NoExecute")


def tolerates(tolerations: Sequence[Doc], taint: Doc) -> bool:
    """Whether any of the tolerations bears the taint."""
    return any(_bears(item, taint) for item in tolerations)


def _bears(toleration: Doc, taint: Doc) -> bool:
    effect, key = toleration.get("effect"), toleration.get("key")
    if effect and effect != taint["effect"]:
        return False
    if key and key != taint["key"]:
        return False
    if toleration.get("operator", "Equal") == "Exists":
        return True
    return bool(key) and (toleration.get("value") or "") == (taint.get("value") or "")


def untolerated(spec: Doc, taints: Sequence[Doc], effects: Sequence[str]) -> Doc | None:
    """The first taint of these effects that a Pod does not bear."""
    tolerations = spec.get("tolerations") or ()
    hard = (taint for taint in taints if taint["effect"] in effects)
    return next((taint for taint in hard if not tolerates(tolerations, taint)), None)


def taints(node: Doc) -> Sequence[Doc]:
    found: Sequence[Doc] = node["spec"].get("taints") or ()
    return found


def fits_labels(spec: Doc, node: Doc) -> bool:
    """nodeSelector and required node affinity."""
    labels = node["metadata"].get("labels") or {}
    wanted = spec.get("nodeSelector") or {}
    if any(labels.get(name) != value for name, value in wanted.items()):
        return False
    affinity = (spec.get("affinity") or {}).get("nodeAffinity") or {}
    required = affinity.get("requiredDuringSchedulingIgnoredDuringExecution")
    if required is None:
        return True
    name = node["metadata"]["name"]
    return any(_term(t, labels, name) for t in required.get("nodeSelectorTerms") or ())


def preferred(spec: Doc, node: Doc) -> int:
    """The weight of the node affinity terms that a node satisfies."""
    affinity = (spec.get("affinity") or {}).get("nodeAffinity") or {}
    labels, name = node["metadata"].get("labels") or {}, node["metadata"]["name"]
    terms = affinity.get("preferredDuringSchedulingIgnoredDuringExecution") or ()
    return sum(t["weight"] for t in terms if _term(t["preference"], labels, name))


def _term(term: Doc, labels: Mapping[str, str], name: str) -> bool:
    expressions = term.get("matchExpressions") or ()
    fields = term.get("matchFields") or ()
    if not expressions and not fields:
        return False
    return all(_holds(e, labels) for e in expressions) and all(
        _holds(f, {"metadata.name": name}) for f in fields
    )


def _holds(expression: Doc, labels: Mapping[str, str]) -> bool:
    value, values = labels.get(expression["key"]), expression.get("values") or ()
    match expression["operator"]:
        case "In":
            return value in values
        case "NotIn":
            return value not in values
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
        case operator:
            return _compares(operator, value, values)


def _compares(operator: str, value: str | None, values: Sequence[str]) -> bool:
    if value is None or not value.lstrip("-").isdigit() or len(values) != 1:
        return False
    bound = int(values[0])
    return int(value) > bound if operator == "Gt" else int(value) < bound
