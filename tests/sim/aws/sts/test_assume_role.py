"""Assuming a role: its trust policy decides, and for its own account IAM too."""

from __future__ import annotations

import pytest

from clusters.sim.aws.iam import user
from tests.sim.aws.iam.account import (
    ACCOUNT,
    ROOT,
    TRUST,
    a_role,
    allow,
    an_account,
    call,
    caller,
    session,
)
from tests.sim.aws.refusing import refuses

LEARNER = caller().arn


def trusting(principal, **more):
    statement = {
        "Effect": "Allow",
        "Principal": principal,
        "Action": "sts:AssumeRole",
        **more,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def assume(tx, role, who=None, **request):
    request = {"RoleSessionName": "sam", **request}
    return call(tx, "sts:AssumeRole", who, RoleArn=role["Arn"], **request)


@pytest.mark.parametrize(
    "principal", [{"AWS": LEARNER}, {"AWS": ROOT}, {"AWS": ACCOUNT}]
)
def test_whom_the_trust_policy_names_becomes_the_role(principal):
    tx = an_account()
    role = a_role(tx, "dev", trusting(principal))
    assumed = assume(tx, role)["AssumedRoleUser"]
    assert assumed == {
        "AssumedRoleId": f"{role['RoleId']}:sam",
        "Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/dev/sam",
    }


def test_whom_it_does_not_name_is_denied():
    tx = an_account()
    role = a_role(tx, "dev", TRUST)
    words = (
        f"User: {LEARNER} is not authorized to perform: sts:AssumeRole on resource: "
    )
    with refuses("AccessDenied", words + role["Arn"], 403):
        assume(tx, role)
    with refuses("AccessDenied", words):
        assume(tx, {"Arn": f"arn:aws:iam::{ACCOUNT}:role/ghost"})


def test_a_trust_policy_that_denies_wins_over_one_that_allows():
    tx = an_account()
    trust = trusting({"AWS": ROOT})
    allow_all, deny = trust["Statement"][0], trusting({"AWS": LEARNER})["Statement"][0]
    trust["Statement"] = [allow_all, {**deny, "Effect": "Deny"}]
    with refuses("AccessDenied"):
        assume(tx, a_role(tx, "dev", trust))


def test_trust_in_the_account_is_not_enough_without_permission():
    tx = an_account()
    role = a_role(tx, "dev", trusting({"AWS": ROOT}))
    other = a_role(tx, "other", trusting({"AWS": LEARNER}))
    with tx.edit(user.key("learner")) as doc:
        doc["AttachedPolicies"] = []
    with refuses("AccessDenied"):
        assume(tx, role)
    assert assume(tx, other)
    with tx.edit(user.key("learner")) as doc:
        deny = {**allow("sts:AssumeRole"), "Effect": "Deny"}
        doc["Policies"] = {"no": {"Statement": [deny]}}
    with refuses("AccessDenied"):
        assume(tx, other)


def test_an_external_id_must_be_the_one_that_is_asked_for():
    tx = an_account()
    condition = {"StringEquals": {"sts:ExternalId": "12345"}}
    role = a_role(tx, "dev", trusting({"AWS": LEARNER}, Condition=condition))
    with refuses("AccessDenied"):
        assume(tx, role)
    assert assume(tx, role, ExternalId="12345")


def test_no_session_outlasts_what_the_role_allows():
    tx = an_account()
    role = a_role(tx, "dev", trusting({"AWS": ROOT}))
    with refuses("ValidationError", "exceeds the MaxSessionDuration set for this role"):
        assume(tx, role, DurationSeconds=7200)
    assert assume(tx, role, DurationSeconds=3600)


def test_a_chain_of_roles_is_short_lived():
    tx = an_account()
    first = a_role(tx, "first", trusting({"AWS": ROOT}))
    call(
        tx,
        "iam:AttachRolePolicy",
        RoleName="first",
        PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess",
    )
    second = a_role(
        tx, "second", trusting({"AWS": first["Arn"]}), MaxSessionDuration=43_200
    )
    who = session(tx, first)
    assert assume(tx, second, who)
    with refuses("ValidationError", "assumed by role chaining"):
        assume(tx, second, who, DurationSeconds=7200)


def test_sessions_cannot_ask_for_sessions():
    tx = an_account()
    assert call(tx, "sts:GetSessionToken") == {}
    who = session(tx, a_role(tx, "dev"))
    with refuses(
        "AccessDenied", "Cannot call GetSessionToken with session credentials"
    ):
        call(tx, "sts:GetSessionToken", who)


def test_a_key_belongs_to_the_account_that_calls_with_it():
    tx = an_account()
    found = call(tx, "sts:GetAccessKeyInfo", AccessKeyId="AKIAEXAMPLE")
    assert found == {"Account": ACCOUNT}
    with refuses("AccessDenied"):
        call(tx, "sts:GetAccessKeyInfo", AccessKeyId="AKIAANOTHER")
