"""The next move after CloudFormation's events: its statuses go by how they end."""

from __future__ import annotations

from clusters.live.moves.case import AWS, NOBODY, YOU, Case, Move, Rule

FIRST = "Open the stack: its first failure says why"


def _working(case: Case) -> Move:
    text = "CloudFormation works through the template by itself."
    return Move(AWS, text, case.own(), "Watch the stack")


def _rolling_back(case: Case) -> Move:
    text = "CloudFormation undoes what it made, because a resource failed before."
    return Move(AWS, text, case.own(), FIRST)


def _rolled_back(case: Case) -> Move:
    text = (
        "What was made is undone. Find the first failure among the stack's events, mend "
        "the template or the permission, delete the stack if it says ROLLBACK_COMPLETE, "
        "and create it again."
    )
    return Move(YOU, text, case.own(), FIRST)


def _failed(case: Case) -> Move:
    text = (
        "A resource failed: its reason stands in the event. Mend the template, the "
        "permission or what is in the way, then try again."
    )
    return Move(YOU, text, case.own(), FIRST)


def _complete(case: Case) -> Move:
    text = "It is done. Nothing waits for anybody."
    return Move(NOBODY, text, case.own(), "Open the stack")


def _settled(case: Case) -> bool:
    """Working is over when the stack has come to an end."""
    status = str(case.doc.get("StackStatus", ""))
    return case.standing.gone or status.endswith(("_COMPLETE", "_FAILED"))


def _mended(case: Case) -> bool:
    now = case.standing
    return now.gone or bool(now.well)


ENDINGS = (
    ("ROLLBACK_IN_PROGRESS", Rule(_rolling_back, _settled)),
    ("ROLLBACK_COMPLETE", Rule(_rolled_back, _mended)),
    ("_IN_PROGRESS", Rule(_working, _settled)),
    ("_COMPLETE", Rule(_complete, _mended)),
    ("_FAILED", Rule(_failed, _mended)),
    ("_SKIPPED", Rule(_complete, _mended)),
)


def by_ending(status: str) -> Rule | None:
    """The rule for a status: the first that its end fits."""
    return next((rule for end, rule in ENDINGS if status.endswith(end)), None)
