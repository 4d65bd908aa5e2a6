"""What a control plane can do, by its members."""

from __future__ import annotations

import pytest

from clusters.sim.datacenter import control_plane
from clusters.sim.world import Key
from tests.sim.toys import empty, written

CID = "c" * 32


def a_control_plane(members: list[str], servers: list[str]):
    items = [
        (Key("dc.EtcdMember", CID, str(at)), {"state": s})
        for at, s in enumerate(members)
    ]
    items += [
        (Key("dc.ApiServer", CID, str(at)), {"state": s})
        for at, s in enumerate(servers)
    ]
    return written(empty(), *items)


@pytest.mark.parametrize(
    ("members", "servers", "writes", "reads"),
    [
        (["leader", "follower", "follower"], ["healthy", "healthy"], True, True),
        (["leader", "follower", "lost"], ["healthy", "lost"], True, True),
        (["follower", "follower", "lost"], ["healthy", "healthy"], False, True),
        (["leader", "lost", "lost"], ["healthy", "healthy"], False, True),
        (["leader", "follower", "follower"], ["lost", "booting"], False, False),
        ([], [], False, False),
    ],
)
def test_writes_take_a_leader_a_majority_and_a_server(members, servers, writes, reads):
    world = a_control_plane(members, servers)
    assert control_plane.writable(world, CID) is writes
    assert control_plane.answers(world, CID) is reads
