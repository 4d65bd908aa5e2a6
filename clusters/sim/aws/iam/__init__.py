"""Identity and Access Management: roles, policies, users, and who may do what."""

from __future__ import annotations
