"""Logs through the door: what is sent, when it ends, and why there may be none."""

from __future__ import annotations

import re

import pytest

from clusters.apiserver import clusters_here
from clusters.apiserver.logs import stamped
from tests.apiserver.door import with_nodes

PODS = "/api/v1/namespaces/default/pods"
CHATTER = "while true; do date +%s; sleep 1; done"


@pytest.fixture(scope="module")
def nodes(door):
    return with_nodes(door)


def pod(name, *containers, init=()):
    spec = {"containers": list(containers), "initContainers": list(init)}
    return {"metadata": {"name": name}, "spec": spec}


def shell(name, script):
    return {"name": name, "image": "busybox", "command": ["sh", "-c", script]}


async def made(door, name, *containers, **more):
    reply = await door.ask("POST", PODS, pod(name, *containers, **more))
    assert reply.status == 201, reply.message
    return f"{PODS}/{name}/log"


async def test_a_log_is_plain_text_line_by_line(nodes):
    path = await made(nodes, "three", shell("c", "echo 1; echo 2; echo 3; sleep 99"))
    reply = await nodes.ask("GET", path)
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert reply.body == b"1\n2\n3\n"
    assert (await nodes.ask("GET", f"{path}?tailLines=2")).body == b"2\n3\n"
    assert (await nodes.ask("GET", f"{path}?tailLines=0")).body == b""
    assert (await nodes.ask("GET", f"{path}?limitBytes=3")).body == b"1\n2"
    assert (await nodes.ask("GET", f"{path}?stream=Stderr")).body == b""


async def test_times_stand_before_each_line(nodes):
    path = await made(nodes, "timed", shell("c", "echo hello; sleep 99"))
    body = (await nodes.ask("GET", f"{path}?timestamps=true")).body.decode()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z hello\n", body)
    assert stamped(1.5) == "1970-01-01T00:00:01.500000000Z"
    later = f"{path}?sinceTime=2999-01-01T00:00:00Z"
    assert (await nodes.ask("GET", later)).body == b""


async def test_a_container_that_has_ended_keeps_its_log(nodes):
    path = await made(nodes, "ended", shell("c", "echo bye; sleep 1"))
    assert (await nodes.ask("GET", path)).body.startswith(b"bye\n")


async def test_a_followed_log_goes_on_until_its_pod_is_gone(nodes):
    path = await made(nodes, "endless", shell("c", CHATTER))
    async with nodes.stream(f"{path}?follow=true&tailLines=1") as log:
        first = int(await log.line())
        assert int(await log.line()) == first + 1
        await nodes.ask("DELETE", f"{PODS}/endless?gracePeriodSeconds=0")
        while await log.line() is not None:
            pass


async def test_a_followed_log_ends_at_the_bytes_that_were_asked_for(nodes):
    path = await made(nodes, "short", shell("c", CHATTER))
    async with nodes.stream(f"{path}?follow=true&limitBytes=4") as log:
        assert len(await log.line()) == 4
        assert await log.line() is None


async def test_of_several_containers_one_must_be_named(nodes):
    path = await made(
        nodes,
        "two",
        shell("a", CHATTER),
        shell("b", CHATTER),
        init=[shell("i", "true")],
    )
    reply = await nodes.ask("GET", path)
    assert (reply.status, reply.message) == (
        400,
        (
            "a container name must be specified for pod two, choose one of: [a b] "
            "or one of the init containers: [i]"
        ),
    )
    assert (await nodes.ask("GET", f"{path}?container=b")).status == 200
    reply = await nodes.ask("GET", f"{path}?container=x")
    assert reply.message == "container x is not valid for pod two"


async def test_an_image_that_cannot_be_pulled_has_no_log(nodes):
    path = await made(nodes, "nowhere", {"name": "c", "image": "nginx:no-such-tag"})
    reply = await nodes.ask("GET", path)
    assert (reply.status, reply.message) == (
        400,
        (
            'container "c" in pod "nowhere" is waiting to start: trying and failing to '
            "pull image"
        ),
    )


async def test_there_is_no_log_of_a_run_that_never_was(nodes):
    path = await made(nodes, "once", shell("c", CHATTER))
    reply = await nodes.ask("GET", f"{path}?previous=true")
    assert (reply.status, reply.message) == (
        400,
        'previous terminated container "c" in pod "once" not found',
    )


async def test_a_pod_without_a_node_has_an_empty_log(nodes):
    big = {"resources": {"requests": {"cpu": "900"}}}
    path = await made(nodes, "big", {**shell("c", CHATTER), **big})
    reply = await nodes.ask("GET", path)
    assert (reply.status, reply.body) == (200, b"")


@pytest.mark.parametrize(
    ("query", "status", "text"),
    [
        ("tailLines=-1", 422, "tailLines: Invalid value: -1: must be greater than or"),
        ("sinceSeconds=0", 422, "sinceSeconds: Invalid value: 0: must be greater"),
        ("tailLines=x", 400, 'strconv.ParseInt: parsing "x": invalid syntax'),
        ("stream=Both", 422, 'stream: Unsupported value: "Both"'),
        ("sinceTime=x", 400, 'parsing time "x"'),
        ("sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z", 422, "at most one of"),
    ],
)
async def test_odd_options_are_refused(nodes, query, status, text):
    name = re.sub(r"\W", "", query).lower()
    path = await made(nodes, name, shell("c", CHATTER))
    reply = await nodes.ask("GET", f"{path}?{query}")
    assert reply.status == status
    assert text in reply.message


async def test_the_log_of_a_missing_pod_is_not_found(nodes):
    reply = await nodes.ask("GET", f"{PODS}/none/log")
    assert (reply.status, reply.message) == (404, 'pods "none" not found')


async def test_a_kubelet_out_of_reach_is_told_of_by_its_address(nodes, monkeypatch):
    monkeypatch.setattr(clusters_here, "TIMED_OUT_AFTER", 0.01)
    path = await made(nodes, "far", shell("c", CHATTER))
    cluster = (await nodes.aws("eks:DescribeCluster", name="demo"))["cluster"]
    group = cluster["resourcesVpcConfig"]["clusterSecurityGroupId"]
    found = await nodes.aws("ec2:DescribeSecurityGroups", GroupIds=[group])
    rules = found["SecurityGroups"][0]["IpPermissions"]
    await nodes.aws(
        "ec2:RevokeSecurityGroupIngress", GroupId=group, IpPermissions=rules
    )
    reply = await nodes.ask("GET", path)
    assert reply.status == 500
    assert re.fullmatch(
        r'Get "https://(172\.31\.\d+\.\d+):10250/containerLogs/default/far/c": '
        r"dial tcp \1:10250: i/o timeout",
        reply.message,
    )
