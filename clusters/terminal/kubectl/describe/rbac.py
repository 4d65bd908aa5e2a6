"""Roles and who has them."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl.describe import wording
from clusters.terminal.kubectl.describe.describer import Look, describer
from clusters.terminal.kubectl.rules import TITLES, compact

SUBJECT = ("Kind", "Name", "Namespace")


@describer("roles.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io")
def role(look: Look) -> Iterator[str]:
    yield from wording.head(look.meta, spaced=False)
    yield "PolicyRule:\n  " + "\t".join(TITLES) + "\n"
    yield "  " + "\t".join("-" * len(title) for title in TITLES) + "\n"
    for rule in compact(look.doc.get("rules") or ()):
        yield "  " + "\t".join(rule.cells) + "\n"


@describer(
    "rolebindings.rbac.authorization.k8s.io",
    "clusterrolebindings.rbac.authorization.k8s.io",
)
def binding(look: Look) -> Iterator[str]:
    ref = look.doc.get("roleRef") or {}
    yield from wording.head(look.meta, spaced=False)
    yield f"Role:\n  Kind:\t{ref.get('kind', '')}\n  Name:\t{ref.get('name', '')}\n"
    yield "Subjects:\n  " + "\t".join(SUBJECT) + "\n"
    yield "  " + "\t".join("-" * len(title) for title in SUBJECT) + "\n"
    for one in look.doc.get("subjects") or ():
        yield f"  {one['kind']}\t{one['name']}\t{one.get('namespace', '')}\n"
