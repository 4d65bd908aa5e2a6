"""Whose is it?"""

from __future__ import annotations

import pytest

from clusters.sim.datacenter.owners import owner


@pytest.mark.parametrize(
    ("kind", "whose"),
    [
        ("dc.EtcdMember", "aws"),
        ("dc.Anything", "aws"),
        ("eks.Cluster", "both"),
        ("ec2.Instance", "you"),
        ("k8s.Pod", "you"),
        ("unknown.Kind", "you"),
    ],
)
def test_each_kind_has_an_owner(kind, whose):
    assert owner(kind) == whose
