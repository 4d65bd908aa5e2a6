"""The VPC CNI: addresses for Pods from the node's interfaces and subnets."""

from __future__ import annotations

from clusters.sim.aws.ec2 import network_interface
from clusters.sim.world import Key
from tests.sim.controllers.a_data_plane import (
    CID,
    REGION,
    ROLE,
    bare_pod,
    data_plane,
    deployment,
)

FAILED = "FailedCreatePodSandBox"


def cards(plane) -> list[dict]:
    return [doc for _, doc in plane.world.list("ec2.NetworkInterface", REGION)]


def taken(plane) -> int:
    return sum(len(card["PrivateIpAddresses"]) for card in cards(plane))


def test_a_fresh_node_holds_one_interface_of_addresses():
    plane = data_plane(1)
    plane.settle(30)
    assert (len(cards(plane)), taken(plane)) == (1, 6)


def test_the_first_pod_makes_the_node_attach_another_interface():
    plane = data_plane(1)
    plane.create("pods", bare_pod())
    plane.settle(30)
    assert (len(cards(plane)), taken(plane)) == (2, 12)
    (extra,) = [card for card in cards(plane) if card["Attachment"]["DeviceIndex"] == 1]
    assert extra["Description"].startswith("aws-K8S-i-")


def test_pods_have_different_addresses_of_their_nodes_interfaces():
    plane = data_plane(1)
    plane.create("deployments.apps", deployment(replicas=12))
    plane.settle(40)
    addresses = {pod["status"]["podIP"] for pod in plane.pods(app="web")}
    held = {
        a["PrivateIpAddress"]
        for card in cards(plane)
        for a in card["PrivateIpAddresses"]
    }
    assert len(addresses) == 12
    assert addresses <= held


def without_addresses(plane):
    """Take away what the node's interface holds for Pods, and the subnets' room."""
    for key, _ in plane.world.list("ec2.Subnet", REGION):
        plane.change(key, CidrBlock="172.31.0.0/31")
    for key, card in plane.world.list("ec2.NetworkInterface", REGION):
        plane.change(key, PrivateIpAddresses=card["PrivateIpAddresses"][:1])


def test_a_pod_without_a_free_address_waits_in_the_real_words_and_heals():
    plane = data_plane(1)
    blocks = {
        key: doc["CidrBlock"] for key, doc in plane.world.list("ec2.Subnet", REGION)
    }
    subnet = next(iter(blocks))
    with plane.tx() as tx:
        other = network_interface.create(tx, subnet, [], "something else")
    without_addresses(plane)
    plane.create("pods", bare_pod())
    plane.settle(30)
    assert plane.status("p") == "ContainerCreating"
    event = plane.event("p", FAILED)
    assert event["message"].startswith(
        "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox"
    )
    assert event["message"].endswith(
        "add cmd: failed to assign an IP address to container"
    )
    assert event["count"] > 1
    told = [change.told for change in plane.changes if change.told]
    reasons = [one.reason for one in told if one.component == "aws-node"]
    assert reasons == ["InsufficientFreeAddressesInSubnet"]
    for key, block in blocks.items():
        plane.change(key, CidrBlock=block)
    with plane.tx() as tx:
        network_interface.delete(tx, other)
    plane.settle(30)
    assert plane.status("p") == "Running"


def test_a_node_role_without_the_cni_policy_is_said_on_the_daemon_and_heals():
    plane = data_plane(1)
    role = Key("iam.Role", "", ROLE)
    policies = plane.world.find(role)["AttachedPolicies"]
    plane.change(role, AttachedPolicies=[])
    for key, card in plane.world.list("ec2.NetworkInterface", REGION):
        plane.change(key, PrivateIpAddresses=card["PrivateIpAddresses"][:1])
    plane.create("pods", bare_pod())
    plane.settle(20)
    assert plane.events("MissingIAMPermissions")[0].startswith(
        "Unauthorized operation: failed to call ec2:CreateNetworkInterface due to missing permissions."
    )
    plane.change(role, AttachedPolicies=policies)
    plane.settle(20)
    assert plane.status("p") == "Running"


def test_without_the_daemon_no_sandbox_gets_an_address():
    plane = data_plane(1)
    with plane.tx() as tx:
        tx.remove(Key("k8s.Pod", f"{CID}/kube-system", "aws-node-0"))
    plane.create("pods", bare_pod())
    plane.settle(10)
    assert plane.event("p", FAILED)["message"].endswith(
        'dial tcp 127.0.0.1:50051: connect: connection refused"'
    )
