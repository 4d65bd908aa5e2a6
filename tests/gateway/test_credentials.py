"""STS's temporary credentials: issued, used, expired."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from clusters.callers import AccessKey, keys
from clusters.models import Grant
from clusters.runtime import refused
from tests.gateway.door import client


@pytest.fixture
def role(sandbox, owner):
    """A role that the account's own principals may assume, and that may only look."""
    iam = client("iam", owner)
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": sandbox.account},
        "Action": "sts:AssumeRole",
    }
    trust = json.dumps({"Version": "2012-10-17", "Statement": statement})
    made = iam.create_role(RoleName="viewer", AssumeRolePolicyDocument=trust)
    iam.attach_role_policy(
        RoleName="viewer", PolicyArn="arn:aws:iam::aws:policy/IAMReadOnlyAccess"
    )
    return made["Role"]


def key_of(answer):
    found = answer["Credentials"]
    return AccessKey(
        found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"]
    )


def assumed(owner, role, **request):
    sts = client("sts", owner)
    return sts.assume_role(RoleArn=role["Arn"], RoleSessionName="sam", **request)


def code(call):
    with pytest.raises(ClientError) as caught:
        call()
    return caught.value.response["Error"]["Code"]


def test_who_assumed_a_role_is_the_role_and_may_what_it_may(sandbox, owner, role):
    answer = assumed(owner, role)
    key = key_of(answer)
    assert key.access_key_id.startswith("ASIA")
    who = client("sts", key).get_caller_identity()
    assert who["Arn"] == f"arn:aws:sts::{sandbox.account}:assumed-role/viewer/sam"
    assert who["UserId"] == f"{role['RoleId']}:sam"
    iam = client("iam", key)
    assert iam.get_role(RoleName="viewer")
    assert code(lambda: iam.delete_role(RoleName="viewer")) == "AccessDenied"


def test_a_call_that_iam_denies_is_noted_with_who_and_what(sandbox, owner, role):
    iam = client("iam", key_of(assumed(owner, role)))
    for _ in range(3):
        assert code(lambda: iam.delete_role(RoleName="viewer")) == "AccessDenied"
    assert code(lambda: iam.get_role(RoleName="nobody")) == "NoSuchEntity"

    [one] = refused.refusals(sandbox.id, refused.AWS)
    assert (one.request.what, one.request.reason) == ("iam:DeleteRole", "AccessDenied")
    assert one.request.who.endswith(":assumed-role/viewer/sam")
    assert "is not authorized to perform: iam:DeleteRole" in one.request.message
    assert one.count == 3


def test_a_session_key_is_nothing_without_its_token(owner, role):
    key = key_of(assumed(owner, role))
    for token in ("", "another"):
        stolen = AccessKey(key.access_key_id, key.secret_access_key, token)
        found = code(client("sts", stolen).get_caller_identity)
        assert found == "InvalidClientTokenId"


def test_a_session_ends(owner, role, monkeypatch):
    key = key_of(assumed(owner, role, DurationSeconds=900))
    client("sts", key).get_caller_identity()
    row = Grant.objects.get(key=key.access_key_id)
    monkeypatch.setattr(keys, "now", lambda: row.expires_at + 1)
    assert code(client("sts", key).get_caller_identity) == "ExpiredToken"
    assert code(client("eks", key).list_clusters) == "ExpiredTokenException"


def test_a_session_of_a_role_that_was_made_anew_is_nobodys(owner, role):
    key = key_of(assumed(owner, role))
    iam = client("iam", owner)
    arn = "arn:aws:iam::aws:policy/IAMReadOnlyAccess"
    iam.detach_role_policy(RoleName="viewer", PolicyArn=arn)
    iam.delete_role(RoleName="viewer")
    assert code(client("sts", key).get_caller_identity) == "InvalidClientTokenId"
    trust = json.dumps(role["AssumeRolePolicyDocument"])
    iam.create_role(RoleName="viewer", AssumeRolePolicyDocument=trust)
    assert code(client("sts", key).get_caller_identity) == "InvalidClientTokenId"


def test_a_session_token_is_the_same_user_for_a_while(sandbox, owner):
    answer = client("sts", owner).get_session_token()
    key = key_of(answer)
    who = client("sts", key).get_caller_identity()
    assert who["Arn"] == f"arn:aws:iam::{sandbox.account}:user/learner"
    assert code(client("sts", key).get_session_token) == "AccessDenied"


def test_no_secret_enters_the_world_or_its_log(sandbox, owner, role):
    key = key_of(assumed(owner, role))
    row = Grant.objects.get(key=key.access_key_id)
    assert key.session_token not in json.dumps(row.data)
    assert key.secret_access_key.encode() not in bytes(row.secret)


def test_old_sessions_give_way_to_new_ones(sandbox, owner, role, monkeypatch):
    monkeypatch.setattr(keys, "MOST_SESSIONS", 3)
    issued = [key_of(assumed(owner, role)) for _ in range(5)]
    kept = Grant.objects.filter(sandbox=sandbox, expires_at__isnull=False)
    assert {row.key for row in kept} == {key.access_key_id for key in issued[-3:]}
    assert client("sts", owner).get_caller_identity()
