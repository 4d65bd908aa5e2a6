"""The real AWS CLI against the door, over HTTP."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time

import pytest
import uvicorn

from clusters import callers, runtime
from clusters.callers import grants
from tests.gateway.door import application

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.needs("aws"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def server():
    """The console's ASGI application behind a real server; its address."""
    config = uvicorn.Config(
        application, port=0, log_config=None, lifespan="off", http="httptools"
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    end = time.monotonic() + 10
    while not running.started and time.monotonic() < end:
        threading.Event().wait(0.02)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/aws"
    running.should_exit = True
    thread.join(10)


@pytest.fixture
def sandbox(settings):
    settings.ROOT_URLCONF = "tests.gateway.urls"
    grants.forget_all()
    return runtime.create("owner's", seed=1)


@pytest.fixture
def aws(server, sandbox, tmp_path):
    """Run `aws` as the sandbox's owner: (exit code, what it printed, what it said)."""
    key = callers.learner_key(sandbox.id)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PYTHONWARNINGS": "ignore",
        "AWS_ACCESS_KEY_ID": key.access_key_id,
        "AWS_SECRET_ACCESS_KEY": key.secret_access_key,
        "AWS_DEFAULT_REGION": "us-west-2",
        "AWS_ENDPOINT_URL": server,
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_PAGER": "",
    }

    def run(command, **changes):
        done = subprocess.run(
            ["aws", *command.split()],
            env=environment | changes,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return done.returncode, done.stdout, done.stderr

    return run


def test_the_cli_calls_every_protocol(aws, sandbox):
    assert json.loads(aws("sts get-caller-identity")[1])["Account"] == sandbox.account
    roles = json.loads(aws("iam list-roles --query Roles[].RoleName")[1])
    assert roles == ["AmazonEKSNodeRole", "eksClusterRole"]
    assert json.loads(aws("eks list-clusters")[1]) == {"clusters": []}
    assert "Vpcs" in json.loads(aws("ec2 describe-vpcs")[1])


def test_the_cli_reads_our_refusals(aws):
    wrong = aws("sts get-caller-identity", AWS_SECRET_ACCESS_KEY="wrong")
    assert wrong[0] != 0
    assert "(SignatureDoesNotMatch) when calling the GetCallerIdentity" in wrong[2]
    assert "(ResourceNotFoundException)" in aws("eks describe-cluster --name demo")[2]
    arn = "arn:aws:iam::111122223333:role/team/dev"
    entry = f"eks describe-access-entry --cluster-name demo --principal-arn {arn}"
    assert "SignatureException" not in aws(entry)[2]
    assert "No cluster found for name: demo." in aws(entry)[2]
    fleet = aws("eks list-eks-anywhere-subscriptions")[2]
    assert "eks:ListEksAnywhereSubscriptions is not simulated by Halfplane" in fleet


def test_a_role_in_a_profile_is_assumed(aws, tmp_path):
    trust = tmp_path / "trust.json"
    identity = json.loads(aws("sts get-caller-identity")[1])
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": identity["Arn"]},
        "Action": "sts:AssumeRole",
    }
    trust.write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    made = aws(
        f"iam create-role --role-name dev --assume-role-policy-document file://{trust}"
    )
    role = json.loads(made[1])["Role"]
    assumed = aws(f"sts assume-role --role-arn {role['Arn']} --role-session-name sam")
    credentials = json.loads(assumed[1])["Credentials"]
    who = aws(
        "sts get-caller-identity",
        AWS_ACCESS_KEY_ID=credentials["AccessKeyId"],
        AWS_SECRET_ACCESS_KEY=credentials["SecretAccessKey"],
        AWS_SESSION_TOKEN=credentials["SessionToken"],
    )
    assert json.loads(who[1])["Arn"].endswith(":assumed-role/dev/sam")


@pytest.mark.parametrize("endpoint", [None, ""])
def test_a_token_of_the_cli_is_accepted(aws, sandbox, endpoint):
    changes = {} if endpoint is None else {"AWS_ENDPOINT_URL": endpoint}
    printed = aws("eks get-token --cluster-name demo --output json", **changes)[1]
    token = json.loads(printed)["status"]["token"]
    caller = callers.caller_for_eks_token(token, "demo")
    assert caller.account == sandbox.account
    with pytest.raises(callers.BadToken):
        callers.caller_for_eks_token(token, "another")
