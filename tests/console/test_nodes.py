"""The nodes tab: nodes, instances that have not joined, node groups, and drains."""

from __future__ import annotations

import pytest

from tests.console.with_nodes import aws, group, nodes, order, role_arn

__all__ = ["aws", "group", "nodes", "order", "role_arn"]


@pytest.fixture
def page(owner, sandbox, cluster):
    def look():
        return owner.get(f"/s/{sandbox.id}/cluster/demo/nodes/").content.decode()

    return look


@pytest.fixture
def act(owner, sandbox):
    def send(node, what):
        path = f"/s/{sandbox.id}/cluster/demo/node-action/"
        return owner.post(path, {"node": node, "act": what})

    return send


def test_without_nodes_the_page_says_what_to_do(page):
    shown = page()

    assert "No node has joined yet" in shown
    assert "/cluster/demo/create-nodegroup/" in shown


def test_a_node_shows_its_instance_and_what_is_asked_of_it(page, nodes, sandbox):
    (key, doc), _ = nodes()
    instance = doc["spec"]["providerID"].rpartition("/")[2]
    shown = page()

    assert f"/cluster/demo/objects/nodes/-/{key.name}/" in shown
    assert f"/s/{sandbox.id}/instances/{instance}/" in shown
    assert "of 17" in shown
    assert "of 1930m" in shown
    assert f'aria-label="Memory requested of {key.name}"' in shown


def test_a_cordoned_node_says_so_and_can_be_uncordoned(page, nodes, act):
    name = nodes()[0][0].name

    assert act(name, "cordon").status_code == 302
    assert nodes()[0][1]["spec"]["unschedulable"] is True
    assert "Ready,SchedulingDisabled" in page()

    act(name, "uncordon")
    assert "unschedulable" not in nodes()[0][1]["spec"]


def test_a_drain_evicts_pods_but_not_those_of_daemon_sets(nodes, act, world):
    name = nodes()[0][0].name
    act(nodes()[1][0].name, "drain")  # now the system's Pods are on the first

    act(name, "drain")

    left = {key.name for key, _ in world().by("k8s.Pod", "node", name)}
    assert {pod.rsplit("-", 1)[0] for pod in left} == {"aws-node", "kube-proxy"}


def test_an_unknown_node_is_refused_in_the_apis_words(act, group):
    answer = act("nope", "cordon")

    assert answer.status_code == 422
    assert "nodes &quot;nope&quot; not found" in answer.content.decode()


def test_an_unknown_act_is_not_found(act, nodes):
    assert act(nodes()[0][0].name, "format").status_code == 404


def test_an_instance_that_has_not_joined_is_listed_with_what_stands_in_its_way(
    page, group, aws, role_arn
):
    aws("eks:DeleteAccessEntry", clusterName="demo", principalArn=role_arn)
    sizes = {"minSize": 2, "desiredSize": 3, "maxSize": 3}
    aws(
        "eks:UpdateNodegroupConfig",
        clusterName="demo",
        nodegroupName="web",
        scalingConfig=sizes,
    )
    shown = page()

    assert "Instances that have not joined" in shown
    assert "Nothing maps AmazonEKSNodeRole" in shown
    assert "#joining" in shown


def test_a_node_group_shows_its_status_and_sizes(page, group):
    shown = page()

    assert "/cluster/demo/nodes/web/" in shown
    assert "2, 2, 2" in shown


def test_a_health_issue_is_shown_word_for_word(page, order, aws, world, cluster):
    for subnet in world().find(cluster)["resourcesVpcConfig"]["subnetIds"]:
        off = {"Value": False}
        aws("ec2:ModifySubnetAttribute", SubnetId=subnet, MapPublicIpOnLaunch=off)
    order()
    shown = page()

    assert "Create failed" in shown
    assert "Ec2SubnetInvalidConfiguration: One or more Amazon EC2 Subnets" in shown


def test_a_node_group_is_deleted(group, owner, sandbox, world):
    path = f"/s/{sandbox.id}/cluster/demo/delete-nodegroup/"
    assert owner.post(path, {"nodegroup": "web"}).status_code == 302

    found = world().find(group)
    assert found is None or found["status"] == "DELETING"


def test_an_unknown_node_group_is_refused(owner, sandbox, cluster):
    path = f"/s/{sandbox.id}/cluster/demo/delete-nodegroup/"
    answer = owner.post(path, {"nodegroup": "nope"})

    assert answer.status_code == 422
    assert "No node group found for name: nope." in answer.content.decode()
