"""Deployments, ReplicaSets and DaemonSets: defaults, refusals, rows."""

from __future__ import annotations

import pytest

from tests.sim.kube.a_cluster import Cluster, refused
from tests.sim.kube.samples import CONTAINER, NAME, TEMPLATE, WORKLOAD, sample

DEPLOYMENTS, SETS, DAEMONS = "deployments.apps", "replicasets.apps", "daemonsets.apps"
ONCE = {"restartPolicy": "Never", "containers": [CONTAINER]}
CASES = [
    (DEPLOYMENTS, {"replicas": -1}, "spec.replicas: Invalid value: -1: must be greater than or equal to 0"),
    (DEPLOYMENTS, {"template": {**TEMPLATE, "spec": ONCE}}, 'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'),
    (DEPLOYMENTS, {"strategy": {"type": "Recreate", "rollingUpdate": {"maxSurge": 1}}}, "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"),
    (DEPLOYMENTS, {"strategy": {"type": "Rolling"}}, 'spec.strategy.type: Unsupported value: "Rolling": supported values: "Recreate", "RollingUpdate"'),
    (DEPLOYMENTS, {"strategy": {"rollingUpdate": {"maxSurge": 0, "maxUnavailable": 0}}}, "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"),
    (DEPLOYMENTS, {"strategy": {"rollingUpdate": {"maxSurge": "some"}}}, "spec.strategy.rollingUpdate.maxSurge: Invalid value: \"some\": must be an integer or percentage (e.g '5%%')"),
    (DEPLOYMENTS, {"strategy": {"rollingUpdate": {"maxUnavailable": "101%"}}}, 'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%'),
    (DEPLOYMENTS, {"minReadySeconds": 600}, "spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds"),
    (SETS, {"replicas": -1}, "spec.replicas: Invalid value: -1: must be greater than or equal to 0"),
    (DAEMONS, {"updateStrategy": {"type": "Now"}}, 'spec.updateStrategy.type: Unsupported value: "Now": supported values: "RollingUpdate", "OnDelete"'),
    (DAEMONS, {"updateStrategy": {"rollingUpdate": {"maxUnavailable": 0}}}, "spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: 0: cannot be 0 when maxSurge is 0"),
]  # fmt: skip


@pytest.mark.parametrize(("resource", "spec", "told"), CASES)
def test_it_is_refused_with(resource, spec, told):
    kind = {DEPLOYMENTS: "Deployment", SETS: "ReplicaSet", DAEMONS: "DaemonSet"}[
        resource
    ]
    body = {"metadata": {"name": NAME}, "spec": {**WORKLOAD, **spec}}
    with refused("Invalid", f'{kind}.apps "{NAME}" is invalid: {told}', 422):
        Cluster().create(resource, body)


@pytest.mark.parametrize("resource", [DEPLOYMENTS, SETS, DAEMONS])
def test_an_empty_selector_is_refused(resource):
    kind = {DEPLOYMENTS: "Deployment", SETS: "ReplicaSet", DAEMONS: "DaemonSet"}[
        resource
    ]
    body = {"metadata": {"name": NAME}, "spec": {**WORKLOAD, "selector": {}}}
    told = f"empty selector is invalid for {kind.lower()}"
    text = (
        f'{kind}.apps "{NAME}" is invalid: spec.selector: Invalid value: {{}}: {told}'
    )
    with refused("Invalid", text, 422):
        Cluster().create(resource, body)


def test_a_deployments_defaults():
    spec = Cluster().create(DEPLOYMENTS, sample(DEPLOYMENTS))["spec"]
    assert spec["replicas"] == 1
    assert spec["revisionHistoryLimit"] == 10
    assert spec["progressDeadlineSeconds"] == 600
    assert spec["strategy"] == {
        "type": "RollingUpdate",
        "rollingUpdate": {"maxUnavailable": "25%", "maxSurge": "25%"},
    }
    inside = spec["template"]["spec"]
    assert "serviceAccountName" not in inside
    assert "tolerations" not in inside
    assert "volumes" not in inside


def test_a_daemon_sets_defaults():
    made = Cluster().create(DAEMONS, sample(DAEMONS))
    assert made["spec"]["updateStrategy"] == {
        "type": "RollingUpdate",
        "rollingUpdate": {"maxUnavailable": 1, "maxSurge": 0},
    }
    notes = made["metadata"]["annotations"]
    assert notes == {"deprecated.daemonset.template.generation": "1"}


def test_a_deployments_row():
    cluster = Cluster()
    cluster.create(DEPLOYMENTS, sample(DEPLOYMENTS))
    status = {
        "status": {"readyReplicas": 1, "updatedReplicas": 1, "availableReplicas": 1}
    }
    cluster.patch(DEPLOYMENTS, NAME, status, subresource="status")
    cluster.wall += 95
    assert cluster.table(DEPLOYMENTS, "default") == [
        [NAME, "1/1", "1", "1", "95s", "c", "nginx:1.27", "app=web"]
    ]
