"""The verbs that write: create, update, patch, delete, deletecollection."""

from __future__ import annotations
