"""What a change changed, member by member."""

from __future__ import annotations

from clusters.live.difference import HIDDEN, Field, fields
from clusters.sim import delta
from clusters.sim.history import Step
from clusters.sim.world import Key


def step(before, after, kind="k8s.Pod"):
    there, back = delta.diff(before, after)
    return Step(
        5, 1.0, 2.0, Key(kind, "c/default", "x"), "me", 0, None, "changed", there, back
    )


def test_shows_what_was_and_what_is():
    found, more = fields(step({"spec": {"a": 1, "b": 2}}, {"spec": {"a": 3, "b": 2}}))

    assert found == [Field("spec.a", "1", "3")]
    assert more == 0


def test_what_came_and_what_went_have_one_side_only():
    found, _ = fields(step({"gone": "x"}, {"new": {"deep": True}}))

    assert found == [Field("new.deep", "", "true"), Field("gone", "x", "")]


def test_looks_into_lists_of_named_members():
    before = {"status": {"conditions": [{"type": "Ready", "status": "False"}]}}
    after = {
        "status": {
            "conditions": [
                {"type": "Ready", "status": "True"},
                {"type": "PodScheduled", "status": "True"},
            ]
        }
    }

    found, _ = fields(step(before, after))

    assert Field("status.conditions[Ready].status", "False", "True") in found
    assert Field("status.conditions[PodScheduled].status", "", "True") in found


def test_the_simulations_own_notes_are_no_fields():
    assert fields(step({"_": {"a": 1}}, {"_": {"a": 2}})) == ([], 0)


def test_what_a_secret_holds_is_hidden():
    before, after = {"data": {"key": "YWJj"}}, {"data": {"key": "ZGVm"}}

    found, _ = fields(step(before, after, "k8s.Secret"))

    assert found == [Field("data.key", HIDDEN, HIDDEN)]


def test_many_fields_are_counted_and_long_ones_cut():
    wide = {f"f{n}": "x" * 500 for n in range(20)}

    found, more = fields(step({}, wide))

    assert (len(found), more) == (12, 8)
    assert all(len(field.after) == 161 for field in found)
