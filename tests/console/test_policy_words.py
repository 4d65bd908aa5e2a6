"""IAM policies in words."""

from __future__ import annotations

import pytest

from clusters.console.iam import policy_words
from clusters.sim.catalog.managed_policies import BY_NAME

PROVIDER = (
    "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/A"
)


def statement(effect="Allow", **members):
    return {"Statement": {"Effect": effect, **members}}


@pytest.mark.parametrize(
    ("principal", "told"),
    [
        ({"Service": "eks.amazonaws.com"}, "Amazon EKS may assume this role."),
        ({"Service": "x.amazonaws.com"}, "The service x.amazonaws.com may assume"),
        ({"Federated": PROVIDER}, "Whoever A vouches for may assume"),
        ({"AWS": "*"}, "Anybody at all may assume"),
        ("*", "Anybody at all may assume"),
        ({"AWS": "111122223333"}, "Those whom IAM of account 111122223333 lets may"),
        (
            {"AWS": "arn:aws:iam::111122223333:role/dev"},
            "role/dev of account 111122223333 may",
        ),
        (
            {"Service": ["eks.amazonaws.com", "lambda.amazonaws.com"]},
            "Amazon EKS and AWS Lambda may",
        ),
    ],
)
def test_a_trust_policy_says_who(principal, told):
    (found,) = policy_words.trust(statement(Principal=principal))

    assert found["text"].startswith(told)


def test_a_denial_says_never():
    (found,) = policy_words.trust(statement("Deny", Principal={"AWS": "*"}))

    assert found["text"] == "Anybody at all may never assume this role."


def test_each_condition_is_told():
    condition = {"StringLike": {"aws:PrincipalArn": ["a", "b"]}, "Bool": {"x": "true"}}
    (found,) = policy_words.permissions(statement(Action="a:B", Condition=condition))

    assert found["conditions"] == [
        "only if aws:PrincipalArn is like a or b",
        "only if x (Bool) true",
    ]


def test_reading_and_doing_are_told_apart():
    policy = statement(Action=["ec2:DescribeVpcs", "ec2:RunInstances"], Resource="*")
    (service,) = policy_words.permissions(policy)[0]["services"]

    assert service["name"] == "Amazon EC2 and VPC"
    assert (service["reads"], service["does"]) == ("DescribeVpcs", "RunInstances")


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"Action": "*"}, "Everything on every service"),
        ({"Action": "iam:*"}, "Everything on IAM"),
        ({"NotAction": ["iam:*"]}, "Everything but iam:*"),
    ],
)
def test_wildcards_are_told_as_what_they_are(members, told):
    (service,) = policy_words.permissions(statement(**members))[0]["services"]

    assert service["name"] == told


def test_what_is_allowed_on_some_resources_only_names_them():
    found = policy_words.permissions(statement(Action="a:B", Resource=["arn:x"]))

    assert found[0]["on"] == "arn:x"
    assert (
        policy_words.permissions(statement(Action="a:B", Resource="*"))[0]["on"] == ""
    )


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_every_managed_policy_can_be_told(name):
    document = BY_NAME[name].document

    assert policy_words.in_short(document)
    assert all(each["services"] for each in policy_words.permissions(document))
