"""The standing cast of the console's tests, at every door."""

from __future__ import annotations

from tests.console.conftest import (
    _forgetful,
    cast,
    classmate,
    cluster,
    outsider,
    owner,
    sandbox,
    teacher,
    world,
)

__all__ = [
    "_forgetful",
    "cast",
    "classmate",
    "cluster",
    "outsider",
    "owner",
    "sandbox",
    "teacher",
    "world",
]
