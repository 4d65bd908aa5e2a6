"""EndpointSlices and Endpoints: which addresses stand behind a Service."""

from __future__ import annotations

from clusters.sim.world import Key
from tests.sim.controllers.a_data_plane import CID, bare_pod, data_plane, deployment


def service(port: dict | None = None, **spec) -> dict:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web"},
        "spec": {"selector": {"app": "web"}, "ports": [port or {"port": 80}], **spec},
    }


def behind(replicas: int = 2, **spec):
    plane = data_plane()
    plane.create("services", service(**spec))
    plane.create("deployments.apps", deployment(replicas=replicas))
    plane.settle(15)
    return plane


def slices(plane) -> list[dict]:
    found = plane.list("endpointslices.discovery.k8s.io", "default")["items"]
    return [
        s
        for s in found
        if s["metadata"]["labels"].get("kubernetes.io/service-name") == "web"
    ]


def endpoints(plane) -> list[dict]:
    return [e for s in slices(plane) for e in s["endpoints"]]


def test_each_ready_pod_is_an_endpoint_with_its_node_and_zone():
    plane = behind()
    addresses = {pod["status"]["podIP"] for pod in plane.pods(app="web")}
    assert {e["addresses"][0] for e in endpoints(plane)} == addresses
    for endpoint in endpoints(plane):
        assert endpoint["conditions"] == {
            "ready": True,
            "serving": True,
            "terminating": False,
        }
        assert endpoint["zone"].startswith("us-west-2")
        assert endpoint["targetRef"]["kind"] == "Pod"
    assert slices(plane)[0]["ports"] == [{"name": "", "port": 80, "protocol": "TCP"}]


def test_the_older_endpoints_say_the_same():
    plane = behind()
    (subset,) = plane.get("endpoints", "web")["subsets"]
    assert {a["ip"] for a in subset["addresses"]} == {
        e["addresses"][0] for e in endpoints(plane)
    }
    assert subset["ports"] == [{"port": 80, "protocol": "TCP"}]


def test_a_pod_on_its_way_out_is_marked_at_once_and_then_goes():
    plane = data_plane()
    plane.create("services", service())
    plane.create("pods", bare_pod("web", "busybox:1.36", command=["sleep", "999"]))
    plane.settle(10)
    plane.call("delete", "pods", name="web")
    plane.settle(1)
    (endpoint,) = endpoints(plane)
    assert endpoint["conditions"] == {
        "ready": False,
        "serving": True,
        "terminating": True,
    }
    assert "subsets" not in plane.get("endpoints", "web")
    plane.settle(40)
    assert endpoints(plane) == []


def test_an_unready_pod_is_there_but_not_ready():
    plane = data_plane()
    plane.create("services", service())
    probe = {"httpGet": {"port": 8080, "path": "/"}}
    plane.create("pods", bare_pod("web", readinessProbe=probe))
    plane.settle(10)
    assert [e["conditions"]["ready"] for e in endpoints(plane)] == [False]
    (subset,) = plane.get("endpoints", "web")["subsets"]
    assert "addresses" not in subset
    assert len(subset["notReadyAddresses"]) == 1


def test_a_service_may_publish_what_is_not_ready():
    plane = data_plane()
    plane.create("services", service(publishNotReadyAddresses=True))
    plane.create("pods", bare_pod("web", readinessProbe={"tcpSocket": {"port": 8080}}))
    plane.settle(10)
    assert [e["conditions"]["ready"] for e in endpoints(plane)] == [True]


def test_a_pod_whose_labels_move_away_leaves():
    plane = behind(1)
    name = plane.pods(app="web")[0]["metadata"]["name"]
    plane.patch("pods", name, {"metadata": {"labels": {"app": "debug"}}})
    plane.settle(10)
    assert name not in {e["targetRef"]["name"] for e in endpoints(plane)}


def test_a_named_port_is_resolved_in_each_pod_and_one_without_it_is_left_out():
    plane = data_plane()
    plane.create("services", service({"port": 80, "targetPort": "http"}))
    named = {"name": "http", "containerPort": 8080}
    for name, ports in (
        ("a", [named]),
        ("b", [{**named, "containerPort": 9090}]),
        ("c", []),
    ):
        body = bare_pod(name, ports=ports)
        plane.create(
            "pods", body | {"metadata": {"name": name, "labels": {"app": "web"}}}
        )
    plane.settle(15)
    assert sorted(s["ports"][0]["port"] for s in slices(plane)) == [8080, 9090]
    assert len(endpoints(plane)) == 2


def test_a_selector_that_matches_nothing_leaves_one_empty_slice():
    plane = data_plane()
    plane.create("services", service())
    plane.settle(5)
    (only,) = slices(plane)
    assert only["endpoints"] == []


def test_more_than_a_hundred_endpoints_make_another_slice():
    plane = data_plane(1, size="m5.4xlarge")
    plane.create("services", service())
    plane.create("deployments.apps", deployment(replicas=130))
    plane.settle(40)
    assert sorted(len(s["endpoints"]) for s in slices(plane)) == [30, 100]


def test_a_service_that_goes_takes_its_endpoints_along():
    plane = behind()
    plane.call("delete", "services", name="web")
    plane.settle(5)
    assert slices(plane) == []
    assert plane.world.find(Key("k8s.Endpoints", f"{CID}/default", "web")) is None


def test_a_service_without_a_selector_is_left_to_its_owner():
    plane = data_plane()
    body = service()
    del body["spec"]["selector"]
    plane.create("services", body)
    plane.settle(5)
    assert slices(plane) == []
