"""What learners get wrong in a Pod, and what the API says to it."""

from __future__ import annotations

from typing import Any

import pytest

from clusters.sim.kube import names
from clusters.sim.kube.errors import Invalid
from tests.sim.kube.a_cluster import Cluster
from tests.sim.kube.samples import CONTAINER, pod

RANGE = "must be between 1 and 65535, inclusive"
ENV_SOURCE = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"


def with_container(**fields: Any) -> dict[str, Any]:
    return pod(containers=[{**CONTAINER, **fields}])


def with_affinity(**fields: Any) -> dict[str, Any]:
    return pod(affinity=fields)


REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
VOLUME = {"name": "v", "emptyDir": {}}
CASES: list[tuple[str, dict[str, Any], str]] = [
    ("no containers", pod(containers=[]), "spec.containers: Required value"),
    ("no name", pod(containers=[{"image": "a"}]), "spec.containers[0].name: Required value"),
    ("a name with capitals", with_container(name="Web"), f'spec.containers[0].name: Invalid value: "Web": {names.LABEL_TEXT}'),
    ("a name twice", pod(containers=[CONTAINER, CONTAINER]), 'spec.containers[1].name: Duplicate value: "c"'),
    ("no image", pod(containers=[{"name": "c"}]), "spec.containers[0].image: Required value"),
    ("blanks around the image", with_container(image=" nginx"), 'spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace'),
    ("a pull policy mistyped", with_container(imagePullPolicy="always"), 'spec.containers[0].imagePullPolicy: Unsupported value: "always": supported values: "Always", "IfNotPresent", "Never"'),
    ("a restart policy mistyped", pod(restartPolicy="never"), 'spec.restartPolicy: Unsupported value: "never": supported values: "Always", "OnFailure", "Never"'),
    ("a port out of range", with_container(ports=[{"containerPort": 70000}]), f"spec.containers[0].ports[0].containerPort: Invalid value: 70000: {RANGE}"),
    ("no port number", with_container(ports=[{"name": "http"}]), "spec.containers[0].ports[0].containerPort: Required value"),
    ("a port's name too long", with_container(ports=[{"containerPort": 80, "name": "a-very-long-name"}]), 'spec.containers[0].ports[0].name: Invalid value: "a-very-long-name": must be no more than 15 characters'),
    ("a port's name of digits", with_container(ports=[{"containerPort": 80, "name": "80"}]), 'spec.containers[0].ports[0].name: Invalid value: "80": must contain at least one letter (a-z)'),
    ("a port's name twice", with_container(ports=[{"containerPort": 80, "name": "a"}, {"containerPort": 81, "name": "a"}]), 'spec.containers[0].ports[1].name: Duplicate value: "a"'),
    ("a protocol mistyped", with_container(ports=[{"containerPort": 80, "protocol": "tcp"}]), 'spec.containers[0].ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"'),
    ("another host port on the host's network", {**with_container(ports=[{"containerPort": 80, "hostPort": 81}]), "spec": {**with_container(ports=[{"containerPort": 80, "hostPort": 81}])["spec"], "hostNetwork": True}}, "spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true"),
    ("a request above the limit", with_container(resources={"requests": {"cpu": "200m"}, "limits": {"cpu": "100m"}}), 'spec.containers[0].resources.requests: Invalid value: "200m": must be less than or equal to cpu limit of 100m'),
    ("a negative request", with_container(resources={"requests": {"cpu": "-1"}}), 'spec.containers[0].resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0'),
    ("a variable without a name", with_container(env=[{"value": "x"}]), "spec.containers[0].env[0].name: Required value"),
    ("a value from two places", with_container(env=[{"name": "A", "value": "x", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]), 'spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty'),
    ("a value from nowhere", with_container(env=[{"name": "A", "valueFrom": {}}]), f'spec.containers[0].env[0].valueFrom: Invalid value: "": {ENV_SOURCE}'),
    ("a mount without its volume", with_container(volumeMounts=[{"name": "data", "mountPath": "/data"}]), 'spec.containers[0].volumeMounts[0].name: Not found: "data"'),
    ("a mount path twice", pod(volumes=[VOLUME], containers=[{**CONTAINER, "volumeMounts": [{"name": "v", "mountPath": "/a"}, {"name": "v", "mountPath": "/a"}]}]), 'spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/a": must be unique'),
    ("a volume twice", pod(volumes=[VOLUME, VOLUME]), 'spec.volumes[1].name: Duplicate value: "v"'),
    ("a volume of two types", pod(volumes=[{**VOLUME, "hostPath": {"path": "/a"}}]), "spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type"),
    ("a probe that does nothing", with_container(livenessProbe={"periodSeconds": 5}), "spec.containers[0].livenessProbe: Required value: must specify a handler type"),
    ("a probe that does two things", with_container(livenessProbe={"exec": {"command": ["a"]}, "tcpSocket": {"port": 80}}), "spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type"),
    ("a liveness probe that must succeed twice", with_container(livenessProbe={"tcpSocket": {"port": 80}, "successThreshold": 2}), "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1"),
    ("a probe every minus one seconds", with_container(readinessProbe={"tcpSocket": {"port": 80}, "periodSeconds": -1}), "spec.containers[0].readinessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0"),
    ("a probe of port 0", with_container(readinessProbe={"httpGet": {"port": 0}}), f"spec.containers[0].readinessProbe.httpGet.port: Invalid value: 0: {RANGE}"),
    ("a user below zero", with_container(securityContext={"runAsUser": -1}), "spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive"),
    ("no terms", with_affinity(nodeAffinity={REQUIRED: {"nodeSelectorTerms": []}}), f"spec.affinity.nodeAffinity.{REQUIRED}.nodeSelectorTerms: Required value: must have at least one node selector term"),
    ("In without values", with_affinity(nodeAffinity={REQUIRED: {"nodeSelectorTerms": [{"matchExpressions": [{"key": "zone", "operator": "In"}]}]}}), f"spec.affinity.nodeAffinity.{REQUIRED}.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'"),
    ("no topology key", with_affinity(podAntiAffinity={REQUIRED: [{"labelSelector": {}, "topologyKey": ""}]}), f"spec.affinity.podAntiAffinity.{REQUIRED}[0].topologyKey: Required value: can not be empty"),
    ("seconds without NoExecute", pod(tolerations=[{"key": "a", "operator": "Exists", "effect": "NoSchedule", "tolerationSeconds": 5}]), "spec.tolerations[0].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute' when `tolerationSeconds` is set"),
    ("no skew at all", pod(topologySpreadConstraints=[{"maxSkew": 0, "topologyKey": "z", "whenUnsatisfiable": "DoNotSchedule"}]), "spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero"),
    ("no time to live", pod(activeDeadlineSeconds=0), "spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "told"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_it_is_refused_with(body, told):
    with pytest.raises(Invalid) as caught:
        Cluster().create("pods", body)
    assert caught.value.message == f'Pod "p" is invalid: {told}'


def test_several_problems_are_told_together():
    with pytest.raises(Invalid) as caught:
        Cluster().create("pods", pod(containers=[{"name": "c"}], restartPolicy="x"))
    assert caught.value.message == (
        'Pod "p" is invalid: [spec.containers[0].image: Required value, '
        'spec.restartPolicy: Unsupported value: "x": supported values: "Always", '
        '"OnFailure", "Never"]'
    )
    assert [cause["field"] for cause in caught.value.details["causes"]] == [
        "spec.containers[0].image",
        "spec.restartPolicy",
    ]
