"""Tags as IAM keeps them: a list of Key and Value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.iam.errors import InvalidInput, LimitExceeded
from clusters.sim.commands import Doc

MOST = 50


def checked(tags: Iterable[Doc]) -> list[dict[str, Any]]:
    """The tags in the order of their keys, when IAM takes them."""
    found = {tag["Key"]: tag["Value"] for tag in tags}
    if len({key.lower() for key in found}) != len(list(tags)):
        raise InvalidInput(
            "Duplicate tag keys found. Please note that Tag keys are case insensitive."
        )
    if any(key.lower().startswith("aws:") for key in found):
        raise InvalidInput("Tag keys beginning with aws: are reserved.")
    return [{"Key": key, "Value": found[key]} for key in sorted(found)]


def merged(old: Iterable[Doc], new: Iterable[Doc]) -> list[dict[str, Any]]:
    """Old tags with new ones put over them."""
    by_key = {tag["Key"]: tag["Value"] for tag in [*old, *checked(list(new))]}
    if len(by_key) > MOST:
        raise LimitExceeded(
            "The number of tags has reached the maximum limit of "
            f"{MOST} for the resource."
        )
    return [{"Key": key, "Value": by_key[key]} for key in sorted(by_key)]
