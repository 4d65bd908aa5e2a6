"""LoadBalancer Services: what is made in the account, and what when it cannot be."""

from __future__ import annotations

from clusters.sim.world import Key
from tests.sim.controllers.a_data_plane import REGION, data_plane

INTERNAL = {"service.beta.kubernetes.io/aws-load-balancer-internal": "true"}


def service(**annotations: str) -> dict:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web", "annotations": annotations},
        "spec": {
            "type": "LoadBalancer",
            "selector": {"app": "web"},
            "ports": [{"port": 80}],
        },
    }


def balanced(plane=None, **annotations: str):
    plane = plane or data_plane()
    plane.create("services", service(**annotations))
    plane.settle(10)
    return plane


def balancers(plane) -> list[dict]:
    return [doc for _, doc in plane.world.list("elb.LoadBalancer", REGION)]


def hostname(plane) -> str:
    status = plane.get("services", "web")["status"]["loadBalancer"]
    return status["ingress"][0]["hostname"] if status else ""


def own_interfaces(plane) -> int:
    cards = plane.world.list("ec2.NetworkInterface", REGION)
    return sum(card["Description"].startswith("ELB ") for _, card in cards)


def without_internet_routes(plane):
    for key, doc in plane.world.list("ec2.RouteTable", REGION):
        plane.change(
            key, Routes=[r for r in doc["Routes"] if r.get("GatewayId") == "local"]
        )


def test_it_is_pending_until_aws_has_made_the_load_balancer():
    plane = data_plane()
    plane.create("services", service())
    plane.settle(1)
    assert plane.rows("services", 0, 3)[-1] == ("web", "<pending>")
    plane.settle(9)
    assert hostname(plane).endswith(f".{REGION}.elb.amazonaws.com")
    assert plane.reasons("web") == ["EnsuringLoadBalancer", "EnsuredLoadBalancer"]


def test_it_stands_in_one_subnet_of_each_zone_with_the_nodes_behind_it():
    plane = balanced()
    (found,) = balancers(plane)
    assert found["AvailabilityZones"] == [f"{REGION}{z}" for z in "abc"]
    assert len(found["Instances"]) == 2
    listener = found["ListenerDescriptions"][0]["Listener"]
    assert listener["LoadBalancerPort"] == 80
    assert (
        listener["InstancePort"]
        == plane.get("services", "web")["spec"]["ports"][0]["nodePort"]
    )
    assert own_interfaces(plane) == 3


def test_an_internal_one_says_so_in_its_name():
    plane = balanced(**INTERNAL)
    assert hostname(plane).startswith("internal-")
    assert balancers(plane)[0]["Scheme"] == "internal"


def test_without_a_public_subnet_it_says_so_and_heals():
    plane = data_plane()
    plane.use_private_endpoint()
    routes = {
        key: doc["Routes"] for key, doc in plane.world.list("ec2.RouteTable", REGION)
    }
    without_internet_routes(plane)
    balanced(plane)
    assert plane.events("SyncLoadBalancerFailed") == [
        (
            "Error syncing load balancer: failed to ensure load balancer: "
            "could not find any suitable subnets for creating the ELB"
        )
    ]
    assert hostname(plane) == ""
    for key, found in routes.items():
        plane.change(key, Routes=found)
    plane.settle(30)
    assert hostname(plane) != ""


def test_an_internal_one_needs_no_public_subnet():
    plane = data_plane()
    plane.use_private_endpoint()
    without_internet_routes(plane)
    assert hostname(balanced(plane, **INTERNAL)) != ""


def test_deleting_the_service_gives_everything_back():
    plane = balanced()
    groups = len(plane.world.list("ec2.SecurityGroup", REGION))
    plane.call("delete", "services", name="web")
    plane.settle(5)
    assert balancers(plane) == []
    assert own_interfaces(plane) == 0
    assert len(plane.world.list("ec2.SecurityGroup", REGION)) == groups - 1
    assert plane.reasons("web")[-2:] == ["DeletingLoadBalancer", "DeletedLoadBalancer"]
    assert "web" not in dict(plane.rows("services", 0, 1))


def test_a_service_that_turns_into_a_cluster_ip_loses_its_load_balancer():
    plane = balanced()
    plane.patch("services", "web", {"spec": {"type": "ClusterIP"}})
    plane.settle(5)
    assert balancers(plane) == []
    assert "finalizers" not in plane.get("services", "web")["metadata"]


def test_a_node_that_goes_is_taken_out():
    plane = balanced()
    node = plane.nodes[0]
    with plane.tx() as tx:
        tx.remove(Key("k8s.Node", tx.list("k8s.Node")[0][0].scope, node))
    plane.settle(1)
    assert len(balancers(plane)[0]["Instances"]) == 1
    assert plane.events("UpdatedLoadBalancer") == [
        "Updated load balancer with new hosts"
    ]


def test_what_the_load_balancer_controller_would_look_after_is_left_alone():
    plane = balanced(
        **{"service.beta.kubernetes.io/aws-load-balancer-type": "external"}
    )
    assert balancers(plane) == []
    assert plane.reasons("web") == []
