"""One write to a cluster's Kubernetes API: may it, is it well formed, do it."""

from __future__ import annotations

from collections.abc import Callable

from clusters.sim.commands import KubeCall
from clusters.sim.datacenter import control_plane
from clusters.sim.errors import Refusal
from clusters.sim.kube import rbac
from clusters.sim.kube.answer import Answer
from clusters.sim.kube.errors import (
    BadRequest,
    EtcdRefusal,
    MethodNotAllowed,
    UnknownPath,
)
from clusters.sim.kube.kind import Kind, kinds
from clusters.sim.kube.subresources import DOORS
from clusters.sim.kube.writes import create, delete, delete_collection, patch, update
from clusters.sim.tx import Tx

Act = Callable[[Tx, Kind, KubeCall], Answer]
ACTS: dict[str, Act] = {
    "create": create.run,
    "update": update.run,
    "patch": patch.run,
    "delete": delete.run,
    "deletecollection": delete_collection.run,
}
RESOURCES = frozenset(kinds)
"""All resources. Naming them here declares their indexes before a World is read."""


class _Undone(Refusal):
    """Carries the answer of a dry run out of the savepoint that undoes it."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("DryRun", "")
        self.answer = answer


def run(tx: Tx, call: KubeCall) -> Answer:
    """The answer to a write. Raises a Refusal in the API's words."""
    kind = kind_of(call.group, call.version, call.resource)
    rbac.check(tx, call.cluster, call.user, request_of(call))
    act = _act(kind, call)
    if not control_plane.writable(tx, call.cluster):
        raise EtcdRefusal("request timed out")
    if not dry(call):
        return act(tx, kind, call)
    drawn = tx.rng.counter
    try:
        with tx.savepoint():
            raise _Undone(act(tx, kind, call))
    except _Undone as undone:
        return _as_before(tx, kind, call, undone.answer)
    finally:
        tx.rng.counter = drawn


def _as_before(tx: Tx, kind: Kind, call: KubeCall, answer: Answer) -> Answer:
    """A dry run's answer; it has the revision of what is really there, if anything."""
    meta = dict(answer.get("metadata") or {})
    if meta.pop("resourceVersion", None):
        found = tx.find(kind.key(call.cluster, call.namespace, meta.get("name", "")))
        if found is not None:
            meta["resourceVersion"] = str(found.rv)
        answer["metadata"] = meta
    return answer


def kind_of(group: str, version: str, resource: str) -> Kind:
    """The kind that is served there. Raises the 404 of an unknown path."""
    kind = kinds.get(f"{resource}.{group}" if group else resource)
    if kind is None or kind.version != version:
        raise UnknownPath
    return kind


def request_of(call: KubeCall) -> rbac.Request:
    """What a call asks leave for."""
    namespace = call.namespace
    if call.resource == "namespaces" and call.name and not call.group:
        # A namespace counts as within itself, so that a Role there can give access.
        namespace = call.name
    return rbac.Request(
        call.verb, call.group, call.resource, call.subresource, namespace, call.name
    )


def dry(call: KubeCall) -> bool:
    """Whether the call asks for a dry run."""
    asked = call.options.get("dryRun") or ()
    if not asked and call.verb.startswith("delete") and isinstance(call.body, dict):
        asked = call.body.get("dryRun") or ()
    values = list(asked) if isinstance(asked, list | tuple) else [asked]
    wrong = [value for value in values if value != "All"] if asked else []
    if wrong:
        told = f'dryRun: Unsupported value: "{wrong[0]}": supported values: "All"'
        raise BadRequest(f'Invalid value: "{wrong[0]}": {told}')
    return bool(asked)


def _act(kind: Kind, call: KubeCall) -> Act:
    if not call.subresource:
        if call.verb not in kind.verbs:
            raise MethodNotAllowed
        return ACTS[call.verb]
    known = kind.subresources.get(call.subresource)
    act = DOORS.get(call.subresource)
    if known is None or act is None:
        raise UnknownPath
    if call.verb not in known.verbs:
        raise MethodNotAllowed
    return act
