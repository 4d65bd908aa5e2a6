"""Node groups from the page."""

from __future__ import annotations

import pytest

from clusters.sim.world import Key


@pytest.fixture
def ask(owner, sandbox, cluster, world):
    chosen = world().find(cluster)["resourcesVpcConfig"]["subnetIds"]

    def send(**form):
        typed = {"nodegroupName": "web", "subnets": chosen, **form}
        return owner.post(f"/s/{sandbox.id}/cluster/demo/nodes/", typed)

    return send


def group(world):
    return world().find(Key("eks.Nodegroup", "us-west-2/demo", "web"))


def test_the_defaults_make_two_nodes(ask, world):
    assert ask().status_code == 302

    assert group(world)["scalingConfig"] == {
        "minSize": 2,
        "maxSize": 2,
        "desiredSize": 2,
    }
    assert group(world)["instanceTypes"] == ["t3.medium"]


def test_the_page_says_which_policies_a_role_has(owner, sandbox, cluster):
    page = owner.get(f"/s/{sandbox.id}/cluster/demo/nodes/").content.decode()

    assert "✓ AmazonEKSWorkerNodePolicy" in page


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"nodegroupName": "a b"}, "node group name can&#x27;t be longer than 63"),
        ({"desiredSize": "many"}, "desiredSize must be a whole number"),
        ({"desiredSize": "9"}, "esired"),
        ({"nodeRole": "eksClusterRole"}, "ec2.amazonaws.com"),
        ({"subnets": []}, "Subnet"),
    ],
)
def test_a_refusal_is_the_services_own_and_keeps_what_was_typed(ask, world, form, told):
    answer = ask(**{"maxSize": "4", **form})

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert 'value="4"' in answer.content.decode()
    assert group(world) is None


def test_a_node_group_is_deleted(ask, owner, sandbox, world):
    ask()

    owner.post(f"/s/{sandbox.id}/cluster/demo/nodes/delete/", {"nodegroup": "web"})

    found = group(world)
    assert found is None or found["status"] == "DELETING"
