"""token: a signed identity for a ServiceAccount. The door signs; this says what."""

from __future__ import annotations

from typing import Any

from clusters.sim.clock import rendered
from clusters.sim.commands import KubeCall
from clusters.sim.kube.answer import Answer
from clusters.sim.kube.errors import Invalid, NotFound
from clusters.sim.kube.fields import invalid
from clusters.sim.kube.kind import Kind
from clusters.sim.kube.version import minor
from clusters.sim.kube.writes import decoding
from clusters.sim.kube.writes.create import CREATED
from clusters.sim.tx import Tx

REQUEST = Kind("authentication.k8s.io/v1", "TokenRequest", "tokenrequests")
AUDIENCE = "https://kubernetes.default.svc"
DEFAULT_SECONDS = 3600
SHORTEST = 600
LONGEST = 1 << 32


def run(tx: Tx, kind: Kind, call: KubeCall) -> Answer:
    account = tx.find(kind.key(call.cluster, call.namespace, call.name))
    if account is None:
        raise NotFound(kind.resource, call.name)
    body, warnings = decoding.read(tx, REQUEST, call)
    spec = body.setdefault("spec", {})
    spec.setdefault("audiences", [AUDIENCE])
    spec.setdefault("expirationSeconds", DEFAULT_SECONDS)
    _check(tx, call, spec["expirationSeconds"])
    born = int(tx.epoch)
    expires = born + spec["expirationSeconds"]
    about: dict[str, Any] = {
        "namespace": call.namespace,
        "serviceaccount": {"name": call.name, "uid": account["metadata"]["uid"]},
    }
    claims = {
        "aud": spec["audiences"],
        "exp": expires,
        "iat": born,
        "jti": tx.rng.uuid(),
        "kubernetes.io": about,
        "nbf": born,
        "sub": f"system:serviceaccount:{call.namespace}:{call.name}",
    }
    body["metadata"] = {
        "name": call.name,
        "namespace": call.namespace,
        "creationTimestamp": tx.stamp,
    }
    body["status"] = {"token": "", "expirationTimestamp": rendered(expires)}
    return Answer(body, CREATED, warnings=warnings, claims=claims)


def _check(tx: Tx, call: KubeCall, seconds: int) -> None:
    told = ""
    if seconds < SHORTEST:
        told = "may not specify a duration less than 10 minutes"
    elif seconds > LONGEST:
        told = "may not specify a duration larger than 2^32 seconds"
    if told:
        wrong = [invalid("spec.expirationSeconds", seconds, told)]
        kind = "TokenRequest.authentication.k8s.io"
        raise Invalid(kind, call.name, wrong, minor(tx, call.cluster))
