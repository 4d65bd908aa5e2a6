"""The AWS door: who gets in, what is refused and how each dialect says it."""

from __future__ import annotations

import json

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from clusters import callers, runtime
from clusters.callers import AccessKey, grants, keys
from clusters.gateway import rate
from clusters.models import Grant, Sandbox
from clusters.sim.commands import ClockCall
from tests.gateway.door import ENDPOINT, client, fetch

# Operations that take no parameters, one a dialect.
PROBES = {
    "sts": lambda c: c.get_caller_identity(),
    "eks": lambda c: c.list_clusters(),
    "ec2": lambda c: c.describe_vpcs(),
    "ecr": lambda c: c.describe_repositories(),
}
REFUSALS = {
    "sts": ("InvalidClientTokenId", "SignatureDoesNotMatch", 403),
    "eks": ("UnrecognizedClientException", "InvalidSignatureException", 403),
    "ec2": ("AuthFailure", "AuthFailure", 401),
    "ecr": ("UnrecognizedClientException", "InvalidSignatureException", 400),
}


def refused(call):
    """The error that the SDK makes of a refusal."""
    with pytest.raises(ClientError) as caught:
        call()
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


def message(call):
    with pytest.raises(ClientError) as caught:
        call()
    return caught.value.response["Error"]["Message"]


def test_the_owner_is_the_learner_of_her_account(sandbox, owner):
    who = client("sts", owner).get_caller_identity()
    assert who["Account"] == sandbox.account
    assert who["Arn"] == f"arn:aws:iam::{sandbox.account}:user/learner"
    assert who["UserId"].startswith("AIDA")
    assert len(who["ResponseMetadata"]["RequestId"]) == 36


def test_an_address_with_a_slash_behind_it_is_the_same_door(owner):
    assert client("sts", owner, ENDPOINT + "/").get_caller_identity()["Account"]
    assert "Roles" in client("iam", owner, ENDPOINT + "/").list_roles()


def test_each_account_sees_its_own(sandbox, owner, classmate):
    client("iam", owner).create_role(
        RoleName="mine",
        AssumeRolePolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow",
                    "Principal": {"Service": "eks.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                },
            }
        ),
    )
    assert client("iam", owner).get_role(RoleName="mine")["Role"]["RoleName"] == "mine"
    code, _ = refused(lambda: client("iam", classmate).get_role(RoleName="mine"))
    assert code == "NoSuchEntity"
    theirs = client("sts", classmate).get_caller_identity()["Account"]
    assert theirs != sandbox.account


@pytest.mark.parametrize("service", PROBES)
def test_an_outsiders_key_is_refused(service, sandbox, outsider):
    code, _, status = REFUSALS[service]
    assert refused(lambda: PROBES[service](client(service, outsider))) == (code, status)


@pytest.mark.parametrize("service", PROBES)
def test_a_wrong_secret_is_refused(service, owner):
    _, code, status = REFUSALS[service]
    wrong = AccessKey(owner.access_key_id, "wrong")
    assert refused(lambda: PROBES[service](client(service, wrong))) == (code, status)


@pytest.mark.parametrize("service", PROBES)
@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_stale_signature_is_refused(service, minutes, owner, monkeypatch):
    _, code, status = REFUSALS[service]
    at = keys.now() + minutes * 60
    monkeypatch.setattr("clusters.gateway.authenticate.now", lambda: at)
    assert refused(lambda: PROBES[service](client(service, owner))) == (code, status)


@pytest.mark.parametrize(
    ("headers", "code", "status"),
    [
        ({}, "MissingAuthenticationTokenException", 403),
        ({"X-Amz-Target": "x.y"}, "MissingAuthenticationTokenException", 400),
        (
            {"Content-Type": "application/x-www-form-urlencoded"},
            "MissingAuthenticationToken",
            403,
        ),
        (
            {"Authorization": "AWS4-HMAC-SHA256 Credential=x"},
            "IncompleteSignatureException",
            403,
        ),
    ],
)
def test_an_unsigned_call_is_refused(headers, code, status):
    answer = fetch("POST", ENDPOINT + "/clusters", headers, b"{}")
    assert answer[0] == status
    assert code in answer[1].get("x-amzn-errortype", "") + answer[2].decode()


def test_a_revoked_key_works_no_more(sandbox, owner):
    sts = client("sts", owner)
    sts.get_caller_identity()
    new = callers.replace_learner_key(sandbox.id)
    assert refused(sts.get_caller_identity)[0] == "InvalidClientTokenId"
    assert client("sts", new).get_caller_identity()


def test_a_key_that_another_process_revoked_works_a_few_seconds_at_most(owner):
    sts = client("sts", owner)
    sts.get_caller_identity()
    Grant.objects.filter(key=owner.access_key_id).delete()
    assert sts.get_caller_identity()
    known, since = grants._known[keys.KIND, owner.access_key_id]
    grants._known[keys.KIND, owner.access_key_id] = (known, since - 5)
    assert refused(sts.get_caller_identity)[0] == "InvalidClientTokenId"
    assert grants.REMEMBERED_SECONDS <= 5


def test_secrets_are_stored_encrypted_and_never_shown(owner):
    row = Grant.objects.get(key=owner.access_key_id)
    assert owner.secret_access_key.encode() not in bytes(row.secret)
    assert owner.secret_access_key not in repr(owner)
    held = grants.find(keys.KIND, owner.access_key_id)
    assert owner.secret_access_key not in repr(held)


@pytest.mark.parametrize(
    ("service", "call", "action"),
    [
        (
            "eks",
            lambda c: c.register_cluster(
                name="x", connectorConfig={"roleArn": "r", "provider": "EKS_ANYWHERE"}
            ),
            "eks:RegisterCluster",
        ),
        ("ec2", lambda c: c.describe_hosts(), "ec2:DescribeHosts"),
        ("iam", lambda c: c.list_groups(), "iam:ListGroups"),
        ("ecr", lambda c: c.describe_registry(), "ecr:DescribeRegistry"),
        ("elbv2", lambda c: c.describe_rules(), "elasticloadbalancing:DescribeRules"),
        ("elb", lambda c: c.describe_tags(), "elb:DescribeTags"),
    ],
)
def test_what_is_not_simulated_says_so_by_name(service, call, action, owner):
    used = client(service, owner)
    assert refused(lambda: call(used)) == ("NotImplemented", 501)
    assert message(lambda: call(used)) == f"{action} is not simulated by Halfplane yet."


@pytest.mark.parametrize("service", ["s3", "dynamodb", "sqs", "route53"])
def test_a_service_that_is_not_simulated_says_so(service, owner):
    calls_ = {
        "s3": lambda c: c.list_buckets(),
        "dynamodb": lambda c: c.list_tables(),
        "sqs": lambda c: c.list_queues(),
        "route53": lambda c: c.list_hosted_zones(),
    }
    used = client(service, owner)
    assert refused(lambda: calls_[service](used))[1] == 501
    words = f"{service} is not simulated by Halfplane yet."
    assert message(lambda: calls_[service](used)) == words


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TARGET = {"X-Amz-Target": "a.B"}


def signed_by(key, call, body=b"", headers=None):
    """A request by hand ("eks GET /clusters"), signed: for what no SDK would send."""
    service, method, path = call.split()
    request = AWSRequest(method, ENDPOINT + path, headers=headers or {}, data=body)
    credentials = Credentials(key.access_key_id, key.secret_access_key)
    SigV4Auth(credentials, service, "us-west-2").add_auth(request)
    prepared = request.prepare()
    return fetch(method, prepared.url, dict(prepared.headers), body)


@pytest.mark.parametrize(
    ("call", "body", "said"),
    [
        ("eks GET /nothing", b"", "404 UnknownOperationException"),
        ("eks PATCH /clusters", b"", "404 UnknownOperationException"),
        ("eks POST /clusters", b"{", "400 SerializationException"),
        ("eks POST /clusters", b"[]", "400 SerializationException"),
        ("eks POST /clusters", b"\xff\xfe", "400 SerializationException"),
        ("eks POST /clusters", b"[" * 90000, "400 SerializationException"),
        ("eks POST /clusters", b"{}", "400 InvalidParameterException"),
        ("eks GET /clusters?maxResults=x", b"", "400 InvalidParameterException"),
        ("iam POST /", b"Action=Nothing", "400 InvalidAction"),
        ("iam POST /", b"", "400 InvalidAction"),
        ("iam POST /", b"Action=GetRole", "400 ValidationError"),
        ("iam POST /", b"Action=GetRole&RoleName=%00", "400 ValidationError"),
        ("iam POST /", b"a=b&" * 30000, "400 MalformedQueryString"),
        ("iam POST /", b"a" + b".a" * 99 + b"=b", "400 InvalidAction"),
        ("ec2 POST /", b"Action=Nothing", "400 InvalidAction"),
        ("ecr POST /", b"{}", "400 UnknownOperationException"),
    ],
)
def test_what_no_sdk_would_send_is_refused_in_the_dialect(owner, call, body, said):
    headers = {"iam": FORM, "ec2": FORM, "ecr": TARGET}.get(call.split()[0])
    status, found, content = signed_by(owner, call, body, headers)
    expected, code = said.split()
    assert status == int(expected)
    assert code in found.get("x-amzn-errortype", "") + content.decode()


def test_an_eks_refusal_has_all_members_of_its_error(owner):
    answer = signed_by(owner, "eks POST /clusters", b'{"name": "x"}')
    body = json.loads(answer[2])
    assert answer[1]["x-amzn-errortype"] == "InvalidParameterException"
    assert body.pop("message").startswith("2 validation errors detected: Value null at")
    assert body == {
        "clusterName": None,
        "nodegroupName": None,
        "fargateProfileName": None,
        "addonName": None,
        "subscriptionId": None,
    }


def test_a_body_over_a_mebibyte_is_refused():
    status, _, body = fetch(
        "POST", ENDPOINT + "/clusters", {}, b" " * (1 << 20) + b"{}"
    )
    assert status == 413
    assert b"must be smaller than 1048576 bytes" in body


def test_a_browser_is_told_what_this_is():
    for path in (ENDPOINT, ENDPOINT + "/"):
        status, headers, body = fetch("GET", path, {"Accept": "text/html"})
        assert status == 200
        assert headers["content-type"].startswith("text/plain")
        assert b"AWS_ENDPOINT_URL=http://testserver/aws" in body


def test_no_cookie_opens_this_door(sandbox, settings):
    settings.DEBUG = False
    status, _, _ = fetch("GET", ENDPOINT + "/clusters", {"Cookie": "sessionid=x"})
    assert status == 403


def test_too_many_writes_at_once_are_throttled_and_reads_are_not(
    sandbox, owner, monkeypatch
):
    monkeypatch.setattr(rate, "writes", rate.Buckets(burst=2, per_second=0.001))
    iam = client("iam", owner)
    tags = [{"Key": "a", "Value": "b"}]
    for _ in range(2):
        iam.tag_role(RoleName="eksClusterRole", Tags=tags)
    throttled = refused(lambda: iam.tag_role(RoleName="eksClusterRole", Tags=tags))
    assert throttled == ("Throttling", 400)
    assert iam.get_role(RoleName="eksClusterRole")


def test_a_guests_clock_that_rested_goes_on_with_the_next_call(sandbox, owner):
    runtime.execute(sandbox.id, ClockCall(mode="paused"))
    Sandbox.objects.filter(id=sandbox.id).update(rested="10x", used_at=0.0)
    client("eks", owner).list_clusters()
    assert runtime.read(sandbox.id).clock.mode == "10x"
