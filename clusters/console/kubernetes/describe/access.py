"""ServiceAccounts, roles and bindings, described."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.console.kubernetes.describe.parts import (
    Row,
    Section,
    Teller,
    Values,
    link,
    link_to,
    row,
    text,
)
from clusters.sim.commands import Doc
from clusters.sim.kube.kind import namespace_of
from clusters.sim.world import Key, World

ROLES = {
    "Role": "roles.rbac.authorization.k8s.io",
    "ClusterRole": "clusterroles.rbac.authorization.k8s.io",
}
BINDINGS = ("k8s.RoleBinding", "k8s.ClusterRoleBinding")


def service_account(world: World, key: Key, body: Doc) -> list[Section]:
    namespace = namespace_of(key)
    users = [
        pod
        for pod, doc in world.list("k8s.Pod", key.scope)
        if doc["spec"].get("serviceAccountName") == key.name
    ]
    rows = (
        row("User name", f"system:serviceaccount:{namespace}:{key.name}", copy=True),
        row("Mounts its token", body.get("automountServiceAccountToken", True)),
        Row(
            "Used by",
            tuple(v for pod in users[:20] for v in link_to(pod)) or text(None),
        ),
    )
    table = tuple(_bound(world, key))
    none = "" if table else "No binding names it: it may do what every account may."
    return [
        Section("ServiceAccount", rows),
        Section("What it may", heads=("Binding", "Role"), table=table, empty=none),
    ]


def _bound(world: World, account: Key) -> Iterator[tuple[Values, ...]]:
    cluster = account.scope.partition("/")[0]
    for kind in BINDINGS:
        for key, doc in world.list(kind, cluster):
            if any(_is(subject, account) for subject in doc.get("subjects") or ()):
                yield link_to(key), role_of(key, doc)


def _is(subject: Doc, account: Key) -> bool:
    return (
        subject.get("kind") == "ServiceAccount"
        and subject.get("name") == account.name
        and subject.get("namespace") == namespace_of(account)
    )


def role_of(key: Key, doc: Doc) -> Values:
    """The role that a binding gives."""
    named = doc["roleRef"]
    inside = namespace_of(key) if named["kind"] == "Role" else ""
    shown = f"{named['kind']} {named['name']}"
    return link(ROLES.get(named["kind"], ""), inside, named["name"], shown)


def role(world: World, key: Key, body: Doc) -> list[Section]:
    table = tuple(
        (
            text(", ".join(rule.get("verbs") or ())),
            text(", ".join(rule.get("resources") or rule.get("nonResourceURLs") or ())),
            text(", ".join(group or "core" for group in rule.get("apiGroups") or ())),
            text(", ".join(rule.get("resourceNames") or ()) or "All"),
        )
        for rule in body.get("rules") or ()
    )
    heads = ("Verbs", "Resources", "API groups", "Names")
    bound = tuple(
        (link_to(item), subjects_of(doc)) for item, doc in _binding(world, key)
    )
    return [
        Section(
            "Rules",
            heads=heads,
            table=table,
            empty="" if table else "It allows nothing.",
        ),
        Section(
            "Given to",
            heads=("Binding", "Subjects"),
            table=bound,
            empty="" if bound else "Nobody: no binding names it.",
        ),
    ]


def _binding(world: World, key: Key) -> Iterator[tuple[Key, Doc]]:
    kind = key.kind.removeprefix("k8s.")
    cluster = key.scope.partition("/")[0]
    for name in BINDINGS:
        for item, doc in world.list(name, cluster):
            named = doc["roleRef"]
            near = kind == "ClusterRole" or item.scope == key.scope
            if near and (named["kind"], named["name"]) == (kind, key.name):
                yield item, doc


def subjects_of(doc: Doc) -> Values:
    """Who a binding is for."""
    found: list[Values] = []
    for subject in doc.get("subjects") or ():
        resource = "serviceaccounts" if subject.get("kind") == "ServiceAccount" else ""
        where = subject.get("namespace", "")
        shown = (
            f"{subject.get('kind')} {f'{where}/' if where else ''}{subject.get('name')}"
        )
        found.append(link(resource, where, subject.get("name", ""), shown))
    return tuple(v for values in found for v in values) or text("Nobody")


def binding(_world: World, key: Key, body: Doc) -> list[Section]:
    rows = (Row("Role", role_of(key, body)), Row("Given to", subjects_of(body)))
    return [Section("Binding", rows)]


def priority_class(_world: World, _key: Key, body: Doc) -> list[Section]:
    rows = (
        row("Value", body.get("value")),
        row("Default for Pods", bool(body.get("globalDefault"))),
        row("Preemption", body.get("preemptionPolicy")),
        row("Description", body.get("description")),
    )
    return [Section("PriorityClass", rows)]


TELLERS: dict[str, Teller] = {
    "ServiceAccount": service_account,
    "Role": role,
    "ClusterRole": role,
    "RoleBinding": binding,
    "ClusterRoleBinding": binding,
    "PriorityClass": priority_class,
}
