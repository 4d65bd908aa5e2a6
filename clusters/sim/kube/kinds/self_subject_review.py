"""SelfSubjectReviews: who am I? (`kubectl auth whoami`)."""

from __future__ import annotations

from clusters.sim.commands import User
from clusters.sim.kube import reviews
from clusters.sim.kube.kind import Body, Kind, register
from clusters.sim.tx import Tx


def answer(tx: Tx, _cluster: str, user: User, body: Body) -> Body:
    meta = {**body["metadata"], "creationTimestamp": tx.stamp}
    return {**body, "metadata": meta, "status": {"userInfo": reviews.identity(user)}}


register(
    Kind(
        "authentication.k8s.io/v1",
        "SelfSubjectReview",
        "selfsubjectreviews",
        namespaced=False,
        verbs=("create",),
        answer=answer,
    )
)
