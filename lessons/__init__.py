"""Teaching: lessons, their checks and a learner's progress."""

from __future__ import annotations
