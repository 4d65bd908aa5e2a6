"""The engine: order, clocks, settling, spinning, and the same world from the log."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.sim import engine, history
from clusters.sim.commands import ClockCall
from clusters.sim.engine import advance, execute
from clusters.sim.errors import Refusal
from clusters.sim.registry import Again, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Key
from tests.sim.toys import SITE, START, empty, on_roster, written

A = Key("toy.Box", "s", "a")
B = Key("toy.Box", "s", "b")


def count_up(until: int, every: float):
    """A controller that counts in its document, a step every so many seconds."""

    def reconcile(tx: Tx, key: Key):
        doc = tx.find(key)
        if doc is None or doc["n"] >= until:
            return None
        with tx.edit(key) as body:
            body["n"] += 1
            body["times"] = [*body.get("times", []), tx.now]
        return every if body["n"] < until else None

    return reconcile


def test_what_is_due_runs_at_its_own_time_however_late_somebody_looks():
    with on_roster("toy", count_up(3, 5.0), watches("toy.Box")):
        world = written(empty(), (A, {"n": 0}))
        done = advance(world, START + 100, SITE).world.find(A)
    assert done == {"n": 3, "times": [0.0, 5.0, 10.0]}


def test_a_command_comes_after_everything_that_was_due_before_it():
    order = []

    def note(_tx: Tx, key: Key):
        order.append(key.name)

    with on_roster("toy", note):
        tx = Tx(empty(), SITE)
        tx.wake("toy", B, after=2.0)
        tx.wake("toy", A, after=2.0)
        outcome = execute(tx.world(), ClockCall(mode="paused"), START + 3, SITE)
    assert order == ["a", "b"]
    assert outcome.world.clock.speed == 0.0
    assert outcome.world.agenda == {}


def test_two_that_take_turns_end_in_the_same_world_as_one():
    with on_roster("toy", count_up(9, 1.5), watches("toy.Box")):
        world = written(empty(), (A, {"n": 0}), (B, {"n": 4}))
        at_once = advance(world, START + 60, SITE).world
        stepwise = world
        for seconds in range(1, 61):
            stepwise = advance(stepwise, START + seconds, SITE).world
    assert history.snapshot(stepwise) == history.snapshot(at_once)


def test_auto_runs_fast_exactly_while_something_is_provisioned():
    with on_roster("toy", count_up(3, 60.0), watches("toy.Box"), provisioning=True):
        world = written(empty("auto"), (A, {"n": 0}))
        begun = advance(world, START + 0.5, SITE).world
        assert begun.clock.speed == 60.0
        world = advance(begun, START + 10, SITE).world
    assert world.find(A) == {"n": 3, "times": [0.0, 60.0, 120.0]}
    assert world.clock.speed == 1.0
    # Two minutes at sixty are two seconds; the rest of the ten runs at one.
    assert world.clock.sim(START + 10) == 128.0


def test_auto_goes_back_to_one_at_the_very_second_and_not_when_somebody_looks():
    with on_roster("toy", count_up(2, 60.0), watches("toy.Box"), provisioning=True):
        world = advance(written(empty("auto"), (A, {"n": 0})), START, SITE).world
        early = advance(world, START + 1.001, SITE).world
        late = advance(world, START + 500, SITE).world
    assert early.clock.segments == late.clock.segments


def test_instant_settles_what_settles_and_leaves_what_recurs_to_the_clock():
    def crash_loop(tx: Tx, key: Key):
        with tx.edit(key) as body:
            body["tries"] = body.get("tries", 0) + 1
        return Again(10.0)

    with (
        on_roster("toy", count_up(3, 600.0), watches("toy.Box")),
        on_roster("toy-loop", crash_loop),
    ):
        tx = Tx(written(empty("instant"), (A, {"n": 0})), SITE)
        tx.add(Key("toy.Loop", "s", "l"), {})
        tx.wake("toy-loop", Key("toy.Loop", "s", "l"), after=5.0)
        world = advance(tx.world(), START + 1, SITE).world
        assert world.find(A)["n"] == 3
        # On the way to second 1200 the loop's tries fell due and ran.
        assert world.find(Key("toy.Loop", "s", "l"))["tries"] == 120
        assert world.clock.sim(START + 1) == 1200.0


def test_instant_gives_up_after_a_day_and_names_the_key():
    with on_roster("toy", lambda _tx, _key: 3600.0, watches("toy.Box")):
        world = written(empty("instant"), (A, {}))
        outcome = advance(world, START, SITE)
    told = [c.told for c in outcome.changes if c.told]
    assert [t.reason for t in told] == ["DidNotSettle"]
    assert "toy on a did not settle" in told[0].message


def test_a_key_that_spins_at_one_instant_is_rested_and_named():
    def spin(tx: Tx, _key: Key):
        tx.wake("toy-other", A)

    def spin_back(tx: Tx, _key: Key):
        tx.wake("toy", A)

    with on_roster("toy", spin), on_roster("toy-other", spin_back):
        tx = Tx(empty(), SITE)
        tx.wake("toy", A)
        outcome = advance(tx.world(), START + 1, SITE)
    told = [c.told for c in outcome.changes if c.told]
    assert {t.reason for t in told} == {"ControllerSpinning"}
    assert outcome.world.next_due() == pytest.approx(60.0)


def test_a_step_goes_to_the_next_event_of_a_paused_clock():
    with on_roster("toy", count_up(2, 30.0), watches("toy.Box")):
        world = advance(written(empty(), (A, {"n": 0})), START, SITE).world
        paused = execute(world, ClockCall(mode="paused"), START + 1, SITE).world
        assert advance(paused, START + 500, SITE).world.find(A)["n"] == 1
        stepped = execute(paused, ClockCall(step=True), START + 500, SITE).world
    assert stepped.find(A)["n"] == 2
    assert stepped.clock.sim(START + 900) == 30.0


def test_a_step_with_nothing_due_is_refused():
    with pytest.raises(Refusal, match="no event to step to"):
        execute(empty(), ClockCall(step=True), START, SITE)


def test_an_unknown_clock_mode_is_refused():
    with pytest.raises(Refusal, match="no clock mode 'warp'"):
        execute(empty(), ClockCall(mode="warp"), START, SITE)


def test_a_full_slice_says_that_there_is_more_and_the_next_goes_on():
    with on_roster("toy", count_up(5, 1.0), watches("toy.Box")):
        world = written(empty(), (A, {"n": 0}))
        first = advance(world, START + 60, SITE, full=lambda: True)
        assert first.more
        rest = advance(first.world, START + 60, SITE)
    assert not rest.more
    assert rest.world.find(A)["times"] == [0.0, 1.0, 2.0, 3.0, 4.0]


def test_work_in_a_cluster_rests_while_its_api_cannot_be_written():
    def down(tx_or_world) -> list:
        return [
            entry for entry in tx_or_world.agenda.values() if entry.at == float("inf")
        ]

    pod = Key("toy.Pod", "c1/default", "p")
    members = [
        (Key("dc.EtcdMember", "c1", name), {"state": state})
        for name, state in (("a", "leader"), ("b", "lost"), ("c", "lost"))
    ]
    leases = {"kube-scheduler": True, "kube-controller-manager": True}
    server = (
        Key("dc.ApiServer", "c1", "1"),
        {"state": "healthy", "zone": "z", "leases": leases},
    )
    with on_roster("toy", count_up(1, 1.0), watches("toy.Pod"), in_cluster=True):
        world = written(empty(), *members, server, (pod, {"n": 0}))
        parked = advance(world, START + 60, SITE).world
        assert parked.find(pod)["n"] == 0
        assert len(down(parked)) == 1
        assert parked.next_due() == float("inf")
        tx = Tx(parked, SITE)
        tx.put(Key("dc.EtcdMember", "c1", "b"), {"state": "follower"})
        healed = advance(tx.world(), START + 61, SITE).world
    assert healed.find(pod)["n"] == 1
    assert down(healed) == []


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 4)), max_size=8))
def test_a_world_replayed_from_its_log_is_the_world_that_ran(acts):
    with on_roster("toy", count_up(4, 2.5), watches("toy.Box")):
        ran = replayed = empty()
        records = []
        for wall, (name, n) in enumerate(acts, 1):
            tx = Tx(ran, SITE)
            key = Key("toy.Box", "s", name)
            if n == 0 and tx.find(key) is not None:
                tx.remove(key)
            else:
                tx.put(key, {"n": n, "list": [n] * n})
            outcome = advance(tx.world(), START + wall, SITE)
            changes = [*tx.changes, *outcome.changes]
            records.append(history.record(ran, outcome.world, changes, START + wall))
            ran = outcome.world
        replayed, seen = history.replayed(replayed, records)
        assert history.snapshot(replayed) == history.snapshot(ran)
        assert [c.rv for c in seen] == list(range(2, ran.rv + 1))
        again = history.from_snapshot(history.snapshot(ran))
        assert history.snapshot(again) == history.snapshot(ran)
        back = history.rewound(ran, records)
        assert list(back.list("toy.Box")) == []
        forth = history.again(back, records)
        assert [(c.rv, c.before, c.after) for c in forth] == [
            (c.rv, c.before, c.after) for c in seen
        ]


def test_only_operations_that_read_go_without_a_commit():
    assert not engine.only_reads(ClockCall(mode="1x"))


def test_a_controller_that_is_refused_tries_again_later():
    def refused(tx: Tx, key: Key):
        if tx.now < 15:
            raise Refusal("Throttling", "Rate exceeded")
        tx.put(key, {"done": tx.now})

    with on_roster("toy", refused):
        tx = Tx(empty(), SITE)
        tx.wake("toy", A)
        world = advance(tx.world(), START + 60, SITE).world
    assert world.find(A) == {"done": 20.0}
