"""Parameters that break the service's model, in the service's words."""

from __future__ import annotations

import pytest

from clusters.gateway import constraints, dialects
from clusters.gateway.service_models import SERVICES, model


def operation(name):
    service_name, _, operation_name = name.partition(":")
    service = next(s for s in SERVICES if s.signing_name == service_name)
    return service, model(service).operation_model(operation_name)


def sentence(name, /, **params):
    _, found = operation(name)
    return constraints.sentence(constraints.broken(found.input_shape, params))


def refusal(protocol, name, /, **params):
    service, found = operation(name)
    breaches = constraints.broken(found.input_shape, params)
    return dialects.invalid(service, protocol, breaches)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        (
            {},
            "Value null at 'roleName' failed to satisfy constraint: Member must not be null",
        ),
        ({"RoleName": ""}, "Member must have length greater than or equal to 1"),
        ({"RoleName": "x" * 65}, "Member must have length less than or equal to 64"),
        (
            {"RoleName": "ümlaut"},
            r"Member must satisfy regular expression pattern: [\w+=,.@-]+",
        ),
        ({"RoleName": 5}, "Value '5' at 'roleName' failed to satisfy constraint"),
        (
            {"RoleName": "x", "MaxItems": 0},
            "Member must have value greater than or equal to 1",
        ),
        ({"RoleName": "x", "MaxItems": True}, "Member must be a integer"),
        ({"RoleName": "x", "MaxItems": "ten"}, "Value 'ten' at 'maxItems'"),
    ],
)
def test_a_broken_constraint_is_named_as_aws_names_it(params, words):
    assert words in sentence("iam:ListRolePolicies", **params)


def test_all_broken_constraints_are_named_at_once():
    text = sentence("iam:CreateRole", RoleName="a b", Tags=[{"Key": "x"}])
    assert text.startswith("3 validation errors detected: Value ")
    assert "Value null at 'tags.1.member.value' failed" in text


def test_an_unknown_enum_value_lists_the_known_ones():
    text = sentence(
        "eks:CreateNodegroup",
        clusterName="demo",
        nodegroupName="web",
        subnets=["subnet-1"],
        nodeRole="arn",
        capacityType="FREE",
    )
    assert "'capacityType'" in text
    assert "Member must satisfy enum value set: [ON_DEMAND, SPOT" in text


def test_names_are_matched_whole():
    text = sentence(
        "eks:CreateCluster", name="my cluster", roleArn="arn", resourcesVpcConfig={}
    )
    assert "Value 'my cluster' at 'name'" in text


@pytest.mark.parametrize(
    ("protocol", "name", "code"),
    [
        ("rest-json", "eks:CreateCluster", "InvalidParameterException"),
        ("query", "iam:CreateRole", "ValidationError"),
        ("json", "ssm:GetParameter", "ValidationException"),
        ("json", "ecr:CreateRepository", "InvalidParameterException"),
        ("ec2", "ec2:CreateSubnet", "MissingParameter"),
    ],
)
def test_each_service_has_its_own_code_for_it(protocol, name, code):
    assert refusal(protocol, name).code == code


def test_ec2_says_which_parameter_it_wants():
    text = "The request must contain the parameter VpcId"
    assert refusal("ec2", "ec2:CreateSubnet").message == text
    bad = refusal("ec2", "ec2:DescribeVpcs", MaxResults="ten")
    assert bad.code == "InvalidParameterValue"
    assert bad.message.startswith("Value (ten) for parameter MaxResults is invalid.")
