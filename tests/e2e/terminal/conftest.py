"""A served cluster, the oldest and the newest kubectl here, and a terminal beside."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from clusters import runtime
from tests.apiserver.conftest import database, tables  # noqa: F401 fixtures
from tests.apiserver.door import Door, opened, with_nodes
from tests.e2e.kube_server import Kubectl, kubeconfig, kubectls, served
from tests.e2e.terminal.judge import Judge
from tests.terminal import at_work


@pytest.fixture(scope="module")
def cluster(database: None) -> Iterator[Door]:  # noqa: F811 the fixture imported above
    """A cluster with two nodes."""
    door = with_nodes(opened(secrets.randbits(32)))
    yield door
    runtime.delete(door.sandbox.id)


@pytest.fixture(scope="module")
def server(cluster: Door, redis_url: str) -> Iterator[str]:
    with served(settings.HOME) as url:
        yield url


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    with at_work.loop() as made:
        yield made


def programs() -> list[Any]:
    """The newest kubectl in every run; older ones only in the proof."""
    *older, newest = kubectls() or [""]
    kept = [pytest.param(path, marks=pytest.mark.proof) for path in older]
    return [*kept, newest]


@pytest.fixture(scope="module", params=programs(), ids=lambda path: Path(path).name)
def judge(request, cluster, server, loop, tmp_path_factory) -> Judge:
    """Both kubectls, in namespaces of the same length that this module alone uses."""
    folder = tmp_path_factory.mktemp("kubectl")
    return _judge(request.param, cluster, server, loop, folder)


@pytest.fixture(scope="module")
def newest(cluster, server, loop, tmp_path_factory) -> Judge:
    """The newest kubectl here and ours, for what older ones word otherwise."""
    folder = tmp_path_factory.mktemp("kubectl")
    return _judge(kubectls()[-1], cluster, server, loop, folder)


def _judge(
    program: str,
    cluster: Door,
    server: str,
    loop: asyncio.AbstractEventLoop,
    folder: Path,
) -> Judge:
    (folder / "config").write_text(kubeconfig(cluster, server, settings.HOME))
    own = secrets.token_hex(3)
    real, ours = f"space-{own}-real", f"space-{own}-ours"
    for name in (real, ours):
        Kubectl(program, folder, "default").ok("create", "namespace", name)
    terminal = at_work.terminal(cluster, loop, ours)
    return Judge(Kubectl(program, folder, real), terminal, ours)
