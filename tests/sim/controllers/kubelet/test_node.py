"""A node's kubelet about itself, and machines that restart."""

from __future__ import annotations

from clusters.sim.aws.ec2 import instance
from clusters.sim.world import Key
from tests.sim.aws.eks.account import with_nodegroup
from tests.sim.controllers.a_data_plane import REGION, bare_pod, data_plane


def test_a_node_that_joins_says_so_in_the_order_of_a_real_kubelet():
    account = with_nodegroup()
    name = account.nodes()[0]["metadata"]["name"]
    told = [
        change.after["reason"]
        for change in account.changes
        if change.key.kind == "k8s.Event"
        and change.before is None
        and change.after["involvedObject"]["name"] == name
    ]
    assert told[:6] == [
        "Starting",
        "InvalidDiskCapacity",
        "NodeHasSufficientMemory",
        "NodeHasNoDiskPressure",
        "NodeHasSufficientPID",
        "NodeAllocatableEnforced",
    ]
    assert {"RegisteredNode", "Synced", "NodeReady"} <= set(told)
    assert told.index("NodeReady") > told.index("RegisteredNode")


def test_a_node_is_ready_only_once_its_cni_works():
    account = with_nodegroup()
    for node in account.nodes():
        ready = next(c for c in node["status"]["conditions"] if c["type"] == "Ready")
        assert (ready["status"], ready["reason"]) == ("True", "KubeletReady")
        assert node["_"]["cni"] > node["_"]["joined"]


def test_the_images_on_a_node_are_listed_largest_first():
    plane = data_plane(1)
    plane.create("pods", bare_pod("a", "nginx:1.27"))
    plane.create("pods", bare_pod("b", "busybox:1.36", command=["sleep", "99"]))
    plane.settle(10)
    images = plane.get("nodes", plane.nodes[0], "")["status"]["images"]
    assert [image["names"][1] for image in images][:2] == [
        "docker.io/library/nginx:1.27",
        "docker.io/library/busybox:1.36",
    ]


def test_a_cordon_is_told():
    plane = data_plane(1)
    plane.patch(
        "nodes", plane.nodes[0], {"spec": {"unschedulable": True}}, namespace=""
    )
    plane.settle(0)
    plane.patch(
        "nodes", plane.nodes[0], {"spec": {"unschedulable": None}}, namespace=""
    )
    plane.settle(0)
    name = plane.nodes[0]
    assert plane.events("NodeNotSchedulable", "NodeSchedulable") == [
        f"Node {name} status is now: NodeNotSchedulable",
        f"Node {name} status is now: NodeSchedulable",
    ]


def test_after_a_reboot_containers_are_started_again():
    plane = data_plane(1)
    plane.create("pods", bare_pod())
    plane.settle(10)
    (key,) = (key for key, _ in plane.world.list("ec2.Instance", REGION))
    plane.change(key, State=instance.state("stopped"))
    plane.settle(20)
    hidden = {
        **plane.world.find(key)["_"],
        "running": plane.now,
        "boot": {"since": plane.now, "step": "joined"},
    }
    plane.change(key, State=instance.state("running"), _=hidden)
    plane.settle(10)
    assert plane.rows("pods", 2) == [("Running",)]
    (container,) = plane.pod("p")["status"]["containerStatuses"]
    assert container["restartCount"] == 1
    assert container["lastState"]["terminated"]["reason"] == "Unknown"
    assert "SandboxChanged" in plane.reasons("p")


def test_a_node_that_is_gone_leaves_no_store_behind():
    plane = data_plane(1)
    plane.create("pods", bare_pod())
    plane.settle(10)
    name = plane.nodes[0]
    with plane.tx() as tx:
        tx.remove(Key("k8s.Node", tx.list("k8s.Node")[0][0].scope, name))
    plane.settle(1)
    assert plane.world.list("cri.Images") == []
    assert plane.world.list("cni.Node") == []
