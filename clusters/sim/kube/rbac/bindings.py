"""Which roles a user is bound to, found by subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from clusters.sim.commands import Doc, User
from clusters.sim.kube.bootstrap_roles import BINDINGS_BY_SUBJECT
from clusters.sim.world import Document, Key, Reader

ACCOUNTS = "system:serviceaccount"


class Grant(NamedTuple):
    """A binding that names the user: its rules, or None where the role is missing."""

    rules: Sequence[Doc] | None
    told: str
    missing: str


def subjects(doc: Doc) -> Iterator[str]:
    """The subjects of a binding: `User jane`, `Group devs`; accounts are users."""
    for subject in doc.get("subjects") or ():
        yield subject_name(subject)


def subject_name(subject: Doc) -> str:
    if subject["kind"] == "ServiceAccount":
        return f"User {ACCOUNTS}:{subject.get('namespace', '')}:{subject['name']}"
    return f"{subject['kind']} {subject['name']}"


def filed(key: Key, doc: Doc) -> Iterator[str]:
    """What the index "subject" files a binding under: subjects, place by place."""
    return (f"{key.scope} {subject}" for subject in subjects(doc))


def granted(view: Reader, cluster: str, user: User, namespace: str) -> Iterator[Grant]:
    """The grants that hold for a user in a namespace ("" is the cluster)."""
    mine = [f"User {user.name}", *(f"Group {group}" for group in user.groups)]
    for subject in mine:
        for key, doc in _cluster_wide(view, cluster, subject):
            yield _grant(view, key, doc, subject)
    if not namespace:
        return
    scope = f"{cluster}/{namespace}"
    for subject in mine:
        for key, doc in view.by("k8s.RoleBinding", "subject", f"{scope} {subject}"):
            yield _grant(view, key, doc, subject)


def _cluster_wide(
    view: Reader, cluster: str, subject: str
) -> Iterable[tuple[Key, Document]]:
    found = view.by("k8s.ClusterRoleBinding", "subject", f"{cluster} {subject}")
    for name in BINDINGS_BY_SUBJECT.get(subject, ()):
        key = Key("k8s.ClusterRoleBinding", cluster, name)
        doc = view.find(key)
        if doc is not None and "uid" not in doc["metadata"]:
            found.append((key, doc))
    return found


def _grant(view: Reader, key: Key, doc: Document, subject: str) -> Grant:
    ref = doc["roleRef"]
    cluster, _, namespace = key.scope.partition("/")
    scope = key.scope if ref["kind"] == "Role" else cluster
    role = view.find(Key(f"k8s.{ref['kind']}", scope, ref["name"]))
    kind, name = subject.split(" ", 1)
    whose = f'{kind} "{name}"'
    if namespace:
        binding, role_name = f"{key.name}/{namespace}", ref["name"]
        told = f'RoleBinding "{binding}" of {ref["kind"]} "{role_name}" to {whose}'
    else:
        told = (
            f'ClusterRoleBinding "{key.name}" of ClusterRole "{ref["name"]}" to {whose}'
        )
    missing = f'{ref["kind"].lower()}.rbac.authorization.k8s.io "{ref["name"]}"'
    return Grant(role.get("rules") or () if role else None, told, missing)
