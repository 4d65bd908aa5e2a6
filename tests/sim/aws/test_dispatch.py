"""Dispatch: what is not simulated says so, and a dry run changes nothing."""

from __future__ import annotations

import pytest

from clusters.sim import room
from clusters.sim.errors import Refusal
from tests.sim.accounts import Hands, new_account


def test_an_operation_that_is_not_simulated_names_itself():
    with pytest.raises(Refusal, match="eks:RegisterCluster is not simulated") as told:
        Hands(new_account()).aws("eks:RegisterCluster", name="x")
    assert told.value.status == 501


def test_a_dry_run_says_that_it_would_have_worked_and_changes_nothing():
    hands = Hands(new_account())
    before = hands.world
    with pytest.raises(Refusal, match="would have succeeded") as told:
        hands.aws("ec2:CreateVpc", CidrBlock="10.9.0.0/16", DryRun=True)
    assert (told.value.code, told.value.status) == ("DryRunOperation", 412)
    assert hands.world is before


def test_a_dry_run_that_would_be_refused_says_why():
    with pytest.raises(Refusal) as told:
        Hands(new_account()).aws("ec2:CreateVpc", CidrBlock="nonsense", DryRun=True)
    assert told.value.code != "DryRunOperation"


def test_a_sandbox_that_is_full_takes_no_more_and_still_lets_go(monkeypatch):
    hands = Hands(new_account())
    vpc = hands.aws("ec2:CreateVpc", CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    monkeypatch.setattr(room, "BYTES", 1000)
    monkeypatch.setattr(room, "SMALL_WORLD", 0)
    monkeypatch.setattr(room, "WEIGHED_EVERY", 1)
    before = hands.world
    with pytest.raises(Refusal, match="Delete what you no longer need") as told:
        hands.aws("ec2:CreateVpc", CidrBlock="10.8.0.0/16")
    assert (told.value.code, hands.world is before) == ("LimitExceeded", True)
    hands.aws("ec2:DeleteVpc", VpcId=vpc)
