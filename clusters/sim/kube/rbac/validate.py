"""Field errors of roles and bindings."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube.fields import (
    Problem,
    forbidden,
    invalid,
    required,
    unsupported,
)
from clusters.sim.kube.kind import Body

GROUP = "rbac.authorization.k8s.io"
SUBJECTS = ("ServiceAccount", "User", "Group")


def default_binding(body: Body) -> None:
    """Subjects and roleRef name their API group."""
    body.setdefault("roleRef", {}).setdefault("apiGroup", GROUP)
    for subject in body.get("subjects") or ():
        if subject.get("kind") in {"User", "Group"}:
            subject.setdefault("apiGroup", GROUP)
        if subject.get("kind") == "ServiceAccount" and not subject.get("namespace"):
            place = body["metadata"].get("namespace")
            if place:
                subject["namespace"] = place


def role(body: Doc, *, namespaced: bool) -> list[Problem]:
    out: list[Problem] = []
    for at, rule in enumerate(body.get("rules") or ()):
        here = f"rules[{at}]"
        if not rule.get("verbs"):
            out.append(
                required(f"{here}.verbs", "verbs must contain at least one value")
            )
        if rule.get("nonResourceURLs"):
            out += _paths(rule, here, namespaced=namespaced)
            continue
        if not rule.get("apiGroups"):
            told = "resource rules must supply at least one api group"
            out.append(required(f"{here}.apiGroups", told))
        if not rule.get("resources"):
            told = "resource rules must supply at least one resource"
            out.append(required(f"{here}.resources", told))
    return out


def _paths(rule: Doc, path: str, *, namespaced: bool) -> list[Problem]:
    here, urls = f"{path}.nonResourceURLs", list(rule["nonResourceURLs"])
    if namespaced:
        told = "namespaced rules cannot apply to non-resource URLs"
        return [invalid(here, urls, told)]
    if rule.get("apiGroups") or rule.get("resources") or rule.get("resourceNames"):
        told = "rules cannot apply to both regular resources and non-resource URLs"
        return [invalid(here, urls, told)]
    return []


def binding(body: Doc, *, namespaced: bool) -> list[Problem]:
    out: list[Problem] = []
    ref = body["roleRef"]
    if ref["apiGroup"] != GROUP:
        out.append(unsupported("roleRef.apiGroup", ref["apiGroup"], (GROUP,)))
    kinds = ("Role", "ClusterRole") if namespaced else ("ClusterRole",)
    if ref.get("kind", "") not in kinds:
        out.append(unsupported("roleRef.kind", ref.get("kind", ""), kinds))
    if not ref.get("name"):
        out.append(required("roleRef.name"))
    for at, subject in enumerate(body.get("subjects") or ()):
        out += _subject(subject, f"subjects[{at}]")
    return out


def _subject(subject: Doc, path: str) -> list[Problem]:
    out: list[Problem] = []
    kind, group = subject.get("kind", ""), subject.get("apiGroup", "")
    if not subject.get("name"):
        out.append(required(f"{path}.name"))
    if kind not in SUBJECTS:
        return [*out, unsupported(f"{path}.kind", kind, SUBJECTS)]
    if kind == "ServiceAccount":
        if group:
            out.append(unsupported(f"{path}.apiGroup", group, ("",)))
        if not subject.get("namespace"):
            out.append(required(f"{path}.namespace"))
        return out
    if group != GROUP:
        out.append(unsupported(f"{path}.apiGroup", group, (GROUP,)))
    if subject.get("namespace"):
        told = f"namespace must be empty for a {kind}"
        out.append(forbidden(f"{path}.namespace", told))
    return out


def same_role(body: Doc, old: Doc) -> list[Problem]:
    """A binding's role never changes."""
    ref = body["roleRef"]
    if ref == old["roleRef"]:
        return []
    fields = ("apiGroup", "kind", "name")
    inner = ", ".join(
        f'{("APIGroup" if f == "apiGroup" else f.title())}:"{ref.get(f, "")}"'
        for f in fields
    )
    told = "cannot change roleRef"
    return [invalid("roleRef", ref, told, go=f"rbac.RoleRef{{{inner}}}")]
