"""Who may type: the owner of the sandbox, and nobody else."""

from __future__ import annotations

from typing import Any

from clusters import callers

LOOKS_ON = (
    "You look on here. Only the owner of this sandbox types in its terminal, and what "
    "was typed may hold secrets, so it is not shown."
)
GONE = "This sandbox is no longer here, or no longer yours."


def role(session: Any, user: Any, sandbox_id: str) -> str:
    """`owner`, `teacher` or "": what this person is to the sandbox."""
    return callers.role_in(callers.person(session, user), sandbox_id)


def may_type(session: Any, user: Any, sandbox_id: str) -> bool:
    return role(session, user, sandbox_id) == callers.OWNER
