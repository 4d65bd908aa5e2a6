"""Conditions: set without losing when they last changed."""

from __future__ import annotations

from clusters.sim.kube.workloads import conditions


def test_a_transition_is_dated_only_when_the_status_changes():
    status: dict = {}
    new = {"type": "Ready", "status": "False", "reason": "A"}
    assert conditions.put(status, new, "t1")
    assert not conditions.put(status, new, "t2")
    assert conditions.put(status, {**new, "reason": "B"}, "t3")
    assert conditions.condition(status, "Ready") == {
        **new,
        "reason": "B",
        "lastTransitionTime": "t1",
    }
    conditions.put(status, {**new, "status": "True"}, "t4")
    assert conditions.condition(status, "Ready")["lastTransitionTime"] == "t4"
    assert conditions.is_true(status, "Ready")


def test_one_that_is_dropped_is_gone():
    status = {"conditions": [{"type": "A", "status": "True"}]}
    conditions.drop(status, "A")
    assert conditions.condition(status, "A") is None
