"""What a first request or task would wait for, done before anybody comes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

from clusters.sim import engine
from clusters.sim.clock import Clock, Segment
from clusters.sim.commands import StartCall
from clusters.sim.tx import Site
from clusters.sim.world import World


def simulation() -> None:
    """Have operations, controllers and kinds announce themselves: an account that
    nobody gets is laid out, which needs them all."""
    empty = World(0, Clock("auto", (Segment(0.0, 0.0, 1.0),)))
    engine.execute(empty, StartCall("000000000000", "us-west-2"), 0.0, Site())


def terminal() -> None:
    """Have the terminal's programs announce themselves."""
    # It stores, so it can be imported only when Django is set up.
    assert list(import_module("clusters.terminal.program").programs)


def pages() -> None:
    """Import all pages and compile their templates."""
    assert get_resolver().url_patterns
    folder: Path = settings.BASE_DIR / "templates"
    for file in sorted(folder.rglob("*.html")):
        get_template(str(file.relative_to(folder)))
