"""Step 4: the sample or pasted YAML, and what is said of YAML that will not do."""

from __future__ import annotations

import pytest

from clusters.sim.world import Key
from clusters.steps import deploy_app, drive
from clusters.steps.manifest import LIMIT
from clusters.steps.standing import Failed
from tests.clusters.getting_started import Learner

pytestmark = pytest.mark.django_db(transaction=True)

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n"


@pytest.fixture
def learner():
    """Somebody with a cluster and two nodes, for whom nothing takes time."""
    made = Learner()
    made.take("create-cluster")
    made.take("launch-nodes")
    return made


def deployment(**spec):
    replicas, image = spec.get("replicas", 1), spec.get("image", "nginx")
    extra = spec.get("resources", "{}")
    return f"""\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: shop, namespace: {spec.get("namespace", "default")}}}
spec:
  replicas: {replicas}
  selector: {{matchLabels: {{app: shop}}}}
  template:
    metadata: {{labels: {{app: shop}}}}
    spec:
      containers:
      - {{name: shop, image: {image}, resources: {extra}}}
"""


def texts(status):
    return [line["text"] for line in status.log]


def found(learner, kind, name, namespace="default"):
    scope = f"{learner.cluster()['_']['id']}/{namespace}"
    return learner.world.find(Key(f"k8s.{kind}", scope, name))


def test_the_sample_runs(learner):
    done = learner.take("deploy-app")

    assert done.state == "succeeded", done.reason
    assert "deployment.apps/web created" in texts(done)
    assert found(learner, "Deployment", "web")["status"]["availableReplicas"] == 3


def test_ones_own_yaml_runs_in_its_namespace(learner):
    space = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n"

    done = learner.take("deploy-app", manifest=space + deployment(namespace="shop"))

    assert done.state == "succeeded", done.reason
    assert [(link["kind"], link["namespace"]) for link in done.links] == [
        ("Namespace", ""),
        ("Deployment", "shop"),
    ]


def test_an_empty_manifest_is_the_sample_again(learner):
    learner.take("deploy-app", manifest="nonsense")

    assert learner.take("deploy-app", manifest="").state == "succeeded"


def test_what_was_mended_is_applied_over_what_is_there(learner):
    waits = learner.take("deploy-app", manifest=deployment(image="nginx:no-such-tag"))
    assert waits.waiting_for.startswith("Deployment shop: 0 of 1 Pods available")
    drive.cancel(learner.id, "deploy-app")

    done = learner.take("deploy-app", manifest=deployment(replicas=2))

    assert done.state == "succeeded", done.waiting_for
    assert "deployment.apps/shop configured" in texts(done)
    assert found(learner, "Deployment", "shop")["status"]["availableReplicas"] == 2


def test_while_it_waits_what_others_change_is_theirs(learner):
    big = deployment(resources="{requests: {cpu: 64}}")
    learner.take("deploy-app", manifest=big + "---\n" + CONFIG + "data: {a: mine}\n")
    key = Key("k8s.ConfigMap", f"{learner.cluster()['_']['id']}/default", "settings")
    learner.kube("patch", "configmaps", key, {"data": {"a": "theirs"}})

    drive.go(learner.id, "deploy-app")

    assert learner.status("deploy-app").state == "waiting"
    assert learner.world.find(key)["data"] == {"a": "theirs"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\n\tb: 2", "line 2, column 1"),
        ("a: [1, 2", "line 2, column 1"),
        ("just words", "is not an object"),
        (CONFIG.replace("ConfigMap", "Castle"), 'no matches for kind "Castle"'),
        (CONFIG.replace("v1", "v9"), 'in version "v9"'),
        ("kind: Pod", "apiVersion not set"),
        (CONFIG.replace("name: settings", ""), "resource name may not be empty"),
        ("[" * 200_000, "exceeded max depth"),
        ("a: !!binary aGVsbG8=", "cannot be JSON: bytes"),
        ("#" * (LIMIT + 1), "larger than 1024 KiB"),
    ],
)
def test_yaml_that_will_not_do_is_refused_and_says_where(text, told):
    with pytest.raises(Failed) as failed:
        deploy_app.objects(text, "c" * 32)

    assert told in failed.value.reason


def test_an_alias_bomb_fails_the_step_and_nothing_is_made():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for here, before in zip("bcdefg", "abcdef", strict=True):
        lines.append(f"{here}: &{here} [{', '.join([f'*{before}'] * 9)}]")
    learner = Learner()
    learner.take("create-cluster")

    failed = learner.take("deploy-app", manifest=CONFIG + "\n".join(lines))

    assert (failed.state, failed.advice) == ("failed", "Mend the YAML, then retry.")
    assert "excessive aliasing" in failed.reason
    assert found(learner, "ConfigMap", "settings") is None


def test_what_the_api_refuses_is_said_in_its_words(learner):
    bad = deployment().replace("name: shop,", "name: Shop_1,", 1)

    failed = learner.take("deploy-app", manifest=bad)

    assert failed.state == "failed"
    assert "a lowercase RFC 1123 subdomain must consist of" in failed.reason


def test_before_there_are_nodes_it_waits_for_pods(learner):
    other = Learner()
    other.take("create-cluster")

    waits = other.take("deploy-app")
    assert (waits.state, waits.percent) == ("waiting", 0)
    assert waits.waiting_for.startswith("Deployment web: 0 of 3 Pods available")

    other.take("launch-nodes")
    assert other.status("deploy-app").state == "succeeded"


def test_without_a_cluster_it_says_what_comes_first(db):
    failed = Learner().take("deploy-app")

    assert failed.reason == "There is no cluster to deploy to."
    assert failed.advice == "Take step 1 first."
