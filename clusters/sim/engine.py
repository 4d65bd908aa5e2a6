"""The two pure functions of the simulation: execute a command, advance the time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from clusters.sim import getting_started
from clusters.sim.aws import dispatch
from clusters.sim.clock import MODES
from clusters.sim.commands import (
    AwsCall,
    ClockCall,
    Command,
    FaultCall,
    KubeCall,
    StartCall,
    StepCall,
)
from clusters.sim.datacenter import control_plane
from clusters.sim.errors import Refusal
from clusters.sim.kube import verbs
from clusters.sim.registry import (
    Again,
    Controller,
    Wait,
    controllers,
    faults,
    operations,
    starters,
)
from clusters.sim.tx import Change, Site, Tx
from clusters.sim.world import PARKED, AgendaKey, Due, Key, World

SPIN_LIMIT = 100
"""So often may one key be looked at in one instant before it is called a spin."""
SPIN_REST = 60.0
REFUSED_REST = 10.0
"""Simulated seconds until a controller that was refused tries again."""
SETTLE_ENTRIES = 10_000
SETTLE_SECONDS = 24 * 3600.0
"""`instant` stops after so many entries or simulated seconds, and names the key."""
SLICE_CHANGES = 500


@dataclass(frozen=True)
class Outcome:
    """What became of a World: the next one, the changes between, and the answer."""

    world: World
    changes: list[Change]
    result: Any = None
    more: bool = False
    """Whether entries are still due, because the slice was full."""


def execute(world: World, command: Command, wall: float, site: Site) -> Outcome:
    """Run what is due by `wall`, then the command.

    Raises Refusal when the command is refused; the World is then as it was.
    """
    tx = Tx(world, site)
    _run_due(tx, wall)
    tx.actor, tx.cause = actor(command), 0
    result = _handle(tx, command, wall)
    _finish(tx, wall)
    return Outcome(tx.world(), tx.changes, result)


def answer(world: World, command: AwsCall, wall: float, site: Site) -> Any:
    """The answer of an operation that only reads."""
    tx = Tx(world, site)
    tx.now = max(tx.now, world.clock.sim(wall))
    result = dispatch.run(tx, command)
    if tx.changes:
        raise RuntimeError(f"{command.action} says it reads, but it writes")
    return result


def only_reads(command: Command) -> bool:
    """Whether a command can be answered without a commit."""
    if not isinstance(command, AwsCall):
        return False
    known = operations.get(command.action)
    return known is None or known.reads


def advance(
    world: World, wall: float, site: Site, *, full: Callable[[], bool] | None = None
) -> Outcome:
    """Run what is due by `wall`, at most a slice of it (`full` may end it early)."""
    tx = Tx(world, site)
    more = _run_due(
        tx, wall, lambda: len(tx.changes) >= SLICE_CHANGES or bool(full and full())
    )
    if not more:
        _finish(tx, wall)
    return Outcome(tx.world(), tx.changes, more=more)


def actor(command: Command) -> str:
    """Who a command's changes are attributed to."""
    match command:
        case AwsCall():
            return command.caller.arn
        case KubeCall():
            return command.user.name
        case ClockCall() | FaultCall() | StepCall():
            return command.who
        case StartCall():
            return "halfplane"


def _handle(tx: Tx, command: Command, wall: float) -> Any:
    match command:
        case AwsCall():
            return dispatch.run(tx, command)
        case KubeCall():
            return verbs.run(tx, command)
        case ClockCall():
            return _set_clock(tx, command, wall)
        case FaultCall():
            return _cause_fault(tx, command)
        case StartCall():
            return _start(tx, command)
        case StepCall():
            return getting_started.note(tx, command)


def _start(tx: Tx, command: StartCall) -> None:
    zones = [command.region + letter for letter in "abc"]
    account = {"id": command.account, "region": command.region, "zones": zones}
    tx.add(Key("aws.Account", "", "account"), account)
    for start in starters.values():
        start(tx)


def _set_clock(tx: Tx, command: ClockCall, wall: float) -> None:
    if command.mode and command.mode not in MODES:
        raise Refusal("InvalidClockMode", f"There is no clock mode {command.mode!r}.")
    if command.mode:
        tx.clock = replace(tx.clock, mode=command.mode)
    target = tx.now + max(0.0, command.skip)
    if command.step:
        found = tx.next_entry()
        if found is None:
            raise Refusal("NothingDue", "Nothing is due: no event to step to.")
        target = max(target, found[1].at)
    if target > tx.now:
        _jump(tx, target, wall)
    tx.retime()


def _cause_fault(tx: Tx, command: FaultCall) -> None:
    known = faults.get(command.fault)
    key = Key(command.kind, command.scope, command.name)
    if known is None or known.kind != command.kind or tx.find(key) is None:
        raise Refusal("NoSuchFault", "There is nothing here that could fail so.", 404)
    known.cause(tx, key)


def _run_due(tx: Tx, wall: float, full: Callable[[], bool] = lambda: False) -> bool:
    """Run all entries due by `wall`, in order; True when the slice ended it."""
    spins: Counter[AgendaKey] = Counter()
    ran = False
    while True:
        found = tx.next_entry()
        at = found[1].at if found else PARKED
        if ran and at > tx.now:
            tx.retime()
            spins.clear()
        if found is None or at > tx.clock.sim(wall):
            break
        if full():
            return True
        entry, due = found
        tx.now, ran = max(tx.now, at), True
        spins[entry] += 1
        _look(tx, entry, due, spinning=spins[entry] > SPIN_LIMIT)
    tx.now = max(tx.now, tx.clock.sim(wall))
    return False


def _look(tx: Tx, entry: AgendaKey, due: Due, *, spinning: bool) -> None:
    name, key = entry
    known = controllers[name]
    tx.take(entry)
    tx.actor, tx.cause = name, due.cause
    if spinning:
        text = f"The simulation's {name} controller spins on {key.name}; it rests."
        tx.tell(key, "halfplane", "ControllerSpinning", text, severity="error")
        tx.again(known, key, SPIN_REST)
        return
    if known.in_cluster and not control_plane.writable(tx, key.scope.split("/", 1)[0]):
        tx.park(entry, due.cause)
        return
    tx.running = entry
    tx.again(known, key, _reconciled(tx, known, key))
    tx.running = None


def _reconciled(tx: Tx, known: Controller, key: Key) -> Wait:
    """What the controller wants next; one that is refused tries again later.

    What it wrote before stays written, as with a controller that talks to an API.
    """
    try:
        return known.reconcile(tx, key)
    except Refusal:
        return Again(REFUSED_REST)


def _finish(tx: Tx, wall: float) -> None:
    """After the work: settle where the clock is instant; set the clock's speed."""
    if tx.clock.mode == "instant":
        _settle(tx, wall)
    tx.retime()


def _settle(tx: Tx, wall: float) -> None:
    start, first = tx.now, tx.rv
    for _ in range(SETTLE_ENTRIES):
        at = tx.next_settling()
        if at is None:
            return
        if at > start + SETTLE_SECONDS:
            break
        _jump(tx, at, wall)
    found = tx.next_entry()
    if found is not None:
        (name, key), _ = found
        text = f"The clock stopped jumping: {name} on {key.name} did not settle."
        tx.cause = first
        tx.tell(key, "halfplane", "DidNotSettle", text, severity="warning")


def _jump(tx: Tx, target: float, wall: float) -> None:
    """Put the clock forward to `target` and run what falls due on the way."""
    if target > tx.now:
        tx.clock = tx.clock.jumped(target, wall)
    _run_due(tx, wall)
