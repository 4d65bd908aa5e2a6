"""The AWS door: requests of SDKs become commands."""

from __future__ import annotations
