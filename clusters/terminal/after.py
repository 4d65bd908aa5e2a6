"""What the page shows when a line has ended: where one is, why, and what to try."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml
from django.template.loader import render_to_string

from clusters import runtime
from clusters.sim import safe_yaml
from clusters.sim.world import World
from clusters.terminal import suggest, why
from clusters.terminal.files import HOME
from clusters.terminal.screen import stored_text
from clusters.terminal.session import LAPTOP, Session

KUBECONFIG = f"{HOME}/.kube/config"
INTERRUPTED = 130
LONGEST_READ = 64 * 1024


def of(session: Session, line: str, *, stored: str, code: int) -> dict[str, Any]:
    """What is told below an entry, and beside the next prompt."""
    try:
        world = runtime.read(session.sandbox)
    except runtime.Gone:
        return {}
    asked = code != INTERRUPTED
    box = explained(session.sandbox, line, stored, code) if asked else ""
    files = session.files.texts
    return {"why": box, **standing_in(world, files, session.place)}


def explained(sandbox_id: str, line: str, stored: str, code: int) -> str:
    """The box that says why, as HTML; "" where there is nothing to say."""
    found = why.of(sandbox_id, line, stored_text(stored), code)
    if found is None:
        return ""
    return render_to_string("terminal/why.html", {"why": found})


def standing_in(world: World, files: dict[str, str], place: str) -> dict[str, Any]:
    """Where the learner stands, which cluster kubectl asks, and what to try."""
    context = current_context(files)
    tries = suggest.suggestions(world, context)
    named = context.rpartition("/")[2]
    return {
        "where": _where(world, place),
        "context": f"Context: {named}" if named else "No cluster chosen yet",
        "tries": [item._asdict() for item in tries],
    }


def current_context(files: dict[str, str]) -> str:
    """The kubeconfig's current context; "" without a usable one."""
    text = files.get(KUBECONFIG, "")
    return _context(text) if len(text) <= LONGEST_READ else ""


@lru_cache(maxsize=128)
def _context(text: str) -> str:
    """Read once: the same file is looked at after every line."""
    try:
        body = safe_yaml.load(text)
    except (ValueError, yaml.YAMLError):
        return ""
    return str(body.get("current-context") or "") if isinstance(body, dict) else ""


def _where(world: World, place: str) -> str:
    if place == LAPTOP:
        return ""
    found = next(
        (doc for key, doc in world.list("ec2.Instance") if key.name == place), None
    )
    name = str(found.get("PrivateDnsName", "")) if found is not None else ""
    return f"On {name.partition('.')[0] or place}"
