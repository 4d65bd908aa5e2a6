"""Who may do what: policies as IAM evaluates them, denials as services word them."""

from __future__ import annotations

import pytest

from clusters.sim.aws.iam import authorize, user
from tests.sim.aws.iam.account import (
    ACCOUNT,
    ROOT,
    a_role,
    allow,
    an_account,
    call,
    caller,
    policy,
    session,
)
from tests.sim.aws.refusing import refuses

CLUSTER = f"arn:aws:eks:us-west-2:{ACCOUNT}:cluster/demo"
DEMO = {"clusterName": "demo"}


def a_session(tx, *statements, **role):
    """Somebody who assumed a role that these statements allow things."""
    made = a_role(tx, "limited", **role)
    if statements:
        call(
            tx,
            "iam:PutRolePolicy",
            RoleName="limited",
            PolicyName="inline",
            PolicyDocument=policy(*statements),
        )
    return session(tx, made)


def may(tx, who, action, resource=CLUSTER, **context):
    return authorize.allowed(tx, who, action, resource, context)


def test_the_learner_and_the_root_user_may_do_anything():
    tx = an_account()
    assert may(tx, caller(), "eks:CreateCluster")
    assert may(tx, caller(ROOT), "eks:CreateCluster")


def test_a_role_without_policies_may_do_nothing():
    tx = an_account()
    assert not may(tx, a_session(tx), "eks:ListClusters")


def test_somebody_of_another_account_may_do_nothing():
    tx = an_account()
    stranger = caller("arn:aws:iam::444455556666:user/learner")
    assert not may(tx, stranger, "eks:ListClusters")


@pytest.mark.parametrize(
    ("statement", "action", "allowed"),
    [
        (allow("eks:Describe*"), "eks:DescribeCluster", True),
        (allow("eks:Describe*"), "eks:DeleteCluster", False),
        (allow("EKS:describecluster"), "eks:DescribeCluster", True),
        (allow("eks:*", "arn:aws:eks:*:*:cluster/demo"), "eks:DeleteCluster", True),
        (allow("eks:*", "arn:aws:eks:*:*:cluster/prod*"), "eks:DeleteCluster", False),
        (allow(["ec2:*", "eks:List?lusters"]), "eks:ListClusters", True),
        (
            {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
            "eks:DeleteCluster",
            True,
        ),
        (
            {"Effect": "Allow", "NotAction": "eks:Delete*", "Resource": "*"},
            "eks:DeleteCluster",
            False,
        ),
        (
            {"Effect": "Allow", "Action": "eks:*", "NotResource": CLUSTER},
            "eks:DeleteCluster",
            False,
        ),
    ],
)
def test_actions_and_resources_match_as_in_iam(statement, action, allowed):
    tx = an_account()
    assert may(tx, a_session(tx, statement), action) is allowed


def test_a_denial_wins_over_whatever_allows():
    tx = an_account()
    deny = {"Effect": "Deny", "Action": "eks:Delete*", "Resource": "*"}
    who = a_session(tx, allow("*"), deny)
    assert may(tx, who, "eks:CreateCluster")
    assert not may(tx, who, "eks:DeleteCluster")


def test_a_boundary_bounds_what_policies_allow():
    tx = an_account()
    bound = "arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess"
    who = a_session(tx, allow("*"), PermissionsBoundary=bound)
    assert may(tx, who, "ec2:DescribeVpcs")
    assert not may(tx, who, "ec2:CreateVpc")


@pytest.mark.parametrize(
    ("condition", "allowed"),
    [
        ({"StringEquals": {"aws:RequestTag/team": "blue"}}, True),
        ({"StringEquals": {"aws:RequestTag/team": ["red", "blue"]}}, True),
        ({"StringEquals": {"aws:RequestTag/team": "red"}}, False),
        ({"StringNotEquals": {"aws:RequestTag/team": "red"}}, True),
        ({"StringLike": {"aws:RequestTag/team": "b*"}}, True),
        ({"StringEquals": {"aws:RequestTag/cost": "x"}}, False),
        ({"StringEqualsIfExists": {"aws:RequestTag/cost": "x"}}, True),
        ({"StringNotEquals": {"aws:RequestTag/cost": "x"}}, True),
        ({"Null": {"aws:RequestTag/cost": "true"}}, True),
        ({"StringEquals": {"aws:RequestedRegion": "us-west-2"}}, True),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "cost"]}}, True),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["cost"]}}, False),
        ({"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/lim*"}}, True),
        ({"NumericLessThan": {"aws:RequestTag/team": "1"}}, False),
    ],
)
def test_conditions_hold_as_in_iam(condition, allowed):
    tx = an_account()
    who = a_session(tx, allow("eks:*", Condition=condition))
    context = authorize.request_context({"tags": {"team": "blue"}})
    assert authorize.allowed(tx, who, "eks:CreateCluster", CLUSTER, context) is allowed


def test_policy_variables_are_filled_in():
    tx = an_account()
    resource = f"arn:aws:iam::{ACCOUNT}:user/${{aws:username}}"
    with tx.edit(user.key("learner")) as doc:
        doc["AttachedPolicies"] = []
        doc["Policies"] = {
            "own": {"Statement": {**allow("iam:GetUser"), "Resource": resource}}
        }
    assert call(tx, "iam:GetUser", UserName="learner")
    with refuses("AccessDenied"):
        call(tx, "iam:GetUser", UserName="sam")


@pytest.mark.parametrize(
    ("action", "request_", "code", "words"),
    [
        (
            "eks:CreateCluster",
            {"name": "demo"},
            "AccessDeniedException",
            f"perform: eks:CreateCluster on resource: {CLUSTER}",
        ),
        (
            "eks:DescribeNodegroup",
            {**DEMO, "nodegroupName": "web"},
            "AccessDeniedException",
            f"on resource: arn:aws:eks:us-west-2:{ACCOUNT}:nodegroup/demo/web/*",
        ),
        ("eks:ListClusters", {}, "AccessDeniedException", "cluster/*"),
        ("ecr:DescribeRepositories", {}, "AccessDeniedException", "resource: *"),
        (
            "ec2:DeleteVpc",
            {"VpcId": "vpc-0123456789abcdef0"},
            "UnauthorizedOperation",
            "You are not authorized to perform this operation. User: ",
        ),
        (
            "iam:CreateRole",
            {"RoleName": "x"},
            "AccessDenied",
            f"on resource: arn:aws:iam::{ACCOUNT}:role/x",
        ),
        (
            "cloudformation:CreateStack",
            {"StackName": "net"},
            "AccessDenied",
            f"arn:aws:cloudformation:us-west-2:{ACCOUNT}:stack/net/*",
        ),
    ],
)
def test_a_denial_names_caller_action_and_resource(action, request_, code, words):
    tx = an_account()
    who = a_session(tx)
    with refuses(code, words):
        authorize.check(tx, who, action, request_)
    with refuses(code, f"User: {who.arn} is not authorized to perform: {action}"):
        authorize.check(tx, who, action, request_)


def test_handing_a_role_to_a_service_takes_pass_role():
    tx = an_account()
    role = f"arn:aws:iam::{ACCOUNT}:role/eksClusterRole"
    request = {"name": "demo", "roleArn": role}
    who = a_session(tx, allow("eks:*"))
    words = f"is not authorized to perform: iam:PassRole on resource: {role}"
    with refuses("AccessDeniedException", words, 403):
        authorize.check(tx, who, "eks:CreateCluster", request)
    condition = {"StringEquals": {"iam:PassedToService": "eks.amazonaws.com"}}
    statement = allow("iam:PassRole", role, Condition=condition)
    call(
        tx,
        "iam:PutRolePolicy",
        RoleName="limited",
        PolicyName="inline",
        PolicyDocument=policy(allow("eks:*"), statement),
    )
    authorize.check(tx, who, "eks:CreateCluster", request)


def test_who_one_is_needs_no_permission():
    tx = an_account()
    who = a_session(tx)
    assert call(tx, "sts:GetCallerIdentity", who)["Arn"] == who.arn
