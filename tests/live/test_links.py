"""What things are called, and which page shows each."""

from __future__ import annotations

import pytest

from clusters.live import links
from clusters.sim.world import Key
from tests.sim.accounts import Hands, cluster_id, with_cluster

SANDBOX = "bcdfghjkmn"
HOME = f"/s/{SANDBOX}"


@pytest.fixture(scope="module")
def world():
    return Hands(with_cluster()).world


@pytest.fixture(scope="module")
def here(world):
    return links.where(SANDBOX, world)


def first(world, kind):
    return world.list(kind)[0][0]


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("k8s.Pod", "/cluster/demo/objects/pods/kube-system/"),
        ("k8s.Node", "/cluster/demo/objects/nodes/-/"),
        (
            "k8s.Deployment",
            "/cluster/demo/objects/deployments.apps/kube-system/coredns/",
        ),
        ("dc.EtcdMember", "/cluster/demo/?inspect=etcd-a"),
        ("dc.ApiServer", "/cluster/demo/?inspect=api-1"),
        ("dc.LoadBalancer", "/cluster/demo/?inspect=nlb"),
        ("eks.Cluster", "/cluster/demo/"),
        ("eks.Nodegroup", "/cluster/demo/nodes/web/"),
        ("eks.Addon", "/cluster/demo/add-ons/"),
        ("eks.AccessEntry", "/cluster/demo/access/"),
        ("autoscaling.AutoScalingGroup", "/cluster/demo/nodes/web/"),
        ("ec2.Instance", "/instances/i-"),
        ("ec2.Subnet", "/cluster/demo/networking/?inspect=subnet-"),
        ("ec2.SecurityGroup", "/cluster/demo/networking/?inspect=sg-"),
        ("ec2.NetworkInterface", "/cluster/demo/networking/?inspect=eni-"),
        ("iam.Role", "/roles/"),
    ],
)
def test_a_thing_has_its_page(here, world, kind, place):
    assert links.href(here, first(world, kind)).startswith(f"{HOME}{place}")


def test_a_stack_and_a_step_have_their_pages(here):
    stack = Key("cloudformation.Stack", "us-west-2", "vpc")

    assert links.href(here, stack) == f"{HOME}/stacks/vpc/"
    assert links.href(here, Key("steps.Run", "", "deploy-app")).startswith(HOME)


def test_things_of_a_cluster_that_is_gone_lead_nowhere(here):
    assert links.href(here, Key("k8s.Pod", "0" * 32 + "/default", "web")) == ""
    assert links.href(here, Key("dc.EtcdMember", "0" * 32, "a")) == ""
    assert links.href(here, Key("k8s.Nonsense", "0" * 32, "a")) == ""


def test_names_are_words(world):
    inside = f"{cluster_id(world)}/default"

    assert links.name(Key("k8s.Pod", inside, "web-1")) == "Pod default/web-1"
    assert links.name(Key("dc.EtcdMember", "c", "b")) == "etcd member b"
    assert links.name(Key("eks.Nodegroup", "us-west-2/demo", "web")) == "node group web"
    assert links.name(Key("ec2.Vpc", "us-west-2", "vpc-1")) == "VPC vpc-1"
    assert (
        links.name(Key("dc.LoadBalancer", "c", "nlb")) == "API endpoint's load balancer"
    )


def pod_and_node(world):
    found = world.list("k8s.Pod", cluster_id(world))
    return next((k, d["spec"]["nodeName"]) for k, d in found if d["spec"]["nodeName"])


def test_what_the_kubelet_says_of_a_pod_is_shown_at_its_node(here, world):
    pod, node = pod_and_node(world)

    assert links.part_below(here, "kubelet", pod) == f"node-{node}"
    assert links.part_below(here, "kube-scheduler", pod) == ""


def test_what_an_instance_says_while_it_boots_is_shown_at_it_and_then_at_its_node(
    here, world
):
    instance = first(world, "ec2.Instance")
    name = world.find(instance)["PrivateDnsName"]
    alone = links.Where(SANDBOX, world, {})

    assert links.part_below(here, "nodeadm", instance) == f"node-{name}"
    assert links.part_below(alone, "nodeadm", instance) == instance.name


def test_a_pod_that_is_gone_or_waits_is_at_no_node(here, world):
    gone = Key("k8s.Pod", f"{cluster_id(world)}/default", "gone")

    assert links.part_below(here, "kubelet", gone) == ""
