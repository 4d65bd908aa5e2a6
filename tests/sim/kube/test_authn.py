"""Who an IAM principal is in a cluster."""

from __future__ import annotations

from dataclasses import replace

from clusters.sim.catalog.access_policies import arn
from clusters.sim.commands import Caller
from clusters.sim.kube import authn
from clusters.sim.world import Key
from tests.sim.aws.eks.account import (
    DEMO,
    NUMBER,
    REGION,
    an_account,
    with_cluster,
    with_nodegroup,
)

TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":'
    '{"AWS":"*"},"Action":"sts:AssumeRole"}]}'
)
DEV = f"arn:aws:iam::{NUMBER}:role/dev"


def a_role(account, name: str = "dev", path: str = "/") -> Caller:
    """Sam, who has assumed a new role."""
    made = account.call(
        "iam:CreateRole", RoleName=name, Path=path, AssumeRolePolicyDocument=TRUST
    )["Role"]
    return Caller(
        NUMBER,
        f"arn:aws:sts::{NUMBER}:assumed-role/{name}/sam@example.org",
        REGION,
        f"{made['RoleId']}:sam@example.org",
        "ASIAEXAMPLE",
    )


def entry(account, principal: str = DEV, **more):
    account.eks("CreateAccessEntry", clusterName="demo", principalArn=principal, **more)


def aws_auth(account, **data: str) -> None:
    body = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "aws-auth", "namespace": "kube-system"},
        "data": data,
    }
    account.kube("create", "configmaps", namespace="kube-system", body=body)


def user(account, caller: Caller):
    return authn.user_for(account.world, DEMO, caller)


def test_the_creator_is_admin_by_a_policy_where_entries_count():
    account = with_cluster("API")
    found = user(account, account.learner)
    assert found.name == f"arn:aws:iam::{NUMBER}:user/learner"
    assert found.groups == ("system:authenticated",)
    assert found.policies == (("AmazonEKSClusterAdminPolicy", ()),)
    assert found.uid == f"aws-iam-authenticator:{NUMBER}:{account.learner.principal_id}"
    assert dict(found.extra)["accessKeyId"] == ("AKIAEXAMPLE",)


def test_the_creator_is_a_hidden_master_where_only_the_config_map_counts():
    account = with_cluster("CONFIG_MAP")
    found = user(account, account.learner)
    assert found.name == "kubernetes-admin"
    assert "system:masters" in found.groups


def test_deleting_the_creators_entry_locks_the_creator_out():
    account = with_cluster("API")
    account.eks(
        "DeleteAccessEntry", clusterName="demo", principalArn=account.learner.arn
    )
    assert user(account, account.learner) is None


def test_whom_nobody_mapped_is_nobody():
    account = with_cluster()
    assert user(account, a_role(account)) is None


def test_a_role_is_called_by_its_session():
    account = with_cluster()
    sam = a_role(account)
    entry(account, kubernetesGroups=["devs"])
    found = user(account, sam)
    assert found.name == f"arn:aws:sts::{NUMBER}:assumed-role/dev/sam-example.org"
    assert found.groups == ("devs", "system:authenticated")
    assert dict(found.extra)["sessionName"] == ("sam@example.org",)
    assert dict(found.extra)["canonicalArn"] == (DEV,)


def test_a_role_with_a_path_is_found_by_its_entry():
    account = with_cluster()
    sam = a_role(account, path="/team/")
    entry(account, f"arn:aws:iam::{NUMBER}:role/team/dev")
    assert user(account, sam) is not None


def test_policies_come_with_their_namespaces():
    account = with_cluster()
    sam = a_role(account)
    entry(account)
    account.eks(
        "AssociateAccessPolicy",
        clusterName="demo",
        principalArn=DEV,
        policyArn=arn("AmazonEKSViewPolicy"),
        accessScope={"type": "namespace", "namespaces": ["dev-*"]},
    )
    assert user(account, sam).policies == (("AmazonEKSViewPolicy", ("dev-*",)),)


def test_a_remade_role_of_the_same_name_is_somebody_else():
    account = with_cluster()
    sam = a_role(account)
    entry(account)
    assert user(account, sam) is not None
    assert user(account, replace(sam, principal_id="AROAOTHER:sam")) is None


def test_a_principal_of_another_account_is_known_by_its_arn():
    account = with_cluster()
    entry(account, "arn:aws:iam::999988887777:role/dev")
    theirs = "arn:aws:sts::999988887777:assumed-role/dev/x"
    assert user(account, Caller("999988887777", theirs, REGION, "AROAX:x")) is not None


def test_aws_auth_maps_a_role_and_leaves_out_its_path():
    account = with_cluster("CONFIG_MAP")
    sam = a_role(account)
    aws_auth(
        account, mapRoles=f"- rolearn: {DEV}\n  username: dev-{{{{SessionName}}}}\n"
    )
    assert user(account, sam).name == "dev-sam-example.org"


def test_an_entry_hides_the_config_maps_line():
    account = with_cluster()
    sam = a_role(account)
    aws_auth(account, mapRoles=f"- rolearn: {DEV}\n  username: by-config-map\n")
    assert user(account, sam).name == "by-config-map"
    entry(account, username="by-entry")
    assert user(account, sam).name == "by-entry"


def test_with_entries_only_the_config_map_is_not_read():
    account = with_cluster("API")
    sam = a_role(account)
    aws_auth(account, mapRoles=f"- rolearn: {DEV}\n  username: dev\n")
    assert user(account, sam) is None


def test_a_mapped_account_lets_its_principals_in_by_their_arn():
    account = with_cluster("CONFIG_MAP")
    sam = a_role(account)
    aws_auth(account, mapAccounts=f'- "{NUMBER}"\n')
    assert user(account, sam).name == DEV


def test_a_node_is_called_by_its_instances_name():
    account = with_nodegroup()
    ((key, doc), *_) = account.world.list("ec2.Instance", REGION)
    found = authn.node_user(account.world, DEMO, key)
    assert found.name == f"system:node:{doc['PrivateDnsName']}"
    assert found.groups == ("system:nodes", "system:authenticated")


def test_before_the_first_objects_are_written_nobody_comes_in():
    account = an_account()
    account.order_cluster(accessConfig={"authenticationMode": "API"})
    account.later(400)
    assert user(account, account.learner) is None


def test_an_unknown_cluster_knows_nobody():
    account = an_account()
    key = Key("eks.Cluster", REGION, "x")
    assert authn.user_for(account.world, key, account.learner) is None
