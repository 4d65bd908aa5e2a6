"""Losing an API server."""

from __future__ import annotations

from clusters.sim.world import Key
from tests.sim.aws.eks.account import with_cluster
from tests.sim.aws.refusing import refuses


def test_it_is_lost_and_aws_must_act():
    account = with_cluster()
    key = Key("dc.ApiServer", account.cluster_id, "1")
    account.fault("api-server-loss", key)
    assert account.need(key)["state"] == "lost"
    (lost,) = [told for told in account.told() if told.reason == "ApiServerLost"]
    assert (lost.owner, lost.by, lost.next) == ("aws", "aws", "aws")


def test_what_is_lost_cannot_be_lost_again():
    account = with_cluster()
    key = Key("dc.ApiServer", account.cluster_id, "1")
    account.fault("api-server-loss", key)
    with refuses("AlreadyLost", "down already", 409):
        account.fault("api-server-loss", key)


def test_a_server_that_is_not_there_cannot_be_lost():
    with refuses("NoSuchFault", status=404):
        with_cluster().fault("api-server-loss", Key("dc.ApiServer", "nope", "1"))
