"""Objects made, changed and deleted by the API's rules, whoever asks.

Controllers use this directly; `verbs` puts authorisation and the wire in front.
A status, and what is hidden in `_`, may also be written with `Tx.edit`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube import limits, names, version
from clusters.sim.kube.deletion import delete, finalized
from clusters.sim.kube.errors import (
    AlreadyExists,
    BadRequest,
    Conflict,
    Forbidden,
    Invalid,
    KubeRefusal,
    NotFound,
)
from clusters.sim.kube.fields import Problem, forbidden
from clusters.sim.kube.kind import Body, Kind, cluster_of, of_body, of_key, stored_as
from clusters.sim.kube.wire import born_with_cluster
from clusters.sim.tx import Tx, thawed
from clusters.sim.world import Document, Key

__all__ = ["create", "delete", "replace", "set_status", "update"]

OURS = ("uid", "creationTimestamp", "generation", "deletionTimestamp")
"""Metadata that the API server keeps; what clients send of it is not heard."""
NOT_KEPT = ("managedFields", "selfLink")
NAME_ROOM = 58
"""A generateName is cut so that five letters more make at most 63."""
NAME_TRIES = 8


def create(  # noqa: PLR0913 what the server notes, by name
    tx: Tx,
    cluster: str,
    body: Doc,
    *,
    manager: str = "",
    kind: Kind | None = None,
    owner: str = "",
) -> Document:
    """Make an object from a body; apiVersion and kind say what it is.

    The body is defaulted, admitted and validated. `manager` is who is said to own
    the fields; `owner` notes whose the object stays, where AWS makes it (see
    `datacenter.owners`). Raises a KubeRefusal in the API's words.
    """
    kind = kind or of_body(body)
    if kind is None:
        told = f'no kind "{body.get("kind")}" is registered for version "{body.get("apiVersion")}"'
        raise BadRequest(told)
    kind = stored_as(kind)
    made = _fresh(tx, kind, body)
    meta = made["metadata"]
    if kind.namespaced:
        admit_namespace(tx, cluster, kind, meta)
    if not meta.get("name") and meta.get("generateName"):
        meta["name"] = _generated(tx, cluster, kind, meta)
    kind.default(made)
    kind.prepare_create(tx, cluster, made)
    if kind.has_status and "status" not in made:
        made["status"] = kind.initial_status(made) if kind.initial_status else {}
    _refuse(tx, cluster, kind, made, problems(kind, made))
    key = kind.key(cluster, meta.get("namespace", ""), meta["name"])
    if tx.find(key) is not None:
        raise AlreadyExists(kind.resource, meta["name"])
    limits.check_room(tx, kind)
    made["_"] = {**made.get("_", {}), "created": tx.now}
    if manager:
        made["_"]["manager"] = manager
    if owner:
        made["_"]["owner"] = owner
    return tx.add(key, made)


@contextmanager
def update(tx: Tx, key: Key, *, manager: str = "") -> Iterator[Body]:
    """A copy to change; defaulted, validated and written when the block ends.

    `status` and `_` may be changed as well. An object that is being deleted goes
    when its last finalizer does.
    """
    body: Body = thawed(dict(tx.need(key)))
    yield body
    replace(tx, key, body, manager=manager, with_status=True)


def replace(
    tx: Tx, key: Key, body: Body, *, manager: str = "", with_status: bool = False
) -> Document | None:
    """Put a whole new body; None when that let a deleted object go.

    Without `with_status` the status stays as it is, where the kind has one.
    """
    kind, old = of_key(key), tx.need(key)
    _carry_over(kind, key, body, old)
    if kind.has_status and not with_status:
        _set(body, "status", old.get("status"))
    if _spec(body) != _spec(old) or body["metadata"] != old["metadata"]:
        kind.default(body)
        kind.prepare_update(tx, key, body, old)
        found = problems(kind, body) + kind.validate_update(body, old)
        found += _finalizers(body, old)
        _refuse(tx, cluster_of(key), kind, body, found)
        if kind.has_generation and _spec(body) != _spec(old):
            body["metadata"]["generation"] = old["metadata"].get("generation", 0) + 1
    if body == old:
        return old
    if "uid" not in body["metadata"]:
        # Its first change gives a document of the base layer a life of its own.
        body["metadata"] = {**body["metadata"], **born_with_cluster(tx, key)}
    if manager:
        body["_"] = {**body.get("_", {}), "manager": manager}
    return finalized(tx, key, tx.put(key, body))


def set_status(tx: Tx, key: Key, **fields: Any) -> Document:
    """Put these fields of an object's status; None takes a field away."""
    with tx.edit(key) as body:
        status = body.setdefault("status", {})
        for name, value in fields.items():
            _set(status, name, value)
    return tx.need(key)


def problems(kind: Kind, body: Doc) -> list[Problem]:
    """All field errors of a body."""
    meta = names.metadata(
        body["metadata"], namespaced=kind.namespaced, rule=kind.name_rule
    )
    return meta + kind.validate(body)


def admit_namespace(tx: Tx, cluster: str, kind: Kind, meta: Doc) -> None:
    """Refuse new content where the namespace is missing or on its way out."""
    name = meta["namespace"]
    found = tx.find(Key("k8s.Namespace", cluster, name))
    if found is None:
        raise NotFound("namespaces", name)
    if "deletionTimestamp" not in found["metadata"]:
        return
    cause = {
        "reason": "NamespaceTerminating",
        "message": f"namespace {name} is being terminated",
        "field": "metadata.namespace",
    }
    raise Forbidden(
        kind.resource,
        meta.get("name", ""),
        f"unable to create new content in namespace {name} because it is being terminated",
        causes=[cause],
    )


def _fresh(tx: Tx, kind: Kind, body: Doc) -> Body:
    """A new object's body: the client's, with what the API server puts itself."""
    sent = body.get("metadata") or {}
    meta = {k: thawed(v) for k, v in sent.items() if v is not None and k not in OURS}
    for name in (*NOT_KEPT, "resourceVersion", "deletionGracePeriodSeconds"):
        meta.pop(name, None)
    if kind.namespaced and not meta.get("namespace"):
        meta["namespace"] = "default"
    meta["uid"] = tx.rng.uuid()
    if kind.has_generation:
        meta["generation"] = 1
    meta["creationTimestamp"] = tx.stamp
    made: Body = {"apiVersion": kind.group_version, "kind": kind.kind, "metadata": meta}
    for name, value in body.items():
        if name not in made and value is not None:
            made[name] = thawed(value)
    if kind.has_status and not kind.keeps_status:
        made.pop("status", None)
    return made


def _generated(tx: Tx, cluster: str, kind: Kind, meta: Doc) -> str:
    name = ""
    for _ in range(NAME_TRIES):
        name = f"{meta['generateName'][:NAME_ROOM]}{tx.rng.suffix()}"
        if tx.find(kind.key(cluster, meta.get("namespace", ""), name)) is None:
            return name
    raise AlreadyExists(kind.resource, name)


def _carry_over(kind: Kind, key: Key, body: Body, old: Document) -> None:
    """Check the preconditions of a new body and keep what is the server's."""
    meta, before = body.setdefault("metadata", {}), old["metadata"]
    uid = before.get("uid")
    if uid and meta.get("uid") not in {None, "", uid}:
        told = f"Precondition failed: UID in precondition: {meta['uid']}, UID in object meta: {uid}"
        raise Conflict(kind.resource, key.name, told)
    if str(meta.pop("resourceVersion", "") or old.rv) != str(old.rv):
        raise Conflict(kind.resource, key.name)
    kept = {name: value for name, value in meta.items() if value is not None}
    for name in (*OURS, "deletionGracePeriodSeconds"):
        _set(kept, name, before.get(name))
    for name in NOT_KEPT:
        kept.pop(name, None)
    kept["name"] = key.name
    if kind.namespaced:
        kept["namespace"] = before["namespace"]
    body["metadata"] = kept
    body["apiVersion"], body["kind"] = old["apiVersion"], old["kind"]
    if "_" in old:
        body.setdefault("_", thawed(old["_"]))


def _finalizers(body: Doc, old: Doc) -> list[Problem]:
    if "deletionTimestamp" not in old["metadata"]:
        return []
    before = set(old["metadata"].get("finalizers", ()))
    added = sorted(set(body["metadata"].get("finalizers", ())) - before)
    if not added:
        return []
    quoted = ", ".join(f'"{name}"' for name in added)
    told = (
        "no new finalizers can be added if the object is being deleted, found new "
        f"finalizers []string{{{quoted}}}"
    )
    return [forbidden("metadata.finalizers", told)]


def _spec(body: Doc) -> dict[str, Any]:
    """What counts as a change of the object's wish."""
    return {k: v for k, v in body.items() if k not in {"metadata", "status", "_"}}


def _refuse(tx: Tx, cluster: str, kind: Kind, body: Doc, found: list[Problem]) -> None:
    if found:
        name = body["metadata"].get("name", "")
        minor = version.minor(tx, cluster)
        refusal: KubeRefusal = Invalid(kind.qualified, name, found, minor)
        raise refusal


def _set(body: Body, name: str, value: Any) -> None:
    if value is None:
        body.pop(name, None)
    else:
        body[name] = value
