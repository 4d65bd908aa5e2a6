"""Real kubectl, the oldest and the newest here, at work on a simulated cluster."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from clusters import runtime
from tests.apiserver.conftest import database, tables  # noqa: F401 fixtures
from tests.apiserver.door import Door, deployment, opened, with_nodes
from tests.e2e.kube_server import Kubectl, kubeconfig, kubectls, served

pytestmark = [pytest.mark.e2e, pytest.mark.needs("kubectl")]


@pytest.fixture(scope="module")
def cluster(database: None) -> Iterator[Door]:  # noqa: F811 the fixture imported above
    """A cluster with two nodes."""
    door = with_nodes(opened(secrets.randbits(32)))
    yield door
    runtime.delete(door.sandbox.id)


@pytest.fixture(scope="module")
def server(cluster: Door, redis_url: str) -> Iterator[str]:
    with served(settings.HOME) as url:
        yield url


@pytest.fixture(scope="module", params=kubectls(), ids=lambda path: Path(path).name)
def kubectl(request, cluster, server, tmp_path_factory) -> Kubectl:
    folder = tmp_path_factory.mktemp("kubectl")
    (folder / "config").write_text(kubeconfig(cluster, server, settings.HOME))
    namespace = Path(request.param).name.replace(".", "-")
    Kubectl(request.param, folder, "default").ok("create", "namespace", namespace)
    return Kubectl(request.param, folder, namespace)


def manifest(name: str, **spec) -> str:
    return yaml.safe_dump(deployment(name, **spec))


def test_it_sees_the_servers_version(kubectl):
    said = kubectl.ok("version", "-o", "json")
    assert json.loads(said.out)["serverVersion"]["gitVersion"].startswith("v1.35.")


def test_it_lists_what_the_api_offers(kubectl):
    names = kubectl.ok("api-resources", "-o", "name").out.split()
    assert {"pods", "deployments.apps", "roles.rbac.authorization.k8s.io"} <= set(names)


def test_it_explains_fields(kubectl):
    said = kubectl.ok("explain", "deployment.spec.strategy")
    assert "FIELD: strategy <DeploymentStrategy>" in said.out
    assert "rollingUpdate" in said.out


def test_it_sees_nodes_ready_with_all_columns(kubectl):
    rows = kubectl.ok("get", "nodes", "-o", "wide").rows()
    assert len(rows) == 2
    assert [row[1] for row in rows] == ["Ready", "Ready"]
    assert all(row[-1].startswith("containerd://") for row in rows)


def test_it_sees_the_systems_pods(kubectl):
    rows = kubectl.ok("get", "pods", "-A").rows()
    running = {row[1].rsplit("-", 1)[0] for row in rows if row[3] == "Running"}
    assert {"aws-node", "kube-proxy"} <= running


def test_it_knows_who_it_is_and_what_it_may(kubectl):
    assert kubectl.ok("auth", "can-i", "*", "*").out.strip() == "yes"
    refused = kubectl("--as=jane", "get", "pods")
    assert refused.code == 1
    assert 'User "jane" cannot list resource "pods" in API group ""' in refused.err


def test_it_creates_scales_and_rolls_out_a_deployment(kubectl):
    said = kubectl.ok("create", "deployment", "web", "--image=nginx", "--replicas=2")
    assert said.out == "deployment.apps/web created\n"
    rolled = kubectl.ok("rollout", "status", "deploy/web", "--timeout=20s")
    assert 'deployment "web" successfully rolled out' in rolled.out
    assert kubectl.ok("scale", "deploy/web", "--replicas=3").out == (
        "deployment.apps/web scaled\n"
    )
    kubectl.ok("rollout", "status", "deploy/web", "--timeout=20s")
    (row,) = kubectl.ok("get", "deploy", "web").rows()
    assert row[:4] == ["web", "3/3", "3", "3"]
    kubectl.ok("set", "image", "deploy/web", "nginx=nginx:1.27")
    kubectl.ok("rollout", "status", "deploy/web", "--timeout=20s")
    assert kubectl.ok("rollout", "undo", "deploy/web").out == (
        "deployment.apps/web rolled back\n"
    )
    described = kubectl.ok("describe", "deploy", "web").out
    assert "Image:" in described
    assert "ScalingReplicaSet" in described
    assert kubectl.ok("delete", "deploy", "web").code == 0
    assert "not found" in kubectl("get", "deploy", "web").err


def test_it_applies_a_manifest_and_sees_when_nothing_changes(kubectl):
    text = manifest("applied")
    assert kubectl.ok("apply", "-f", "-", stdin=text).out == (
        "deployment.apps/applied created\n"
    )
    assert kubectl.ok("apply", "-f", "-", stdin=text).out == (
        "deployment.apps/applied unchanged\n"
    )
    changed = manifest("applied", replicas=3)
    dry = kubectl.ok("apply", "--dry-run=server", "-f", "-", stdin=changed)
    assert dry.out == "deployment.apps/applied configured (server dry run)\n"
    diff = kubectl("diff", "-f", "-", stdin=changed)
    assert (diff.code, "+  replicas: 3" in diff.out) == (1, True)
    assert kubectl.ok("apply", "-f", "-", stdin=changed).out == (
        "deployment.apps/applied configured\n"
    )
    (row,) = kubectl.ok("get", "deploy", "applied").rows()
    assert row[1] == "3/3"


def test_it_is_told_of_a_misspelt_field(kubectl):
    said = kubectl("apply", "-f", "-", stdin=manifest("typo", replica=2))
    assert said.code == 1
    assert (
        'Deployment in version "v1" cannot be handled as a Deployment: strict '
        'decoding error: unknown field "spec.replica"'
    ) in said.err


def test_it_is_told_of_a_value_of_the_wrong_type(kubectl):
    said = kubectl("apply", "-f", "-", stdin=manifest("wrong", replicas="three"))
    assert said.code == 1
    assert (
        "json: cannot unmarshal string into Go struct field "
        "DeploymentSpec.spec.replicas of type int32"
    ) in said.err


def test_it_patches_in_three_ways_and_sees_when_nothing_changes(kubectl):
    kubectl.ok("create", "configmap", "patched", "--from-literal=a=1")
    for kind, patch in (
        ("merge", '{"data":{"a":"2"}}'),
        ("strategic", '{"data":{"a":"3"}}'),
        ("json", '[{"op":"replace","path":"/data/a","value":"4"}]'),
    ):
        words = ("patch", "configmap", "patched", f"--type={kind}", "-p", patch)
        assert kubectl.ok(*words).out == "configmap/patched patched\n"
        assert kubectl.ok(*words).out == "configmap/patched patched (no change)\n"


def test_it_watches_pods_come_and_go(kubectl):
    kubectl.ok("create", "deployment", "seen", "--image=nginx")
    with kubectl.running("get", "pods", "-w", "-l", "app=seen") as watch:
        watch.hear(r"seen-\S+ +1/1 +Running")
        kubectl.ok("scale", "deploy/seen", "--replicas=2")
        first = watch.hear(r"seen-\S+").split("-")[-1]
        watch.hear(rf"seen-\S+-(?!{first})\S+ +1/1 +Running")
        kubectl.ok("delete", "deploy", "seen", "--wait=false")
        watch.hear("Terminating")


def test_it_reads_and_follows_logs(kubectl):
    script = "echo first; while true; do date +%s; sleep 1; done"
    kubectl.ok("run", "talker", "--image=busybox", "--", "sh", "-c", script)
    kubectl.ok("wait", "--for=condition=Ready", "pod/talker", "--timeout=20s")
    assert re.match(r"first\n\d+\n", kubectl.ok("logs", "talker").out)
    stamped = kubectl.ok("logs", "talker", "--timestamps", "--tail=1").out
    assert stamped[10] == "T"
    with kubectl.running("logs", "-f", "talker", "--tail=1") as logs:
        second = int(logs.hear(r"\d+\n"))
        logs.hear(rf"\n{second + 2}\n")
    previous = kubectl("logs", "talker", "--previous")
    assert (
        'previous terminated container "talker" in pod "talker" not found'
        in previous.err
    )


def test_it_deletes_and_waits_until_it_is_gone(kubectl):
    kubectl.ok("run", "brief", "--image=nginx")
    kubectl.ok("wait", "--for=condition=Ready", "pod/brief", "--timeout=20s")
    assert 'pod "brief"' in kubectl.ok("delete", "pod", "brief").out
    assert "not found" in kubectl("get", "pod", "brief").err


def test_it_makes_a_token_for_a_service_account(kubectl):
    assert kubectl.ok("create", "token", "default").out.count(".") == 2


def test_it_is_told_that_exec_is_not_there_yet(kubectl):
    kubectl.ok("run", "target", "--image=nginx")
    kubectl.ok("wait", "--for=condition=Ready", "pod/target", "--timeout=20s")
    said = kubectl("exec", "target", "--", "ls")
    assert said.code == 1
    assert "pods/exec is not simulated yet" in said.err
