"""A cluster and a node group from order to end: all that the event stream says.

`make golden` writes the files anew; the difference is what a learner will notice.
"""

from __future__ import annotations

from pathlib import Path

from clusters.sim.tx import Change
from tests.sim.aws.eks.account import an_account, with_cluster

HERE = Path(__file__).parent


def stream(changes: list[Change]) -> str:
    """The stream as text: when, what speaks, whose/by/next, what it says."""
    lines = []
    for change in changes:
        told = change.told
        if told:
            whose = f"{told.owner}/{told.by}/{told.next}"
            lines.append(
                f"{change.sim:10.3f}  {told.component:24} {whose:16} {told.severity:8}"
                f"{told.reason}: {told.message}"
            )
    return "\n".join(lines) + "\n"


def test_a_cluster_is_created(golden):
    account = an_account()
    account.order_cluster(accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"})
    account.later(900)
    golden(HERE / "cluster_create.txt", stream(account.changes))


def test_a_cluster_is_deleted(golden):
    account = with_cluster()
    account.changes.clear()
    account.eks("DeleteCluster", name="demo")
    account.later(300)
    golden(HERE / "cluster_delete.txt", stream(account.changes))


def test_a_node_group_is_created_and_deleted(golden):
    account = with_cluster()
    account.changes.clear()
    account.order_nodegroup()
    account.later(300)
    account.eks("DeleteNodegroup", clusterName="demo", nodegroupName="web")
    account.later(600)
    golden(HERE / "nodegroup.txt", stream(account.changes))
