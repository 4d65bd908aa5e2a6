"""How many Pods a rolling update may have too many, and too few."""

from __future__ import annotations

import pytest

from clusters.sim.kube.workloads.rolling import Bounds, bounds


def deployment(
    replicas: int, surge: object = "25%", unavailable: object = "25%"
) -> dict:
    rolling = {"maxSurge": surge, "maxUnavailable": unavailable}
    strategy = {"type": "RollingUpdate", "rollingUpdate": rolling}
    return {"spec": {"replicas": replicas, "strategy": strategy}}


@pytest.mark.parametrize(
    ("replicas", "surge", "unavailable"), [(3, 1, 0), (10, 3, 2), (1, 1, 0), (4, 1, 1)]
)
def test_surge_rounds_up_and_unavailable_down(replicas, surge, unavailable):
    assert bounds(deployment(replicas)) == Bounds(surge, unavailable)


def test_if_both_come_out_as_nothing_one_may_lack():
    assert bounds(deployment(3, "0%", "10%")) == Bounds(0, 1)


def test_numbers_are_taken_as_they_are():
    assert bounds(deployment(3, 2, 5)) == Bounds(2, 3)


def test_recreate_knows_neither():
    assert bounds(
        {"spec": {"replicas": 3, "strategy": {"type": "Recreate"}}}
    ) == Bounds(0, 0)
