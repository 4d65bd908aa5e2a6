"""SubjectAccessReviews: may somebody?"""

from __future__ import annotations

from clusters.sim.commands import User
from clusters.sim.kube import reviews
from clusters.sim.kube.kind import Body, Kind, register
from clusters.sim.tx import Tx


def answer(tx: Tx, cluster: str, _user: User, body: Body) -> Body:
    spec = body.get("spec") or {}
    about = reviews.reviewed_user(spec)
    return {**body, "status": reviews.access(tx, cluster, about, spec)}


register(
    Kind(
        "authorization.k8s.io/v1",
        "SubjectAccessReview",
        "subjectaccessreviews",
        namespaced=False,
        verbs=("create",),
        answer=answer,
    )
)
