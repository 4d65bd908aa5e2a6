"""What the front of an AWS service refuses before an operation sees it, in its words.

The AWS door checks each call against the service's model; forms ask for little, so
what they may send is checked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from clusters.sim.errors import Refusal

IAM_NAME = r"[\w+=,.@-]+"
LONGEST_SHOWN = 256


def one_of(known: Iterable[str], path: str, value: str) -> str:
    """A value of a closed list, for EKS. Raises Refusal."""
    found = list(known)
    if value in found:
        return value
    rule = f"Member must satisfy enum value set: [{', '.join(found)}]"
    raise Refusal("InvalidParameterException", _sentence(path, value, rule))


def iam_name(path: str, value: str, most: int) -> str:
    """A name of a role or policy. Raises Refusal."""
    if not value:
        rule = "Member must have length greater than or equal to 1"
    elif len(value) > most:
        rule = f"Member must have length less than or equal to {most}"
    elif not re.fullmatch(IAM_NAME, value, re.ASCII):
        rule = f"Member must satisfy regular expression pattern: {IAM_NAME}"
    else:
        return value
    raise Refusal("ValidationError", _sentence(path, value, rule))


def _sentence(path: str, value: str, rule: str) -> str:
    shown = value[:LONGEST_SHOWN]
    return (
        f"1 validation error detected: Value '{shown}' at '{path}' "
        f"failed to satisfy constraint: {rule}"
    )
