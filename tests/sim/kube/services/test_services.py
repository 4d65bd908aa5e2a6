"""Services: addresses, node ports, what may change, how they are listed."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest

from clusters.sim.kube import names
from tests.sim.kube.a_cluster import Cluster, refused

RANGE = ipaddress.IPv4Network("10.100.0.0/16")


def service(name: str = "web", **spec: Any) -> dict[str, Any]:
    return {"metadata": {"name": name}, "spec": {"ports": [{"port": 80}], **spec}}


def test_the_defaults():
    spec = Cluster().create("services", service())["spec"]
    assert spec["type"] == "ClusterIP"
    assert spec["sessionAffinity"] == "None"
    assert spec["ports"] == [{"port": 80, "protocol": "TCP", "targetPort": 80}]
    assert spec["ipFamilies"] == ["IPv4"]
    assert spec["ipFamilyPolicy"] == "SingleStack"
    assert spec["internalTrafficPolicy"] == "Cluster"
    assert spec["clusterIPs"] == [spec["clusterIP"]]
    assert ipaddress.IPv4Address(spec["clusterIP"]) in RANGE


def test_the_api_has_the_first_address():
    found = Cluster().get("services", "kubernetes")
    assert found["spec"]["clusterIP"] == "10.100.0.1"
    assert found["metadata"]["labels"] == {
        "component": "apiserver",
        "provider": "kubernetes",
    }


def test_an_address_may_be_asked_for_once():
    cluster = Cluster()
    cluster.create("services", service(clusterIP="10.100.0.10"))
    text = (
        'Service "dns" is invalid: spec.clusterIPs: Invalid value: ["10.100.0.10"]: failed '
        "to allocate IP 10.100.0.10: provided IP is already allocated"
    )
    with refused("Invalid", text, 422):
        cluster.create("services", service("dns", clusterIP="10.100.0.10"))


def test_an_address_must_be_of_the_range():
    text = (
        'Service "web" is invalid: spec.clusterIPs: Invalid value: ["10.1.0.1"]: failed to '
        "allocate IP 10.1.0.1: the provided IP (10.1.0.1) is not in the valid range. The "
        "range of valid IPs is 10.100.0.0/16"
    )
    with refused("Invalid", text, 422):
        Cluster().create("services", service(clusterIP="10.1.0.1"))


def test_an_address_never_changes():
    cluster = Cluster()
    cluster.create("services", service(clusterIP="10.100.0.10"))
    text = (
        'Service "web" is invalid: spec.clusterIPs: Invalid value: ["10.100.0.11"]: may '
        "not change once set"
    )
    with refused("Invalid", text, 422):
        patch = {"spec": {"clusterIP": "10.100.0.11", "clusterIPs": ["10.100.0.11"]}}
        cluster.patch("services", "web", patch)


def test_a_put_without_the_address_keeps_it():
    cluster = Cluster()
    before = cluster.create("services", service(type="NodePort"))
    after = cluster.call(
        "update", "services", name="web", body=service(type="NodePort")
    )
    assert after["spec"] == before["spec"]


def test_a_headless_service_has_none():
    spec = Cluster().create("services", service(clusterIP="None"))["spec"]
    assert (spec["clusterIP"], spec["clusterIPs"]) == ("None", ["None"])


def test_node_ports_are_given_out_and_not_twice():
    cluster = Cluster()
    port = cluster.create("services", service(type="NodePort"))["spec"]["ports"][0][
        "nodePort"
    ]
    assert 30000 <= port <= 32767
    text = (
        f'Service "b" is invalid: spec.ports[0].nodePort: Invalid value: {port}: provided '
        "port is already allocated"
    )
    ports = [{"port": 80, "nodePort": port}]
    with refused("Invalid", text, 422):
        cluster.create("services", service("b", type="NodePort", ports=ports))


def test_a_node_port_goes_when_the_type_does():
    cluster = Cluster()
    cluster.create("services", service(type="NodePort"))
    after = cluster.patch("services", "web", {"spec": {"type": "ClusterIP"}})
    assert "nodePort" not in after["spec"]["ports"][0]
    assert "externalTrafficPolicy" not in after["spec"]


CASES = [
    ({"ports": []}, "spec.ports: Required value"),
    ({"ports": [{"port": 70000, "targetPort": 80}]}, "spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive"),
    ({"ports": [{"port": 80}, {"port": 81, "name": "b"}]}, "spec.ports[0].name: Required value"),
    ({"ports": [{"port": 80, "name": "a"}, {"port": 81, "name": "a"}]}, 'spec.ports[1].name: Duplicate value: "a"'),
    ({"ports": [{"port": 80, "nodePort": 30080}]}, "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"),
    ({"type": "NodePort", "ports": [{"port": 80, "nodePort": 80}]}, "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767"),
    ({"type": "Clusterip"}, 'spec.type: Unsupported value: "Clusterip": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"'),
    ({"type": "ExternalName"}, "spec.externalName: Required value"),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "told"), CASES)
def test_it_is_refused_with(spec, told):
    with refused("Invalid", f'Service "web" is invalid: {told}', 422):
        Cluster().create("services", service(**spec))


def test_a_name_starts_with_a_letter():
    text = f'Service "1web" is invalid: metadata.name: Invalid value: "1web": {names.LABEL_1035_TEXT}'
    with refused("Invalid", text, 422):
        Cluster().create("services", service("1web"))


def test_the_rows():
    cluster = Cluster()
    cluster.create(
        "services", service("a", clusterIP="10.100.0.2", selector={"app": "a"})
    )
    cluster.create("services", service("b", clusterIP="None"))
    cluster.create(
        "services",
        service(
            "c",
            type="LoadBalancer",
            clusterIP="10.100.0.3",
            ports=[{"port": 80, "nodePort": 30080}],
        ),
    )
    cluster.create(
        "services", service("d", type="ExternalName", externalName="x.org", ports=[])
    )
    rows = [[*row[:5], *row[6:]] for row in cluster.table("services", "default")]
    assert rows == [
        ["a", "ClusterIP", "10.100.0.2", "<none>", "80/TCP", "app=a"],
        ["b", "ClusterIP", "None", "<none>", "80/TCP", "<none>"],
        ["c", "LoadBalancer", "10.100.0.3", "<pending>", "80:30080/TCP", "<none>"],
        ["d", "ExternalName", "<none>", "x.org", "<none>", "<none>"],
        ["kubernetes", "ClusterIP", "10.100.0.1", "<none>", "443/TCP", "<none>"],
    ]
