"""DescribeNodegroup, ListNodegroups, DeleteNodegroup, UpdateNodegroupConfig."""

from __future__ import annotations

from tests.sim.aws.eks.account import WEB, with_cluster, with_nodegroup
from tests.sim.aws.refusing import refuses

ABOUT = {"clusterName": "demo", "nodegroupName": "web"}


def test_an_unknown_group_is_not_found():
    for operation in ("DescribeNodegroup", "DeleteNodegroup", "UpdateNodegroupConfig"):
        with refuses("ResourceNotFoundException", "No node group found for name: web."):
            with_cluster().eks(operation, **ABOUT)


def test_groups_are_listed_by_name():
    account = with_cluster()
    for name in ("b", "a"):
        account.order_nodegroup(name)
    assert account.eks("ListNodegroups", clusterName="demo") == {
        "nodegroups": ["a", "b"]
    }


def test_a_group_shows_its_auto_scaling_group():
    account = with_nodegroup()
    shown = account.eks("DescribeNodegroup", **ABOUT)["nodegroup"]
    number = shown["nodegroupArn"].rpartition("/")[2]
    assert shown["resources"] == {"autoScalingGroups": [{"name": f"eks-web-{number}"}]}


def test_a_group_that_is_created_cannot_be_changed_meanwhile():
    account = with_cluster()
    account.order_nodegroup()
    with refuses("ResourceInUseException", "not in Active or Degraded State"):
        account.eks(
            "UpdateNodegroupConfig", **ABOUT, labels={"addOrUpdateLabels": {"a": "b"}}
        )


def test_nothing_to_change_is_refused():
    with refuses("InvalidParameterException", "No changes needed"):
        with_nodegroup().eks("UpdateNodegroupConfig", **ABOUT)


def test_sizes_change_the_auto_scaling_group_and_the_number_of_nodes():
    account = with_nodegroup()
    sizes = {"minSize": 1, "maxSize": 3, "desiredSize": 3}
    made = account.eks("UpdateNodegroupConfig", **ABOUT, scalingConfig=sizes)["update"]
    assert made["type"] == "ConfigUpdate"
    assert {"type": "DesiredSize", "value": "3"} in made["params"]
    assert account.need(WEB)["status"] == "UPDATING"
    account.later(300)
    assert account.need(WEB)["status"] == "ACTIVE"
    assert account.need(WEB)["scalingConfig"] == sizes
    assert len(account.nodes()) == 3


def test_labels_and_taints_reach_the_nodes_that_are_there_and_those_to_come():
    account = with_nodegroup()
    account.eks(
        "UpdateNodegroupConfig",
        **ABOUT,
        labels={"addOrUpdateLabels": {"tier": "gold"}},
        taints={
            "addOrUpdateTaints": [{"key": "own", "value": "x", "effect": "NO_SCHEDULE"}]
        },
        scalingConfig={"maxSize": 3, "desiredSize": 3},
    )
    account.later(300)
    wanted = {"key": "own", "value": "x", "effect": "NoSchedule"}
    assert len(account.nodes()) == 3
    for node in account.nodes():
        assert node["metadata"]["labels"]["tier"] == "gold"
        assert wanted in node["spec"]["taints"]
    account.eks("UpdateNodegroupConfig", **ABOUT, labels={"removeLabels": ["tier"]})
    account.later(60)
    assert all("tier" not in node["metadata"]["labels"] for node in account.nodes())


def test_deleting_twice_is_deleting_once():
    account = with_nodegroup()
    for _ in range(2):
        account.eks("DeleteNodegroup", **ABOUT)
    assert (
        account.eks("DescribeNodegroup", **ABOUT)["nodegroup"]["status"] == "DELETING"
    )
