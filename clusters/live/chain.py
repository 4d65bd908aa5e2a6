"""The chain of changes that led to one change, and what came of it.

Every change of the log names the revision that led to it, so the way back to somebody's
own act is read, not guessed. Changes that one look of a controller made together, or
one call, are one act.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clusters.runtime import past
from clusters.sim.history import Step
from clusters.sim.tx import Told
from clusters.sim.world import Key

LONGEST = 24
EFFECTS = 12
LOOKED_THROUGH = 60
"""So many commits are looked through for what came of a change."""
QUIET = frozenset({"k8s.Event", "k8s.Lease", "cloudformation.StackEvent"})
"""Records of what happened: they lead to nothing."""


@dataclass(frozen=True)
class Act:
    """What one actor did at one moment. `main` is the change that is asked about."""

    main: Step
    told: Told | None
    steps: tuple[Step, ...]

    @property
    def revisions(self) -> frozenset[int]:
        return frozenset(step.rv for step in self.steps)

    @property
    def key(self) -> Key:
        return self.main.key

    @property
    def changed(self) -> Step:
        """The change behind the words: of the same thing, where there is one."""
        own = [s for s in self.steps if s.key == self.key and s.act != "said"]
        before = [s for s in own if s.rv <= self.main.rv]
        return (before or own or [self.main])[-1]


@dataclass(frozen=True)
class Chain:
    """An act with what led to it (oldest first) and what came of it."""

    act: Act
    causes: tuple[Act, ...]
    effects: tuple[Act, ...]
    whole: bool
    """Whether the causes go back to the beginning: somebody's own act."""
    more: bool
    """Whether more came of it than is shown."""


def of(sandbox_id: str, revision: int) -> Chain | None:
    """The chain of a revision; None when the log does not hold it."""
    found = _act(past.commit_of(sandbox_id, revision), revision)
    if found is None:
        return None
    causes, whole = _causes(sandbox_id, found)
    effects, more = _effects(sandbox_id, found)
    return Chain(found, tuple(causes), tuple(effects), whole, more)


def causes(sandbox_id: str, revision: int) -> list[Act]:
    """What led to a revision, oldest first, without what came of it."""
    found = _act(past.commit_of(sandbox_id, revision), revision)
    return _causes(sandbox_id, found)[0] if found is not None else []


def _act(steps: Sequence[Step], revision: int) -> Act | None:
    main = next((step for step in steps if step.rv == revision), None)
    if main is None:
        return None
    alike = [
        step
        for step in steps
        if (step.actor, step.cause, step.sim) == (main.actor, main.cause, main.sim)
        and step.key.kind not in QUIET
    ]
    told = main.told or next(
        (s.told for s in alike if s.rv > revision and s.told is not None), None
    )
    return Act(main, told, tuple(alike) or (main,))


def _causes(sandbox_id: str, act: Act) -> tuple[list[Act], bool]:
    """Back through the causes, oldest first."""
    found: list[Act] = []
    commit: Sequence[Step] = ()
    at = act.main.cause
    while at and len(found) < LONGEST:
        if not any(step.rv == at for step in commit):
            commit = past.commit_of(sandbox_id, at)
        before = _act(commit, at)
        if before is None:
            return found[::-1], False
        found.append(before)
        at = before.main.cause
    return found[::-1], at == 0


def _effects(sandbox_id: str, act: Act) -> tuple[list[Act], bool]:
    """The acts that this one's changes led to, in their order."""
    found: list[Act] = []
    causes = act.revisions
    for commit in past.commits_from(sandbox_id, min(causes), LOOKED_THROUGH):
        for first in _firsts(commit, causes):
            after = _act(commit, first.rv)
            if after is None:
                continue
            if len(found) == EFFECTS:
                return found, True
            found.append(after)
    return found, False


def _firsts(commit: Iterable[Step], causes: frozenset[int]) -> list[Step]:
    """Of each act that follows from the causes, what it told, else what it did."""
    groups: dict[tuple[str, float], list[Step]] = {}
    for step in commit:
        if step.cause in causes and step.key.kind not in QUIET:
            groups.setdefault((step.actor, step.sim), []).append(step)
    return [
        next((s for s in group if s.told is not None), group[0])
        for group in groups.values()
    ]
