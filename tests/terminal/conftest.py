"""A cluster with nodes and a terminal at it, once for each module of these tests."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator

import pytest

from clusters import runtime
from tests.apiserver.conftest import database, tables  # noqa: F401 fixtures
from tests.apiserver.door import Door, opened, with_nodes
from tests.terminal import at_work
from tests.terminal.at_work import Terminal


@pytest.fixture(scope="module")
def door(database: None) -> Iterator[Door]:  # noqa: F811 the fixture imported above
    """A cluster with two nodes."""
    found = with_nodes(opened(secrets.randbits(32)))
    yield found
    runtime.delete(found.sandbox.id)


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    with at_work.loop() as made:
        yield made


@pytest.fixture
def terminal(door: Door, loop: asyncio.AbstractEventLoop) -> Terminal:
    """A new terminal whose kubectl leads to the cluster."""
    return at_work.terminal(door, loop, "default")
