"""The map: what it shows, how it is wired, and that many things stay readable."""

from __future__ import annotations

import pytest

from clusters.console.map import architecture, boxes, data_plane, inspector
from tests.console.crowds import DEMO, crowd
from tests.sim.accounts import ACCOUNT, Hands, new_account, with_cluster


def nodes_of(drawn):
    return [n for c in drawn["columns"] for f in c.subnets for n in f.nodes]


def private() -> Hands:
    hands = Hands(new_account())
    hands.aws(
        "eks:CreateCluster",
        name="demo",
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/eksClusterRole",
        resourcesVpcConfig={
            "subnetIds": [key.name for key, _ in hands.world.list("ec2.Subnet")],
            "endpointPrivateAccess": True,
            "endpointPublicAccess": False,
        },
    )
    return hands


def test_the_leader_of_etcd_is_marked_and_says_how_much_is_stored():
    drawn = architecture.of(with_cluster(), DEMO)
    leaders = [c.etcd for c in drawn["columns"] if c.etcd.leader]

    assert [box.state for box in leaders] == ["Leader"]
    assert leaders[0].detail.startswith("Leader, ")
    assert leaders[0].detail.endswith(" kB")


def test_an_api_server_says_what_it_is_asked_and_which_components_lead_there():
    drawn = architecture.of(with_cluster(), DEMO)
    servers = [c.server for c in drawn["columns"] if not c.server.ghost]

    assert all(box.detail.endswith(" requests/s") for box in servers)
    led = " ".join(box.runs for box in servers).split()
    assert sorted(led) == ["kube-controller-manager", "kube-scheduler"]


def test_a_private_endpoint_takes_away_the_way_from_kubectl_and_says_why():
    drawn = architecture.of(private().world, DEMO)

    assert "c-kubectl" not in drawn["wires"]
    assert drawn["kubectl"].health == "bad"
    assert "private only" in drawn["kubectl"].why
    sheet = inspector.inspect(private().world, "", drawn["kubectl"])
    assert sheet["duties"][1]["text"] == drawn["kubectl"].why


def test_a_laptop_outside_of_the_public_blocks_is_shut_out_too():
    hands = Hands(with_cluster())
    hands.aws(
        "eks:UpdateClusterConfig",
        name="demo",
        resourcesVpcConfig={"publicAccessCidrs": ["198.51.100.0/24"]},
    )
    drawn = architecture.of(hands.world, DEMO)

    assert drawn["kubectl"].state == "Cannot reach the endpoint"
    assert "198.51.100.0/24" in drawn["kubectl"].why
    assert "c-kubectl>c-nlb - bad" in drawn["wires"]


def test_parts_are_read_in_the_order_in_which_they_are_tabbed_through():
    drawn = architecture.of(with_cluster(), DEMO)
    sorts = [part.part.partition("-")[0] for part in drawn["parts"]]

    order = ["nlb", "etcd", "api", "spare", "eni", "kubectl", "node"]
    assert list(dict.fromkeys(sorts)) == order


def test_a_zone_draws_twelve_nodes_and_counts_the_others():
    drawn = architecture.of(crowd(nodes=62, pods=20), DEMO)

    for column in drawn["columns"]:
        assert sum(len(f.nodes) for f in column.subnets) == data_plane.MOST_NODES
    more = sum(f.more for c in drawn["columns"] for f in c.subnets)
    assert more == drawn["hidden"] == 62 - 3 * data_plane.MOST_NODES


def test_over_24_pods_a_node_shows_a_number_and_those_in_trouble():
    drawn = architecture.of(crowd(nodes=2, pods=80, ill=2), DEMO)
    found = nodes_of(drawn)

    assert sum(node.count for node in found) == 80
    assert all(node.count > boxes.MOST_PODS for node in found)
    assert [pod.health for node in found for pod in node.pods] == ["bad", "bad"]
    assert all("1 Pod in trouble" in node.box.state for node in found)


def test_few_pods_are_drawn_one_by_one():
    found = nodes_of(architecture.of(crowd(nodes=3, pods=30), DEMO))

    assert sum(len(node.pods) for node in found) == 30
    assert all(node.rest == 0 for node in found)


def test_a_thousand_pods_are_numbers_beside_their_nodes():
    found = nodes_of(architecture.of(crowd(nodes=100, pods=1000), DEMO))

    assert all(node.pods == () for node in found)
    assert {node.rest for node in found} >= {10}


def test_nodes_are_wired_to_the_interface_of_the_nearest_zone():
    hands = Hands(with_cluster())
    here = {
        c.zone: c.interface.part
        for c in architecture.of(hands.world, DEMO)["columns"]
        if c.interface
    }
    drawn = architecture.of(crowd(nodes=6, pods=12), DEMO)

    for column in drawn["columns"]:
        if column.zone in here:
            node = column.subnets[0].nodes[0].box.part
            assert f"c-{here[column.zone]}>c-{node} -" in drawn["wires"]


@pytest.mark.parametrize(("size", "text"), [(8_400, "8.4 kB"), (3_140_000, "3.1 MB")])
def test_sizes_are_worded_as_people_say_them(size, text):
    assert architecture.byte_text(size) == text


def test_a_part_that_aws_has_taken_apart_is_not_called_missing():
    assert boxes.waiting_box("nlb", "API endpoint", "nlb", "").state == "Not there yet"
    gone = boxes.waiting_box("nlb", "API endpoint", "nlb", "", gone=True)
    assert gone.state == "Taken away"
