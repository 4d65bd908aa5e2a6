"""token: the claims that the door signs."""

from __future__ import annotations

from typing import Any

from clusters.sim.kube.answer import Answer
from tests.sim.kube.a_cluster import START, Cluster, refused


def ask(cluster: Cluster, **spec: Any) -> Answer:
    return cluster.call(
        "create",
        "serviceaccounts",
        name="default",
        subresource="token",
        body={"spec": spec},
    )


def test_the_claims():
    cluster = Cluster()
    uid = cluster.get("serviceaccounts", "default")["metadata"]["uid"]
    answer = ask(cluster)
    assert answer.status == 201
    assert answer["status"]["expirationTimestamp"] == "2026-11-20T13:00:00Z"
    claims = dict(answer.claims)
    assert len(claims.pop("jti")) == 36
    assert claims == {
        "aud": ["https://kubernetes.default.svc"],
        "exp": START + 3600,
        "iat": START,
        "nbf": START,
        "sub": "system:serviceaccount:default:default",
        "kubernetes.io": {
            "namespace": "default",
            "serviceaccount": {"name": "default", "uid": uid},
        },
    }


def test_the_audience_and_the_time_can_be_asked_for():
    answer = ask(Cluster(), audiences=["vault"], expirationSeconds=900)
    assert answer.claims["aud"] == ["vault"]
    assert answer.claims["exp"] - answer.claims["iat"] == 900


def test_less_than_ten_minutes_is_refused():
    text = (
        'TokenRequest.authentication.k8s.io "default" is invalid: spec.expirationSeconds: '
        "Invalid value: 60: may not specify a duration less than 10 minutes"
    )
    with refused("Invalid", text, 422):
        ask(Cluster(), expirationSeconds=60)
