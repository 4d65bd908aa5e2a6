"""Does a policy allow it: statements against one action on one resource."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.iam.conditions import Context, listed, satisfied
from clusters.sim.aws.iam.wildcards import any_matches
from clusters.sim.commands import Doc

VARIABLE = re.compile(r"\$\{([^}]*)\}")


def verdict(
    documents: Iterable[Doc], action: str, resource: str, context: Context
) -> str:
    """`Deny` when any statement denies, else `Allow` when one allows, else ""."""
    found = ""
    for document in documents:
        for statement in in_document(document):
            if _applies(statement, action, resource, context):
                if statement.get("Effect") == "Deny":
                    return "Deny"
                found = "Allow"
    return found


def in_document(document: Doc) -> list[Doc]:
    """A document's statements; a single one need not be a list."""
    found: Any = document.get("Statement", [])
    return [found] if isinstance(found, dict) else list(found)


def names_action(statement: Doc, action: str) -> bool:
    """Whether a statement is about this action. Case makes no difference."""
    wanted = action.lower()
    if "NotAction" in statement:
        return not any_matches(_lower(statement["NotAction"]), wanted)
    return any_matches(_lower(statement.get("Action", [])), wanted)


def _applies(statement: Doc, action: str, resource: str, context: Context) -> bool:
    if not names_action(statement, action):
        return False
    if "NotResource" in statement:
        here = not any_matches(_filled(statement["NotResource"], context), resource)
    else:
        here = any_matches(_filled(statement.get("Resource", []), context), resource)
    return here and satisfied(statement.get("Condition", {}), context)


def _lower(value: Any) -> list[str]:
    return [item.lower() for item in listed(value)]


def _filled(value: Any, context: Context) -> list[str]:
    """The patterns with policy variables such as ${aws:username} put in."""

    def known(match: re.Match[str]) -> str:
        return context.get(match[1].lower(), [match[0]])[0]

    return [VARIABLE.sub(known, item) for item in listed(value)]
