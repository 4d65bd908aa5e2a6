"""Ways through a whole cluster's network: any end to any other one."""

from __future__ import annotations

from functools import cache

import pytest

from clusters.sim.network import trips
from clusters.sim.tx import Tx
from clusters.sim.world import Key
from tests.sim.accounts import REGION, SITE, Hands, cluster_id, with_cluster

CLUSTER = Key("eks.Cluster", REGION, "demo")
JOINED = (443, 10250)
"""What nodes and the control plane need of each other."""
LABELS = {"app": "web"}


@cache
def with_app():
    """The cluster with two Pods behind a load balancer, one on each node."""
    hands = Hands(with_cluster())
    spread = {
        "maxSkew": 1,
        "topologyKey": "kubernetes.io/hostname",
        "whenUnsatisfiable": "DoNotSchedule",
        "labelSelector": {"matchLabels": LABELS},
    }
    spec = {
        "containers": [{"name": "web", "image": "nginx:1.27"}],
        "topologySpreadConstraints": [spread],
    }
    body = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web"},
        "spec": {
            "replicas": 2,
            "selector": {"matchLabels": LABELS},
            "template": {"metadata": {"labels": LABELS}, "spec": spec},
        },
    }
    hands.kube("create", "deployments.apps", body)
    hands.kube("create", "services", service("web", "LoadBalancer"))
    hands.later(300)
    return hands.world


def service(name, sort, **spec):
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name},
        "spec": {"type": sort, "selector": LABELS, "ports": [{"port": 80}], **spec},
    }


@pytest.fixture
def hands():
    return Hands(with_app())


@pytest.fixture
def overlay(hands):
    """The World with documents changed by hand, whose controllers do nothing."""
    return Tx(hands.world, SITE)


@pytest.fixture
def go(hands):
    """The way between two ends, as the World stands."""

    def ask(start, end, port=None):
        world = hands.world
        assert trips.known(start, trips.FROM)
        assert trips.known(end, trips.TO)
        port = port or trips.usual_port(world, CLUSTER, start, end)
        return trips.trip(world, CLUSTER, start, end, port)

    return ask


@pytest.fixture
def pods(hands):
    """The two Pods; they run on different nodes."""
    found = hands.world.list("k8s.Pod", f"{cluster_id(hands.world)}/default")
    return [f"pod/default/{key.name}" for key, _ in found]


@pytest.fixture
def nodes(hands):
    found = hands.world.list("k8s.Node", cluster_id(hands.world))
    return [f"node/{key.name}" for key, _ in found]


@pytest.fixture
def group(hands):
    return hands.world.find(CLUSTER)["resourcesVpcConfig"]["clusterSecurityGroupId"]


def close(hands, group, *but):
    """Take every rule that lets something in; `but` these ports among its wearers."""
    key = Key("ec2.SecurityGroup", REGION, group)
    rules = list(hands.world.find(key)["IpPermissions"])
    for port in but:
        allow(hands, group, port, UserIdGroupPairs=[{"GroupId": group}])
    hands.aws("ec2:RevokeSecurityGroupIngress", GroupId=group, IpPermissions=rules)


def allow(hands, group, port, **peers):
    rule = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **peers}
    hands.aws("ec2:AuthorizeSecurityGroupIngress", GroupId=group, IpPermissions=[rule])


def names(way):
    return [hop.name.split(" ")[0] for hop in way.hops]


# -- inside ----------------------------------------------------------------------------


def test_a_pod_reaches_one_on_another_node_by_their_groups(go, pods, group):
    way = go(*pods)

    assert way.ok
    assert names(way) == ["egress", "local", "ingress"]
    assert f"{pods[1].removeprefix('pod/')} on 80" in way.hops[-1].why


def test_the_nodes_group_decides_between_pods_of_two_nodes(go, hands, pods, group):
    close(hands, group, *JOINED)

    way = go(*pods)

    assert not way.ok
    assert way.reason.startswith(f"No ingress rule of {group} lets ")
    assert way.hops[-1].owner == "you"


def test_no_group_looks_at_what_stays_on_a_node(go, hands, pods, nodes, group):
    close(hands, group, *JOINED)
    where = hands.world.find(
        Key("k8s.Pod", f"{cluster_id(hands.world)}/default", pods[0].rpartition("/")[2])
    )["spec"]["nodeName"]

    way = go(f"node/{where}", pods[0])

    assert way.ok
    assert "does not leave it" in way.hops[0].why


def test_a_pod_reaches_a_service_by_name_rules_and_endpoints(go, pods, nodes):
    way = go(pods[0], "service/default/web")

    assert way.ok
    assert names(way)[:3] == ["CoreDNS", "kube-proxy", "endpoints"]
    assert names(go(nodes[0], "service/default/web"))[0] == "kube-proxy"


def test_one_backend_that_is_not_reached_is_told(go, hands, pods, group):
    """The other one is on the same node and answers; every second request fails."""
    close(hands, group, *JOINED)

    way = go(pods[0], "service/default/web")

    assert not way.ok
    assert way.reason.startswith(f"No ingress rule of {group}")


def test_a_service_without_ready_pods_says_which_labels_it_wants(go, hands, pods):
    hands.kube("create", "services", service("lost", "ClusterIP", selector={"a": "b"}))
    hands.later(60)

    way = go(pods[0], "service/default/lost")

    assert "No Pod with the labels a=b is ready" in way.reason
    assert way.hops[-1].owner == "you"


def test_without_core_dns_no_name_resolves(go, hands, pods):
    hands.kube(
        "patch",
        "deployments.apps",
        {"spec": {"replicas": 0}},
        namespace="kube-system",
        name="coredns",
        patch_type="application/merge-patch+json",
    )
    hands.later(120)

    assert "No CoreDNS Pod is ready" in go(pods[0], "service/default/web").reason


def test_without_kube_proxy_nothing_keeps_a_services_rules(go, hands, pods):
    hands.kube("delete", "daemonsets.apps", namespace="kube-system", name="kube-proxy")
    hands.later(120)

    way = go(pods[0], "service/default/web")

    assert "No kube-proxy runs on ip-" in way.reason
    assert "add-on kube-proxy" in way.reason


def test_a_port_that_a_service_has_not_is_refused(go, pods):
    assert go(pods[0], "service/default/web", 81).reason == (
        "Service default/web has no port 81. It has 80."
    )


def test_a_pod_reaches_the_api_by_its_service(go, hands, pods, group):
    assert names(go(pods[0], "api")) == ["kube-proxy", "egress", "ingress", "API"]

    close(hands, group)

    assert "reach the API server on TCP 443" in go(pods[0], "api").reason


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("pod/default/none", "There is no Pod default/none."),
        ("node/none", "There is no node and no instance none."),
        ("service/default/none", "There is no Service default/none."),
    ],
)
def test_what_is_not_there_is_said_to_be_missing(go, nodes, end, told):
    assert go(nodes[0], end).reason == told


def test_a_pod_that_no_node_was_found_for_is_no_end(go, hands, nodes):
    spec = {
        "containers": [{"name": "c", "image": "nginx:1.27"}],
        "nodeSelector": {"no": "where"},
    }
    body = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "late"},
        "spec": spec,
    }
    hands.kube("create", "pods", body)
    hands.later(30)

    assert "no node was found for it yet" in go(nodes[0], "pod/default/late").reason


# -- out -------------------------------------------------------------------------------


def test_a_pod_goes_out_under_its_nodes_address(go, pods):
    way = go(pods[0], "aws/ecr")

    assert way.ok
    assert names(way)[0] == "VPC"
    assert way.hops[-1].owner == "aws"


def test_without_a_route_nothing_goes_out(go, hands, pods, nodes):
    table = hands.world.list("ec2.RouteTable")[0][0].name
    hands.aws("ec2:DeleteRoute", RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")

    for start in (pods[0], nodes[0]):
        for end in ("internet", "aws/sts"):
            assert "has no route to the internet" in go(start, end).reason


# -- in --------------------------------------------------------------------------------


def test_the_internet_reaches_a_service_by_its_load_balancer(go):
    way = go("internet", "service/default/web")

    assert way.ok
    first, *others = names(way)
    assert first.startswith("igw-")
    assert others[:5] == ["ingress", "egress", "ingress", "kube-proxy", "endpoints"]


def test_the_nodes_must_let_the_load_balancer_in(go, hands, group):
    (_, doc), *_ = hands.world.list("elb.LoadBalancer")
    pairs = [{"GroupId": doc["SecurityGroups"][0]}]
    rule = {"IpProtocol": "-1", "UserIdGroupPairs": pairs}
    hands.aws("ec2:RevokeSecurityGroupIngress", GroupId=group, IpPermissions=[rule])

    way = go("internet", "service/default/web")

    assert way.reason.startswith(f"No ingress rule of {group} lets ")
    assert len(way.hops) == 4


def test_the_load_balancers_own_group_must_let_the_internet_in(go, hands):
    (_, doc), *_ = hands.world.list("elb.LoadBalancer")
    close(hands, doc["SecurityGroups"][0])

    way = go("laptop", "service/default/web")

    assert f"No ingress rule of {doc['SecurityGroups'][0]}" in way.reason
    assert len(way.hops) == 2


def test_a_load_balancer_on_its_way_is_awss_move(overlay):
    (key, _), *_ = overlay.list("elb.LoadBalancer")
    overlay.remove(key)

    way = trips.trip(overlay, CLUSTER, "internet", "service/default/web", 80)

    assert way.hops[-1].owner == "aws"
    assert "not there yet" in way.reason


def test_a_load_balancer_that_cannot_be_made_is_your_move(go, hands):
    table = hands.world.list("ec2.RouteTable")[0][0].name
    hands.aws("ec2:DeleteRoute", RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")
    hands.kube("create", "services", service("stuck", "LoadBalancer"))
    hands.later(60)

    way = go("internet", "service/default/stuck")

    assert way.hops[-1].owner == "you"
    assert "could not make the load balancer" in way.reason


def test_an_internal_load_balancer_is_not_reached_from_outside(go, hands):
    body = service("inner", "LoadBalancer")
    lead = "service.beta.kubernetes.io/aws-load-balancer-"
    body["metadata"]["annotations"] = {f"{lead}internal": "true"}
    hands.kube("create", "services", body)
    hands.later(120)

    assert "is internal" in go("internet", "service/default/inner").reason


def test_a_cluster_ip_is_not_reached_from_outside(go, hands):
    hands.kube("create", "services", service("inner", "ClusterIP"))

    way = go("laptop", "service/default/inner")

    assert "of type ClusterIP" in way.reason
    assert "kubectl port-forward" in way.reason


def test_a_node_port_needs_a_rule_for_it(go, hands, group):
    hands.kube("create", "services", service("door", "NodePort"))
    hands.later(30)
    key = Key("k8s.Service", f"{cluster_id(hands.world)}/default", "door")
    port = hands.world.find(key)["spec"]["ports"][0]["nodePort"]
    assert f"on TCP {port}" in go("laptop", "service/default/door").reason

    allow(hands, group, port, IpRanges=[{"CidrIp": "0.0.0.0/0"}])

    assert go("laptop", "service/default/door").ok


def test_a_pod_has_no_address_that_the_internet_knows(go, pods):
    assert "means nothing outside its VPC" in go("internet", pods[0]).reason


def test_a_laptop_reaches_a_node_whose_group_lets_it_in(go, nodes, group):
    way = go("laptop", nodes[0])

    assert names(way)[0].startswith("igw-")
    assert f"No ingress rule of {group}" in way.reason


# -- the control plane --------------------------------------------------------------------


def test_the_api_server_reaches_kubelets_and_pods(go, hands, nodes, pods, group):
    assert trips.usual_port(hands.world, CLUSTER, "api", nodes[0]) == 10250
    ends = (nodes[0], pods[0], "service/default/web")
    assert all(go("api", end).ok for end in ends)

    close(hands, group)

    assert not any(go("api", end).ok for end in ends)


def test_no_healthy_api_server_is_awss_move(overlay):
    for key, doc in overlay.list("dc.ApiServer"):
        overlay.put(key, {**doc, "state": "lost"})

    way = trips.trip(overlay, CLUSTER, "laptop", "api", 443)

    assert not way.ok
    assert way.hops[-1].owner == "aws"


def test_what_is_awss_answers_on_443_alone(go, nodes):
    assert not go("laptop", "api", 80).ok
    assert not go(nodes[0], "api", 22).ok
    assert "answers on 443 alone" in go(nodes[0], "aws/sts", 80).reason


@pytest.mark.parametrize(
    "end", ["", "moon", "laptop/x", "api/x", "pod", "pod/", "aws", "aws/s3"]
)
def test_what_is_no_end_is_not_known(end):
    assert not trips.known(end, (*trips.FROM, *trips.TO))
