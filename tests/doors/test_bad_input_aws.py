"""What an SDK may send that it should not: each service's own code, and no trace."""

from __future__ import annotations

import json

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from clusters import callers, runtime
from clusters.callers import AccessKey
from clusters.sim.aws.eks import create_cluster
from tests.gateway.conftest import one_connection
from tests.gateway.door import ENDPOINT, client, fetch
from tests.gateway.test_door import signed_by

__all__ = ["one_connection"]

TRUST = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"Service": "ec2.amazonaws.com"},
        "Action": "sts:AssumeRole",
    },
}


@pytest.fixture
def key(sandbox):
    return callers.learner_key(sandbox.id)


@pytest.fixture
def subnets(sandbox, cluster, world):
    found = world().find(cluster)["resourcesVpcConfig"]["subnetIds"]
    assert len(found) == 2
    return list(found)


@pytest.fixture
def refused(key, world):
    """Make a call that must be refused without a trace: its code, words and status."""

    def call(service, operation, **request):
        before = world().rv
        with pytest.raises(ClientError) as caught:
            getattr(client(service, key), operation)(**request)
        answer = caught.value.response
        assert world().rv == before
        status = answer["ResponseMetadata"]["HTTPStatusCode"]
        return status, answer["Error"]["Code"], answer["Error"]["Message"]

    return call


def request_of(sandbox, subnets, **other):
    role = f"arn:aws:iam::{sandbox.account}:role/{other.pop('role', 'eksClusterRole')}"
    vpc = {"subnetIds": subnets, **other.pop("vpc", {})}
    return {"name": "next", "roleArn": role, "resourcesVpcConfig": vpc, **other}


def test_create_cluster_refuses_in_its_own_words(refused, sandbox, subnets, key):
    ec2, iam = client("ec2", key), client("iam", key)
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    zone = f"{sandbox.region}b"
    other = ec2.create_subnet(
        VpcId=vpc, CidrBlock="10.9.0.0/24", AvailabilityZone=zone
    )["Subnet"]["SubnetId"]
    iam.create_role(RoleName="wrong", AssumeRolePolicyDocument=json.dumps(TRUST))
    invalid = "InvalidParameterException"
    for expected, asked in (
        ((409, "ResourceInUseException", "already exists"), {"name": "demo"}),
        ((400, invalid, "pattern: ^[0-9A-Za-z]"), {"name": "a_b!"}),
        ((400, invalid, ""), {"name": "x" * 101}),
        ((400, invalid, "AZs"), {"subnets": subnets[:1]}),
        ((400, invalid, "VPC"), {"subnets": [subnets[0], other]}),
        ((400, invalid, "subnet-0"), {"subnets": [subnets[0], "subnet-0"]}),
        ((400, invalid, "role"), {"role": "nobody"}),
        ((400, invalid, "trust"), {"role": "wrong"}),
        ((400, invalid, "version"), {"version": "0.1"}),
        ((400, invalid, ""), {"name": None}),
        ((400, invalid, "9.9.9.9/40"), {"vpc": {"publicAccessCidrs": ["9.9.9.9/40"]}}),
    ):
        request = request_of(sandbox, asked.pop("subnets", subnets), **asked)
        status, code, words = refused("eks", "create_cluster", **request)
        assert (status, code) == expected[:2], (asked, code, words)
        assert expected[2].lower() in words.lower()


def test_quotas_are_refused_in_each_services_words(
    refused, sandbox, subnets, key, monkeypatch
):
    monkeypatch.setattr(create_cluster, "CLUSTERS", 1)
    asked = request_of(sandbox, subnets)
    assert refused("eks", "create_cluster", **asked)[:2] == (
        400,
        "ResourceLimitExceededException",
    )
    ec2 = client("ec2", key)
    for number in range(5 - len(ec2.describe_vpcs()["Vpcs"])):
        ec2.create_vpc(CidrBlock=f"10.{number}.0.0/16")
    status, code, words = refused("ec2", "create_vpc", CidrBlock="10.99.0.0/16")
    assert (status, code) == (400, "VpcLimitExceeded")
    assert "maximum number of VPCs" in words


def test_what_has_children_is_not_deleted(refused, sandbox, subnets, key, world):
    role = f"arn:aws:iam::{sandbox.account}:role/AmazonEKSNodeRole"
    client("eks", key).create_nodegroup(
        clusterName="demo", nodegroupName="web", nodeRole=role, subnets=subnets
    )
    vpc = next(iter(world().list("ec2.Vpc")))[0].name
    asked = refused("eks", "delete_cluster", name="demo")
    assert asked[:2] == (409, "ResourceInUseException")
    assert "nodegroups attached" in asked[2]
    assert refused("ec2", "delete_vpc", VpcId=vpc)[1] == "DependencyViolation"
    assert refused("ec2", "delete_subnet", SubnetId=subnets[0])[1] == (
        "DependencyViolation"
    )
    assert refused("iam", "delete_role", RoleName="eksClusterRole")[:2] == (
        409,
        "DeleteConflict",
    )


def test_what_is_not_there_is_said_to_be_missing(refused, cluster):
    for service, operation, code, request in (
        ("eks", "describe_cluster", "ResourceNotFoundException", {"name": "nope"}),
        ("eks", "delete_cluster", "ResourceNotFoundException", {"name": "nope"}),
        ("ec2", "delete_vpc", "InvalidVpcID.NotFound", {"VpcId": "vpc-0"}),
        ("iam", "get_role", "NoSuchEntity", {"RoleName": "nope"}),
        ("cloudformation", "describe_stacks", "ValidationError", {"StackName": "nope"}),
    ):
        status, said, _ = refused(service, operation, **request)
        assert (said, 400 <= status < 500) == (code, True)


def bomb():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for here, before in zip("bcdefg", "abcdef", strict=True):
        lines.append(f"{here}: &{here} [{', '.join([f'*{before}'] * 9)}]")
    return "Resources: {}\n" + "\n".join(lines)


@pytest.mark.parametrize(
    "template",
    [
        "Resources: [",
        "",
        "just words",
        bomb(),
        "[" * 5000,
        "Resources: {A: {Type: AWS::Nothing::Here}}",
        "Resources: {A: {Type: AWS::EC2::VPC, Properties: {CidrBlock: [1]}}}",
        "Resources: {A: {Type: AWS::EC2::VPC, Properties: {CidrBlok: 10.0.0.0/16}}}",
        "Resources: {A: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref B}}}",
        "Resources: {A: {Type: AWS::EC2::VPC, DependsOn: A}}",
        "#" * 51_201,
    ],
)
def test_a_template_is_refused_or_rolled_back(template, key, cluster):
    """What CloudFormation only finds while it builds ends in a rollback, as on AWS."""
    cloudformation = client("cloudformation", key)
    try:
        cloudformation.create_stack(StackName="evil", TemplateBody=template)
        stack = cloudformation.describe_stacks(StackName="evil")["Stacks"][0]
        ended = stack["StackStatus"]
    except ClientError as error:
        ended = error.response["Error"]["Code"]

    assert ended in ("ValidationError", "ROLLBACK_COMPLETE")


def test_another_region_has_nothing_and_takes_nothing(key, cluster, world):
    """A region is part of what was signed, so it may be any text."""
    before = world().rv
    for region in ("eu-central-1", "nowhere-1", "../us-west-2", "us-west-2/demo"):
        for call in ("POST /clusters", "GET /clusters/demo"):
            status, _, said = in_region(key, region, call)
            assert 400 <= status < 500, said
    assert world().rv == before


def in_region(key, region, call):
    """A call to EKS in some region, signed for it."""
    method, path = call.split()
    body = b"{}" if method == "POST" else b""
    asked = AWSRequest(method, ENDPOINT + path, headers={}, data=body)
    credentials = Credentials(key.access_key_id, key.secret_access_key)
    SigV4Auth(credentials, "eks", region).add_auth(asked)
    made = asked.prepare()
    return fetch(method, made.url, dict(made.headers), body)


@pytest.mark.parametrize("signature", ["é" * 64, "", "\xff", "0" * 64, "x" * 9000])
def test_any_signature_that_is_not_the_keys_is_refused(signature, key, world):
    before = world().rv
    scope = f"{key.access_key_id}/20261121/us-west-2/eks/aws4_request"
    header = (
        f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, "
        f"Signature={signature}"
    )
    headers = {"Authorization": header, "X-Amz-Date": "20261121T000000Z"}
    status, _, content = fetch("POST", ENDPOINT + "/clusters", headers, b"{}")

    assert status == 403
    assert b"Traceback" not in content
    assert world().rv == before


@pytest.mark.parametrize("name", ["AKIA%00", "é", "x" * 5000, "' OR 1=1 --", "%"])
def test_a_key_that_can_be_none_is_unknown(name, sandbox):
    wrong = AccessKey(name, "secret")
    with pytest.raises(ClientError) as caught:
        client("sts", wrong).get_caller_identity()

    code = caught.value.response["Error"]["Code"]
    assert code in ("InvalidClientTokenId", "IncompleteSignature")


def test_a_signed_call_cannot_be_turned_into_another(key, cluster, world):
    """The same signature over another path, method, body or query is none."""
    made = signed_by(key, "eks GET /clusters")
    assert made[0] == 200
    before = world().rv
    sdk = client("eks", key)
    sdk.meta.events.register_first("before-send", swap)
    with pytest.raises(ClientError) as caught:
        sdk.describe_cluster(name="demo")
    assert caught.value.response["Error"]["Code"] == "InvalidSignatureException"
    assert world().rv == before


def swap(request, **_):
    request.method = "DELETE"


def test_a_classmates_key_does_not_reach_over(sandbox, cluster, world):
    theirs = callers.learner_key(runtime.create("classmate's", seed=9).id)
    before = world().rv
    arn = f"arn:aws:eks:{sandbox.region}:{sandbox.account}:cluster/demo"
    role = f"arn:aws:iam::{sandbox.account}:role/eksClusterRole"
    vpc = next(iter(world().list("ec2.Vpc")))[0].name
    calls = (
        ("eks", "describe_cluster", {"name": "demo"}),
        ("eks", "delete_cluster", {"name": "demo"}),
        ("eks", "list_tags_for_resource", {"resourceArn": arn}),
        ("eks", "tag_resource", {"resourceArn": arn, "tags": {"a": "b"}}),
        ("sts", "assume_role", {"RoleArn": role, "RoleSessionName": "me"}),
        ("ec2", "delete_vpc", {"VpcId": vpc}),
        ("ec2", "create_tags", {"Resources": [vpc], "Tags": [{"Key": "a"}]}),
        ("iam", "attach_role_policy", {"RoleName": "x", "PolicyArn": role}),
    )
    for service, operation, request in calls:
        with pytest.raises(ClientError) as caught:
            getattr(client(service, theirs), operation)(**request)
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] < 500

    assert client("eks", theirs).list_clusters()["clusters"] == []
    assert world().rv == before
