"""Signs and checks ServiceAccount tokens with a key that each cluster has of its own."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import Any, NamedTuple

from asgiref.sync import sync_to_async
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.db import IntegrityError, transaction

from clusters import secrets_at_rest
from clusters.apiserver.clusters_here import Cluster
from clusters.callers import grants
from clusters.callers.wall import now
from clusters.models import Grant
from clusters.sim.aws.eks import cluster as eks_cluster
from clusters.sim.commands import User
from clusters.sim.world import Key

KIND = "signing-key"
AUDIENCE = "https://kubernetes.default.svc"
BITS = 2048
EXPONENT = 65537


class SigningKey(NamedTuple):
    """A cluster's key pair and the name its public half goes by."""

    private: rsa.RSAPrivateKey
    id: str


_keys: dict[str, SigningKey] = {}


async def signing_key(cluster: Cluster) -> SigningKey:
    """The cluster's key, made when it is first needed."""
    found = _keys.get(cluster.id)
    if found is None:
        found = await _stored(cluster.id, cluster.sandbox)
        _keys[cluster.id] = found
    return found


@sync_to_async(thread_sensitive=False)
def _stored(cluster_id: str, sandbox_id: str) -> SigningKey:
    place = f"service-accounts/{cluster_id}"
    held = grants.find(KIND, place)
    if held is None:
        made = rsa.generate_private_key(EXPONENT, BITS)
        pem = made.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        try:
            with transaction.atomic():
                Grant.objects.create(
                    kind=KIND,
                    key=place,
                    sandbox_id=sandbox_id,
                    secret=secrets_at_rest.sealed(pem.decode()),
                    created_at=now(),
                )
        except IntegrityError:
            pass  # another process was quicker: its key counts
        held = grants.find(KIND, place)
        assert held is not None
    key = serialization.load_pem_private_key(held.secret.encode(), password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return SigningKey(key, _key_id(key.public_key()))


def _key_id(public: rsa.RSAPublicKey) -> str:
    """As Kubernetes names keys: the SHA-256 of the public key."""
    der = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return _base64(hashlib.sha256(der).digest())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unbase64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)


async def signed(cluster: Cluster, claims: dict[str, Any]) -> str:
    """A token that says these claims."""
    key = await signing_key(cluster)
    header = {"alg": "RS256", "kid": key.id}
    parts = [json.dumps(part, separators=(",", ":")) for part in (header, claims)]
    text = ".".join(_base64(part.encode()) for part in parts)
    signature = key.private.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{text}.{_base64(signature)}"


def issuer(cluster: Cluster) -> str:
    """The cluster's OIDC issuer, as DescribeCluster shows it."""
    return eks_cluster.issuer(cluster.key, cluster.doc)


async def user_of(cluster: Cluster, token: str) -> User | None:
    """The ServiceAccount that a token of this cluster speaks for, if it still counts."""
    claims = await _checked(cluster, token)
    audiences = claims.get("aud", ()) if claims else ()
    if claims is None or AUDIENCE not in audiences or claims.get("exp", 0) <= now():
        return None
    bound = claims.get("kubernetes.io", {})
    namespace, account = bound.get("namespace", ""), bound.get("serviceaccount", {})
    scope = f"{cluster.id}/{namespace}"
    found = cluster.world.find(
        Key("k8s.ServiceAccount", scope, account.get("name", ""))
    )
    if found is None or found["metadata"]["uid"] != account.get("uid"):
        return None
    pod = bound.get("pod")
    if pod is not None:
        running = cluster.world.find(Key("k8s.Pod", scope, pod["name"]))
        if running is None or running["metadata"]["uid"] != pod["uid"]:
            return None
    return User(
        f"system:serviceaccount:{namespace}:{account['name']}",
        uid=account["uid"],
        groups=(
            "system:serviceaccounts",
            f"system:serviceaccounts:{namespace}",
            "system:authenticated",
        ),
    )


async def _checked(cluster: Cluster, token: str) -> dict[str, Any] | None:
    text, _, signature = token.rpartition(".")
    key = await signing_key(cluster)
    try:
        key.private.public_key().verify(
            _unbase64(signature), text.encode(), padding.PKCS1v15(), hashes.SHA256()
        )
        claims: dict[str, Any] = json.loads(_unbase64(text.partition(".")[2]))
    except (InvalidSignature, ValueError, binascii.Error):
        return None
    return claims


async def key_set(cluster: Cluster) -> dict[str, Any]:
    """`/openid/v1/jwks`: the public key, for those who check tokens themselves."""
    key = await signing_key(cluster)
    numbers = key.private.public_key().public_numbers()
    n = numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")
    e = numbers.e.to_bytes((numbers.e.bit_length() + 7) // 8, "big")
    public = {"kty": "RSA", "kid": key.id, "use": "sig", "alg": "RS256"}
    return {"keys": [{**public, "n": _base64(n), "e": _base64(e)}]}
