"""The Celery tasks: each says what to do and does it elsewhere."""

from __future__ import annotations

from celery import shared_task

from clusters import runtime
from clusters.runtime import usage
from clusters.sim import getting_started
from clusters.steps import drive


@shared_task(name="clusters.advance_sandboxes")
def advance_sandboxes(sandbox_ids: list[str]) -> None:
    """Run what is due in each sandbox, then let its steps look at what came of it.

    The first step that is on its way takes the others along.
    """
    for sandbox_id in sandbox_ids:
        try:
            if runtime.advance(sandbox_id):
                for step in getting_started.active(runtime.read(sandbox_id))[:1]:
                    drive.send(sandbox_id, step)
        except runtime.Gone:
            continue


@shared_task(name="clusters.create_cluster")
def create_cluster(sandbox_id: str) -> None:
    """Getting started, step 1."""
    drive.go(sandbox_id, "create-cluster")


@shared_task(name="clusters.launch_nodes")
def launch_nodes(sandbox_id: str) -> None:
    """Getting started, step 2."""
    drive.go(sandbox_id, "launch-nodes")


@shared_task(name="clusters.configure_kubectl")
def configure_kubectl(sandbox_id: str) -> None:
    """Getting started, step 3."""
    drive.go(sandbox_id, "configure-kubectl")


@shared_task(name="clusters.deploy_app")
def deploy_app(sandbox_id: str) -> None:
    """Getting started, step 4."""
    drive.go(sandbox_id, "deploy-app")


@shared_task(name="clusters.tidy")
def tidy() -> None:
    """Rest and delete what guests no longer use."""
    usage.tidy()
