"""What runs in the box: modules with `run(given, talk)`, and `prepare()` where it helps."""

from __future__ import annotations
