"""Users: the learner, and nobody else to begin with."""

from __future__ import annotations

from tests.sim.aws.iam.account import (
    a_role,
    allow,
    an_account,
    call,
    caller,
    policy,
    session,
)
from tests.sim.aws.refusing import refuses


def test_the_learner_asks_who_she_is():
    tx = an_account()
    user = call(tx, "iam:GetUser")["User"]
    assert user["UserName"] == "learner"
    assert user["Arn"] == caller().arn
    assert user["UserId"].startswith("AIDA")
    listed = call(tx, "iam:ListUsers")["Users"]
    assert [each["UserName"] for each in listed] == ["learner"]
    assert call(tx, "iam:ListAccountAliases")["AccountAliases"] == []


def test_a_user_that_is_not_there_is_not_found():
    with refuses("NoSuchEntity", "The user with name sam cannot be found.", 404):
        call(an_account(), "iam:GetUser", UserName="sam")


def test_a_role_has_no_user_of_its_own():
    tx = an_account()
    made = a_role(tx, "mine")
    named = {"RoleName": "mine", "PolicyName": "all"}
    call(tx, "iam:PutRolePolicy", **named, PolicyDocument=policy(allow("*")))
    with refuses("ValidationError", "Must specify userName"):
        call(tx, "iam:GetUser", session(tx, made))
