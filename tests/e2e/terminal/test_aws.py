"""The terminal's aws prints what the real aws prints."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterator

import pytest

from clusters import callers, runtime
from clusters.terminal.session import Session
from tests.apiserver.door import opened, with_nodes
from tests.e2e.terminal.aws_judge import AWS, Judge, Real, served

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not AWS.exists(), reason="needs aws"),
]

DESCRIBING = """
eks describe-cluster --name demo
eks describe-cluster --name demo --query cluster.status
eks describe-cluster --name demo --query cluster.resourcesVpcConfig --output table
eks describe-nodegroup --cluster-name demo --nodegroup-name web --output text
ec2 describe-vpcs
ec2 describe-subnets --output table --query Subnets[].[SubnetId,CidrBlock]
ec2 describe-instances --filters Name=instance-state-name,Values=running --output text
ec2 describe-instances --instance-ids
iam get-role --role-name eksClusterRole
autoscaling describe-auto-scaling-groups --output text
sts get-caller-identity --query Arn --output text
ssm get-parameter --name /aws/service/eks/optimized-ami/1.33/amazon-linux-2023/x86_64/standard/recommended/image_id
""".strip().splitlines()

LISTING = """
eks list-clusters
eks list-nodegroups --cluster-name demo --output text
eks list-access-policies --max-items 2
eks list-access-policies --max-results 3 --no-paginate --output table
eks list-access-policies --page-size 2 --query accessPolicies[].name --output text
iam list-roles --query Roles[].RoleName --output table
iam list-policies --max-items 3 --query Policies[].Arn
ec2 describe-instance-types --max-items 2 --query InstanceTypes[].InstanceType
cloudformation list-stacks
""".strip().splitlines()

SKELETONS = """
eks create-nodegroup --generate-cli-skeleton
eks create-cluster --generate-cli-skeleton input
eks describe-cluster --name demo --generate-cli-skeleton output
ec2 run-instances --generate-cli-skeleton
--version
""".strip().splitlines()

MISTAKES = """
eks
eks describe-cluster
eks describe-clusters
ekss describe-cluster
eks describe-cluster --name demo --nmae x
eks describe-cluster --name demo --query 'cluster['
eks describe-cluster --name demo surplus
eks list-clusters --max-items many
eks list-clusters --no-paginate --max-items 2
eks create-cluster --name x --role-arn y --resources-vpc-config subnetIds
eks create-cluster --name x --role-arn y --resources-vpc-config a=b
eks create-cluster --name x --role-arn y --resources-vpc-config '{"a": '
ec2 create-vpc --cidr-block 10.0.0.0/16 --tag-specifications ResourceType=vpc,Tags=[{Key
eks update-nodegroup-config --cluster-name a --nodegroup-name b --scaling-config minSize=x
eks wait
eks wait cluster-active
eks list-clusters --profile nobody
eks get-token
eks update-kubeconfig
configure get
s3 ls --bogus
""".splitlines()

REFUSALS = """
eks describe-cluster --name none
eks create-cluster --name demo --role-arn arn:aws:iam::ACCOUNT:role/eksClusterRole --resources-vpc-config subnetIds=subnet-1,subnet-2
ec2 describe-vpcs --vpc-ids vpc-0123456789abcdef0
iam get-role --role-name none
cloudformation describe-stacks --stack-name none
eks list-fargate-profiles --cluster-name demo
route53 list-hosted-zones
s3api list-buckets
dynamodb list-tables
eks wait cluster-active --name none
""".strip().splitlines()

STORY = """
ec2 create-vpc --cidr-block 10.9.0.0/16 --tag-specifications ResourceType=vpc,Tags=[{Key=Name,Value=NAME}]
ec2 create-tags --resources SUBNET --tags Key=a,Value=b Key=c,Value=d
ec2 create-security-group --group-name NAME --description x --output text
iam create-role --role-name NAME --assume-role-policy-document 'TRUST'
iam attach-role-policy --role-name NAME --policy-arn arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy
eks create-cluster --name NAME --role-arn arn:aws:iam::ACCOUNT:role/eksClusterRole --resources-vpc-config subnetIds=SUBNETS,endpointPublicAccess=true --access-config authenticationMode=API_AND_CONFIG_MAP --tags team=a,stage=b
eks wait cluster-active --name NAME
eks create-access-entry --cluster-name NAME --principal-arn arn:aws:iam::ACCOUNT:role/NAME --kubernetes-groups viewers editors
eks tag-resource --resource-arn arn:aws:eks:us-west-2:ACCOUNT:cluster/NAME --tags '{"more": "yes"}'
eks describe-cluster --name NAME --query cluster.tags
eks update-cluster-config --name NAME --logging '{"clusterLogging":[{"types":["api"],"enabled":true}]}'
eks delete-cluster --name NAME --query cluster.status
eks wait cluster-deleted --name NAME
ec2 delete-security-group --group-name NAME
""".strip()

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}

NET = {
    "Net": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.8.0.0/16"}},
}


@pytest.fixture(scope="module")
def judge(database, loop, tmp_path_factory) -> Iterator[Judge]:
    """A cluster with two nodes."""
    sandbox = with_nodes(opened(secrets.randbits(32))).sandbox
    home = tmp_path_factory.mktemp("home")
    with served() as url:
        session = Session(sandbox.id, loop)
        session.variables["AWS_DEFAULT_REGION"] = "us-west-2"
        yield Judge(Real(sandbox, url, home), session)
    runtime.delete(sandbox.id)


@pytest.mark.parametrize("line", DESCRIBING)
def test_describing(judge, line):
    judge.ok(line)


@pytest.mark.parametrize("line", LISTING)
def test_listing_in_pages(judge, line):
    judge.ok(line)


def test_a_page_is_gone_on_with_where_the_last_one_ended(judge):
    listing = "eks list-access-policies --max-items 2"
    first = judge.ok(listing)
    token = json.loads(first)["NextToken"]
    assert judge.ok(f"{listing} --starting-token {token}") != first


def test_making_changing_waiting_and_ending(judge):
    listed = runtime.read(judge.ours.sandbox).list("ec2.Subnet")
    subnets = [key.name for key, _ in listed]
    story = STORY.replace("SUBNETS", ",".join(subnets)).replace("SUBNET", subnets[0])
    for line in story.replace("TRUST", json.dumps(TRUST)).splitlines():
        judge.ok(line)


def test_json_from_files_and_standard_input(judge):
    asked = json.dumps({"name": "demo"})
    judge.write("asked.json", asked)
    describe = "eks describe-cluster --cli-input-json"
    judge.ok(f"{describe} file://asked.json")
    judge.ok(f"{describe} file://~/asked.json")
    for mistake in (
        "file://no.json",
        "file:///tmp",
        "file://asked.json/x",
        "'{\"a\": '",
    ):
        assert judge.same(f"{describe} {mistake}").code != 0
    judge.same(f"{describe} file:///dev/stdin", asked)
    validate = "cloudformation validate-template --template-body"
    judge.ok(f"{validate} file:///dev/stdin", json.dumps({"Resources": NET}))
    judge.write("trust.json", json.dumps(TRUST))
    judge.ok(
        "iam update-assume-role-policy --role-name eksClusterRole "
        "--policy-document file://trust.json"
    )


@pytest.mark.proof
@pytest.mark.parametrize("line", SKELETONS)
def test_skeletons_need_nobody(judge, line):
    """One of the values of an enumeration is drawn anew in each process."""
    real, ours = judge.both(line)
    assert (ours.code, ours.err, shape(ours.out)) == (real.code, "", shape(real.out))


def shape(text):
    return bare(json.loads(text)) if text.startswith("{") else text


def bare(value):
    if isinstance(value, dict):
        return {name: bare(inner) for name, inner in value.items()}
    return [bare(inner) for inner in value] if isinstance(value, list) else type(value)


@pytest.mark.proof
@pytest.mark.parametrize("line", MISTAKES)
def test_what_the_cli_itself_refuses(judge, line):
    said = judge.same(line)
    assert (said.code != 0, said.out) == (True, "")


@pytest.mark.parametrize("line", REFUSALS)
def test_what_the_service_refuses(judge, line):
    assert judge.same(line).code == 255


def test_a_mistake_of_each_kind(judge):
    """Of the parser's, of shorthand, of the settings; all of them: `make proof`."""
    for line in (MISTAKES[1], MISTAKES[4], MISTAKES[11], MISTAKES[-2]):
        assert judge.same(line).code != 0


def test_kubeconfigs_are_written_to_the_letter(judge):
    update = "eks update-kubeconfig --name demo"
    role = "arn:aws:iam::ACCOUNT:role/dev"
    for line in (
        update,
        update,
        f"{update} --alias second --user-alias me --verbose",
        f"{update} --dry-run",
        f"{update} --kubeconfig other --role-arn {role}",
    ):
        judge.ok(line)
    assert "command: aws" in judge.read(".kube/config")
    assert "--role" in judge.read("other")
    judge.write("broken", "clusters: [")
    for mistake in ("--name none", "--name demo --kubeconfig broken"):
        assert judge.same(f"eks update-kubeconfig {mistake}").code != 0


def test_tokens_are_those_of_the_caller(judge):
    real, ours = judge.both("eks get-token --cluster-name demo")
    assert (real.code, ours.code, ours.err) == (0, 0, real.err)
    credential, expected = json.loads(ours.out), json.loads(real.out)
    token = credential["status"].pop("token")
    del expected["status"]["token"]
    assert credential == expected
    assert callers.caller_for_eks_token(token, "demo").arn.endswith(":user/learner")
    url = base64.urlsafe_b64decode(token.removeprefix("k8s-aws-v1.") + "==").decode()
    assert url.startswith("https://sts.us-west-2.amazonaws.com/?")


def test_settings_are_kept_in_files(judge):
    for line in (
        "configure set region eu-west-1 --profile work",
        "configure set profile.work.output text",
        "configure set aws_access_key_id AKIAEXAMPLE --profile work",
        "configure set aws_secret_access_key hidden --profile work",
        "configure get region --profile work",
        "configure get profile.work.output",
        "configure get nothing",
        "configure list --profile work",
        "sts get-caller-identity --profile work",
    ):
        judge.same(line)
    assert "[profile work]" in judge.read(".aws/config")
    assert "hidden" in judge.read(".aws/credentials")


def test_questions_are_answered_by_what_is_piped_in(judge):
    judge.ok("configure --profile asked", "AKIAASKED\nsecret\nus-west-2\njson\n")
    assert "AKIAASKED" in judge.read(".aws/credentials")


def test_a_stack_is_deployed_from_a_file(judge):
    judge.write("stack.json", json.dumps({"Resources": NET}))
    deploy = "cloudformation deploy --stack-name NAME --template-file"
    assert "created/updated stack - NAME" in judge.ok(f"{deploy} stack.json")
    judge.same(f"{deploy} stack.json")
    judge.same(f"{deploy} stack.json --no-fail-on-empty-changeset")
    judge.same(f"{deploy} none.json")
    judge.ok("cloudformation describe-stack-resources --stack-name NAME")
    judge.ok("cloudformation validate-template --template-body file://stack.json")
