"""Deleting a cluster: what goes, what stays, what blocks it, what is left."""

from __future__ import annotations

import pytest

from clusters import callers, runtime
from clusters.console.ending import leftovers
from clusters.sim.commands import AwsCall
from tests.console.crowds import DEMO
from tests.sim.accounts import Hands, with_cluster

SERVICE = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "shop"},
    "spec": {"type": "LoadBalancer", "ports": [{"port": 80}]},
}


@pytest.fixture
def path(sandbox, cluster):
    return f"/s/{sandbox.id}/cluster/demo/delete/"


def aws(sandbox, action, **request):
    caller = callers.learner(runtime.read(sandbox.id), "sdk")
    return runtime.execute(sandbox.id, AwsCall(caller, action, request))


def with_nodes(sandbox, world):
    subnets = [key.name for key, _ in world().list("ec2.Subnet")]
    role = f"arn:aws:iam::{sandbox.account}:role/AmazonEKSNodeRole"
    aws(
        sandbox,
        "eks:CreateNodegroup",
        clusterName="demo",
        nodegroupName="web",
        nodeRole=role,
        subnets=subnets,
    )


def sorts(world):
    return [item.sort for item in leftovers.of(world, DEMO)]


def orphan() -> Hands:
    """A cluster that went before its Service of type LoadBalancer."""
    hands = Hands(with_cluster())
    hands.kube("create", "services", SERVICE, name="shop")
    hands.later(60)
    hands.aws("eks:DeleteNodegroup", clusterName="demo", nodegroupName="web")
    hands.later(60)
    return hands


def test_the_page_says_what_goes_and_changes_nothing(owner, path, world, cluster):
    page = owner.get(path).content.decode()

    assert "What goes, for good" in page
    assert "3 add-ons" in page
    assert world().find(cluster)["status"] == "ACTIVE"


def test_the_name_must_be_typed_and_what_was_typed_is_kept(owner, path, world, cluster):
    answer = owner.post(path, {"confirm": "demo "})

    assert answer.status_code == 422
    assert 'value="demo "' in answer.content.decode()
    assert "Nothing was deleted" in answer.content.decode()
    assert world().find(cluster) is not None


def test_a_node_group_is_named_as_what_blocks_it_and_eks_refuses_in_its_own_words(
    owner, path, sandbox, cluster, world
):
    with_nodes(sandbox, world)

    page = owner.get(path).content.decode()
    answer = owner.post(path, {"confirm": "demo"})

    assert "The node group web is attached." in page
    assert f"/s/{sandbox.id}/cluster/demo/nodes/" in page
    assert answer.status_code == 422
    assert "Cluster has nodegroups attached" in answer.content.decode()
    assert world().find(cluster) is not None


def test_deletion_protection_is_named_with_the_command_that_turns_it_off(
    owner, path, sandbox, cluster
):
    aws(sandbox, "eks:UpdateClusterConfig", name="demo", deletionProtection=True)

    page = owner.get(path).content.decode()

    assert "--no-deletion-protection" in page


def test_the_deletion_is_watched_phase_by_phase(owner, path, sandbox, cluster):
    owner.post(f"/s/{sandbox.id}/clock/", {"mode": "paused"})

    answer = owner.post(path, {"confirm": "demo"}, follow=True)

    page = answer.content.decode()
    assert "Taking apart, 0 %" in page
    assert "etcd and its data" in page
    assert "left on AWS" in page


def test_afterwards_the_cluster_leads_to_what_is_left(owner, path, sandbox, cluster):
    answer = owner.post(path, {"confirm": "demo"}, follow=True)

    assert answer.redirect_chain[-1][0] == f"/s/{sandbox.id}/cluster/demo/leftovers/"
    page = answer.content.decode()
    assert "eksClusterRole" in page
    assert "Costs nothing" in page


def test_a_cluster_that_never_was_has_left_nothing(owner, sandbox):
    answer = owner.get(f"/s/{sandbox.id}/cluster/nothing/leftovers/")

    assert answer.status_code == 404


def test_of_a_living_cluster_the_leftovers_are_those_it_would_leave(owner, path):
    answer = owner.get(path.replace("delete/", "leftovers/"))

    assert answer.headers["Location"] == path


def test_a_load_balancer_and_its_group_stay_and_what_costs_comes_first():
    hands = orphan()
    assert sorts(hands.world)[:2] == ["Load balancer", "Security group"]
    hands.aws("eks:DeleteCluster", name="demo")
    hands.later(60)

    found = leftovers.of(hands.world, DEMO)

    assert found[0].sort == "Load balancer"
    assert "USD a month" in found[0].price
    groups = [item for item in found if item.sort == "Security group"]
    assert any("must go first" in item.why for item in groups)


def test_a_living_clusters_own_things_are_not_another_ones_leftovers():
    hands = orphan()
    other = DEMO._replace(name="other")

    assert "Load balancer" not in [i.sort for i in leftovers.of(hands.world, other)]


def test_logs_that_are_switched_on_would_stay_on_aws():
    hands = Hands(with_cluster())
    on = {"clusterLogging": [{"types": ["audit"], "enabled": True}]}
    hands.aws("eks:UpdateClusterConfig", name="demo", logging=on)
    hands.later(60)

    assert "Log group" in sorts(hands.world)


def test_a_node_groups_instances_are_no_leftovers_but_self_managed_ones_are():
    hands = Hands(with_cluster())
    assert "Instance" not in sorts(hands.world)
    [(_, subnet), *_] = hands.world.list("ec2.Subnet")
    hands.aws(
        "ec2:RunInstances",
        ImageId=hands.world.list("ec2.Instance")[0][1]["ImageId"],
        InstanceType="t3.medium",
        MinCount=1,
        MaxCount=1,
        SubnetId=subnet["SubnetId"],
        TagSpecifications=[
            {
                "ResourceType": "instance",
                "Tags": [{"Key": "kubernetes.io/cluster/demo", "Value": "owned"}],
            }
        ],
    )

    assert "Instance" in sorts(hands.world)
