"""The next move after what AWS's own machines say: etcd, API servers, phases."""

from __future__ import annotations

from clusters.live import links
from clusters.live.moves.case import AWS, NOBODY, YOU, Case, Find, Move, plain, rule
from clusters.sim.datacenter import phases
from clusters.sim.datacenter.phases import Phase

plain(
    AWS,
    {
        "ApiServerLost": (
            "AWS notices that the server is gone and launches another. The other one "
            "answers meanwhile; there is nothing for you to do."
        ),
        "ApiServerRelaunched": "AWS starts the new server. There is nothing for you to do.",
        "ApiServerStarted": "The server says /readyz in a moment. AWS waits for it.",
        "EtcdMemberJoining": "The member copies the data and then takes part in votes.",
        "EtcdMemberLost": (
            "AWS notices the lost member and makes another. While two of three agree, "
            "everything goes on; there is nothing for you to do."
        ),
        "EtcdMemberReplaced": "AWS starts the new member; it joins by itself.",
        "EtcdQuorumLost": (
            "AWS restores etcd from its backup. Nothing can be changed until then; what "
            "runs on your nodes goes on."
        ),
        "TargetUnhealthy": (
            "AWS replaces the API server; the load balancer sends to it again when it "
            "is well."
        ),
        "CrossAccountInterfaceLost": (
            "Amazon EKS puts another interface into your subnets, if an address is free."
        ),
    },
)
plain(
    NOBODY,
    {
        "ApiServerHealthy": "The endpoint's load balancer sends requests to it.",
        "ControlPlaneReplaced": "The control plane is whole again.",
        "CrossAccountInterfaceReplaced": "The control plane reaches your nodes by it.",
        "EtcdLeaderElected": "Writes go through the leader from now on.",
        "EtcdMemberJoined": "The member takes part in votes.",
        "EtcdRestored": "etcd can be written again; what waited goes on by itself.",
        "LeaderElection": (
            "This one works from now on; the other server's stands by to take over."
        ),
    },
)
LIFECYCLES = (
    phases.CLUSTER_CREATE,
    phases.CLUSTER_DELETE,
    phases.NODEGROUP_CREATE,
    phases.NODEGROUP_DELETE,
)


def _started(phase: Phase) -> Find:
    def find(case: Case) -> Move:
        if phase.by == YOU:
            text = "The nodes must join: their network and their role are yours. EKS waits."
            return Move(YOU, text, case.own(), f"Open {links.name(case.key)}")
        text = f"AWS works on it ({phase.title}). There is nothing for you to do."
        return Move(AWS, text, case.own(), "Watch it")

    return find


def _finished(_case: Case) -> Move:
    return Move(NOBODY, "This phase is over; the next one begins by itself.")


def over(phase: Phase) -> None:
    """Announce both events of a phase; one is over when its end is written down."""

    def done(case: Case) -> bool:
        hidden = case.doc.get("_") or {}
        times = (hidden.get("phases") or {}).get(phase.name)
        return case.standing.gone or bool(times and times[1] is not None)

    rule(f"{phase.reason}Started", done=done)(_started(phase))
    rule(f"{phase.reason}Finished")(_finished)


for lifecycle in LIFECYCLES:
    for one in lifecycle:
        over(one)
