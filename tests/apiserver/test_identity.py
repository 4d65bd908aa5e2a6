"""Who may come in: the owner, a classmate, an outsider, a ServiceAccount."""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64encode
from dataclasses import replace
from functools import partial

import pytest
from botocore.credentials import Credentials
from botocore.hooks import HierarchicalEmitter
from botocore.model import ServiceId
from botocore.signers import RequestSigner

from clusters import callers
from clusters.apiserver import service_accounts
from clusters.apiserver.clusters_here import behind
from clusters.apiserver.paths import target
from clusters.callers.wall import now
from tests.apiserver.door import CONFIG_MAPS, REGION

PODS = "/api/v1/namespaces/default/pods"
DEFAULT = "/api/v1/namespaces/default/serviceaccounts/default/token"
RBAC = "rbac.authorization.k8s.io"
TOKEN_REQUEST = {"kind": "TokenRequest", "apiVersion": "authentication.k8s.io/v1"}


async def test_the_owner_comes_in(door):
    assert (await door.ask("GET", PODS)).status == 200


async def test_a_classmates_token_counts_for_nothing_here(door, classmate):
    reply = await door.ask("GET", PODS, authorization=f"Bearer {classmate.token}")
    assert reply.status == 401
    assert reply.json()["message"] == "Unauthorized"
    assert reply.json()["reason"] == "Unauthorized"


def eks_token(key, cluster_name):
    """What `aws eks get-token` prints for a key of the sandbox's own user."""
    events = HierarchicalEmitter()
    signer = RequestSigner(
        ServiceId("sts"),
        REGION,
        "sts",
        "v4",
        Credentials(key.access_key_id, key.secret_access_key),
        events,
    )
    request = {
        "method": "GET",
        "url": f"https://sts.{REGION}.amazonaws.com/"
        "?Action=GetCallerIdentity&Version=2011-06-15",
        "body": {},
        "headers": {"x-k8s-aws-id": cluster_name},
        "context": {},
    }
    url = signer.generate_presigned_url(request, "", 60, region_name=REGION)
    return "k8s-aws-v1." + urlsafe_b64encode(url.encode()).decode().rstrip("=")


async def test_a_token_of_the_aws_cli_counts_on_the_cluster_it_names(door, classmate):
    key = await asyncio.to_thread(callers.learner_key, door.sandbox.id)
    good = f"Bearer {eks_token(key, 'demo')}"
    assert (await door.ask("GET", PODS, authorization=good)).status == 200
    assert (await classmate.ask("GET", PODS, authorization=good)).status == 401
    other = f"Bearer {eks_token(key, 'other')}"
    assert (await door.ask("GET", PODS, authorization=other)).status == 401
    forged = replace(key, secret_access_key="made up")
    bad = f"Bearer {eks_token(forged, 'demo')}"
    assert (await door.ask("GET", PODS, authorization=bad)).status == 401


@pytest.mark.parametrize(
    "value", ["Bearer nonsense", "Bearer ", "Basic YTpi", "Bearer eyJ.eyJ.x", "x"]
)
async def test_a_bad_token_is_unauthorized(door, value):
    reply = await door.ask("GET", PODS, authorization=value)
    assert (reply.status, reply.message) == (401, "Unauthorized")


async def test_without_a_token_one_is_anonymous_and_forbidden(door):
    reply = await door.ask("GET", PODS, authorization="")
    assert reply.status == 403
    assert reply.message == (
        'pods is forbidden: User "system:anonymous" cannot list resource "pods" '
        'in API group "" in the namespace "default"'
    )


async def test_anonymous_users_see_the_version_and_health_only(door):
    for path in ("/version", "/livez", "/readyz", "/healthz"):
        assert (await door.ask("GET", path, authorization="")).status == 200
    reply = await door.ask("GET", "/api", authorization="")
    assert reply.status == 403
    assert reply.message == (
        'forbidden: User "system:anonymous" cannot get path "/api"'
    )


async def test_an_unknown_cluster_is_nowhere(door):
    other = replace(door, cluster="0" * 32)
    assert (await other.ask("GET", "/version")).status == 404


async def test_a_cluster_is_not_in_another_region(door):
    other = replace(door, region="eu-west-1")
    assert (await other.ask("GET", "/version")).status == 404


async def test_a_token_past_its_time_is_refused(door):
    arn = f"arn:aws:iam::{door.sandbox.account}:user/learner"
    issue = partial(callers.issue_kube_token, door.sandbox.id, arn, seconds=-1)
    token = await asyncio.to_thread(issue)
    reply = await door.ask("GET", PODS, authorization=f"Bearer {token}")
    assert reply.status == 401


async def test_others_may_be_impersonated_and_have_their_own_rights(door):
    reply = await door.ask("GET", PODS, impersonate_user="jane")
    assert reply.status == 403
    assert reply.message.startswith('pods is forbidden: User "jane" cannot list')


async def test_who_may_not_impersonate_is_told_so(door):
    made = await door.ask("POST", DEFAULT, TOKEN_REQUEST)
    token = made.json()["status"]["token"]
    reply = await door.ask(
        "GET", PODS, authorization=f"Bearer {token}", impersonate_user="jane"
    )
    assert reply.status == 403
    assert reply.message == (
        'users "jane" is forbidden: User "system:serviceaccount:default:default" '
        'cannot impersonate resource "users" in API group "" at the cluster scope'
    )


async def test_who_may_be_somebody_may_not_be_in_any_group(door):
    rule = {"apiGroups": [""], "resources": ["users"], "verbs": ["impersonate"]}
    role = {"metadata": {"name": "actor"}, "rules": [rule]}
    ref = {"apiGroup": RBAC, "kind": "ClusterRole", "name": "actor"}
    robot = {"kind": "ServiceAccount", "name": "default", "namespace": "default"}
    bound = {"metadata": {"name": "actor"}, "roleRef": ref, "subjects": [robot]}
    assert (await door.ask("POST", f"/apis/{RBAC}/v1/clusterroles", role)).status == 201
    path = f"/apis/{RBAC}/v1/clusterrolebindings"
    assert (await door.ask("POST", path, bound)).status == 201
    made = await door.ask("POST", DEFAULT, TOKEN_REQUEST)
    acting = {"authorization": f"Bearer {made.json()['status']['token']}"}
    reply = await door.ask("GET", PODS, impersonate_user="jane", **acting)
    assert 'User "jane" cannot list' in reply.message
    reply = await door.ask(
        "GET",
        PODS,
        impersonate_user="jane",
        impersonate_group="system:masters",
        **acting,
    )
    assert reply.message.startswith('groups "system:masters" is forbidden')
    await door.ask("DELETE", f"{path}/actor")


async def test_groups_alone_cannot_be_impersonated(door):
    reply = await door.ask("GET", PODS, impersonate_group="system:masters")
    assert reply.status == 400


async def test_a_service_account_speaks_with_its_token(door):
    made = await door.ask("POST", DEFAULT, TOKEN_REQUEST)
    assert made.status == 201
    token = made.json()["status"]["token"]
    reply = await door.ask("GET", PODS, authorization=f"Bearer {token}")
    assert reply.status == 403
    assert 'User "system:serviceaccount:default:default"' in reply.message


async def test_a_token_that_was_tampered_with_is_refused(door):
    made = await door.ask("POST", DEFAULT, TOKEN_REQUEST)
    head, claims, signature = made.json()["status"]["token"].split(".")
    for forged in (f"{head}.{claims}x.{signature}", f"{head}.{claims}.AAAA"):
        reply = await door.ask("GET", PODS, authorization=f"Bearer {forged}")
        assert reply.status == 401


async def test_a_token_ends_with_its_service_account(door):
    await door.ask(
        "POST",
        "/api/v1/namespaces/default/serviceaccounts",
        {"metadata": {"name": "robot"}},
    )
    path = "/api/v1/namespaces/default/serviceaccounts/robot"
    token = (await door.ask("POST", f"{path}/token", TOKEN_REQUEST)).json()["status"]
    await door.ask("DELETE", path)
    reply = await door.ask("GET", PODS, authorization=f"Bearer {token['token']}")
    assert reply.status == 401


async def test_a_namesake_does_not_inherit_a_token(door):
    accounts = "/api/v1/namespaces/default/serviceaccounts"
    body = {"metadata": {"name": "again"}}
    await door.ask("POST", accounts, body)
    made = await door.ask("POST", f"{accounts}/again/token", TOKEN_REQUEST)
    await door.ask("DELETE", f"{accounts}/again")
    await door.ask("POST", accounts, body)
    token = made.json()["status"]["token"]
    reply = await door.ask("GET", PODS, authorization=f"Bearer {token}")
    assert reply.status == 401


async def test_a_token_for_another_audience_does_not_count_here(door):
    body = {**TOKEN_REQUEST, "spec": {"audiences": ["sts.amazonaws.com"]}}
    made = await door.ask("POST", DEFAULT, body)
    token = made.json()["status"]["token"]
    reply = await door.ask("GET", PODS, authorization=f"Bearer {token}")
    assert reply.status == 401


async def test_a_service_accounts_token_has_its_time(door, monkeypatch):
    made = await door.ask("POST", DEFAULT, TOKEN_REQUEST)
    token = made.json()["status"]["token"]
    monkeypatch.setattr(service_accounts, "now", lambda: now() + 3601)
    reply = await door.ask("GET", PODS, authorization=f"Bearer {token}")
    assert reply.status == 401


async def test_a_clusters_key_does_not_sign_for_another(door, classmate):
    made = await classmate.ask("POST", DEFAULT, TOKEN_REQUEST)
    token = made.json()["status"]["token"]
    reply = await door.ask("GET", PODS, authorization=f"Bearer {token}")
    assert reply.status == 401


async def test_anybody_can_check_a_token_by_the_published_key(door):
    published = await door.ask("GET", "/openid/v1/jwks")
    assert published.headers["content-type"] == "application/jwk-set+json"
    (key,) = published.json()["keys"]
    cluster = await behind(target(f"/k8s/{REGION}/{door.cluster}/".encode()))
    signing = await service_accounts.signing_key(cluster)
    assert key["kid"] == signing.id
    assert key["alg"] == "RS256"
    about = (await door.ask("GET", "/.well-known/openid-configuration")).json()
    assert about["issuer"].startswith("https://oidc.eks.us-west-2.amazonaws.com/id/")


async def test_a_write_by_nobody_changes_nothing(door):
    body = door.config_map("ghost")
    assert (await door.ask("POST", CONFIG_MAPS, body, authorization="")).status == 403
    assert (await door.ask("GET", f"{CONFIG_MAPS}/ghost")).status == 404
