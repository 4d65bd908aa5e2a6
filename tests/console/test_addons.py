"""Add-ons: whose they are, how they are, and handing them to EKS and back."""

from __future__ import annotations

import pytest

from clusters.sim.aws.eks import addon


@pytest.fixture
def place(sandbox, cluster):
    return f"/s/{sandbox.id}/cluster/demo/add-ons/"


@pytest.fixture
def found(world, cluster):
    """An add-on's document, as it stands."""
    return lambda name: world().find(addon.key(cluster, name))


def shown(client, place):
    return client.get(place).content.decode()


def test_what_came_with_the_cluster_is_self_managed_and_says_so(owner, place):
    page = shown(owner, place)

    assert page.count('<span class="badge">Self-managed</span>') == 3
    assert "does not list it" in page


def test_eks_takes_charge_of_one_and_watches_over_it(owner, place, found):
    owner.post(f"{place}create/", {"addon": "coredns"})

    assert found("coredns")["_"]["managed"]
    assert '<span class="badge">EKS add-on</span>' in shown(owner, place)


def test_without_nodes_a_managed_coredns_says_what_is_wrong(owner, place, found):
    owner.post(f"{place}create/", {"addon": "coredns"})
    page = shown(owner, place)

    assert found("coredns")["status"] in ("CREATING", "DEGRADED")
    assert "0 of 2 Pods Ready" in page


@pytest.mark.parametrize(("form", "kept"), [({"preserve": "on"}, True), ({}, False)])
def test_deleting_one_keeps_its_objects_only_when_asked(
    owner, place, world, form, kept
):
    owner.post(f"{place}create/", {"addon": "vpc-cni"})
    owner.post(f"{place}delete/", {"addon": "vpc-cni", **form})
    names = [key.name for key, _ in world().list("k8s.DaemonSet")]

    assert ("aws-node" in names) is kept
    assert '<span class="badge">Not installed</span>' in shown(owner, place)


@pytest.mark.parametrize(
    ("act", "name", "told"),
    [
        ("create", "nope", "nope"),
        ("delete", "coredns", "No addon: coredns found in cluster: demo"),
        ("delete", "\x00", "No addon"),
    ],
)
def test_a_refusal_is_the_services_own(owner, place, act, name, told):
    answer = owner.post(f"{place}{act}/", {"addon": name})

    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_there_is_no_other_act(owner, place):
    assert owner.post(f"{place}explode/").status_code == 404
