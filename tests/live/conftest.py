"""Sandboxes for live pages."""

from __future__ import annotations

import pytest

from clusters import runtime
from clusters.callers import grants
from clusters.sim.commands import StepCall
from clusters.sim.world import Key


@pytest.fixture(autouse=True)
def _forgetful():
    grants.forget_all()


def noted(sandbox_id, text):
    """Say something in the event stream: step 1 is now waiting for `text`."""
    old = runtime.read(sandbox_id).find(Key("steps.Run", "", "create-cluster")) or {}
    state = "waiting" if old.get("state") == "running" else "running"
    fields = {"state": state, "waitingFor": text}
    runtime.execute(
        sandbox_id, StepCall("create-cluster", old.get("revision", 0), fields)
    )
