"""Scaling and restarting a workload from its page."""

from __future__ import annotations

import pytest

from clusters.sim.world import Key

WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}
"""
PLACE = "deployments.apps/default/web/"


@pytest.fixture
def post(owner, sandbox, cluster):
    def send(path, **form):
        return owner.post(f"/s/{sandbox.id}/cluster/demo/{path}", form)

    assert send("apply/", yaml=WEB).status_code == 200
    return send


@pytest.fixture
def web(cluster, world):
    """The Deployment's document."""
    place = f"{world().find(cluster)['_']['id']}/default"
    return lambda: world().find(Key("k8s.Deployment", place, "web"))


def test_a_number_scales(post, web):
    assert post(f"scale/{PLACE}", replicas="5").status_code == 302
    assert web()["spec"]["replicas"] == 5


def test_one_more_and_one_less_count_from_what_is_there(post, web):
    post(f"scale/{PLACE}", replicas="9", step="up")
    assert web()["spec"]["replicas"] == 3

    for _ in range(5):
        post(f"scale/{PLACE}", replicas="9", step="down")
    assert web()["spec"]["replicas"] == 0


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("many", "replicas must be a whole number"),
        ("²", "replicas must be a whole number"),
        ("-1", "must be greater than or equal to 0"),
    ],
)
def test_what_is_no_number_of_pods_is_refused_and_kept(typed, told, post, web):
    answer = post(f"scale/{PLACE}", replicas=typed)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()
    assert web()["spec"]["replicas"] == 2


def test_a_restart_marks_the_template(post, web):
    before = web()["metadata"]["generation"]

    assert post(f"restart/{PLACE}").status_code == 302

    notes = web()["spec"]["template"]["metadata"]["annotations"]
    assert notes["kubectl.kubernetes.io/restartedAt"].endswith("Z")
    assert web()["metadata"]["generation"] == before + 1


def test_what_cannot_be_scaled_or_restarted_is_refused(post):
    scaled = post("scale/namespaces/-/default/", replicas="2")
    restarted = post("restart/namespaces/-/default/")

    assert "could not find the requested resource" in scaled.content.decode()
    assert "restarting is not supported" in restarted.content.decode()
    assert scaled.status_code == restarted.status_code == 422
