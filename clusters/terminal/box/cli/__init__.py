"""The AWS CLI in the box: its own code, with our wire, files, credentials and printing."""

from __future__ import annotations
