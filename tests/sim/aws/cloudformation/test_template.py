from __future__ import annotations

import pytest

from clusters.sim.aws.cloudformation import template
from tests.sim.aws.refusing import refuses

VPC = "Resources: {A: {Type: 'AWS::EC2::VPC'}}"


def resources(*lines):
    return "Resources:\n" + "\n".join(f"  {line}" for line in lines)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Parameters: {}",
            "Template format error: At least one Resources member must be defined.",
        ),
        (VPC + "\nColour: blue", "Invalid template property or properties [Colour]"),
        (
            "AWSTemplateFormatVersion: 2020-01-01\n" + VPC,
            "2020-01-01 is not a supported value",
        ),
        (
            "Transform: AWS::Serverless-2016-10-31\n" + VPC,
            "No transform named AWS::Serverless",
        ),
        (
            resources("a-b: {Type: 'AWS::EC2::VPC'}"),
            "Template format error: Resource name a-b is non alphanumeric.",
        ),
        (
            resources("A: {Properties: {}}"),
            "[/Resources/A] Every Resources object must contain a Type member.",
        ),
        (
            resources("A: {Type: 'AWS::EC2::VPC', Colour: blue}"),
            "Invalid template resource property 'Colour'",
        ),
        (
            resources("A: {Type: 'AWS::Foo::Bar'}", "B: {Type: 'AWS::EC2::Thing'}"),
            "Template format error: Unrecognized resource types: [AWS::EC2::Thing, AWS::Foo::Bar]",
        ),
        (
            resources(
                "A: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: !Ref Nobody}}"
            ),
            "Unresolved resource dependencies [Nobody] in the Resources block of the template",
        ),
        (
            resources("A: {Type: 'AWS::EC2::VPC', DependsOn: Nobody}"),
            "Unresolved resource dependencies [Nobody] in the Resources block",
        ),
        (
            VPC + "\nOutputs: {X: {Value: !GetAtt Nobody.Arn}}",
            "Unresolved resource dependencies [Nobody] in the Outputs block of the template",
        ),
        (
            VPC + "\nOutputs: {X: {}}",
            "[/Outputs/X] Every Outputs member must contain a Value object",
        ),
        (
            resources("A: {Type: 'AWS::EC2::VPC', Condition: Big}"),
            "Unresolved condition dependency Big in the Resources block of the template",
        ),
        (
            resources(
                "A: {Type: 'AWS::EC2::VPC', DependsOn: B}",
                "B: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: !Sub '${A}'}}",
            ),
            "Circular dependency between resources: [A, B]",
        ),
        (
            resources("A: {Type: 'AWS::EC2::VPC', DependsOn: {B: C}}"),
            "Every DependsOn member must be a string.",
        ),
        (
            resources("A: {Type: 'AWS::EC2::VPC', DeletionPolicy: Keep}"),
            "Unrecognized DeletionPolicy Keep for resource A",
        ),
        (
            "Conditions: {A: !Condition B, B: !Not [!Condition A]}\n" + VPC,
            "Circular dependency between conditions: [A, B]",
        ),
        (
            "Conditions: {B: !Equals [!Ref A, 1]}\n" + VPC,
            "Unresolved dependencies [A]. Cannot reference resources in the Conditions block",
        ),
        (
            "Conditions: {A: !Condition B}\n" + VPC,
            "Unresolved condition dependency B in the Conditions block of the template",
        ),
        (
            "Parameters: {P: {Type: String, Default: [x]}}\n" + VPC,
            "Every Default member must be a string.",
        ),
        (
            "Parameters: {P: {Type: String, MinLength: x}}\n" + VPC,
            "Every MinLength member must be a number.",
        ),
        (
            VPC + "\nOutputs: {X: {Value: a, Export: b}}",
            "[/Outputs/X/Export] Every Export member must contain a Name object",
        ),
        (
            "Parameters: {P: {Default: x}}\n" + VPC,
            "[/Parameters/P] Every Parameters object must contain a Type member.",
        ),
    ],
)
def test_what_is_wrong_with_a_template_is_said_at_once(text, message):
    with refuses("ValidationError", message):
        template.parsed(text)


def test_a_template_may_have_500_resources():
    many = [f"R{number}: {{Type: 'AWS::EC2::VPC'}}" for number in range(501)]

    with refuses(
        "ValidationError", "Number of resources, 501, is greater than maximum"
    ):
        template.parsed(resources(*many))


def test_a_type_that_only_the_simulation_lacks_is_no_format_error():
    found = template.parsed(
        resources("A: {Type: 'AWS::S3::Bucket'}", "B: {Type: 'Custom::Thing'}")
    )

    assert sorted(found.resources) == ["A", "B"]


def test_needs_come_from_references_of_all_kinds():
    found = template.parsed(
        resources(
            "A: {Type: 'AWS::EC2::VPC'}",
            "B: {Type: 'AWS::EC2::InternetGateway'}",
            "C: {Type: 'AWS::EC2::EIP'}",
            "D:",
            "  Type: AWS::EC2::Subnet",
            "  DependsOn: [B]",
            "  Properties: {VpcId: !Ref A, CidrBlock: !Sub '${C.AllocationId} ${!B}'}",
        )
    )

    assert found.needs["D"] == {"A", "B", "C"}


@pytest.mark.parametrize(
    ("line", "capability"),
    [
        ("R: {Type: 'AWS::EC2::VPC'}", ""),
        ("R: {Type: 'AWS::IAM::Role'}", "CAPABILITY_IAM"),
        (
            "R: {Type: 'AWS::IAM::Role', Properties: {RoleName: x}}",
            "CAPABILITY_NAMED_IAM",
        ),
        (
            "R: {Type: 'AWS::IAM::Policy', Properties: {PolicyName: x}}",
            "CAPABILITY_IAM",
        ),
    ],
)
def test_iam_resources_must_be_acknowledged(line, capability):
    assert template.parsed(resources(line)).capability == capability


def test_a_policys_own_conditions_are_no_conditions_of_the_template():
    statement = "{Effect: Allow, Condition: {StringEquals: {a: b}}}"

    template.parsed(
        resources(
            "R:",
            "  Type: AWS::IAM::Role",
            f"  Properties: {{AssumeRolePolicyDocument: {{Statement: [{statement}]}}}}",
        )
    )
