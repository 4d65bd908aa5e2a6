"""What a container's configuration refers to: environment, commands, volumes."""

from __future__ import annotations

import pytest

from clusters.sim.controllers.kubelet.config import expanded
from clusters.sim.images import logs
from clusters.sim.world import Key
from tests.sim.controllers.a_data_plane import CID, bare_pod, data_plane


def env(kind: str, key: str = "k", **more) -> list[dict]:
    return [
        {"name": "A", "valueFrom": {f"{kind}KeyRef": {"name": "x", "key": key, **more}}}
    ]


def config_map(**data) -> dict:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "x"},
        "data": data,
    }


def started(**container):
    plane = data_plane()
    plane.create("pods", bare_pod("p", "busybox:1.36", **container))
    plane.settle(10)
    return plane


def output(plane) -> list[str]:
    key = Key("k8s.Pod", f"{CID}/default", "p")
    return [text for _, _, text in logs.lines(plane.world, key, "c", now=plane.now)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("configMap", 'Error: configmap "x" not found'),
        ("secret", 'Error: secret "x" not found'),
    ],
)
def test_what_is_missing_is_named(kind, text):
    plane = started(env=env(kind))
    assert plane.status("p") == "CreateContainerConfigError"
    assert plane.events("Failed") == [text]


def test_making_the_config_map_heals_the_pod():
    plane = started(command=["sh", "-c", "echo $A; sleep 99"], env=env("configMap"))
    plane.create("configmaps", config_map(k="hello"))
    plane.settle(5)
    assert plane.status("p") == "Running"
    assert output(plane) == ["hello"]


def test_a_missing_key_is_named_and_putting_it_in_heals():
    plane = data_plane()
    plane.create("configmaps", config_map(other="x"))
    plane.create(
        "pods",
        bare_pod("p", "busybox:1.36", command=["sleep", "99"], env=env("configMap")),
    )
    plane.settle(10)
    assert plane.events("Failed") == [
        "Error: couldn't find key k in ConfigMap default/x"
    ]
    plane.patch("configmaps", "x", {"data": {"k": "v"}})
    plane.settle(5)
    assert plane.status("p") == "Running"


def test_what_is_optional_may_be_missing():
    plane = started(command=["sleep", "99"], env=env("secret", optional=True))
    assert plane.status("p") == "Running"


def test_secrets_are_decoded_and_whole_config_maps_may_be_taken():
    plane = data_plane()
    plane.create("configmaps", config_map(COLOR="blue"))
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "x"},
        "data": {"k": "aGVsbG8="},
    }
    plane.create("secrets", secret)
    sources = [{"prefix": "MY_", "configMapRef": {"name": "x"}}]
    command = ["sh", "-c", "echo $A $MY_COLOR; sleep 99"]
    plane.create(
        "pods",
        bare_pod(
            "p", "busybox:1.36", command=command, env=env("secret"), envFrom=sources
        ),
    )
    plane.settle(10)
    assert output(plane) == ["hello blue"]


def test_the_downward_api_knows_the_pod():
    fields = {
        "NAME": "metadata.name",
        "APP": "metadata.labels['app']",
        "IP": "status.podIP",
    }
    variables = [
        {"name": name, "valueFrom": {"fieldRef": {"fieldPath": path}}}
        for name, path in fields.items()
    ]
    plane = started(
        command=["sh", "-c", "echo $NAME $APP $IP $HOSTNAME; sleep 99"], env=variables
    )
    assert output(plane) == [f"p p {plane.pod('p')['status']['podIP']} p"]


def test_references_in_a_command_are_expanded_where_they_are_known():
    known = {"A": "1"}
    assert expanded("$(A) $(B) $$(A)", known) == "1 $(B) $(A)"


def test_a_volume_of_a_missing_config_map_keeps_the_pod_creating_until_it_is_made():
    volume = {"name": "conf", "configMap": {"name": "x"}}
    plane = started(command=["sleep", "99"], spec={"volumes": [volume]})
    assert plane.status("p") == "ContainerCreating"
    assert plane.events("FailedMount") == [
        'MountVolume.SetUp failed for volume "conf" : configmap "x" not found'
    ]
    plane.create("configmaps", config_map(k="v"))
    plane.settle(10)
    assert plane.status("p") == "Running"


def test_an_image_that_runs_as_root_may_be_refused():
    plane = started(securityContext={"runAsNonRoot": True})
    uid = plane.pod("p")["metadata"]["uid"]
    assert plane.events("Failed") == [
        (
            "Error: container has runAsNonRoot and image will run as root "
            f'(pod: "p_default({uid})", container: c)'
        )
    ]
