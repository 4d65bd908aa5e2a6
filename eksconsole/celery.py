"""The Celery application; every task is found in its app's `tasks` module."""

from __future__ import annotations

import os
import signal
from typing import Any

from celery import Celery
from celery.signals import worker_init, worker_process_init, worker_ready

from eksconsole.leash import die_with_parent
from eksconsole.readiness import mark_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eksconsole.settings")
# The checks would import all pages into the worker.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("halfplane")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def warm_up(**_: Any) -> None:
    """Before the pool is made: its processes then share the memory, too."""
    from eksconsole import warm  # noqa: PLC0415 Django is set up by now, not before

    warm.simulation()


@worker_process_init.connect
def leash_pool_child(**_: Any) -> None:
    """A pool child would outlive a killed worker and keep a task of its own."""
    die_with_parent(signal.SIGKILL)


@worker_ready.connect
def say_ready(**_: Any) -> None:
    mark_ready("worker")
