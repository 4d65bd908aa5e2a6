"""FailedScheduling to the letter."""

from __future__ import annotations

from clusters.sim.controllers.scheduler import messages
from clusters.sim.controllers.scheduler.filters import Reason

CPU, MEMORY = Reason("Insufficient cpu"), Reason("Insufficient memory")
TAINT = Reason("node(s) had untolerated taint {dedicated: gpu}", resolvable=False)


def sentence(refusals) -> str:
    return messages.sentence(refusals, messages.no_victims(refusals))


def test_reasons_are_counted_and_the_preemption_part_follows():
    assert sentence({"a": [CPU], "b": [TAINT], "c": [TAINT]}) == (
        "0/3 nodes are available: 1 Insufficient cpu, "
        "2 node(s) had untolerated taint {dedicated: gpu}. preemption: 0/3 nodes are available: "
        "1 No preemption victims found for incoming pod, "
        "2 Preemption is not helpful for scheduling."
    )


def test_a_node_may_give_two_reasons_so_counts_may_exceed_the_nodes():
    text = sentence({"a": [CPU, MEMORY], "b": [CPU]})
    assert text.startswith(
        "0/2 nodes are available: 1 Insufficient memory, 2 Insufficient cpu. "
    )


def test_the_order_is_that_of_text_so_ten_comes_before_two():
    many = {f"n{i}": [CPU] for i in range(10)} | {f"m{i}": [TAINT] for i in range(2)}
    assert sentence(many).startswith(
        "0/12 nodes are available: 10 Insufficient cpu, 2 node(s) had"
    )


def test_without_nodes_there_is_nothing_to_count():
    assert messages.sentence({}, "") == "no nodes available to schedule pods"


def test_what_fails_before_any_node_is_looked_at_replaces_the_list():
    assert messages.prefiltered(2, 'persistentvolumeclaim "data" not found') == (
        '0/2 nodes are available: persistentvolumeclaim "data" not found. preemption: '
        "0/2 nodes are available: 2 Preemption is not helpful for scheduling."
    )
