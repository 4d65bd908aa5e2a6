"""SelfSubjectAccessReviews: may I? (`kubectl auth can-i`)."""

from __future__ import annotations

from clusters.sim.commands import User
from clusters.sim.kube import reviews
from clusters.sim.kube.kind import Body, Kind, register
from clusters.sim.tx import Tx


def answer(tx: Tx, cluster: str, user: User, body: Body) -> Body:
    spec = body.get("spec") or {}
    return {**body, "status": reviews.access(tx, cluster, user, spec)}


register(
    Kind(
        "authorization.k8s.io/v1",
        "SelfSubjectAccessReview",
        "selfsubjectaccessreviews",
        namespaced=False,
        verbs=("create",),
        answer=answer,
    )
)
