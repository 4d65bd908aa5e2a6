from __future__ import annotations

import pytest

from tests.sim.aws.cloud import a_cloud
from tests.sim.aws.refusing import refuses

BODY = """
Parameters:
  Port: {Type: Number, Default: 443}
  Name: {Type: String, Default: first}
  Extra: {Type: String, Default: "no"}
Conditions:
  WithExtra: !Equals [!Ref Extra, "yes"]
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: !Ref Name
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: !Ref Port, ToPort: !Ref Port, CidrIp: 0.0.0.0/0}
  Rule:
    Type: AWS::EC2::SecurityGroupEgress
    Properties:
      {GroupId: !Ref Group, IpProtocol: tcp, FromPort: 1, ToPort: 2, CidrIp: 10.0.0.0/8}
  Gateway: {Type: AWS::EC2::InternetGateway, Condition: WithExtra}
Outputs:
  Group: {Value: !Ref Group}
"""


@pytest.fixture
def cloud():
    made = a_cloud()
    made.stack("web", BODY)
    return made


def update(cloud, body=None, **values):
    template = {"TemplateBody": body} if body else {"UsePreviousTemplate": True}
    cloud.cloudformation(
        "UpdateStack",
        StackName="web",
        Parameters=[
            {"ParameterKey": k, "ParameterValue": v} for k, v in values.items()
        ],
        **template,
    )
    cloud.later()
    return cloud.described("web")


def output(stack):
    return stack["Outputs"][0]["OutputValue"]


def ports(cloud, group):
    found = cloud.ec2("DescribeSecurityGroups", GroupIds=[group])["SecurityGroups"][0]
    return [permission["FromPort"] for permission in found["IpPermissions"]]


def recent(cloud, number):
    return cloud.events("web")[-number:]


def test_what_can_be_changed_in_place_is(cloud):
    before = output(cloud.described("web"))

    stack = update(cloud, Port="80")

    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert output(stack) == before
    assert ports(cloud, before) == [80]
    assert recent(cloud, 5) == [
        ("web", "UPDATE_IN_PROGRESS"),
        ("Group", "UPDATE_IN_PROGRESS"),
        ("Group", "UPDATE_COMPLETE"),
        ("web", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
        ("web", "UPDATE_COMPLETE"),
    ]


def test_what_cannot_is_replaced_and_so_is_what_depends_on_it(cloud):
    before = output(cloud.described("web"))

    stack = update(cloud, Name="second")

    assert output(stack) != before
    with refuses("InvalidGroup.NotFound"):
        ports(cloud, before)
    events = cloud.events("web")
    cleanup = events.index(("web", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"))
    assert ("Group", "DELETE_COMPLETE") in events[cleanup:]
    assert ("Rule", "DELETE_COMPLETE") in events[cleanup:]


def test_a_condition_adds_and_removes(cloud):
    update(cloud, Extra="yes")
    assert len(cloud.ec2("DescribeInternetGateways")["InternetGateways"]) == 2

    stack = update(cloud, Extra="no")

    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert len(cloud.ec2("DescribeInternetGateways")["InternetGateways"]) == 1


def test_nothing_to_change_is_refused_in_the_words_that_tools_look_for(cloud):
    with refuses("ValidationError", "No updates are to be performed."):
        update(cloud, Port="443")


def test_another_output_alone_is_a_change(cloud):
    stack = update(cloud, BODY + "  Port: {Value: !Ref Port}\n")

    assert {o["OutputKey"]: o["OutputValue"] for o in stack["Outputs"]}["Port"] == "443"


def test_a_failure_goes_back_to_what_was(cloud):
    before = output(cloud.described("web"))
    failing = BODY.replace(
        "Outputs:", "  Bucket: {Type: AWS::S3::Bucket, DependsOn: Group}\nOutputs:"
    )

    stack = update(cloud, failing, Port="80", Extra="yes")

    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert ports(cloud, before) == [443]
    assert len(cloud.ec2("DescribeInternetGateways")["InternetGateways"]) == 1
    assert {p["ParameterKey"]: p["ParameterValue"] for p in stack["Parameters"]}[
        "Port"
    ] == "443"
    assert cloud.reasons("web", "UPDATE_ROLLBACK_IN_PROGRESS")[0].startswith(
        "The following resource(s) failed to update: ["
    )


def test_what_a_failed_update_replaced_comes_back(cloud):
    before = output(cloud.described("web"))
    failing = BODY.replace(
        "Outputs:", "  Bucket: {Type: AWS::S3::Bucket, DependsOn: Rule}\nOutputs:"
    )

    stack = update(cloud, failing, Name="second")

    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert output(stack) == before
    assert ports(cloud, before) == [443]
    groups = cloud.ec2("DescribeSecurityGroups")["SecurityGroups"]
    assert len(groups) == 2
    assert update(cloud, Port="80")["StackStatus"] == "UPDATE_COMPLETE"


def test_a_failed_creation_cannot_be_updated(cloud):
    cloud.stack("bad", "Resources: {B: {Type: AWS::S3::Bucket}}")

    with refuses(
        "ValidationError", "is in ROLLBACK_COMPLETE state and can not be updated."
    ):
        cloud.cloudformation("UpdateStack", StackName="bad", TemplateBody=BODY)


def test_two_updates_at_once_are_refused(cloud):
    given = [{"ParameterKey": "Port", "ParameterValue": "80"}]
    cloud.cloudformation(
        "UpdateStack", StackName="web", UsePreviousTemplate=True, Parameters=given
    )

    with refuses(
        "ValidationError", "is in UPDATE_IN_PROGRESS state and can not be updated."
    ):
        cloud.cloudformation("UpdateStack", StackName="web", TemplateBody=BODY)
    with refuses(
        "ValidationError", "cannot be deleted while in status UPDATE_IN_PROGRESS"
    ):
        cloud.cloudformation("DeleteStack", StackName="web")
