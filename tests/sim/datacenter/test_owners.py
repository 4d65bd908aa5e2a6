"""Whose is it?"""

from __future__ import annotations

import pytest

from clusters.sim.datacenter.owners import of_object, owner
from clusters.sim.world import Key
from tests.sim.accounts import Hands, cluster_id, with_cluster


@pytest.mark.parametrize(
    ("kind", "whose"),
    [
        ("dc.EtcdMember", "aws"),
        ("dc.Anything", "aws"),
        ("eks.Cluster", "both"),
        ("ec2.Instance", "you"),
        ("k8s.Pod", "you"),
        ("unknown.Kind", "you"),
    ],
)
def test_each_kind_has_an_owner(kind, whose):
    assert owner(kind) == whose


def objects(world, kind, namespace):
    found = world.list(f"k8s.{kind}", f"{cluster_id(world)}/{namespace}")
    return {key.name: of_object(world, key, doc) for key, doc in found}


def config_map(name):
    labels = {"eks.amazonaws.com/component": "coredns", "k8s-app": "aws-node"}
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": name, "namespace": "kube-system", "labels": labels},
    }


@pytest.mark.parametrize(
    ("kind", "name", "whose"),
    [
        ("ConfigMap", "kube-root-ca.crt", "aws"),
        ("ConfigMap", "coredns", "both"),
        ("ConfigMap", "amazon-vpc-cni", "both"),
        ("Deployment", "coredns", "both"),
        ("Endpoints", "kube-dns", "both"),
        ("Role", "extension-apiserver-authentication-reader", "aws"),
        ("ServiceAccount", "default", "aws"),
        ("ServiceAccount", "kube-proxy", "both"),
    ],
)
def test_what_came_with_the_cluster_is_of_who_made_it(kind, name, whose):
    assert objects(with_cluster(), kind, "kube-system")[name] == whose


@pytest.mark.parametrize("kind", ["Pod", "ReplicaSet", "ControllerRevision", "Event"])
def test_what_is_made_for_an_add_on_is_of_both_like_it(kind):
    assert set(objects(with_cluster(), kind, "kube-system").values()) == {"both"}


def test_what_a_learner_makes_is_theirs_wherever_it_lies_and_whatever_it_is_called():
    hands = Hands(with_cluster())
    for name in ("coredns-mine", "eks-mine", "aws-node-2"):
        hands.kube("create", "configmaps", config_map(name), namespace="kube-system")
    role = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRole",
        "metadata": {"name": "eks:mine"},
        "rules": [],
    }
    hands.kube("create", "clusterroles.rbac.authorization.k8s.io", role, namespace="")

    found = objects(hands.world, "ConfigMap", "kube-system")
    assert [found[n] for n in ("coredns-mine", "eks-mine", "aws-node-2")] == ["you"] * 3
    key = Key("k8s.ClusterRole", cluster_id(hands.world), "eks:mine")
    assert of_object(hands.world, key, hands.world.find(key)) == "you"


def test_pods_of_a_learners_deployment_in_kube_system_are_theirs():
    hands = Hands(with_cluster())
    labels = {"app": "mine"}
    hands.kube(
        "create",
        "deployments.apps",
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "mine", "namespace": "kube-system"},
            "spec": {
                "selector": {"matchLabels": labels},
                "template": {
                    "metadata": {"labels": labels},
                    "spec": {"containers": [{"name": "web", "image": "nginx"}]},
                },
            },
        },
        namespace="kube-system",
    )
    hands.later(5)

    pods = objects(hands.world, "Pod", "kube-system")
    assert {whose for name, whose in pods.items() if name.startswith("mine-")} == {
        "you"
    }


def test_an_add_ons_object_that_a_learner_changed_stays_of_both():
    hands = Hands(with_cluster())
    key = Key("k8s.ConfigMap", f"{cluster_id(hands.world)}/kube-system", "coredns")
    patch = {"data": {"note": "changed"}}
    hands.kube(
        "patch",
        "configmaps",
        patch,
        namespace="kube-system",
        name="coredns",
        patch_type="application/merge-patch+json",
    )

    assert hands.world.find(key)["data"]["note"] == "changed"
    assert of_object(hands.world, key, hands.world.find(key)) == "both"


def test_nobody_passes_their_object_off_as_anothers():
    hands = Hands(with_cluster())
    body = {**config_map("forged"), "_": {"owner": "aws"}}
    hands.kube("create", "configmaps", body, namespace="kube-system")

    assert objects(hands.world, "ConfigMap", "kube-system")["forged"] == "you"


@pytest.mark.parametrize(
    ("name", "whose"), [("kube-system", "aws"), ("default", "you")]
)
def test_namespaces_of_the_system_are_awss(name, whose):
    world = with_cluster()
    key = Key("k8s.Namespace", cluster_id(world), name)

    assert of_object(world, key, world.find(key)) == whose
