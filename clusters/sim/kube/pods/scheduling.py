"""Field errors of what steers a Pod to nodes."""

from __future__ import annotations

from collections.abc import Sequence

from clusters.sim.commands import Doc
from clusters.sim.kube import names
from clusters.sim.kube.fields import Problem, invalid, required, unsupported

WEIGHTS = range(1, 101)
EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
NODE_OPERATORS = ("DoesNotExist", "Exists", "Gt", "In", "Lt", "NotIn")
LABEL_OPERATORS = ("DoesNotExist", "Exists", "In", "NotIn")
SPREAD = ("DoNotSchedule", "ScheduleAnyway")
_VALUES = "must be specified when `operator` is 'In' or 'NotIn'"
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


def check(spec: Doc, path: str) -> list[Problem]:
    """Field errors of selectors, affinities, tolerations and spread constraints."""
    out = names.labels(spec.get("nodeSelector"), f"{path}.nodeSelector")
    affinity = spec.get("affinity") or {}
    out += _node_affinity(
        affinity.get("nodeAffinity") or {}, f"{path}.affinity.nodeAffinity"
    )
    for kind in ("podAffinity", "podAntiAffinity"):
        out += _pod_affinity(affinity.get(kind) or {}, f"{path}.affinity.{kind}")
    for at, toleration in enumerate(spec.get("tolerations") or ()):
        out += _toleration(toleration, f"{path}.tolerations[{at}]")
    for at, term in enumerate(spec.get("topologySpreadConstraints") or ()):
        out += _spread(term, f"{path}.topologySpreadConstraints[{at}]")
    return out


def selector(struct: Doc, path: str) -> list[Problem]:
    """Field errors of a LabelSelector."""
    out = names.labels(struct.get("matchLabels"), f"{path}.matchLabels")
    terms = struct.get("matchExpressions") or ()
    return out + _expressions(terms, f"{path}.matchExpressions", LABEL_OPERATORS)


def _expressions(
    terms: Sequence[Doc], path: str, known: Sequence[str]
) -> list[Problem]:
    out: list[Problem] = []
    for at, term in enumerate(terms):
        here, operator = f"{path}[{at}]", term.get("operator")
        values = term.get("values") or ()
        if operator in {"In", "NotIn"} and not values:
            out.append(required(f"{here}.values", _VALUES))
        elif operator in {"Exists", "DoesNotExist"} and values:
            told = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
            out.append(Problem(f"{here}.values", "Forbidden", None, told))
        elif operator in {"Gt", "Lt"} and len(values) != 1:
            told = "must be specified single value when `operator` is 'Lt' or 'Gt'"
            out.append(required(f"{here}.values", told))
        elif operator not in known:
            out.append(
                invalid(f"{here}.operator", operator, "not a valid selector operator")
            )
        wrong = names.qualified(term.get("key", ""))
        out += [invalid(f"{here}.key", term.get("key", ""), text) for text in wrong]
    return out


def _node_affinity(affinity: Doc, path: str) -> list[Problem]:
    out: list[Problem] = []
    needed = affinity.get(_REQUIRED)
    if needed is not None:
        here = f"{path}.{_REQUIRED}.nodeSelectorTerms"
        if not needed.get("nodeSelectorTerms"):
            out.append(required(here, "must have at least one node selector term"))
        for at, term in enumerate(needed.get("nodeSelectorTerms") or ()):
            terms = term.get("matchExpressions") or ()
            out += _expressions(terms, f"{here}[{at}].matchExpressions", NODE_OPERATORS)
    for at, wish in enumerate(affinity.get(_PREFERRED) or ()):
        here = f"{path}.{_PREFERRED}[{at}]"
        if wish.get("weight", 0) not in WEIGHTS:
            told = "must be in the range 1-100"
            out.append(invalid(f"{here}.weight", wish.get("weight", 0), told))
        terms = (wish.get("preference") or {}).get("matchExpressions") or ()
        place = f"{here}.preference.matchExpressions"
        out += _expressions(terms, place, NODE_OPERATORS)
    return out


def _pod_affinity(affinity: Doc, path: str) -> list[Problem]:
    out: list[Problem] = []
    for at, term in enumerate(affinity.get(_REQUIRED) or ()):
        out += _pod_term(term, f"{path}.{_REQUIRED}[{at}]")
    for at, wish in enumerate(affinity.get(_PREFERRED) or ()):
        here = f"{path}.{_PREFERRED}[{at}].podAffinityTerm"
        out += _pod_term(wish.get("podAffinityTerm") or {}, here)
    return out


def _pod_term(term: Doc, path: str) -> list[Problem]:
    out = selector(term.get("labelSelector") or {}, f"{path}.labelSelector")
    if not term.get("topologyKey"):
        out.append(required(f"{path}.topologyKey", "can not be empty"))
    return out


def _toleration(toleration: Doc, path: str) -> list[Problem]:
    out: list[Problem] = []
    operator, effect = toleration.get("operator", ""), toleration.get("effect", "")
    key = toleration.get("key", "")
    if key:
        out += [invalid(f"{path}.key", key, wrong) for wrong in names.qualified(key)]
    elif operator != "Exists":
        told = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
        out.append(invalid(f"{path}.operator", operator, told))
    if toleration.get("tolerationSeconds") is not None and effect != "NoExecute":
        told = "effect must be 'NoExecute' when `tolerationSeconds` is set"
        out.append(invalid(f"{path}.effect", effect, told))
    if operator == "Exists" and toleration.get("value"):
        told = "value must be empty when `operator` is 'Exists'"
        out.append(invalid(f"{path}.operator", dict(toleration), told))
    if operator not in {"", "Equal", "Exists"}:
        out.append(unsupported(f"{path}.operator", operator, ("Equal", "Exists")))
    if effect and effect not in EFFECTS:
        out.append(unsupported(f"{path}.effect", effect, EFFECTS))
    return out


def _spread(term: Doc, path: str) -> list[Problem]:
    out: list[Problem] = []
    if term.get("maxSkew", 0) <= 0:
        told = "must be greater than zero"
        out.append(invalid(f"{path}.maxSkew", term.get("maxSkew", 0), told))
    if not term.get("topologyKey"):
        out.append(required(f"{path}.topologyKey", "can not be empty"))
    action = term.get("whenUnsatisfiable")
    if action not in SPREAD:
        out.append(unsupported(f"{path}.whenUnsatisfiable", action, SPREAD))
    return out
