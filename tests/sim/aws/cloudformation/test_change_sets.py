from __future__ import annotations

import pytest

from tests.sim.aws.cloud import a_cloud
from tests.sim.aws.refusing import refuses

BODY = """
Parameters:
  Port: {Type: Number, Default: 443}
  Name: {Type: String, Default: first}
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
"""


@pytest.fixture
def cloud():
    return a_cloud()


def proposed(cloud, kind="UPDATE", name="c1", body=BODY, **values):
    made = cloud.cloudformation(
        "CreateChangeSet",
        StackName="web",
        ChangeSetName=name,
        ChangeSetType=kind,
        TemplateBody=body,
        Parameters=[
            {"ParameterKey": k, "ParameterValue": v} for k, v in values.items()
        ],
    )
    return cloud.cloudformation("DescribeChangeSet", ChangeSetName=made["Id"])


def execute(cloud, name="c1"):
    cloud.cloudformation("ExecuteChangeSet", ChangeSetName=name, StackName="web")
    cloud.later()
    return cloud.described("web")


def changes(found):
    return [
        (c["Action"], c["LogicalResourceId"], c.get("Replacement"))
        for c in (change["ResourceChange"] for change in found["Changes"])
    ]


def test_a_change_set_can_make_a_stack(cloud):
    found = proposed(cloud, kind="CREATE")

    assert cloud.described("web")["StackStatus"] == "REVIEW_IN_PROGRESS"
    assert (found["Status"], found["ExecutionStatus"]) == (
        "CREATE_COMPLETE",
        "AVAILABLE",
    )
    assert changes(found) == [("Add", "Group", None), ("Add", "Rule", None)]
    assert execute(cloud)["StackStatus"] == "CREATE_COMPLETE"


def test_a_change_set_says_what_an_update_would_change(cloud):
    cloud.stack("web", BODY)

    assert changes(proposed(cloud, Port="80")) == [("Modify", "Group", "False")]
    assert changes(proposed(cloud, name="c2", Name="second")) == [
        ("Modify", "Group", "True"),
        ("Modify", "Rule", "True"),
    ]
    without = BODY.split("  Rule:", maxsplit=1)[0]
    assert changes(proposed(cloud, name="c3", body=without)) == [
        ("Remove", "Rule", None)
    ]


def test_executing_it_changes_that_and_uses_up_all_change_sets(cloud):
    cloud.stack("web", BODY)
    proposed(cloud, Port="80")
    proposed(cloud, name="c2", Name="second")

    assert execute(cloud)["StackStatus"] == "UPDATE_COMPLETE"

    assert cloud.cloudformation("ListChangeSets", StackName="web")["Summaries"] == []
    with refuses("ChangeSetNotFound", "ChangeSet [c2] does not exist", status=404):
        execute(cloud, "c2")


def test_without_changes_it_fails_in_the_words_that_tools_look_for(cloud):
    cloud.stack("web", BODY)

    found = proposed(cloud)

    assert (found["Status"], found["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
    assert found["StatusReason"].startswith(
        "The submitted information didn't contain changes."
    )
    with refuses(
        "InvalidChangeSetStatus", "cannot be executed in its current status of [FAILED]"
    ):
        execute(cloud)


def test_a_change_set_can_be_looked_at_and_thrown_away(cloud):
    cloud.stack("web", BODY)
    proposed(cloud, Port="80")

    shown = cloud.cloudformation("GetTemplate", StackName="web", ChangeSetName="c1")
    (listed,) = cloud.cloudformation("ListChangeSets", StackName="web")["Summaries"]
    assert shown["TemplateBody"] == BODY
    assert listed["ChangeSetName"] == "c1"

    cloud.cloudformation("DeleteChangeSet", StackName="web", ChangeSetName="c1")
    with refuses("ChangeSetNotFound"):
        cloud.cloudformation("DescribeChangeSet", StackName="web", ChangeSetName="c1")


def test_a_name_is_used_once_for_a_stack(cloud):
    cloud.stack("web", BODY)
    proposed(cloud, Port="80")

    with refuses("AlreadyExistsException", "ChangeSet c1 already exists"):
        proposed(cloud, Port="81")


def test_an_update_needs_a_stack_and_a_creation_none(cloud):
    with refuses("ValidationError", "Stack [web] does not exist"):
        proposed(cloud)

    cloud.stack("web", BODY)
    with refuses("ValidationError", "already exists and cannot be created again"):
        proposed(cloud, kind="CREATE")


def test_a_bad_template_leaves_no_stack_in_review(cloud):
    with refuses("ValidationError"):
        proposed(cloud, kind="CREATE", body="Resources: {}")

    assert cloud.cloudformation("DescribeStacks")["Stacks"] == []


def test_a_stack_in_review_can_be_deleted(cloud):
    proposed(cloud, kind="CREATE")

    cloud.cloudformation("DeleteStack", StackName="web")
    cloud.later()

    assert cloud.cloudformation("DescribeStacks")["Stacks"] == []
    assert cloud.world.list("cloudformation.ChangeSet") == []


def test_a_template_can_be_summed_up_without_a_stack(cloud):
    body = BODY + "  Role: {Type: AWS::IAM::Role}\n"

    summary = cloud.cloudformation("GetTemplateSummary", TemplateBody=body)
    checked = cloud.cloudformation("ValidateTemplate", TemplateBody=body)

    assert summary["ResourceTypes"] == [
        "AWS::EC2::SecurityGroup",
        "AWS::EC2::SecurityGroupEgress",
        "AWS::IAM::Role",
    ]
    assert summary["Capabilities"] == checked["Capabilities"] == ["CAPABILITY_IAM"]
    assert [p["ParameterKey"] for p in checked["Parameters"]] == ["Port", "Name"]
