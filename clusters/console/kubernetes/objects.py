"""One object of a cluster: its address, and how it reads now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.http import Http404
from django.urls import reverse

from clusters.callers.wall import now
from clusters.console.access import Visit
from clusters.console.kubernetes import kube
from clusters.live.links import NO_NAMESPACE
from clusters.sim.commands import Doc, User
from clusters.sim.kube import rbac, reading
from clusters.sim.kube.errors import NotFound
from clusters.sim.kube.kind import Kind, kinds
from clusters.sim.world import Document, Key, World
from clusters.steps.manifest import Unreadable


class Address(NamedTuple):
    """Which object of a cluster a page is about."""

    cluster: str
    kind: Kind
    namespace: str
    name: str

    @property
    def args(self) -> dict[str, str]:
        """The address as a panel's arguments."""
        return {
            "cluster": self.cluster,
            "resource": self.kind.resource,
            "namespace": self.namespace or NO_NAMESPACE,
            "name": self.name,
        }

    def key(self, cluster_id: str) -> Key:
        return self.kind.key(cluster_id, self.namespace, self.name)

    def path(self, sandbox: str, view: str = "object") -> str:
        """Where the object's page is, or another one about it."""
        return reverse(view, args=[sandbox, *self.args.values()])

    def request(self, verb: str, subresource: str = "") -> rbac.Request:
        """What somebody asks leave for who does this to the object."""
        kind = self.kind
        return rbac.Request(
            verb, kind.group, kind.plural, subresource, self.namespace, self.name
        )


def address(cluster: str, at: Mapping[str, str]) -> Address:
    """The address in a URL. Raises Http404 for an unknown resource."""
    kind = kinds.get(at["resource"])
    if kind is None:
        raise Http404
    namespace = "" if at["namespace"] == NO_NAMESPACE else at["namespace"]
    return Address(cluster, kind, namespace, at["item"])


def found(world: World, cluster_id: str, at: Address) -> tuple[Key, Doc] | None:
    """The object as it reads now; also one that is not stored but made up to be read."""
    moment = reading.moment(world, now())
    try:
        key, doc = reading.find(
            world, at.kind, cluster_id, at.namespace, at.name, moment
        )
    except NotFound:
        return None
    if at.kind.read is None:
        return key, doc
    body = at.kind.read(world, key, dict(doc), moment.sim, moment.wall)
    return key, Document(body, doc.rv)


def rights(visit: Visit, here: Address) -> tuple[Key, User]:
    """The object's key, and who the learner is there. Raises Unreadable."""
    cluster_key, doc = visit.cluster(here.cluster)
    who = kube.user(visit.world, cluster_key)
    if who is None:
        raise Unreadable(kube.NO_ACCESS)
    return here.key(doc["_"]["id"]), who


def plain(path: str) -> bool:
    """Whether a name can be part of an address."""
    return bool(path) and "/" not in path
