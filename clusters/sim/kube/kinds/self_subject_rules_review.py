"""SelfSubjectRulesReviews: what may I? (`kubectl auth can-i --list`)."""

from __future__ import annotations

from clusters.sim.commands import User
from clusters.sim.kube import reviews
from clusters.sim.kube.errors import BadRequest
from clusters.sim.kube.kind import Body, Kind, register
from clusters.sim.tx import Tx


def answer(tx: Tx, cluster: str, user: User, body: Body) -> Body:
    namespace = (body.get("spec") or {}).get("namespace", "")
    if not namespace:
        raise BadRequest("no namespace on request")
    return {**body, "status": reviews.rules(tx, cluster, user, namespace)}


register(
    Kind(
        "authorization.k8s.io/v1",
        "SelfSubjectRulesReview",
        "selfsubjectrulesreviews",
        namespaced=False,
        verbs=("create",),
        answer=answer,
    )
)
