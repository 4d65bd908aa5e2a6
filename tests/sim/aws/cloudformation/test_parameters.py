from __future__ import annotations

import pytest

from clusters.sim.aws.cloudformation import parameters
from tests.sim.aws.cloud import IMAGE, REGION, a_cloud
from tests.sim.aws.refusing import refuses


def given(**values):
    return [{"ParameterKey": k, "ParameterValue": v} for k, v in values.items()]


def test_a_value_is_given_kept_or_the_default():
    declared = {name: {"Type": "String", "Default": "d"} for name in ("A", "B", "C")}
    entries = [*given(A="a"), {"ParameterKey": "B", "UsePreviousValue": True}]

    found = parameters.values(declared, entries, {"B": "b"})

    assert found == {"A": "a", "B": "b", "C": "d"}


def test_a_parameter_without_a_value_is_named():
    with refuses("ValidationError", "Parameters: [A, B] must have values"):
        parameters.values({"A": {"Type": "String"}, "B": {"Type": "Number"}}, [], {})


def test_a_parameter_that_the_template_lacks_is_named():
    with refuses("ValidationError", "Parameters: [X] do not exist in the template"):
        parameters.values({}, given(X="1"), {})


@pytest.mark.parametrize(
    ("declaration", "value", "message"),
    [
        (
            {"AllowedValues": ["a", "b"]},
            "c",
            "Parameter 'P' must be one of AllowedValues",
        ),
        ({"AllowedPattern": "[a-z]+"}, "A1", "Parameter 'P' must match pattern [a-z]+"),
        (
            {
                "AllowedPattern": "[a-z]+",
                "ConstraintDescription": "must be small letters",
            },
            "A1",
            "Parameter P failed to satisfy constraint: must be small letters",
        ),
        ({"MinLength": "2"}, "a", "Parameter 'P' must contain at least 2 characters"),
        ({"MaxLength": "2"}, "abc", "Parameter 'P' must contain at most 2 characters"),
        ({"Type": "Number"}, "two", "Parameter 'P' must be a number"),
        ({"Type": "Number", "MinValue": "3"}, "2", "must be a number not less than 3"),
        (
            {"Type": "Number", "MaxValue": "3"},
            "4",
            "must be a number not greater than 3",
        ),
        ({"Type": "List<Number>"}, "1,b", "Parameter 'P' must be a number"),
        ({"Type": "Colour"}, "blue", "Unrecognized parameter type: Colour"),
        ({"AllowedPattern": "["}, "a", "Invalid AllowedPattern"),
    ],
)
def test_a_value_must_be_as_declared(declaration, value, message):
    declared = {"P": {"Type": "String", **declaration}}

    with refuses("ValidationError", message):
        parameters.values(declared, given(P=value), {})


def resolved(kind, value):
    cloud = a_cloud()
    return parameters.resolved(
        cloud.world, REGION, {"P": {"Type": kind}}, {"P": value}
    )["P"]


def test_lists_are_split():
    assert resolved("CommaDelimitedList", "a, b") == ["a", "b"]
    assert resolved("List<Number>", "1,2") == ["1", "2"]


def test_ssm_parameters_are_fetched():
    path = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/image_id"

    assert resolved("AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", path) == IMAGE


def test_an_ssm_parameter_that_is_not_there_is_refused():
    with refuses(
        "ValidationError", "Unable to fetch parameters [/mine] from parameter store"
    ):
        resolved("AWS::SSM::Parameter::Value<String>", "/mine")


def test_ids_of_resources_must_exist():
    vpc = a_cloud().vpc
    assert resolved("List<AWS::EC2::VPC::Id>", vpc) == [vpc]

    with refuses(
        "ValidationError", "parameter value vpc-0 for parameter name P does not exist"
    ):
        resolved("AWS::EC2::VPC::Id", "vpc-0")


def test_secrets_are_shown_as_stars():
    declared = {"P": {"Type": "String", "NoEcho": True}}

    (shown,) = parameters.shown(REGION, declared, {"P": "secret"})

    assert shown["ParameterValue"] == "****"
