"""Access policies: listed, given to entries, taken away."""

from __future__ import annotations

from clusters.sim.catalog.access_policies import arn
from tests.sim.aws.eks.account import NODE_ROLE, with_cluster
from tests.sim.aws.refusing import refuses

VIEW = arn("AmazonEKSViewPolicy")


def about(account, **more):
    return {"clusterName": "demo", "principalArn": account.learner.arn, **more}


def test_the_creator_is_cluster_admin():
    account = with_cluster()
    held = account.eks("ListAssociatedAccessPolicies", **about(account))
    (policy,) = held["associatedAccessPolicies"]
    assert policy["policyArn"] == arn("AmazonEKSClusterAdminPolicy")
    assert policy["accessScope"] == {"type": "cluster", "namespaces": []}


def test_a_policy_can_be_for_some_namespaces_and_be_taken_away():
    account = with_cluster()
    scope = {"type": "namespace", "namespaces": ["dev-*"]}
    made = account.eks(
        "AssociateAccessPolicy", **about(account, policyArn=VIEW, accessScope=scope)
    )
    assert made["associatedAccessPolicy"]["accessScope"] == scope
    found = account.eks(
        "ListAccessEntries", clusterName="demo", associatedPolicyArn=VIEW
    )
    assert found["accessEntries"] == [account.learner.arn]
    account.eks("DisassociateAccessPolicy", **about(account, policyArn=VIEW))
    found = account.eks(
        "ListAccessEntries", clusterName="demo", associatedPolicyArn=VIEW
    )
    assert found["accessEntries"] == []


def test_a_policy_that_is_not_there_is_refused():
    account = with_cluster()
    request = about(account, policyArn=arn("Mine"), accessScope={"type": "cluster"})
    with refuses("ResourceNotFoundException", "Mine"):
        account.eks("AssociateAccessPolicy", **request)
    with refuses("ResourceNotFoundException", "not associated"):
        account.eks("DisassociateAccessPolicy", **about(account, policyArn=VIEW))


def test_nodes_hold_no_policies():
    account = with_cluster()
    account.eks(
        "CreateAccessEntry",
        clusterName="demo",
        principalArn=NODE_ROLE,
        type="EC2_LINUX",
    )
    with refuses("InvalidParameterException", "STANDARD"):
        account.eks(
            "AssociateAccessPolicy",
            clusterName="demo",
            principalArn=NODE_ROLE,
            policyArn=VIEW,
            accessScope={"type": "cluster"},
        )


def test_a_scope_names_namespaces_just_when_it_is_for_them():
    account = with_cluster()
    request = about(account, policyArn=VIEW, accessScope={"type": "namespace"})
    with refuses("InvalidParameterException", "accessScope"):
        account.eks("AssociateAccessPolicy", **request)


def test_there_are_thirty_three_policies():
    found = with_cluster().eks("ListAccessPolicies")["accessPolicies"]
    assert len(found) == 33
    assert {"name": "AmazonEKSViewPolicy", "arn": VIEW} in found
