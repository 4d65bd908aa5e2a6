"""The cluster overview: map, text twin, inspector, progress, failures, deletion."""

from __future__ import annotations

import re

import pytest

from clusters import callers, runtime
from clusters.console.map import architecture, inspector
from clusters.sim.commands import AwsCall
from clusters.sim.world import Key

ROLE = "eksClusterRole"
POLICY = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"


def aws(sandbox, action, **request):
    caller = callers.learner(runtime.read(sandbox.id), "sdk")
    return runtime.execute(sandbox.id, AwsCall(caller, action, request))


@pytest.fixture
def drawn(cluster, world):
    doc = world().find(cluster)
    return architecture.build(
        world(), cluster, doc, ["us-west-2a", "us-west-2b", "us-west-2c"]
    )


@pytest.fixture
def shown(owner, sandbox, cluster):
    return lambda query="": owner.get(
        f"/s/{sandbox.id}/cluster/demo/{query}"
    ).content.decode()


def test_the_map_shows_three_members_two_servers_and_two_interfaces(drawn):
    columns = drawn["columns"]

    assert [c.etcd.part for c in columns] == ["etcd-a", "etcd-b", "etcd-c"]
    assert [c.server.part for c in columns] == ["api-1", "api-2", "spare"]
    assert sum(c.interface is not None for c in columns) == 2
    assert {c.etcd.state for c in columns} == {"Leader", "Follower"}


def test_each_scheduler_and_controller_manager_has_one_leader(drawn):
    chips = [c.server.chips for c in drawn["columns"] if c.server.chips]

    for at in range(2):
        assert sum(pair[at][1] for pair in chips) == 1


def test_the_table_says_what_the_map_shows(shown):
    page = shown()
    boxes = re.findall(r'id="c-([^"]+)"', page)
    rows = page[page.index('id="map-text"') :].count('<th scope="row"')

    assert "etcd-a" in boxes
    assert rows == len([box for box in boxes if box != "spare"]) + 1


def test_every_wire_joins_two_boxes(shown):
    page = shown()
    wires = re.search(r'data-wires="([^"]*)"', page).group(1).replace("&gt;", ">")

    for wire in wires.split(", "):
        for end in wire.split()[0].split(">"):
            assert f'id="{end}"' in page


def test_a_part_is_inspected_without_a_script(shown):
    page = shown("?inspect=etcd-b")

    assert 'data-part="etcd-b"' in page
    assert "one of three copies of everything" in page
    assert "3 of 3 members agree" in page


def test_an_unknown_part_shows_the_endpoint(shown):
    assert 'data-part="nlb"' in shown("?inspect=%22%3E%3Cscript%3E")


def test_only_a_simulation_offers_to_break_a_part(drawn, world, cluster):
    box = drawn["columns"][0].etcd
    sheet = inspector.inspect(world(), world().find(cluster)["_"]["id"], box)

    assert [fault["name"] for fault in sheet["faults"]] != []


def test_a_lost_member_is_broken_or_being_replaced_and_the_next_move_is_awss(
    owner, sandbox, cluster, world
):
    owner.post(f"/s/{sandbox.id}/clock/", {"mode": "1x"})
    doc = world().find(cluster)
    faults = inspector.possible("dc.EtcdMember")

    answer = owner.post(
        f"/s/{sandbox.id}/cluster/demo/fail/",
        {"part": "etcd-b", "fault": faults[0]["name"]},
    )

    assert answer.status_code == 302
    lost = world().find(Key("dc.EtcdMember", doc["_"]["id"], "b"))
    assert lost["state"] not in ("leader", "follower")
    page = owner.get(f"/s/{sandbox.id}/clusters/").content.decode()
    assert "Replacing etcd-b" in page


def test_a_part_that_cannot_fail_is_not_found(owner, sandbox, cluster):
    answer = owner.post(
        f"/s/{sandbox.id}/cluster/demo/fail/", {"part": "kubectl", "fault": "x"}
    )

    assert answer.status_code == 404


def test_while_aws_builds_the_phases_are_shown_with_what_aws_does_not_publish(
    owner, sandbox, world
):
    owner.post(f"/s/{sandbox.id}/clock/", {"mode": "paused"})
    for step, form in (
        ("name", {"name": "slow", "version": "1.35", "role": "eksClusterRole"}),
        ("review", {}),
    ):
        owner.post(f"/s/{sandbox.id}/create/{step}/", form)

    page = owner.get(f"/s/{sandbox.id}/cluster/slow/").content.decode()

    assert "Building, 0 %" in page
    assert "AWS does not publish this" in page
    assert "Not there yet" in page


def test_an_active_cluster_says_whose_move_is_next_and_where_it_is_made(shown):
    page = shown()

    assert "Launch worker nodes: the cluster has none" in page
    assert '/cluster/demo/nodes/"' in page[page.index('id="moves"') :]


def test_a_failed_cluster_says_what_is_wrong_and_what_to_do(owner, sandbox, world):
    owner.post(f"/s/{sandbox.id}/clock/", {"mode": "paused"})
    for step, form in (
        ("name", {"name": "torn", "version": "1.35", "role": "eksClusterRole"}),
        ("review", {}),
    ):
        owner.post(f"/s/{sandbox.id}/create/{step}/", form)
    aws(sandbox, "iam:DetachRolePolicy", RoleName=ROLE, PolicyArn=POLICY)
    aws(sandbox, "iam:DeleteRole", RoleName=ROLE)
    owner.post(f"/s/{sandbox.id}/clock/", {"mode": "instant"})

    page = owner.get(f"/s/{sandbox.id}/cluster/torn/").content.decode()

    assert "torn could not be created" in page
    assert "could not be found or assumed" in page
    assert f"/s/{sandbox.id}/cluster/torn/delete/" in page
    assert f"/s/{sandbox.id}/cluster/torn/apply/" not in page


def test_every_name_that_is_pasted_elsewhere_can_be_copied(shown):
    page = shown()

    for what in ("ARN", "API server endpoint", "VPC", "cluster name"):
        assert f'aria-label="Copy {what}"' in page


def test_a_cluster_that_is_not_there_is_not_found(owner, sandbox):
    assert owner.get(f"/s/{sandbox.id}/cluster/nothing/").status_code == 404
