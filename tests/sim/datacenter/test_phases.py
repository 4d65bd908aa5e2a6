"""The phases add up to what public logs show."""

from __future__ import annotations

import pytest

from clusters.sim.datacenter import phases

ALL = (
    phases.CLUSTER_CREATE,
    phases.CLUSTER_DELETE,
    phases.NODEGROUP_CREATE,
    phases.NODEGROUP_DELETE,
)


@pytest.mark.parametrize(
    ("lifecycle", "total"), [*zip(ALL, (600, 150, 130, 220), strict=True)]
)
def test_the_parts_add_up(lifecycle, total):
    assert sum(phase.share for phase in lifecycle) == pytest.approx(total, rel=0.05)


@pytest.mark.parametrize("lifecycle", ALL)
def test_each_phase_has_a_name_of_its_own_and_says_whose_it_is(lifecycle):
    assert len({phase.name for phase in lifecycle}) == len(lifecycle)
    for phase in lifecycle:
        assert phase.owner in ("aws", "you", "both")
        assert phase.starts.endswith(".")
        assert phase.ends.endswith(".")
