"""Endpoints out of reach, control planes that are down, clusters that are gone."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from clusters import runtime
from clusters.apiserver import clusters_here
from clusters.apiserver.paths import target
from clusters.runtime.run import _committed
from clusters.sim.engine import Outcome
from clusters.sim.kube.errors import KubeRefusal
from clusters.sim.tx import Site, Tx
from tests.apiserver.door import CONFIG_MAPS, create_cluster

PODS = "/api/v1/namespaces/default/pods"


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(clusters_here, "TIMED_OUT_AFTER", 0.01)


async def members(door, kind, state, count):
    """Put so many of a cluster's members into a state, as a failure would."""

    def step(world, _wall):
        tx = Tx(world, Site())
        for key, _ in tx.list(kind, door.cluster)[:count]:
            with tx.edit(key) as doc:
                doc["state"] = state
        return Outcome(tx.world(), tx.changes)

    await asyncio.to_thread(_committed, door.sandbox.id, step, advanced=False)


async def test_a_private_endpoint_does_not_answer_a_laptop(door):
    change = {"endpointPublicAccess": False, "endpointPrivateAccess": True}
    update = {"name": "demo", "resourcesVpcConfig": change}
    await door.aws("eks:UpdateClusterConfig", **update)
    reply = await door.ask("GET", PODS)
    assert (reply.status, reply.json()["reason"]) == (504, "Timeout")
    assert reply.message.startswith("dial tcp: i/o timeout: The endpoint is private")
    change = {"endpointPublicAccess": True}
    await door.aws("eks:UpdateClusterConfig", name="demo", resourcesVpcConfig=change)
    assert (await door.ask("GET", PODS)).status == 200


async def test_who_calls_from_inside_may_stand_elsewhere(door):
    """An instance that is gone reaches nothing, though the endpoint is public."""
    scope = door.scope("GET", PODS, {})
    assert clusters_here.standing(scope) == ""
    place = {"halfplane": {"place": "i-00000000000000000"}}
    scope["extensions"] = place
    cluster = await clusters_here.behind(target(scope["raw_path"]))
    with pytest.raises(
        KubeRefusal, match="Instance i-00000000000000000 is not running"
    ):
        await clusters_here.check_reachable(cluster, clusters_here.standing(scope))
    assert (
        await door.ask("GET", PODS, extensions="halfplane", place="i-0")
    ).status == 200


async def test_reads_go_on_without_a_quorum_and_writes_do_not(classmate):
    door = classmate
    await members(door, "dc.EtcdMember", "lost", 2)
    assert (await door.ask("GET", PODS)).status == 200
    reply = await door.ask("POST", CONFIG_MAPS, door.config_map("late"))
    assert (reply.status, reply.message) == (500, "etcdserver: request timed out")
    ready = await door.ask("GET", "/readyz")
    assert ready.status == 500
    assert b"[-]etcd failed: reason withheld" in ready.body
    assert ready.body.endswith(b"readyz check failed\n")
    assert (await door.ask("GET", "/readyz?exclude=etcd")).status == 500
    assert (await door.ask("GET", "/livez/ping")).body == b"ok"


async def test_without_an_api_server_nothing_answers(classmate):
    door = classmate
    await members(door, "dc.ApiServer", "lost", 2)
    reply = await door.ask("GET", PODS)
    assert reply.status == 503
    assert reply.message == "the server is currently unable to handle the request"
    await members(door, "dc.ApiServer", "healthy", 2)
    assert (await door.ask("GET", PODS)).status == 200


async def test_an_open_watch_ends_with_its_api_servers(classmate):
    door = classmate
    async with door.stream(f"{PODS}?watch=1&resourceVersion=0") as watch:
        await members(door, "dc.ApiServer", "lost", 2)
        assert await watch.event() is None


async def test_a_deleted_cluster_is_nowhere_even_when_it_has_a_namesake(classmate):
    door = classmate
    await door.aws("eks:DeleteCluster", name="demo")
    assert (await door.ask("GET", PODS)).status == 404
    new = replace(door)
    await asyncio.to_thread(create_cluster, new)
    assert (await new.ask("GET", PODS)).status == 200
    assert (await door.ask("GET", PODS)).status == 404


async def test_a_deleted_sandbox_is_nowhere(door):
    await asyncio.to_thread(runtime.delete, door.sandbox.id)
    assert (await door.ask("GET", PODS)).status == 404
