"""The cloud controller's part of a Node."""

from __future__ import annotations

from clusters.sim.kube.node_object import UNINITIALIZED
from clusters.sim.world import Key
from tests.sim.aws.eks.account import REGION, with_nodegroup


def test_a_node_learns_its_machine_its_place_and_its_addresses():
    account = with_nodegroup()
    for node in account.nodes():
        instance = node["spec"]["providerID"].rpartition("/")[2]
        doc = account.need(Key("ec2.Instance", REGION, instance))
        zone = doc["Placement"]["AvailabilityZone"]
        assert node["spec"]["providerID"] == f"aws:///{zone}/{instance}"
        labels = node["metadata"]["labels"]
        assert labels["topology.kubernetes.io/zone"] == zone
        assert labels["topology.kubernetes.io/region"] == REGION
        assert labels["node.kubernetes.io/instance-type"] == "t3.medium"
        addresses = {a["type"]: a["address"] for a in node["status"]["addresses"]}
        assert addresses["InternalIP"] == doc["PrivateIpAddress"]
        assert addresses["ExternalIP"] == doc["PublicIpAddress"]
        taints = [taint["key"] for taint in node["spec"].get("taints", ())]
        assert UNINITIALIZED not in taints


def test_a_stopped_machine_marks_its_node():
    account = with_nodegroup()
    node = account.nodes()[0]
    instance = node["spec"]["providerID"].rpartition("/")[2]
    account.call("ec2:StopInstances", InstanceIds=[instance])
    account.later(5)
    (found,) = [n for n in account.nodes() if n["metadata"] == node["metadata"]]
    taints = [taint["key"] for taint in found["spec"]["taints"]]
    assert "node.cloudprovider.kubernetes.io/shutdown" in taints


def test_a_terminated_machines_node_goes():
    account = with_nodegroup()
    gone = account.nodes()[0]
    instance = gone["spec"]["providerID"].rpartition("/")[2]
    account.call("ec2:TerminateInstances", InstanceIds=[instance])
    account.later(300)
    names = [node["metadata"]["name"] for node in account.nodes()]
    assert gone["metadata"]["name"] not in names
    assert "DeletingNode" in account.reasons("cloud-controller-manager")
