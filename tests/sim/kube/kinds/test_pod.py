"""Pods: what they are given, what may change, how they go, how they are listed."""

from __future__ import annotations

import pytest

from clusters.sim.kube.errors import Invalid
from clusters.sim.world import Key
from tests.sim.kube.a_cluster import CID, Cluster, refused
from tests.sim.kube.samples import CONTAINER, pod

KEY = Key("k8s.Pod", f"{CID}/default", "p")


def placed(cluster: Cluster) -> None:
    """A Pod on a node that no kubelet of this world looks after."""
    cluster.create("pods", pod(nodeName="ip-10-0-0-9.ec2.internal"))


def test_the_defaults():
    spec = Cluster().create("pods", pod())["spec"]
    assert spec["restartPolicy"] == "Always"
    assert spec["dnsPolicy"] == "ClusterFirst"
    assert spec["terminationGracePeriodSeconds"] == 30
    assert spec["schedulerName"] == "default-scheduler"
    assert spec["securityContext"] == {}
    assert spec["enableServiceLinks"] is True
    assert spec["serviceAccountName"] == spec["serviceAccount"] == "default"
    assert spec["priority"] == 0
    assert spec["preemptionPolicy"] == "PreemptLowerPriority"
    assert spec["containers"][0]["imagePullPolicy"] == "IfNotPresent"
    assert spec["containers"][0]["resources"] == {}


@pytest.mark.parametrize(
    ("image", "policy"),
    [
        ("nginx", "Always"),
        ("nginx:latest", "Always"),
        ("nginx:1.27", "IfNotPresent"),
        ("host:5000/nginx", "Always"),
        ("host:5000/nginx:1", "IfNotPresent"),
        ("nginx@sha256:" + "0" * 64, "IfNotPresent"),
    ],
)
def test_the_pull_policy_follows_the_tag(image, policy):
    made = Cluster().create("pods", pod(containers=[{"name": "c", "image": image}]))
    assert made["spec"]["containers"][0]["imagePullPolicy"] == policy


def test_requests_are_copied_from_limits():
    limits = {"cpu": "1000m", "memory": "0.5Gi"}
    body = pod(containers=[{**CONTAINER, "resources": {"limits": limits}}])
    made = Cluster().create("pods", body)
    resources = made["spec"]["containers"][0]["resources"]
    assert (
        resources["requests"] == resources["limits"] == {"cpu": "1", "memory": "512Mi"}
    )
    assert made["status"] == {"phase": "Pending", "qosClass": "Guaranteed"}


@pytest.mark.parametrize(
    ("resources", "quality"),
    [
        ({}, "BestEffort"),
        ({"requests": {"cpu": "100m"}}, "Burstable"),
        ({"limits": {"cpu": "1", "memory": "1Gi"}}, "Guaranteed"),
    ],
)
def test_the_quality_of_service(resources, quality):
    body = pod(containers=[{**CONTAINER, "resources": resources}])
    assert Cluster().create("pods", body)["status"]["qosClass"] == quality


def test_a_token_is_mounted_into_every_container():
    made = Cluster().create("pods", pod(initContainers=[{**CONTAINER, "name": "i"}]))
    spec = made["spec"]
    volume = spec["volumes"][0]
    assert volume["name"].startswith("kube-api-access-")
    token = volume["projected"]["sources"][0]["serviceAccountToken"]
    assert token == {"expirationSeconds": 3607, "path": "token"}
    for container in (*spec["initContainers"], *spec["containers"]):
        assert container["volumeMounts"] == [
            {
                "name": volume["name"],
                "readOnly": True,
                "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount",
            }
        ]


def test_no_token_where_none_is_wanted():
    made = Cluster().create("pods", pod(automountServiceAccountToken=False))
    assert "volumes" not in made["spec"]


def test_a_service_account_must_exist():
    text = (
        'pods "p" is forbidden: error looking up service account default/app: '
        'serviceaccount "app" not found'
    )
    with refused("Forbidden", text, 403):
        Cluster().create("pods", pod(serviceAccountName="app"))


def test_a_priority_class_must_exist():
    text = 'pods "p" is forbidden: no PriorityClass with name gold was found'
    with refused("Forbidden", text, 403):
        Cluster().create("pods", pod(priorityClassName="gold"))


def test_the_priority_comes_from_the_class():
    made = Cluster().create("pods", pod(priorityClassName="system-node-critical"))
    assert made["spec"]["priority"] == 2000001000


def test_two_tolerations_are_added_unless_one_has_them():
    cluster = Cluster()
    own = {"key": "node.kubernetes.io/not-ready", "operator": "Exists"}
    made = cluster.create("pods", pod(tolerations=[own]))["spec"]["tolerations"]
    assert made[0] == own
    assert [item["key"] for item in made[1:]] == ["node.kubernetes.io/unreachable"]
    every = cluster.create("pods", pod("q", tolerations=[{"operator": "Exists"}]))
    assert every["spec"]["tolerations"] == [{"operator": "Exists"}]


def test_only_a_few_fields_may_change():
    cluster = Cluster()
    cluster.create("pods", pod())
    with pytest.raises(Invalid) as caught:
        cluster.patch("pods", "p", {"spec": {"nodeName": "elsewhere"}})
    assert caught.value.message.startswith(
        'Pod "p" is invalid: spec: Forbidden: pod updates may not change fields other '
        "than `spec.containers[*].image`,`spec.initContainers[*].image`,"
        "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing "
        "tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it "
        "was previously negative)\n  core.PodSpec{"
    )


def test_the_image_may_change_and_counts_as_a_new_generation():
    cluster = Cluster()
    before = cluster.create("pods", pod())
    patch = {"spec": {"containers": [{"name": "c", "image": "nginx:2"}]}}
    after = cluster.patch("pods", "p", patch, "strategic")
    assert after["spec"]["containers"][0]["image"] == "nginx:2"
    assert after["metadata"]["generation"] == before["metadata"]["generation"] + 1


def test_containers_may_not_be_added():
    cluster = Cluster()
    cluster.create("pods", pod())
    more = [CONTAINER, {**CONTAINER, "name": "d"}]
    text = (
        'Pod "p" is invalid: spec.containers: Forbidden: pod updates may not add or '
        "remove containers"
    )
    with refused("Invalid", text, 422):
        cluster.patch("pods", "p", {"spec": {"containers": more}})


def test_a_pod_on_a_node_is_given_its_grace():
    cluster = Cluster()
    placed(cluster)
    gone = cluster.call("delete", "pods", name="p")
    assert gone["metadata"]["deletionGracePeriodSeconds"] == 30
    assert gone["metadata"]["deletionTimestamp"] == "2026-11-20T12:00:30Z"
    assert cluster.table("pods", "default")[0][2] == "Terminating"


def test_a_grace_is_only_ever_shortened():
    cluster = Cluster()
    placed(cluster)
    cluster.call("delete", "pods", name="p", body={"gracePeriodSeconds": 10})
    longer = cluster.call("delete", "pods", name="p", body={"gracePeriodSeconds": 60})
    assert longer["metadata"]["deletionGracePeriodSeconds"] == 10
    shorter = cluster.call("delete", "pods", name="p", body={"gracePeriodSeconds": 2})
    assert shorter["metadata"]["deletionGracePeriodSeconds"] == 2
    assert shorter["metadata"]["deletionTimestamp"] == "2026-11-20T12:00:02Z"


def test_a_pod_without_a_node_goes_at_once():
    cluster = Cluster()
    cluster.create("pods", pod())
    cluster.call("delete", "pods", name="p")
    assert cluster.world.find(KEY) is None


def test_force_does_not_wait_for_the_kubelet():
    cluster = Cluster()
    placed(cluster)
    cluster.call("delete", "pods", name="p", body={"gracePeriodSeconds": 0})
    assert cluster.world.find(KEY) is None
