"""One instance: what it is, its boot log, and why it does not join."""

from __future__ import annotations

import pytest

from tests.console.with_nodes import aws, group, instances, nodes, order, role_arn

__all__ = ["aws", "group", "instances", "nodes", "order", "role_arn"]


@pytest.fixture
def path(sandbox, instances):
    return f"/s/{sandbox.id}/instances/{instances()[0]}/"


@pytest.fixture
def page(owner, path):
    def look():
        return owner.get(path).content.decode()

    return look


def test_a_node_that_joined_shows_how(page, nodes):
    shown = page()

    assert "How it joined" in shown
    assert shown.count('data-tone="bad"') == 0
    assert "publicAccessCidrs let" in shown or "interfaces in the VPC" in shown
    assert any(f"/objects/nodes/-/{key.name}/" in shown for key, _ in nodes())


def test_the_boot_log_is_the_console_output(page):
    shown = page()

    assert "nodeadm-run.service" in shown
    assert "Successfully registered node" in shown
    assert "aws ec2 get-console-output" in shown


@pytest.fixture
def lost(owner, aws, role_arn, instances, sandbox):
    """The page of an instance that came when its role was let in no more."""
    before = set(instances())
    aws("eks:DeleteAccessEntry", clusterName="demo", principalArn=role_arn)
    aws(
        "eks:UpdateNodegroupConfig",
        clusterName="demo",
        nodegroupName="web",
        scalingConfig={"minSize": 2, "desiredSize": 3, "maxSize": 3},
    )
    (new,) = set(instances()) - before
    return owner.get(f"/s/{sandbox.id}/instances/{new}/").content.decode()


def test_what_keeps_it_out_is_named_with_what_to_do(lost):
    assert "Why is it not joining?" in lost
    assert "Nothing maps AmazonEKSNodeRole" in lost
    assert "Create an access entry of type EC2_LINUX" in lost
    assert "Unauthorized" in lost


def test_it_is_stopped_and_started(owner, path, page):
    assert owner.post(path, {"act": "stop"})["Location"] == path
    assert "Start instance" in page()

    owner.post(path, {"act": "start"})
    assert "Stop instance" in page()


def test_a_terminated_instance_says_so(owner, path, page):
    owner.post(path, {"act": "terminate"})

    assert "User initiated shutdown" in page()


def test_what_cannot_be_done_is_refused_in_ec2s_words(owner, path):
    owner.post(path, {"act": "terminate"})

    answer = owner.post(path, {"act": "start"})

    assert answer.status_code == 422
    assert "IncorrectInstanceState" in answer.content.decode()


def test_an_unknown_act_and_an_unknown_instance_are_not_found(owner, path, sandbox):
    assert owner.post(path, {"act": "explode"}).status_code == 404
    assert owner.get(f"/s/{sandbox.id}/instances/i-0/").status_code == 404


def test_the_teacher_looks_and_strangers_find_nothing(cast, path):
    found = {who: client.get(path).status_code for who, client in cast.items()}

    assert found == {"owner": 200, "classmate": 404, "teacher": 200, "outsider": 404}


def test_only_the_owner_changes_it(cast, path, page):
    codes = {
        who: client.post(path, {"act": "terminate"}).status_code
        for who, client in cast.items()
        if who != "owner"
    }

    assert codes == {"classmate": 404, "teacher": 403, "outsider": 404}
    assert "Stop instance" in page()
