"""Amazon EC2 Auto Scaling: groups that keep a number of instances."""

from __future__ import annotations
