"""What writers are warned of."""

from __future__ import annotations

import pytest

from tests.sim.kube.a_cluster import Cluster
from tests.sim.kube.samples import CONTAINER, deployment, pod, sample

TWICE = {**CONTAINER, "env": [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]}
HIDES = (
    'env[1]: hides previous definition of "A", which may be dropped when using apply'
)


def test_a_variable_said_twice():
    made = Cluster().create("pods", pod(containers=[TWICE]))
    assert made.warnings == (f"spec.containers[0].{HIDES}",)


@pytest.mark.parametrize("again", [False, True])
def test_in_a_template_it_is_said_where(again):
    cluster = Cluster()
    template = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [TWICE]}}
    made = cluster.create("deployments.apps", deployment(template=template))
    if again:
        made = cluster.patch("deployments.apps", "web", {"spec": {"replicas": 2}})
    assert made.warnings == (f"spec.template.spec.containers[0].{HIDES}",)


def test_a_fraction_of_a_byte():
    resources = {"limits": {"memory": "100m"}}
    made = Cluster().create(
        "pods", pod(containers=[{**CONTAINER, "resources": resources}])
    )
    assert made.warnings[0] == (
        'spec.containers[0].resources.limits[memory]: fractional byte value "100m" is '
        "invalid, must be an integer"
    )


def test_an_api_that_goes_out_of_use():
    made = Cluster().create("endpoints", sample("endpoints"))
    assert made.warnings == (
        "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
    )
