"""A mini shell: scripts of tutorials, run as pure functions of the time."""

from __future__ import annotations

from clusters.sim.images.shell.running import bare, execute, knows, process

__all__ = ["bare", "execute", "knows", "process"]
