"""Access entries: created, described, listed, changed, deleted."""

from __future__ import annotations

import pytest

from tests.sim.aws.eks.account import NODE_ROLE, NUMBER, with_cluster
from tests.sim.aws.refusing import refuses

INVALID = "InvalidParameterException"
ROLE = f"arn:aws:iam::{NUMBER}:role/dev"
TRUST = '{"Version":"2012-10-17","Statement":[]}'


def an_account_with_dev():
    account = with_cluster()
    trust = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":'
        f'{{"AWS":"arn:aws:iam::{NUMBER}:root"}},"Action":"sts:AssumeRole"}}]}}'
    )
    account.call("iam:CreateRole", RoleName="dev", AssumeRolePolicyDocument=trust)
    return account


def create(account, **request):
    asked = {"clusterName": "demo", "principalArn": ROLE, **request}
    return account.eks("CreateAccessEntry", **asked)["accessEntry"]


def test_a_role_is_called_by_its_session_unless_told_otherwise():
    made = create(an_account_with_dev(), kubernetesGroups=["devs"])
    assert made["type"] == "STANDARD"
    assert made["kubernetesGroups"] == ["devs"]
    assert (
        made["username"]
        == f"arn:aws:sts::{NUMBER}:assumed-role/dev/{{{{SessionName}}}}"
    )
    assert f"access-entry/demo/role/{NUMBER}/dev/" in made["accessEntryArn"]
    assert "_" not in made


def test_an_entry_for_nodes_is_called_by_the_instances_name():
    account = with_cluster()
    made = create(account, principalArn=NODE_ROLE, type="EC2_LINUX")
    assert made["username"] == "system:node:{{EC2PrivateDNSName}}"
    assert made["kubernetesGroups"] == ["system:nodes"]


def test_the_creator_has_a_visible_entry():
    account = with_cluster()
    listed = account.eks("ListAccessEntries", clusterName="demo")["accessEntries"]
    assert listed == [account.learner.arn]


def test_a_second_entry_for_a_principal_is_refused():
    account = an_account_with_dev()
    create(account)
    text = "The specified access entry resource is already in use on this cluster."
    with refuses("ResourceInUseException", text, 409):
        create(account)


def test_where_the_cluster_does_not_look_at_entries_all_of_it_is_refused():
    account = with_cluster("CONFIG_MAP")
    text = "must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation."
    for operation in ("CreateAccessEntry", "DescribeAccessEntry", "DeleteAccessEntry"):
        with refuses("InvalidRequestException", text):
            account.eks(operation, clusterName="demo", principalArn=NODE_ROLE)
    with refuses("InvalidRequestException", text):
        account.eks("ListAccessEntries", clusterName="demo")


@pytest.mark.parametrize(
    "principal",
    [
        f"arn:aws:iam::{NUMBER}:role/nobody",
        f"arn:aws:iam::{NUMBER}:group/all",
        f"arn:aws:sts::{NUMBER}:assumed-role/dev/sam",
        f"arn:aws:iam::{NUMBER}:role/aws-service-role/eks.amazonaws.com/X",
        "sam",
    ],
)
def test_only_users_and_roles_that_exist_can_have_one(principal):
    with refuses(INVALID, "principalArn"):
        create(an_account_with_dev(), principalArn=principal)


@pytest.mark.parametrize(
    "names",
    [
        {"kubernetesGroups": ["system:masters"]},
        {"username": "eks:me"},
        {"username": "{{SessionName}}"},
        {"type": "EC2_LINUX", "username": "me"},
    ],
)
def test_names_that_are_not_for_people_are_refused(names):
    with refuses(INVALID):
        create(an_account_with_dev(), **names)


def test_groups_and_names_can_be_changed():
    account = an_account_with_dev()
    create(account)
    changed = account.eks(
        "UpdateAccessEntry",
        clusterName="demo",
        principalArn=ROLE,
        username="dev",
        kubernetesGroups=["a"],
    )["accessEntry"]
    assert (changed["username"], changed["kubernetesGroups"]) == ("dev", ["a"])
    shown = account.eks("DescribeAccessEntry", clusterName="demo", principalArn=ROLE)
    assert shown["accessEntry"] == changed


def test_an_entry_that_is_deleted_is_gone():
    account = an_account_with_dev()
    create(account)
    account.eks("DeleteAccessEntry", clusterName="demo", principalArn=ROLE)
    with refuses("ResourceNotFoundException", ROLE):
        account.eks("DescribeAccessEntry", clusterName="demo", principalArn=ROLE)
