"""Whose move is next after an event, and what it is, as the World stands now."""

from __future__ import annotations

from clusters.live import links
from clusters.live.moves import account, control_plane, nodes, pods, stacks, workloads
from clusters.live.moves.case import NOBODY, RULES, Case, Move, Rule

__all__ = ["NOBODY", "RULES", "Case", "Move", "known", "move"]
FILES = (account, control_plane, nodes, pods, stacks, workloads)
"""Each announces the rules of its own events."""
UNKNOWN = {
    "aws": "AWS works on it. You can watch; there is nothing for you to do.",
    "you": "Look at the thing itself: its page says what it waits for.",
    NOBODY: "This only says what happened. Nothing waits for anybody.",
}


def known(reason: str) -> Rule | None:
    """The rule for a reason; CloudFormation's statuses go by how they end."""
    return RULES.get(reason) or stacks.by_ending(reason)


def move(case: Case) -> Move:
    """The next move, or that it has been made meanwhile."""
    found = known(case.reason)
    if found is None:
        text = UNKNOWN.get(case.told_next, UNKNOWN[NOBODY])
        return Move(case.told_next, text, case.own(), "Open it")
    answer = found.find(case)
    if answer.whose == NOBODY or not found.done(case):
        return answer
    now = case.standing
    if now.gone:
        text = f"{now.text} Nothing waits for anybody any more."
        return Move(NOBODY, text)
    text = f"The move has been made since then. {now.text}"
    return Move(NOBODY, text, case.own(), f"Open {links.name(case.key)}")
